package io.mongoodm.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mongoodm.DocumentNotFoundException;
import io.mongoodm.Model;
import io.mongoodm.Odm;
import io.mongoodm.fixture.Form;
import io.mongoodm.reference.Written.Bag;
import io.mongoodm.reference.Written.Note;
import io.mongoodm.reference.Written.Person;
import io.mongoodm.reference.Written.Vehicle;
import io.mongoodm.testkit.CommandRecorder;
import io.mongoodm.testkit.Feature;
import io.mongoodm.testkit.OdmTest;
import io.mongoodm.testkit.Requires;
import java.util.List;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@OdmTest(models = {Person.class, Note.class, Bag.class, Vehicle.class})
class UpdateAndGetTest extends WriteTest {
    UpdateAndGetTest(Odm odm, CommandRecorder recorder) {
        super(odm, recorder);
    }

    @ParameterizedTest
    @EnumSource
    void writesAndReadsInOneCommand(Form form) {
        Model<Note> notes = form.model(async, Note.class);
        Note note = notes.create(Note.of("n", "x"));
        at(LATER);

        assertThat(sentBy(() ->
                        assertThat(notes.updateAndGet(note.withText("y"))).isEqualTo(new Note("n", "y", NOON, LATER))))
                .containsExactly(json(
                        "{findAndModify: 'notes', query: {_id: 'n'}, new: true, update: {$set: {text: 'y', updated: %s}}}",
                        LATER));
    }

    @ParameterizedTest
    @EnumSource
    @Requires(Feature.RETRYABLE_WRITES)
    void mayBeSentAgainByTheDriver(Form form) {
        odm.model(Note.class).create(Note.of("n", "x"));

        var sent = recorder.during(() -> form.model(async, Note.class).updateAndGet(Note.of("n", "y")));

        assertThat(sent)
                .singleElement()
                .satisfies(command -> assertThat(command.document()).containsKeys("lsid", "txnNumber"));
    }

    @ParameterizedTest
    @EnumSource
    void showsWhatOthersWrote(Form form) {
        Model<Bag> bags = form.model(async, Bag.class);
        store("bags", "{_id: 1, weight: 2, colour: 'red'}");

        assertThat(bags.updateAndGet(new Bag(1, null, new Document("size", "L"))))
                .isEqualTo(new Bag(1, null, Document.parse("{colour: 'red', size: 'L'}")));
    }

    @ParameterizedTest
    @EnumSource
    void variantKeepsItsClass(Form form) {
        Model<Vehicle> vehicles = form.model(async, Vehicle.class);
        vehicles.create(new Vehicle.Car(1, "Fiat", 3));

        assertThat(vehicles.updateAndGet(new Vehicle.Car(1, "Seat", 5))).isEqualTo(new Vehicle.Car(1, "Seat", 5));
        assertThatExceptionOfType(DocumentNotFoundException.class)
                .isThrownBy(() -> vehicles.updateAndGet(new Vehicle.Truck(1, "MAN", null, null)));
    }

    @ParameterizedTest
    @EnumSource
    void documentThatIsGoneIsAnError(Form form) {
        assertThatExceptionOfType(DocumentNotFoundException.class)
                .isThrownBy(() -> form.model(async, Person.class)
                        .updateAndGet(new Person(new ObjectId(), "x", 1, null, List.of())))
                .withMessage("There is no stored Person with this id; nothing was written. It was deleted, or never"
                        + " created: create it, or replace it with upsert");
    }

    @ParameterizedTest
    @EnumSource
    void nullAndNullIdAreRefused(Form form) {
        Model<Person> people = form.model(async, Person.class);

        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> people.updateAndGet(none()))
                .withMessage("document");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> people.updateAndGet(Person.named("Ann")))
                .withMessage("The id of this Person is null, so it was never stored: create it first, and go on with"
                        + " what create returns");
    }
}
