package io.mongoodm.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.mongodb.client.model.Collation;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.ReplaceOptions;
import io.mongoodm.DocumentNotFoundException;
import io.mongoodm.DuplicateKeyException;
import io.mongoodm.Model;
import io.mongoodm.Odm;
import io.mongoodm.fixture.Form;
import io.mongoodm.reference.Written.Account;
import io.mongoodm.reference.Written.Note;
import io.mongoodm.reference.Written.Person;
import io.mongoodm.reference.Written.Vehicle;
import io.mongoodm.testkit.CommandRecorder;
import io.mongoodm.testkit.OdmTest;
import java.time.Instant;
import java.util.List;
import org.bson.BsonString;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@OdmTest(models = {Person.class, Note.class, Account.class, Vehicle.class})
class ReplaceTest extends WriteTest {
    private static final ObjectId ID = new ObjectId("65f1c0ffee65f1c0ffee65f1");
    private static final ReplaceOptions UPSERT = new ReplaceOptions().upsert(true);

    ReplaceTest(Odm odm, CommandRecorder recorder) {
        super(odm, recorder);
    }

    @ParameterizedTest
    @EnumSource
    void sendsTheWholeDocumentAndDropsWhatItDoesNotKnow(Form form) {
        store("people", "{_id: {$oid: '" + ID + "'}, name: 'Ann', tags: [], shoe: 38}");
        Person anna = new Person(ID, "Anna", null, null, List.of());

        assertThat(sentBy(() -> assertThat(form.model(async, Person.class).replace(anna))
                        .isEqualTo(anna)))
                .containsExactly(json("{update: 'people', ordered: true, updates: [{q: {_id: {$oid: '" + ID
                        + "'}}, u: {_id: {$oid: '" + ID + "'}, name: 'Anna', tags: []}}]}"));
        assertThat(stored("people")).containsExactly(json("{_id: {$oid: '" + ID + "'}, name: 'Anna', tags: []}"));
    }

    @ParameterizedTest
    @EnumSource
    void keepsItsCreationTimeAndIsUpdatedNow(Form form) {
        Model<Note> notes = form.model(async, Note.class);
        Note note = notes.create(Note.of("n", "x"));
        at(LATER);

        Note replaced = notes.replace(note.withText("y"));

        assertThat(replaced).isEqualTo(new Note("n", "y", NOON, LATER));
        assertThat(notes.findById("n")).contains(replaced);
    }

    @ParameterizedTest
    @EnumSource
    void nullCreationTimeIsNow(Form form) {
        Model<Note> notes = form.model(async, Note.class);
        notes.create(Note.of("n", "x"));
        at(LATER);

        assertThat(notes.replace(Note.of("n", "y"))).isEqualTo(new Note("n", "y", LATER, LATER));
    }

    @ParameterizedTest
    @EnumSource
    void checksAndIncrementsTheVersion(Form form) {
        Model<Account> accounts = form.model(async, Account.class);
        accounts.create(Account.of("a", 1));

        assertThat(updateSentBy(() -> accounts.replace(Account.of("a", 2))))
                .isEqualTo(json(
                        "{q: {_id: 'a', version: {$numberLong: '0'}},"
                                + " u: {_id: 'a', balance: 2, updatedAt: %s, version: {$numberLong: '1'}}}",
                        NOON));
    }

    @ParameterizedTest
    @EnumSource
    void anUpsertOfAKeyThatAnotherDocumentHasIsNotTakenForStale(Form form) {
        Model<Account> accounts = form.model(async, Account.class);
        odm.database()
                .getCollection("accounts")
                .createIndex(Indexes.ascending("balance"), new IndexOptions().unique(true));
        accounts.create(Account.of("a", 1));

        assertThatExceptionOfType(DuplicateKeyException.class)
                .isThrownBy(() -> accounts.replace(Account.of("b", 1), UPSERT))
                .satisfies(duplicate -> assertThat(duplicate.indexName()).isEqualTo("balance_1"));
    }

