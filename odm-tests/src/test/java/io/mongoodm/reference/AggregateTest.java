package io.mongoodm.reference;

import static com.mongodb.client.model.Accumulators.max;
import static com.mongodb.client.model.Accumulators.sum;
import static com.mongodb.client.model.Aggregates.group;
import static com.mongodb.client.model.Aggregates.match;
import static com.mongodb.client.model.Aggregates.out;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Projections.include;
import static com.mongodb.client.model.Sorts.ascending;
import static com.mongodb.client.model.Sorts.descending;
import static io.mongoodm.reference.Sent.command;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.model.Collation;
import io.mongoodm.InvalidFilterException;
import io.mongoodm.Model;
import io.mongoodm.Query;
import io.mongoodm.fixture.Form;
import io.mongoodm.testkit.CommandRecorder;
import io.mongoodm.testkit.OdmTest;
import io.mongoodm.vthreads.AsyncOdm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@OdmTest(models = Book.class)
final class AggregateTest {
    private static final Bson BY_COUNTRY = group("$author.country", sum("books", 1), max("latest", "$year"));

    private final AsyncOdm odm;
    private final CommandRecorder recorder;

    AggregateTest(AsyncOdm odm, CommandRecorder recorder) {
        this.odm = odm;
        this.recorder = recorder;
    }

    @BeforeEach
    void storeBooks() {
        Book.store(odm.synchronous().model(Book.class), Book.ALL);
    }

    /** The key of a group is the id of its row. */
    record Country(@Nullable String id, int books, int latest) {}

    record Latest(int latest) {}

