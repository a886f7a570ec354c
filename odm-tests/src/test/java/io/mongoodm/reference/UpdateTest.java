package io.mongoodm.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.result.UpdateResult;
import io.mongoodm.DocumentNotFoundException;
import io.mongoodm.DuplicateKeyException;
import io.mongoodm.EncodingException;
import io.mongoodm.Model;
import io.mongoodm.Odm;
import io.mongoodm.fixture.Form;
import io.mongoodm.reference.Written.Address;
import io.mongoodm.reference.Written.Bag;
import io.mongoodm.reference.Written.Event;
import io.mongoodm.reference.Written.Line;
import io.mongoodm.reference.Written.Mark;
import io.mongoodm.reference.Written.Note;
import io.mongoodm.reference.Written.Order;
import io.mongoodm.reference.Written.Person;
import io.mongoodm.reference.Written.Place;
import io.mongoodm.reference.Written.Vehicle;
import io.mongoodm.testkit.CommandRecorder;
import io.mongoodm.testkit.Feature;
import io.mongoodm.testkit.OdmTest;
import io.mongoodm.testkit.Requires;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@OdmTest(
        models = {Person.class, Note.class, Bag.class, Order.class, Mark.class, Event.class, Place.class, Vehicle.class
        })
class UpdateTest extends WriteTest {
    private static final ObjectId ID = new ObjectId("65f1c0ffee65f1c0ffee65f1");

    UpdateTest(Odm odm, CommandRecorder recorder) {
        super(odm, recorder);
    }

    @ParameterizedTest
    @EnumSource
    void setsWhatIsThereAndUnsetsWhatIsNull(Form form) {
        Model<Person> people = form.model(async, Person.class);
        Person ann = people.create(new Person(ID, "Ann", 40, new Address("Rome", "Via Appia"), List.of("a")));
        Person changed = new Person(ann.id(), "Anna", null, new Address("Bonn", null), List.of());

        assertThat(sentBy(() -> people.update(changed)))
                .containsExactly(json("{update: 'people', ordered: true, updates: [{q: {_id: {$oid: '" + ID + "'}},"
                        + " u: {$set: {name: 'Anna', address: {city: 'Bonn'}, tags: []}, $unset: {age: ''}}}]}"));
        assertThat(people.findById(ID)).contains(changed);
    }

    @ParameterizedTest
    @EnumSource
    @Requires(Feature.RETRYABLE_WRITES)
    void mayBeSentAgainByTheDriver(Form form) {
        Person ann = odm.model(Person.class).create(Person.named("Ann"));

        var sent = recorder.during(() -> form.model(async, Person.class).update(ann));

        assertThat(sent)
                .singleElement()
                .satisfies(update -> assertThat(update.document()).containsKeys("lsid", "txnNumber"));
    }

    @ParameterizedTest
    @EnumSource
    void tellsWhatMatchedAndWhatWasModified(Form form) {
        Model<Person> people = form.model(async, Person.class);
        Person ann = people.create(Person.named("Ann"));

        assertThat(people.update(ann)).isEqualTo(UpdateResult.acknowledged(1, 0L, null));
        assertThat(people.update(ann.withAge(3))).isEqualTo(UpdateResult.acknowledged(1, 1L, null));
    }

    @ParameterizedTest
    @EnumSource
    void fieldsThatTheRecordDoesNotKnowStay(Form form) {
        store(
                "people",
                "{_id: {$oid: '" + ID + "'}, name: 'Ann', tags: [], shoe: 38, address: {city: 'Rome', zip: 1}}");

        form.model(async, Person.class).update(new Person(ID, "Ann", null, new Address("Rome", null), List.of()));

        assertThat(stored("people"))
                .as("known at the top level, and replaced whole below it")
                .containsExactly(
                        json("{_id: {$oid: '" + ID + "'}, name: 'Ann', tags: [], shoe: 38, address: {city: 'Rome'}}"));
    }

    @ParameterizedTest
    @EnumSource
    void listsAndMapsAreReplacedWhole(Form form) {
        store("orders", "{_id: 1, lines: [{article: 'pen', pieces: 2, note: 'x'}], counts: {a: 1, b: 2}}");

        form.model(async, Order.class).update(new Order(1, List.of(new Line("ink", 1)), Map.of("a", 5)));

        assertThat(stored("orders"))
                .containsExactly(json("{_id: 1, lines: [{article: 'ink', pieces: 1}], counts: {a: 5}}"));
    }

    @ParameterizedTest
    @EnumSource
    void extraElementsAreSetAndNeverUnset(Form form) {
        store("bags", "{_id: 1, weight: 4, colour: 'red', size: 'L'}");

        assertThat(updateSentBy(() ->
                                form.model(async, Bag.class).update(new Bag(1, null, new Document("colour", "blue"))))
                        .get("u"))
                .isEqualTo(json("{$set: {colour: 'blue'}, $unset: {weight: ''}}"));
        assertThat(stored("bags")).containsExactly(json("{_id: 1, colour: 'blue', size: 'L'}"));
    }

