package io.mongoodm.reference;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static io.mongoodm.reference.Sent.command;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mongoodm.DocumentNotFoundException;
import io.mongoodm.InvalidFilterException;
import io.mongoodm.Model;
import io.mongoodm.annotation.OdmModel;
import io.mongoodm.fixture.Form;
import io.mongoodm.testkit.CommandRecorder;
import io.mongoodm.testkit.OdmTest;
import io.mongoodm.vthreads.AsyncOdm;
import java.util.Objects;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@OdmTest(models = {Book.class, FindOneTest.Note.class})
final class FindOneTest {
    @OdmModel(collection = "notes")
    record Note(@Nullable ObjectId id, String text) {}

    private final AsyncOdm odm;
    private final CommandRecorder recorder;

    FindOneTest(AsyncOdm odm, CommandRecorder recorder) {
        this.odm = odm;
        this.recorder = recorder;
    }

    @BeforeEach
    void storeBooks() {
        Book.store(odm.synchronous().model(Book.class), Book.ALL);
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void findOneAsksForOneDocument(Form form) {
        assertThat(Sent.by(
                        recorder,
                        () -> assertThat(books(form).findOne(eq("title", "Emma")))
                                .contains(Book.EMMA)))
                .containsExactly(command("{find: 'books', filter: {title: 'Emma'}, limit: 1, singleBatch: true}"));
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void findOneOfNothingIsEmpty(Form form) {
        assertThat(books(form).findOne(eq("title", "Ulysses"))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void getAsksForOneDocument(Form form) {
        assertThat(Sent.by(
                        recorder,
                        () -> assertThat(books(form).get(eq("title", "Emma"))).isEqualTo(Book.EMMA)))
                .containsExactly(command("{find: 'books', filter: {title: 'Emma'}, limit: 1, singleBatch: true}"));
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void getTakesAnEmptyFilter(Form form) {
        assertThat(Book.ALL).contains(books(form).get(new Document()));
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void getOfNothingSaysWhichModelAndWhatToUse(Form form) {
        assertThatThrownBy(() -> books(form).get(gt("year", 2000)))
                .isExactlyInstanceOf(DocumentNotFoundException.class)
                .hasMessage("No Book matches the filter: use findOne where there may be none");
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void anIdIsFound(Form form) {
        assertThat(Sent.by(recorder, () -> assertThat(books(form).findById(3)).contains(Book.EMMA)))
                .containsExactly(command("{find: 'books', filter: {_id: 3}, limit: 1, singleBatch: true}"));
        assertThat(books(form).findById(77)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void anObjectIdIsFound(Form form) {
        Note stored = notes(form).create(new Note(null, "read Emma"));

        assertThat(notes(form).findById(Objects.requireNonNull(stored.id()))).contains(stored);
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void theTextOfAnObjectIdIsRefusedAtTheCall(Form form) {
        String text = new ObjectId().toHexString();

        assertThat(Sent.by(recorder, () -> {
                    assertThatThrownBy(() -> notes(form).findById(text))
                            .isExactlyInstanceOf(InvalidFilterException.class)
                            .hasMessage("\"_id\" of Note is stored as an ObjectId and cannot be compared with a"
                                    + " string (id):"
                                    + " give an ObjectId, such as new ObjectId(text)");
                    assertThatThrownBy(() -> notes(form).findOne(eq("_id", text)))
                            .isExactlyInstanceOf(InvalidFilterException.class)
                            .hasMessage("\"_id\" is stored as an ObjectId and cannot be compared with a string"
                                    + " (filter, at"
                                    + " _id): give an ObjectId, such as new ObjectId(text)");
                    assertThatThrownBy(() -> notes(form).get(eq("id", text)))
                            .isExactlyInstanceOf(InvalidFilterException.class)
                            .hasMessage("\"_id\" is stored as an ObjectId and cannot be compared with a string"
                                    + " (filter, at _id):"
                                    + " give an ObjectId, such as new ObjectId(text)");
                }))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    @SuppressWarnings("NullAway")
    void nullIsRefusedAtTheCall(Form form) {
        assertThatThrownBy(() -> books(form).findOne(null))
                .isExactlyInstanceOf(NullPointerException.class)
                .hasMessage("filter");
        assertThatThrownBy(() -> books(form).get(null))
                .isExactlyInstanceOf(NullPointerException.class)
                .hasMessage("filter");
        assertThatThrownBy(() -> books(form).findById(null))
                .isExactlyInstanceOf(NullPointerException.class)
                .hasMessage("id");
    }

    private Model<Book> books(Form form) {
        return form.model(odm, Book.class);
    }

    private Model<Note> notes(Form form) {
        return form.model(odm, Note.class);
    }
}