    @ParameterizedTest
    @EnumSource
    void upsertCreatesWhatIsNotThere(Form form) {
        Note note = form.model(async, Note.class).replace(Note.of("n", "x"), UPSERT);

        assertThat(note).isEqualTo(new Note("n", "x", NOON, NOON));
        assertThat(stored("notes"))
                .containsExactly(json("{_id: 'n', text: 'x', created: %s, updated: %s}", NOON, NOON));
    }

    @ParameterizedTest
    @EnumSource
    void upsertReplacesWhatIsThere(Form form) {
        Model<Note> notes = form.model(async, Note.class);
        notes.create(Note.of("n", "x"));

        notes.replace(new Note("n", "y", Instant.EPOCH, null), UPSERT);

        assertThat(notes.find().toList()).containsExactly(new Note("n", "y", Instant.EPOCH, NOON));
    }

    @ParameterizedTest
    @EnumSource
    void mayTurnOneVariantIntoAnother(Form form) {
        Model<Vehicle> vehicles = form.model(async, Vehicle.class);
        vehicles.create(new Vehicle.Car(1, "Fiat", 3));

        Vehicle truck = vehicles.replace(new Vehicle.Truck(1, "MAN", 7.5, null));

        assertThat(truck).isEqualTo(new Vehicle.Truck(1, "MAN", 7.5, NOON));
        assertThat(stored("vehicles"))
                .containsExactly(json("{_cls: 'Truck', _id: 1, name: 'MAN', load: 7.5, updatedAt: %s}", NOON));
    }

    @ParameterizedTest
    @EnumSource
    void modelOfAVariantReplacesItsOwnOnly(Form form) {
        form.model(async, Vehicle.class).create(new Vehicle.Car(1, "Fiat", 3));

        assertThatExceptionOfType(DocumentNotFoundException.class)
                .isThrownBy(
                        () -> form.model(async, Vehicle.Truck.class).replace(new Vehicle.Truck(1, "MAN", 7.5, null)));
        assertThat(stored("vehicles")).containsExactly(json("{_cls: 'Car', _id: 1, name: 'Fiat', doors: 3}"));
    }

    @ParameterizedTest
    @EnumSource
    void optionsReachTheServerAndStayTheCallers(Form form) {
        Model<Note> notes = form.model(async, Note.class);
        notes.create(Note.of("n", "x"));
        ReplaceOptions options =
                new ReplaceOptions().upsert(true).comment(new BsonString("why")).hint(new Document("id", 1));

        assertThat(sentBy(() -> notes.replace(Note.of("n", "y"), options)))
                .containsExactly(json(
                        "{update: 'notes', ordered: true, comment: 'why', updates: [{q: {_id: 'n'},"
                                + " u: {_id: 'n', text: 'y', created: %s, updated: %s}, upsert: true,"
                                + " hint: {_id: 1}}]}",
                        NOON, NOON));
        assertThat(options.getHint()).isEqualTo(new Document("id", 1));
        assertThat(options.isUpsert()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    @io.mongoodm.testkit.Requires(io.mongoodm.testkit.Feature.COLLATION)
    void collationReachesTheServer(Form form) {
        Model<Note> notes = form.model(async, Note.class);
        notes.create(Note.of("n", "x"));
        ReplaceOptions options =
                new ReplaceOptions().collation(Collation.builder().locale("en").build());

        assertThat(updateSentBy(() -> notes.replace(Note.of("n", "y"), options)))
                .containsEntry("collation", json("{locale: 'en'}"));
    }

    @ParameterizedTest
    @EnumSource
    void documentThatIsGoneIsAnError(Form form) {
        assertThatExceptionOfType(DocumentNotFoundException.class)
                .isThrownBy(() -> form.model(async, Note.class).replace(Note.of("gone", "x")))
                .withMessage("There is no stored Note with this id; nothing was written. It was deleted, or never"
                        + " created: create it, or replace it with upsert");
        assertThat(stored("notes")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void nullsAndNullIdAreRefused(Form form) {
        Model<Person> people = form.model(async, Person.class);

        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> people.replace(none()))
                .withMessage("document");
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> people.replace(new Person(ID, "Ann", null, null, List.of()), none()))
                .withMessage("options");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> people.replace(Person.named("Ann"), UPSERT))
                .withMessage("The id of this Person is null, so it was never stored: create it first, and go on with"
                        + " what create returns");
    }
}
