package io.mongoodm.reference;

import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.gte;
import static io.mongoodm.reference.Sent.command;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mongoodm.Model;
import io.mongoodm.Session;
import io.mongoodm.fixture.Form;
import io.mongoodm.testkit.CommandRecorder;
import io.mongoodm.testkit.OdmTest;
import io.mongoodm.vthreads.AsyncOdm;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@OdmTest(models = Book.class)
final class CountTest {
    private final AsyncOdm odm;
    private final CommandRecorder recorder;

    CountTest(AsyncOdm odm, CommandRecorder recorder) {
        this.odm = odm;
        this.recorder = recorder;
    }

    @BeforeEach
    void storeBooks() {
        Book.store(odm.synchronous().model(Book.class), Book.ALL);
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void documentsAreCountedByOneAggregation(Form form) {
        assertThat(Sent.by(
                        recorder,
                        () -> assertThat(books(form).countDocuments(gte("year", 1815)))
                                .isEqualTo(3)))
                .containsExactly(command("{aggregate: 'books', pipeline: [{$match: {year: {$gte: 1815}}},"
                        + " {$group: {_id: 1, n: {$sum: 1}}}], cursor: {}}"));
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void allDocumentsAreCountedWithoutAFilter(Form form) {
        assertThat(books(form).countDocuments()).isEqualTo(5);
        assertThat(books(form).countDocuments(new Document())).isEqualTo(5);
        assertThat(books(form).countDocuments(gt("year", 2000))).isZero();
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void anEstimateComesFromTheMetadata(Form form) {
        assertThat(Sent.by(
                        recorder,
                        () -> assertThat(books(form).estimatedDocumentCount()).isEqualTo(5)))
                .containsExactly(command("{count: 'books'}"));
    }

    @Test
    void anEstimateInASessionIsACount() {
        Model<Book> books = odm.synchronous().model(Book.class);
        try (Session session = books.startSession()) {
            assertThat(Sent.namesBy(
                            recorder,
                            () -> assertThat(books.withSession(session).estimatedDocumentCount())
                                    .isEqualTo(5)))
                    .containsExactly("aggregate");
        }
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void existenceReadsAtMostOneId(Form form) {
        assertThat(Sent.by(
                        recorder,
                        () -> assertThat(books(form).exists(gte("year", 1815))).isTrue()))
                .containsExactly(command("{find: 'books', filter: {year: {$gte: 1815}}, projection: {_id: 1},"
                        + " limit: 1, singleBatch: true}"));
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void existenceOfAnythingNeedsNoFilter(Form form) {
        assertThat(books(form).exists()).isTrue();
        assertThat(books(form).exists(gt("year", 2000))).isFalse();

        odm.synchronous().model(Book.class).deleteMany(new Document());

        assertThat(books(form).exists()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    @SuppressWarnings("NullAway")
    void nullIsRefusedAtTheCall(Form form) {
        assertThatThrownBy(() -> books(form).countDocuments(null))
                .isExactlyInstanceOf(NullPointerException.class)
                .hasMessage("filter");
        assertThatThrownBy(() -> books(form).exists(null))
                .isExactlyInstanceOf(NullPointerException.class)
                .hasMessage("filter");
    }

    private Model<Book> books(Form form) {
        return form.model(odm, Book.class);
    }
}