    @ParameterizedTest
    @EnumSource
    void extraElementWhoseNameIsAPathOrAnOperatorIsRefused(Form form) {
        Model<Bag> bags = form.model(async, Bag.class);
        for (String name : List.of("a.b", "$a")) {
            assertThat(
                            sentBy(
                                    () -> assertThatExceptionOfType(EncodingException.class)
                                            .isThrownBy(() -> bags.update(new Bag(1, 2, new Document(name, 1))))
                                            .withMessage(
                                                    "The field \"" + name
                                                            + "\" of a Bag cannot be written by an update, where dots"
                                                            + " and dollar signs have a meaning: use replace, which writes the document whole")))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void nullComponentIsUnsetUnderItsFormerNamesToo(Form form) {
        Model<Place> places = form.model(async, Place.class);
        store("places", "{_id: 1, title: 'Louvre'}");
        store("places", "{_id: 2, title: 'Prado'}");

        places.update(new Place(1, null));
        places.patch(new Place(2, "Prado"), new Place(2, null));

        assertThat(places.find().toList()).containsExactlyInAnyOrder(new Place(1, null), new Place(2, null));
    }

    @ParameterizedTest
    @EnumSource
    void stampsOfTheRecordAreIgnored(Form form) {
        Model<Note> notes = form.model(async, Note.class);
        notes.create(Note.of("n", "x"));
        at(LATER);

        assertThat(updateSentBy(() -> notes.update(new Note("n", "y", Instant.EPOCH, Instant.EPOCH)))
                        .get("u"))
                .isEqualTo(json("{$set: {text: 'y', updated: %s}}", LATER));
        assertThat(notes.findById("n")).contains(new Note("n", "y", NOON, LATER));
        assertThat(updateSentBy(() -> notes.update(Note.of("n", "z"))).get("u"))
                .as("a null stamp is not unset")
                .isEqualTo(json("{$set: {text: 'z', updated: %s}}", LATER));
    }

    @ParameterizedTest
    @EnumSource
    void documentThatIsGoneIsAnError(Form form) {
        assertThatExceptionOfType(DocumentNotFoundException.class)
                .isThrownBy(() -> form.model(async, Note.class).update(Note.of("gone", "x")))
                .withMessage("There is no stored Note with this id; nothing was written. It was deleted, or never"
                        + " created: create it, or replace it with upsert");
        assertThat(stored("notes")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void nullIdIsRefusedAtTheCall(Form form) {
        assertThat(sentBy(() -> assertThatExceptionOfType(IllegalArgumentException.class)
                        .isThrownBy(() -> form.model(async, Person.class).update(Person.named("Ann")))
                        .withMessage("The id of this Person is null, so it was never stored: create it first, and go on"
                                + " with what create returns")))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void recordWithoutAnIdCannotBeUpdated(Form form) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> form.model(async, Event.class).update(new Event("start")))
                .withMessage("A Event has no id, so nothing finds the stored document: add a component named id, or use"
                        + " a filter");
    }

    @ParameterizedTest
    @EnumSource
    void recordOfNothingButAnIdFindsOutWhetherItIsThere(Form form) {
        Model<Mark> marks = form.model(async, Mark.class);
        marks.create(new Mark(1));

        assertThat(marks.update(new Mark(1))).isEqualTo(UpdateResult.acknowledged(1, 0L, null));
        assertThatExceptionOfType(DocumentNotFoundException.class).isThrownBy(() -> marks.update(new Mark(2)));
    }

    @ParameterizedTest
    @EnumSource
    void nullIsRefused(Form form) {
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> form.model(async, Person.class).update(none()))
                .withMessage("document");
    }

    @ParameterizedTest
    @EnumSource
    void variantIsFoundWithItsTagAndKeepsIt(Form form) {
        Model<Vehicle> vehicles = form.model(async, Vehicle.class);
        vehicles.create(new Vehicle.Truck(1, "MAN", 7.5, null));

        assertThat(updateSentBy(() -> vehicles.update(new Vehicle.Truck(1, "DAF", null, null))))
                .isEqualTo(json(
                        "{q: {_id: 1, _cls: 'Truck'}, u: {$set: {name: 'DAF', updatedAt: %s}, $unset: {load: ''}}}",
                        NOON));
        assertThatExceptionOfType(DocumentNotFoundException.class)
                .isThrownBy(() -> vehicles.update(new Vehicle.Car(1, "Fiat", 3)))
                .withMessageStartingWith("There is no stored Car with this id;");
    }

    @ParameterizedTest
    @EnumSource
    void stampOfASiblingIsNotSet(Form form) {
        Model<Vehicle> vehicles = form.model(async, Vehicle.class);
        vehicles.create(new Vehicle.Car(1, "Fiat", 3));

        assertThat(updateSentBy(() -> vehicles.update(new Vehicle.Car(1, "Fiat", 5)))
                        .get("u"))
                .isEqualTo(json("{$set: {name: 'Fiat', doors: 5}}"));
    }

    @ParameterizedTest
    @EnumSource
    void duplicateKeyNamesItsIndexAndNothingIsWritten(Form form) {
        odm.model(Person.class)
                .collection()
                .createIndex(
                        Indexes.ascending("name"),
                        new IndexOptions().unique(true).name("one_name"));
        Model<Person> people = form.model(async, Person.class);
        people.create(Person.named("Ann"));
        Person bob = people.create(Person.named("Bob"));

        assertThatExceptionOfType(DuplicateKeyException.class)
                .isThrownBy(() -> people.update(bob.withName("Ann")))
                .satisfies(e -> assertThat(e.indexName()).isEqualTo("one_name"));
        assertThat(people.countDocuments(Filters.eq("name", "Bob"))).isEqualTo(1);
    }
}
