package io.mongoodm.reference;

import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.gte;
import static io.mongoodm.reference.Sent.command;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mongoodm.DocumentNotFoundException;
import io.mongoodm.Model;
import io.mongoodm.fixture.Form;
import io.mongoodm.testkit.CommandRecorder;
import io.mongoodm.testkit.OdmTest;
import io.mongoodm.vthreads.AsyncOdm;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@OdmTest(models = Book.class)
final class RandomTest {
    private final AsyncOdm odm;
    private final CommandRecorder recorder;

    RandomTest(AsyncOdm odm, CommandRecorder recorder) {
        this.odm = odm;
        this.recorder = recorder;
    }

    @BeforeEach
    void storeBooks() {
        Book.store(odm.synchronous().model(Book.class), Book.ALL);
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void oneOfThoseThatMatchIsSampledByTheServer(Form form) {
        assertThat(Sent.by(
                        recorder,
                        () -> assertThat(books(form).getRandomOne(gte("year", 1850)))
                                .isIn(Book.WALDEN, Book.DRACULA)))
                .containsExactly(command("{aggregate: 'books', pipeline: [{$match: {year: {$gte: 1850}}},"
                        + " {$sample: {size: 1}}], cursor: {}}"));
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void oneOfAllNeedsNoFilter(Form form) {
        assertThat(books(form).getRandomOne()).isIn(Book.ALL);
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void noneIsAnError(Form form) {
        assertThatThrownBy(() -> books(form).getRandomOne(gt("year", 2000)))
                .isExactlyInstanceOf(DocumentNotFoundException.class)
                .hasMessage("There is no Book to choose from: ask exists first where there may be none");

        odm.synchronous().model(Book.class).deleteMany(new Document());

        assertThatThrownBy(() -> books(form).getRandomOne())
                .isExactlyInstanceOf(DocumentNotFoundException.class)
                .hasMessage("There is no Book to choose from: ask exists first where there may be none");
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    @SuppressWarnings("NullAway")
    void nullIsRefusedAtTheCall(Form form) {
        assertThatThrownBy(() -> books(form).getRandomOne(null))
                .isExactlyInstanceOf(NullPointerException.class)
                .hasMessage("filter");
    }

    private Model<Book> books(Form form) {
        return form.model(odm, Book.class);
    }
}
