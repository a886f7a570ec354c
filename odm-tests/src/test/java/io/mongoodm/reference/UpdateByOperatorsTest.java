package io.mongoodm.reference;

import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.currentDate;
import static com.mongodb.client.model.Updates.set;
import static io.mongoodm.query.Fields.elements;
import static io.mongoodm.query.Fields.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.mongodb.client.result.UpdateResult;
import io.mongoodm.DocumentNotFoundException;
import io.mongoodm.InvalidFilterException;
import io.mongoodm.Model;
import io.mongoodm.Odm;
import io.mongoodm.fixture.Form;
import io.mongoodm.reference.Written.Note;
import io.mongoodm.reference.Written.Person;
import io.mongoodm.reference.Written.Vehicle;
import io.mongoodm.testkit.CommandRecorder;
import io.mongoodm.testkit.OdmTest;
import org.bson.BsonDocument;
import org.bson.Document;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code update(record, operators)}: what finds the document comes from the record, what changes does not. */
@OdmTest(models = {Person.class, Note.class, Vehicle.class})
class UpdateByOperatorsTest extends WriteTest {
    UpdateByOperatorsTest(Odm odm, CommandRecorder recorder) {
        super(odm, recorder);
    }

    @ParameterizedTest
    @EnumSource
    void sendsTheOperatorsWithTheStamp(Form form) {
        Model<Note> notes = form.model(async, Note.class);
        Note note = notes.create(Note.of("n", "x"));
        at(LATER);

        assertThat(updateSentBy(() -> notes.update(
                        note.withText("not sent"), field(Note::text).set("y"))))
                .isEqualTo(json("{q: {_id: 'n'}, u: {$set: {text: 'y', updated: %s}}}", LATER));
        assertThat(notes.findById("n")).contains(new Note("n", "y", NOON, LATER));
    }

    @ParameterizedTest
    @EnumSource
    void operatorsOfEveryKindAreKept(Form form) {
        Model<Person> people = form.model(async, Person.class);
        Person ann = people.create(Person.named("Ann").withAge(1));

        UpdateResult result = people.update(
                ann, combine(field(Person::age).inc(2), elements(Person::tags).push("x"), set("name", "Anna")));

        assertThat(result).isEqualTo(UpdateResult.acknowledged(1, 1L, null));
        assertThat(people.find().toList())
                .containsExactly(ann.withName("Anna").withAge(3).withTags("x"));
    }

    @ParameterizedTest
    @EnumSource
    void ownStampWinsByAnyOperator(Form form) {
        Model<Note> notes = form.model(async, Note.class);
        Note note = notes.create(Note.of("n", "x"));

        assertThat(updateSentBy(() -> notes.update(note, set("updated", LATER))).get("u"))
                .isEqualTo(json("{$set: {updated: %s}}", LATER));
        assertThat(updateSentBy(() -> notes.update(note, currentDate("updated")))
                        .get("u"))
                .isEqualTo(json("{$currentDate: {updated: true}}"));
        assertThat(updateSentBy(() -> notes.update(note, field(Note::updatedAt).max(LATER)))
                        .get("u"))
                .isEqualTo(json("{$max: {updated: %s}}", LATER));
        assertThat(updateSentBy(() -> notes.update(note, field(Note::updatedAt).unset()))
                        .get("u"))
                .isEqualTo(json("{$unset: {updated: ''}}"));
    }

    @ParameterizedTest
    @EnumSource
    void createdAtIsNotTouched(Form form) {
        Model<Note> notes = form.model(async, Note.class);
        Note note = notes.create(Note.of("n", "x"));
        at(LATER);

        notes.update(note, set("text", "y"));

        assertThat(notes.findById("n").map(Note::createdAt)).contains(NOON);
    }

    @ParameterizedTest
    @EnumSource
    void callersUpdateStaysAsItWas(Form form) {
        Model<Note> notes = form.model(async, Note.class);
        Note note = notes.create(Note.of("n", "x"));
        Document document = Document.parse("{$set: {text: 'y'}}");
        BsonDocument bson = json("{$set: {text: 'z'}}");

        notes.update(note, document);
        notes.update(note, bson);

        assertThat(document).isEqualTo(Document.parse("{$set: {text: 'y'}}"));
        assertThat(bson).isEqualTo(json("{$set: {text: 'z'}}"));
    }

    @ParameterizedTest
    @EnumSource
    void emptyUpdateIsRefused(Form form) {
        Model<Note> notes = form.model(async, Note.class);
        Note note = notes.create(Note.of("n", "x"));

        assertThat(sentBy(() -> assertThatExceptionOfType(InvalidFilterException.class)
                        .isThrownBy(() -> notes.update(note, new Document()))))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void unknownFieldAndWrongTypeAreRefused(Form form) {
        Model<Note> notes = form.model(async, Note.class);
        Note note = notes.create(Note.of("n", "x"));

        assertThat(sentBy(() -> {
                    assertThatExceptionOfType(InvalidFilterException.class)
                            .isThrownBy(() -> notes.update(note, set("txt", "y")))
                            .withMessageContaining("text");
                    assertThatExceptionOfType(InvalidFilterException.class)
                            .isThrownBy(() -> notes.update(note, set("text", 5)));
                    assertThatExceptionOfType(InvalidFilterException.class)
                            .isThrownBy(() -> notes.update(note, new Document("text", "y")));
                }))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void tagCannotBeSet(Form form) {
        Model<Vehicle> vehicles = form.model(async, Vehicle.class);
        Vehicle car = vehicles.create(new Vehicle.Car(1, "Fiat", 3));

        assertThat(sentBy(() -> assertThatExceptionOfType(InvalidFilterException.class)
                        .isThrownBy(() -> vehicles.update(car, set("_cls", "Truck")))))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void variantIsFoundWithItsTag(Form form) {
        Model<Vehicle> vehicles = form.model(async, Vehicle.class);
        Vehicle car = vehicles.create(new Vehicle.Car(1, "Fiat", 3));

        assertThat(updateSentBy(() -> vehicles.update(car, set("name", "Seat"))))
                .isEqualTo(json("{q: {_id: 1, _cls: 'Car'}, u: {$set: {name: 'Seat'}}}"));
    }

    @ParameterizedTest
    @EnumSource
    void documentThatIsGoneIsAnError(Form form) {
        assertThatExceptionOfType(DocumentNotFoundException.class)
                .isThrownBy(() -> form.model(async, Note.class).update(Note.of("gone", "x"), set("text", "y")))
                .withMessage("There is no stored Note with this id; nothing was written. It was deleted, or never"
                        + " created: create it, or replace it with upsert");
    }

    @ParameterizedTest
    @EnumSource
    void nullsAndNullIdAreRefused(Form form) {
        Model<Person> people = form.model(async, Person.class);

        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> people.update(none(), set("name", "x")))
                .withMessage("document");
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> people.update(people.create(Person.named("Ann")), none()))
                .withMessage("update");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> people.update(Person.named("Ann"), set("name", "x")))
                .withMessage("The id of this Person is null, so it was never stored: create it first, and go on with"
                        + " what create returns");
    }
}
