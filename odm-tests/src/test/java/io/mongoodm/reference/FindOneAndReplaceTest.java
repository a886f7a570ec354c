package io.mongoodm.reference;

import static com.mongodb.client.model.Filters.eq;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.mongodb.client.model.FindOneAndReplaceOptions;
import com.mongodb.client.model.ReturnDocument;
import io.mongoodm.EncodingException;
import io.mongoodm.InvalidFilterException;
import io.mongoodm.Model;
import io.mongoodm.Odm;
import io.mongoodm.fixture.Form;
import io.mongoodm.reference.Written.Label;
import io.mongoodm.reference.Written.Note;
import io.mongoodm.reference.Written.Person;
import io.mongoodm.reference.Written.Vehicle;
import io.mongoodm.testkit.CommandRecorder;
import io.mongoodm.testkit.OdmTest;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.bson.BsonString;
import org.bson.Document;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@OdmTest(models = {Person.class, Note.class, Label.class, Vehicle.class})
class FindOneAndReplaceTest extends WriteTest {
    FindOneAndReplaceTest(Odm odm, CommandRecorder recorder) {
        super(odm, recorder);
    }

    private static FindOneAndReplaceOptions upsert() {
        return new FindOneAndReplaceOptions().upsert(true).returnDocument(ReturnDocument.AFTER);
    }

    @ParameterizedTest
    @EnumSource
    void returnsTheDocumentAsItWasBefore(Form form) {
        Model<Note> notes = form.model(async, Note.class);
        Note note = notes.create(Note.of("n", "x"));
        at(LATER);

        assertThat(sentBy(() -> assertThat(notes.findOneAndReplace(eq("id", "n"), note.withText("y")))
                        .contains(note)))
                .containsExactly(json(
                        "{findAndModify: 'notes', query: {_id: 'n'}, new: false,"
                                + " update: {_id: 'n', text: 'y', created: %s, updated: %s}}",
                        NOON, LATER));
        assertThat(notes.find().toList()).containsExactly(new Note("n", "y", NOON, LATER));
    }

    @ParameterizedTest
    @EnumSource
    void creationTimeIsTheRecordsOrNow(Form form) {
        Model<Note> notes = form.model(async, Note.class);
        notes.create(Note.of("n", "x"));

        notes.findOneAndReplace(eq("_id", "n"), new Note("n", "y", Instant.EPOCH, null));
        assertThat(notes.find().toList()).containsExactly(new Note("n", "y", Instant.EPOCH, NOON));
        notes.findOneAndReplace(eq("_id", "n"), Note.of("n", "z"));
        assertThat(notes.find().toList()).containsExactly(new Note("n", "z", NOON, NOON));
    }

    @ParameterizedTest
    @EnumSource
    void nullIdKeepsTheStoredOne(Form form) {
        Model<Person> people = form.model(async, Person.class);
        Person ann = people.create(Person.named("Ann").withAge(3));

        people.findOneAndReplace(eq("name", "Ann"), Person.named("Anna"));

        assertThat(people.find().toList()).containsExactly(new Person(ann.id(), "Anna", null, null, List.of()));
    }

    @ParameterizedTest
    @EnumSource
    void noMatchIsEmpty(Form form) {
        assertThat(form.model(async, Note.class).findOneAndReplace(eq("_id", "gone"), Note.of("gone", "x")))
                .isEmpty();
        assertThat(stored("notes")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void upsertCreates(Form form) {
        assertThat(form.model(async, Note.class).findOneAndReplace(eq("text", "x"), Note.of("n", "x"), upsert()))
                .contains(new Note("n", "x", NOON, NOON));
        assertThat(form.model(async, Note.class)
                        .findOneAndReplace(eq("_id", "m"), new Note(null, "x", null, null), upsert()))
                .contains(new Note("m", "x", NOON, NOON));
        Person ann = form.model(async, Person.class)
                .findOneAndReplace(eq("name", "Ann"), Person.named("Ann"), upsert())
                .orElseThrow();
        assertThat(Objects.requireNonNull(ann.id())).isNotNull();
    }

    @ParameterizedTest
    @EnumSource
    void upsertWithoutAnIdThatCanBeGeneratedIsRefused(Form form) {
        assertThat(sentBy(() -> assertThatExceptionOfType(InvalidFilterException.class)
                        .isThrownBy(() -> form.model(async, Note.class)
                                .findOneAndReplace(eq("text", "x"), new Note(null, "x", null, null), upsert()))
                        .withMessage(
                                "An upsert on Note does not fix _id, and the server would make an ObjectId, which is"
                                        + " not what is stored for id: put an equality on the id into the filter")))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void rootMayTurnOneVariantIntoAnother(Form form) {
        Model<Vehicle> vehicles = form.model(async, Vehicle.class);
        vehicles.create(new Vehicle.Car(1, "Fiat", 3));

        assertThat(vehicles.findOneAndReplace(eq("_id", 1), new Vehicle.Truck(1, "MAN", null, null)))
                .contains(new Vehicle.Car(1, "Fiat", 3));
        assertThat(vehicles.find().toList()).containsExactly(new Vehicle.Truck(1, "MAN", null, NOON));
        assertThat(form.model(async, Vehicle.Car.class).findOneAndReplace(new Document(), new Vehicle.Car(1, "x", 3)))
                .as("a truck is no car")
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void optionsReachTheServer(Form form) {
        FindOneAndReplaceOptions options = upsert().sort(new Document("text", -1))
                .hint(new Document("_id", 1))
                .comment(new BsonString("why"));

        assertThat(sentBy(() ->
                        form.model(async, Note.class).findOneAndReplace(eq("_id", "n"), Note.of("n", "x"), options)))
                .containsExactly(json(
                        "{findAndModify: 'notes', query: {_id: 'n'}, sort: {text: -1}, new: true, upsert: true,"
                                + " update: {_id: 'n', text: 'x', created: %s, updated: %s}, hint: {_id: 1},"
                                + " comment: 'why'}",
                        NOON, NOON));
    }

    @ParameterizedTest
    @EnumSource
    void recordThatCannotBeEncodedIsNotSent(Form form) {
        assertThat(sentBy(() -> assertThatExceptionOfType(EncodingException.class)
                        .isThrownBy(() -> form.model(async, Label.class)
                                .findOneAndReplace(new Document(), new Label("no id", "x")))))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void nullsAreRefused(Form form) {
        Model<Note> notes = form.model(async, Note.class);

        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> notes.findOneAndReplace(none(), Note.of("n", "x")))
                .withMessage("filter");
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> notes.findOneAndReplace(new Document(), none()))
                .withMessage("replacement");
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> notes.findOneAndReplace(new Document(), Note.of("n", "x"), none()))
                .withMessage("options");
    }
}
