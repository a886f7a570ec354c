package io.mongoodm.reference;

import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Sorts.ascending;
import static com.mongodb.client.model.Sorts.descending;
import static io.mongoodm.reference.Sent.command;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mongoodm.DocumentNotFoundException;
import io.mongoodm.Model;
import io.mongoodm.Query;
import io.mongoodm.fixture.Form;
import io.mongoodm.testkit.CommandRecorder;
import io.mongoodm.testkit.OdmTest;
import io.mongoodm.vthreads.AsyncOdm;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@OdmTest(models = Book.class)
final class QueryValueTest {
    private final AsyncOdm odm;
    private final CommandRecorder recorder;

    QueryValueTest(AsyncOdm odm, CommandRecorder recorder) {
        this.odm = odm;
        this.recorder = recorder;
    }

    @BeforeEach
    void storeBooks() {
        Book.store(odm.synchronous().model(Book.class), Book.ALL);
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void nothingIsSentBeforeAQueryRuns(Form form) {
        assertThat(Sent.by(
                        recorder,
                        () -> books(form).find(gte("year", 1800)).sort(ascending("year")).limit(2).stream()
                                .close()))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void aStepGivesAnotherQueryAndLeavesThisOneAsItIs(Form form) {
        Query<Book> all = books(form).find().sort(ascending("year"));
        Query<Book> page =
                all.sort(descending("year")).skip(1).limit(1).batchSize(2).comment("page");

        assertThat(all.toList()).containsExactly(Book.UTOPIA, Book.CANDIDE, Book.EMMA, Book.WALDEN, Book.DRACULA);
        assertThat(page.toList()).containsExactly(Book.WALDEN);
        assertThat(Sent.by(recorder, all::toList))
                .containsExactly(command("{find: 'books', filter: {}, sort: {year: 1}}"));
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void eachRunIsAQueryOfItsOwn(Form form) {
        Query<Book> late = books(form).find(gte("year", 1850)).sort(ascending("year"));

        assertThat(late.toList()).containsExactly(Book.WALDEN, Book.DRACULA);
        odm.synchronous().model(Book.class).deleteOne(new Document("_id", Book.WALDEN.id()));
        assertThat(late.toList()).containsExactly(Book.DRACULA);
        assertThat(late.first()).contains(Book.DRACULA);
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void aFilterIsCopiedAtTheCall(Form form) {
        Document filter = new Document("year", new Document("$gte", 1850));
        Query<Book> late = books(form).find(filter);

        filter.get("year", Document.class).put("$gte", 0);
        filter.put("title", "Emma");

        assertThat(Sent.by(recorder, late::toList))
                .containsExactly(command("{find: 'books', filter: {year: {$gte: 1850}}}"));
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void argumentsOfACallAreLeftAsTheyAre(Form form) {
        Document filter = new Document("id", 3);
        Document sort = new Document("id", 1);

        assertThat(books(form).find(filter).sort(sort).toList()).containsExactly(Book.EMMA);

        assertThat(filter).isEqualTo(new Document("id", 3));
        assertThat(sort).isEqualTo(new Document("id", 1));
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void firstAsksForOneDocument(Form form) {
        Query<Book> sorted = books(form).find().sort(ascending("year")).skip(1).limit(3);

        assertThat(Sent.by(recorder, () -> assertThat(sorted.first()).contains(Book.CANDIDE)))
                .containsExactly(command(
                        "{find: 'books', filter: {}, sort: {year: 1}, skip: 1, limit: 1," + " singleBatch: true}"));
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void firstOfNothingIsEmpty(Form form) {
        assertThat(books(form).find(gte("year", 2000)).first()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void getOfNothingSaysSo(Form form) {
        Query<Book> none = books(form).find(gte("year", 2000)).sort(ascending("year"));

        assertThatThrownBy(none::get)
                .isExactlyInstanceOf(DocumentNotFoundException.class)
                .hasMessage("No Book matches the query: use first() or findOne where there may be none");
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void getGivesTheFirstInOrder(Form form) {
        assertThat(books(form).find().sort(descending("year")).get()).isEqualTo(Book.DRACULA);
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void aListOfResultsBelongsToTheCaller(Form form) {
        List<Book> found = books(form).find(gte("year", 1850)).toList();

        found.clear();

        assertThat(found).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void aForEachLoopRunsTheQuery(Form form) {
        List<Book> walked = new ArrayList<>();

        for (Book book : books(form).find().sort(ascending("year"))) {
            walked.add(book);
        }

        assertThat(walked).containsExactlyElementsOf(Book.ALL);
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void aStreamRunsTheQuery(Form form) {
        try (Stream<Book> stream = books(form).find().sort(ascending("year")).stream()) {
            assertThat(stream.map(Book::title)).containsExactly("Utopia", "Candide", "Emma", "Walden", "Dracula");
        }
    }

    private Model<Book> books(Form form) {
        return form.model(odm, Book.class);
    }
}
