package io.mongoodm.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import io.mongoodm.DuplicateKeyException;
import io.mongoodm.EncodingException;
import io.mongoodm.Model;
import io.mongoodm.Odm;
import io.mongoodm.fixture.Form;
import io.mongoodm.reference.Written.Account;
import io.mongoodm.reference.Written.Address;
import io.mongoodm.reference.Written.Event;
import io.mongoodm.reference.Written.Label;
import io.mongoodm.reference.Written.Note;
import io.mongoodm.reference.Written.Person;
import io.mongoodm.reference.Written.Vehicle;
import io.mongoodm.testkit.CommandRecorder;
import io.mongoodm.testkit.Feature;
import io.mongoodm.testkit.OdmTest;
import io.mongoodm.testkit.Requires;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@OdmTest(models = {Person.class, Note.class, Account.class, Label.class, Event.class, Vehicle.class})
class CreateTest extends WriteTest {
    private static final ObjectId ID = new ObjectId("65f1c0ffee65f1c0ffee65f1");

    CreateTest(Odm odm, CommandRecorder recorder) {
        super(odm, recorder);
    }

    @ParameterizedTest
    @EnumSource
    void sendsOneInsertWithTheCallersId(Form form) {
        Person ann = new Person(ID, "Ann", 40, new Address("Rome", null), List.of("a", "b"));

        assertThat(sentBy(() -> form.model(async, Person.class).create(ann)))
                .containsExactly(json("{insert: 'people', ordered: true, documents: [{_id: {$oid: '" + ID
                        + "'}, name: 'Ann', age: 40, address: {city: 'Rome'}, tags: ['a', 'b']}]}"));
    }

    @ParameterizedTest
    @EnumSource
    @Requires(Feature.RETRYABLE_WRITES)
    void insertMayBeSentAgainByTheDriver(Form form) {
        var sent = recorder.during(() -> form.model(async, Person.class).create(Person.named("Ann")));

        assertThat(sent)
                .singleElement()
                .satisfies(insert -> assertThat(insert.document()).containsKeys("lsid", "txnNumber"));
    }

    @ParameterizedTest
    @EnumSource
    void returnsTheRecordAsAReadGivesIt(Form form) {
        Model<Person> people = form.model(async, Person.class);

        Person ann = people.create(new Person(null, "Ann", 40, new Address("Rome", null), List.of("a")));

        assertThat(ann.id()).isNotNull();
        assertThat(people.get(new Document("name", "Ann"))).isEqualTo(ann);
    }

    @ParameterizedTest
    @EnumSource
    void generatesAnIdForTextThatIsStoredAsObjectId(Form form) {
        Label label = form.model(async, Label.class).create(new Label(null, "red"));

        assertThat(stored("labels")).containsExactly(json("{_id: {$oid: '" + label.id() + "'}, text: 'red'}"));
    }

    @ParameterizedTest
    @EnumSource
    void nullIdThatCannotBeGeneratedIsRefusedAtTheCall(Form form) {
        Model<Note> notes = form.model(async, Note.class);

        assertThat(sentBy(() -> assertThatExceptionOfType(IllegalArgumentException.class)
                        .isThrownBy(() -> notes.create(new Note(null, "x", null, null)))
                        .withMessage("The id of this Note is null, and only ids that are stored as ObjectId are"
                                + " generated: give it an id")))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void nullIsRefused(Form form) {
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> form.model(async, Person.class).create(none()))
                .withMessage("document");
    }

    @ParameterizedTest
    @EnumSource
    void bothStampsAreNowWhateverTheRecordHolds(Form form) {
        Instant long_ago = Instant.EPOCH;

        Note note = form.model(async, Note.class).create(new Note("n", "x", long_ago, long_ago));

        assertThat(note).isEqualTo(new Note("n", "x", NOON, NOON));
        assertThat(stored("notes"))
                .containsExactly(json("{_id: 'n', text: 'x', created: %s, updated: %s}", NOON, NOON));
    }

