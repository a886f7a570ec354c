package io.mongoodm.reference;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Sorts.ascending;
import static com.mongodb.client.model.Sorts.descending;
import static com.mongodb.client.model.Sorts.orderBy;
import static io.mongoodm.query.Fields.field;
import static io.mongoodm.reference.Sent.command;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.model.Collation;
import io.mongoodm.Model;
import io.mongoodm.Query;
import io.mongoodm.fixture.Form;
import io.mongoodm.testkit.CommandRecorder;
import io.mongoodm.testkit.OdmTest;
import io.mongoodm.vthreads.AsyncOdm;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bson.BsonDocument;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@OdmTest(models = Book.class)
final class FindTest {
    private final AsyncOdm odm;
    private final CommandRecorder recorder;

    FindTest(AsyncOdm odm, CommandRecorder recorder) {
        this.odm = odm;
        this.recorder = recorder;
    }

    @BeforeEach
    void storeBooks() {
        Book.store(odm.synchronous().model(Book.class), Book.ALL);
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void everythingIsFoundWithOneCommandThatSaysNothingUnset(Form form) {
        Query<Book> all = books(form).find();

        assertThat(Sent.by(recorder, () -> assertThat(all.toList()).containsExactlyInAnyOrderElementsOf(Book.ALL)))
                .containsExactly(command("{find: 'books', filter: {}}"));
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void aFilterIsSentAsItIs(Form form) {
        Query<Book> late = books(form).find(gte("year", 1815));

        assertThat(Sent.by(
                        recorder,
                        () -> assertThat(late.toList())
                                .containsExactlyInAnyOrder(Book.EMMA, Book.WALDEN, Book.DRACULA)))
                .containsExactly(command("{find: 'books', filter: {year: {$gte: 1815}}}"));
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void typedFieldsAndTheDriversBuildersMix(Form form) {
        Query<Book> found = books(form)
                .find(com.mongodb.client.model.Filters.and(
                        field(Book::author).then(Book.Author::country).eq("GB"), new Document("year", 1815)));

        assertThat(found.toList()).containsExactly(Book.EMMA);
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void sortSkipAndLimitAreSent(Form form) {
        Query<Book> page = books(form).find().sort(descending("year")).skip(1).limit(2);

        assertThat(Sent.by(recorder, () -> assertThat(page.toList()).containsExactly(Book.WALDEN, Book.EMMA)))
                .containsExactly(command("{find: 'books', filter: {}, sort: {year: -1}, skip: 1, limit: 2}"));
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void aSortKeepsTheOrderOfItsKeysAndIdMeansTheStoredOne(Form form) {
        Query<Book> sorted = books(form).find().sort(orderBy(descending("rating"), ascending("id")));

        List<BsonDocument> sent = Sent.by(
                recorder,
                () -> assertThat(sorted.toList())
                        .containsExactly(Book.CANDIDE, Book.WALDEN, Book.UTOPIA, Book.EMMA, Book.DRACULA));

        assertThat(sent.getFirst().getDocument("sort").toJson()).isEqualTo("{\"rating\": -1, \"_id\": 1}");
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void theLastSortCounts(Form form) {
        Query<Book> sorted = books(form)
                .find()
                .sort(ascending("title"))
                .sort(field(Book::year).descending());

        assertThat(Sent.by(recorder, sorted::toList))
                .containsExactly(command("{find: 'books', filter: {}, sort: {year: -1}}"));
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void skipAndLimitAndBatchSizeOfZeroAreLeftOut(Form form) {
        Query<Book> all = books(form).find().skip(0).limit(0).batchSize(0);

        assertThat(Sent.by(recorder, () -> assertThat(all.toList()).hasSize(5)))
                .containsExactly(command("{find: 'books', filter: {}}"));
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void negativeNumbersAreRefusedAtTheCall(Form form) {
        Query<Book> all = books(form).find();

        assertThatThrownBy(() -> all.skip(-1))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("skip must not be negative; 0 leaves it out");
        assertThatThrownBy(() -> all.limit(-1))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("limit must not be negative; 0 leaves it out");
        assertThatThrownBy(() -> all.batchSize(-1))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("batchSize must not be negative; 0 leaves it out");
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void aTimeoutShorterThanAMillisecondIsRefusedAtTheCall(Form form) {
        assertThatThrownBy(() -> books(form).find().timeout(Duration.ofNanos(999_999)))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("A timeout has to be at least one millisecond");
        assertThatThrownBy(() -> books(form).withTimeout(Duration.ZERO))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("A timeout has to be at least one millisecond");
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void batchSizeHintAndCommentAreSent(Form form) {
        Query<Book> found =
                books(form).find().batchSize(3).hint(new Document("_id", 1)).comment("stock-taking");

        List<BsonDocument> sent =
                Sent.by(recorder, () -> assertThat(found.toList()).hasSize(5));

        assertThat(sent.getFirst())
                .isEqualTo(command(
                        "{find: 'books', filter: {}, batchSize: 3, hint: {_id: 1}, comment:" + " 'stock-taking'}"));
        assertThat(sent)
                .element(1)
                .satisfies(more -> assertThat(more)
                        .containsEntry("batchSize", new org.bson.BsonInt32(3))
                        .containsEntry("comment", new org.bson.BsonString("stock-taking")));
        assertThat(sent).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void aHintByTheComponentsNameMeansTheStoredOne(Form form) {
        Query<Book> found = books(form).find().hint(ascending("id"));

        assertThat(Sent.by(recorder, found::toList))
                .containsExactly(command("{find: 'books', filter: {}, hint: {_id: 1}}"));
    }

    /** An engine may refuse collations; what reaches it is the same. */
    @ParameterizedTest
    @EnumSource(Form.class)
    void aCollationIsSent(Form form) {
        Query<Book> found =
                books(form).find().collation(Collation.builder().locale("en").build());

        assertThat(Sent.by(recorder, () -> ignoringRefusal(found)))
                .first()
                .satisfies(sent -> assertThat(sent)
                        .isEqualTo(command("{find: 'books', filter: {}, collation: {locale:" + " 'en'}}")));
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void aTimeoutReachesTheServerAsItsTimeLimit(Form form) {
        Query<Book> timed = books(form).find().timeout(Duration.ofSeconds(20));

        assertThat(Sent.by(recorder, () -> assertThat(timed.toList()).hasSize(5)))
                .singleElement()
                .satisfies(sent ->
                        assertThat(sent.getNumber("maxTimeMS").longValue()).isBetween(1L, 20_000L));
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void aViewWithATimeoutSendsItsTimeLimitAndLeavesTheModelAsItIs(Form form) {
        Model<Book> books = books(form);
        Model<Book> timed = books.withTimeout(Duration.ofSeconds(20));

        assertThat(Sent.by(recorder, () -> timed.get(eq("year", 1815))).getFirst())
                .containsKey("maxTimeMS");
        assertThat(Sent.by(recorder, () -> books.get(eq("year", 1815))).getFirst())
                .doesNotContainKey("maxTimeMS");
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    @SuppressWarnings("NullAway")
    void nullIsRefusedAtTheCall(Form form) {
        Query<Book> all = books(form).find();

        assertNullIsRefused("filter", query -> books(form).find(null));
        assertNullIsRefused("filter", query -> {
            books(form).findRaw(null);
            return query;
        });
        assertNullIsRefused("sort", query -> query.sort(null));
        assertNullIsRefused("projection", query -> query.projection(null));
        assertNullIsRefused("shape", query -> query.project(null));
        assertNullIsRefused("index", query -> query.hint(null));
        assertNullIsRefused("collation", query -> query.collation(null));
        assertNullIsRefused("comment", query -> query.comment(null));
        assertNullIsRefused("timeout", query -> query.timeout(null));
        assertThat(all.toList()).hasSize(5);
    }

    private void assertNullIsRefused(String name, UnaryOperator<Query<Book>> call) {
        assertThatThrownBy(() -> call.apply(books(Form.BLOCKING).find()))
                .isExactlyInstanceOf(NullPointerException.class)
                .hasMessage(name);
    }

    private static void ignoringRefusal(Query<Book> query) {
        try {
            query.toList();
        } catch (com.mongodb.MongoCommandException refused) {
            assertThat(refused.getErrorMessage()).containsIgnoringCase("collation");
        }
    }

    private Model<Book> books(Form form) {
        return form.model(odm, Book.class);
    }
}