    @ParameterizedTest
    @EnumSource(Form.class)
    void aPipelineRunsAsItIsAndItsRowsAreDocuments(Form form) {
        Query<Document> rows = books(form).aggregate(List.of(match(gte("year", 1800)), BY_COUNTRY));

        assertThat(Sent.by(
                        recorder,
                        () -> assertThat(rows.toList())
                                .containsExactlyInAnyOrder(
                                        Document.parse("{_id: 'GB', books: 1, latest: 1815}"),
                                        Document.parse("{_id: null, books: 1, latest: 1854}"),
                                        Document.parse("{_id: 'IE', books: 1, latest: 1897}"))))
                .containsExactly(command("{aggregate: 'books', pipeline: [{$match: {year: {$gte: 1800}}},"
                        + " {$group: {_id: '$author.country', books: {$sum: 1}, latest: {$max: '$year'}}}],"
                        + " cursor: {}}"));
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void rowsAreReadAsAnyRecord(Form form) {
        Query<Country> rows = books(form).aggregate(List.of(BY_COUNTRY), Country.class);

        assertThat(rows.toList())
                .containsExactlyInAnyOrder(
                        new Country("GB", 2, 1815),
                        new Country("FR", 1, 1759),
                        new Country(null, 1, 1854),
                        new Country("IE", 1, 1897));
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void anEmptyPipelineGivesTheDocuments(Form form) {
        assertThat(Sent.by(
                        recorder,
                        () -> assertThat(books(form)
                                        .aggregate(List.of(), Book.class)
                                        .toList())
                                .containsExactlyInAnyOrderElementsOf(Book.ALL)))
                .containsExactly(command("{aggregate: 'books', pipeline: [], cursor: {}}"));
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void sortSkipLimitAndProjectionBecomeTheLastStagesInThisOrder(Form form) {
        Query<Document> rows = books(form)
                .aggregate(List.of(BY_COUNTRY))
                .projection(include("latest"))
                .limit(2)
                .skip(1)
                .sort(descending("latest"));

        assertThat(Sent.by(
                        recorder,
                        () -> assertThat(rows.toList())
                                .containsExactly(
                                        Document.parse("{_id: null, latest: 1854}"),
                                        Document.parse("{_id: 'GB', latest: 1815}"))))
                .containsExactly(command("{aggregate: 'books', pipeline: [{$group: {_id: '$author.country',"
                        + " books: {$sum: 1}, latest: {$max: '$year'}}}, {$sort: {latest: -1}}, {$skip: 1},"
                        + " {$limit: 2}, {$project: {latest: 1}}], cursor: {}}"));
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void anotherRecordReadsTheRowsOfAQuery(Form form) {
        Query<Latest> rows = books(form)
                .aggregate(List.of(BY_COUNTRY))
                .sort(ascending("latest"))
                .project(Latest.class);

        assertThat(rows.toList())
                .containsExactly(new Latest(1759), new Latest(1815), new Latest(1854), new Latest(1897));
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void firstAsksForOneRow(Form form) {
        Query<Country> rows =
                books(form).aggregate(List.of(BY_COUNTRY), Country.class).sort(descending("latest"));

        assertThat(Sent.by(recorder, () -> assertThat(rows.first()).contains(new Country("IE", 1, 1897))))
                .singleElement()
                .satisfies(
                        sent -> assertThat(sent.getArray("pipeline").getLast()).isEqualTo(command("{$limit: 1}")));
        assertThat(rows.get()).isEqualTo(new Country("IE", 1, 1897));
        assertThat(books(form).aggregate(List.of(match(gte("year", 2000)))).first())
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void optionsOfAQueryAreSent(Form form) {
        Query<Document> rows = books(form)
                .aggregate(List.of(match(gte("year", 1800))))
                .batchSize(50)
                .hint(new Document("_id", 1))
                .collation(Collation.builder().locale("simple").build())
                .comment("stock-taking");

        assertThat(Sent.by(recorder, rows::toList))
                .containsExactly(command("{aggregate: 'books', pipeline: [{$match: {year: {$gte: 1800}}}],"
                        + " cursor: {batchSize: 50}, hint: {_id: 1}, collation: {locale: 'simple'},"
                        + " comment: 'stock-taking'}"));
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void theCallersStagesAreNeverChangedAndCopiedAtTheCall(Form form) {
        Document filter = new Document("id", 3);
        List<Bson> pipeline = new ArrayList<>(List.of(new Document("$match", filter)));
        Query<Document> rows = books(form).aggregate(pipeline);

        assertThat(rows.toList()).hasSize(1);
        assertThat(pipeline).containsExactly(new Document("$match", new Document("id", 3)));

        pipeline.clear();
        filter.put("year", 1);
        assertThat(Sent.by(recorder, rows::toList))
                .containsExactly(command("{aggregate: 'books', pipeline: [{$match: {_id: 3}}], cursor: {}}"));
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void aPipelineThatWritesGivesWhatItWrote(Form form) {
        Query<Book> late = books(form).aggregate(List.of(match(gte("year", 1850)), out("late_books")), Book.class);

        assertThat(late.toList()).containsExactlyInAnyOrder(Book.WALDEN, Book.DRACULA);
        assertThat(late.first()).isPresent();
        assertThat(books(form).countDocuments()).isEqualTo(5);
    }

    /** The driver has no time for each batch of what a pipeline wrote. */
    @ParameterizedTest
    @EnumSource(Form.class)
    void aPipelineThatWritesHasOneTimeAlsoAsAStream(Form form) {
        Query<Document> late = books(form)
                .aggregate(List.of(match(gte("year", 1850)), out("late_books")))
                .timeout(Duration.ofSeconds(30));

        try (Stream<Document> rows = late.stream()) {
            assertThat(rows).hasSize(2);
        }
        List<Document> looped = new ArrayList<>();
        for (Document row : late) {
            looped.add(row);
        }
        assertThat(looped).hasSize(2);
        assertThat(late.toList()).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void aLeadingMatchIsChecked(Form form) {
        assertThatThrownBy(() -> books(form).aggregate(List.of(match(gte("yaer", 1800)))))
                .isExactlyInstanceOf(InvalidFilterException.class)
                .hasMessage("Book has no field \"yaer\" (pipeline, at [0].$match.yaer): did you mean \"year\"?");
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void laterStagesAreNotCheckedSinceTheirRowsHaveOtherShapes(Form form) {
        Query<Document> rows = books(form).aggregate(List.of(BY_COUNTRY, match(gte("latest", 1850))));

        assertThat(rows.toList()).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    @SuppressWarnings("NullAway")
    void nullIsRefusedAtTheCall(Form form) {
        assertThatThrownBy(() -> books(form).aggregate(null))
                .isExactlyInstanceOf(NullPointerException.class)
                .hasMessage("pipeline");
        assertThatThrownBy(() -> books(form).aggregate(List.of(), null))
                .isExactlyInstanceOf(NullPointerException.class)
                .hasMessage("rowType");
        assertThatThrownBy(() -> books(form).aggregate(Arrays.asList((Bson) null)))
                .isExactlyInstanceOf(NullPointerException.class)
                .hasMessage("stage");
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void aRowTypeThatIsNoRecordIsRefusedAtTheCall(Form form) {
        assertThatThrownBy(() -> books(form).aggregate(List.of(), String.class))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("java.lang.String is no record: rows are read into records");
    }

    private Model<Book> books(Form form) {
        return form.model(odm, Book.class);
    }
}