    @ParameterizedTest
    @EnumSource
    void stampsAreCutToMilliseconds(Form form) {
        at(NOON.plusNanos(999_999));

        assertThat(form.model(async, Note.class).create(Note.of("n", "x")).createdAt())
                .isEqualTo(NOON);
    }

    @ParameterizedTest
    @EnumSource
    void versionStartsAtZeroWhateverTheRecordHolds(Form form) {
        Account account = form.model(async, Account.class).create(new Account("a", 5, null, 7));

        assertThat(account).isEqualTo(new Account("a", 5, NOON, 0));
        assertThat(stored("accounts"))
                .containsExactly(json("{_id: 'a', balance: 5, updatedAt: %s, version: {$numberLong: '0'}}", NOON));
    }

    @ParameterizedTest
    @EnumSource
    void secondDocumentWithTheIdIsADuplicate(Form form) {
        Model<Note> notes = form.model(async, Note.class);
        notes.create(Note.of("n", "first"));

        assertThatExceptionOfType(DuplicateKeyException.class)
                .isThrownBy(() -> notes.create(Note.of("n", "second")))
                .withMessage("Another document has the same key in the unique index _id_ of Note's collection: give the"
                        + " document another key, or change the one that is there")
                .satisfies(e -> assertThat(e.indexName()).isEqualTo("_id_"));
        assertThat(notes.findById("n").map(Note::text)).contains("first");
    }

    @ParameterizedTest
    @EnumSource
    void duplicateNamesItsUniqueIndex(Form form) {
        odm.model(Person.class)
                .collection()
                .createIndex(
                        Indexes.ascending("name"),
                        new IndexOptions().unique(true).name("name_is_unique"));
        Model<Person> people = form.model(async, Person.class);
        people.create(Person.named("Ann"));

        assertThatExceptionOfType(DuplicateKeyException.class)
                .isThrownBy(() -> people.create(Person.named("Ann")))
                .withMessage("Another document has the same key in the unique index name_is_unique of Person's"
                        + " collection: give the document another key, or change the one that is there")
                .satisfies(e -> assertThat(e.indexName()).isEqualTo("name_is_unique"))
                .withCauseInstanceOf(com.mongodb.MongoWriteException.class);
    }

    @ParameterizedTest
    @EnumSource
    void textThatIsNoObjectIdCannotBeStored(Form form) {
        assertThat(sentBy(() -> assertThatExceptionOfType(EncodingException.class)
                        .isThrownBy(() -> form.model(async, Label.class).create(new Label("no id", "red")))))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void recordWithoutAnIdGetsOneFromTheServer(Form form) {
        assertThat(form.model(async, Event.class).create(new Event("start"))).isEqualTo(new Event("start"));

        assertThat(stored("events"))
                .singleElement()
                .satisfies(event -> assertThat(event.isObjectId("_id")).isTrue());
    }

    @ParameterizedTest
    @EnumSource
    void variantIsStoredWithItsTag(Form form) {
        Vehicle car = new Vehicle.Car(1, "Fiat", 3);

        assertThat(form.model(async, Vehicle.class).create(car)).isEqualTo(car);
        assertThat(form.model(async, Vehicle.Truck.class).create(new Vehicle.Truck(2, "MAN", 7.5, null)))
                .isEqualTo(new Vehicle.Truck(2, "MAN", 7.5, NOON));

        assertThat(stored("vehicles"))
                .containsExactly(
                        json("{_cls: 'Car', _id: 1, name: 'Fiat', doors: 3}"),
                        json("{_cls: 'Truck', _id: 2, name: 'MAN', load: 7.5, updatedAt: %s}", NOON));
    }

    @ParameterizedTest
    @EnumSource
    void givenRecordStaysAsItWas(Form form) {
        Person ann = Person.named("Ann");

        Person first = form.model(async, Person.class).create(ann);
        Person second = form.model(async, Person.class).create(ann);

        assertThat(ann.id()).isNull();
        assertThat(Objects.requireNonNull(first.id())).isNotEqualTo(second.id());
        assertThat(stored("people")).hasSize(2);
    }
}
