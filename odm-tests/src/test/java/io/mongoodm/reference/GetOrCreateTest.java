package io.mongoodm.reference;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static io.mongoodm.query.Fields.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import io.mongoodm.DuplicateKeyException;
import io.mongoodm.GetOrCreate;
import io.mongoodm.InvalidFilterException;
import io.mongoodm.Model;
import io.mongoodm.Odm;
import io.mongoodm.fixture.Form;
import io.mongoodm.reference.Written.Account;
import io.mongoodm.reference.Written.Address;
import io.mongoodm.reference.Written.Note;
import io.mongoodm.reference.Written.Person;
import io.mongoodm.reference.Written.Vehicle;
import io.mongoodm.testkit.CommandRecorder;
import io.mongoodm.testkit.OdmTest;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.Document;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@OdmTest(models = {Person.class, Note.class, Account.class, Vehicle.class})
class GetOrCreateTest extends WriteTest {
    GetOrCreateTest(Odm odm, CommandRecorder recorder) {
        super(odm, recorder);
    }

    @ParameterizedTest
    @EnumSource
    void findsWhatIsThereWithoutTheSupplier(Form form) {
        Model<Note> notes = form.model(async, Note.class);
        Note note = notes.create(Note.of("n", "x"));

        assertThat(sentBy(() -> assertThat(notes.getOrCreate(eq("text", "x"), () -> {
                            throw new AssertionError("the supplier ran");
                        }))
                        .isEqualTo(new GetOrCreate<>(note, false))))
                .containsExactly(json("{find: 'notes', filter: {text: 'x'}, limit: 1, singleBatch: true}"));
    }

    @ParameterizedTest
    @EnumSource
    void createsWithOneUpsertWhenNothingIsThere(Form form) {
        Model<Note> notes = form.model(async, Note.class);

        assertThat(sentBy(() -> assertThat(notes.getOrCreate(eq("_id", "n"), () -> Note.of("n", "x")))
                        .isEqualTo(new GetOrCreate<>(new Note("n", "x", NOON, NOON), true))))
                .containsExactly(
                        json("{find: 'notes', filter: {_id: 'n'}, limit: 1, singleBatch: true}"),
                        json(
                                "{findAndModify: 'notes', query: {_id: 'n'}, new: false, upsert: true, update:"
                                        + " {$setOnInsert: {_id: 'n', text: 'x', created: %s, updated: %s}}}",
                                NOON, NOON));
        assertThat(notes.find().toList()).containsExactly(new Note("n", "x", NOON, NOON));
    }

    @ParameterizedTest
    @EnumSource
    void supplierRunsOnce(Form form) {
        AtomicInteger runs = new AtomicInteger();

        form.model(async, Note.class).getOrCreate(eq("_id", "n"), () -> Note.of("n", "x" + runs.incrementAndGet()));

        assertThat(runs).hasValue(1);
    }

    @ParameterizedTest
    @EnumSource
    void nullIdIsTakenFromTheFilter(Form form) {
        Model<Note> notes = form.model(async, Note.class);

        assertThat(notes.getOrCreate(eq("_id", "n"), () -> new Note(null, "x", null, null)))
                .isEqualTo(new GetOrCreate<>(new Note("n", "x", NOON, NOON), true));
        assertThat(stored("notes")).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void nullIdIsGeneratedWhenTheFilterHasNone(Form form) {
        Model<Person> people = form.model(async, Person.class);

        GetOrCreate<Person> ann = people.getOrCreate(eq("name", "Ann"), () -> Person.named("Ann"));

        assertThat(ann.created()).isTrue();
        assertThat(people.find().toList()).containsExactly(ann.document());
    }

    @ParameterizedTest
    @EnumSource
    void versionStartsAtZero(Form form) {
        assertThat(form.model(async, Account.class)
                        .getOrCreate(eq("_id", "a"), () -> new Account("a", 1, null, 7))
                        .document())
                .isEqualTo(new Account("a", 1, NOON, 0));
    }

    @ParameterizedTest
    @EnumSource
    void dottedEqualityAndOperatorsAreUnderstood(Form form) {
        Model<Person> people = form.model(async, Person.class);
        Person ann = Person.named("Ann")
                .withAge(3)
                .withAddress(new Address("Rome", null))
                .withTags("a", "b");

        GetOrCreate<Person> created = people.getOrCreate(
                and(eq("address.city", "Rome"), eq("tags", "a"), gt("age", 1), eq("name", "Ann")), () -> ann);

        assertThat(created.created()).isTrue();
        assertThat(people.find().toList()).containsExactly(created.document());
        assertThat(people.getOrCreate(eq("address.city", "Rome"), () -> ann).created())
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void documentThatTheFilterWouldNotFindIsRefused(Form form) {
        Model<Person> people = form.model(async, Person.class);

        assertThatExceptionOfType(InvalidFilterException.class)
                .isThrownBy(() -> people.getOrCreate(field(Person::name).eq("Ann"), () -> Person.named("Bob")))
                .withMessage(
                        "The filter of getOrCreate demands another name than the new Person has, so each call would"
                                + " create one more: make the supplier return what the filter looks for");
        assertThatExceptionOfType(InvalidFilterException.class)
                .isThrownBy(() -> form.model(async, Note.class).getOrCreate(eq("_id", "n"), () -> Note.of("m", "x")))
                .withMessage("The filter of getOrCreate demands another _id than the new Note has, so each call would"
                        + " create one more: make the supplier return what the filter looks for");
        assertThat(stored("people")).isEmpty();
        assertThat(stored("notes")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void nullIdThatCannotBeGeneratedIsRefused(Form form) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> form.model(async, Note.class)
                        .getOrCreate(eq("text", "x"), () -> new Note(null, "x", null, null)))
                .withMessage("The id of this Note is null, and only ids that are stored as ObjectId are generated: give"
                        + " it an id");
    }

    @ParameterizedTest
    @EnumSource
    void demandedNullIdIsNoId(Form form) {
        assertThatExceptionOfType(InvalidFilterException.class)
                .isThrownBy(() -> form.model(async, Person.class).getOrCreate(eq("_id", null), () -> Person.named("x")))
                .withMessageStartingWith("The filter of getOrCreate demands another _id than the new Person has");
    }

    @ParameterizedTest
    @EnumSource
    void variantIsFoundAndStoredWithItsTag(Form form) {
        Model<Vehicle> vehicles = form.model(async, Vehicle.class);
        Model<Vehicle.Car> cars = form.model(async, Vehicle.Car.class);
        vehicles.create(new Vehicle.Truck(1, "Fiat", null, null));

        assertThat(cars.getOrCreate(eq("name", "Fiat"), () -> new Vehicle.Car(2, "Fiat", 3)))
                .isEqualTo(new GetOrCreate<>(new Vehicle.Car(2, "Fiat", 3), true));
        assertThat(vehicles.getOrCreate(eq("_id", 3), () -> new Vehicle.Car(3, "Seat", 5)))
                .isEqualTo(new GetOrCreate<>(new Vehicle.Car(3, "Seat", 5), true));
        assertThat(stored("vehicles").get(2)).isEqualTo(json("{_cls: 'Car', _id: 3, name: 'Seat', doors: 5}"));
    }

    @ParameterizedTest
    @EnumSource
    void keyThatAnotherDocumentHasIsADuplicateAfterOneMoreTry(Form form) {
        odm.model(Person.class)
                .collection()
                .createIndex(
                        Indexes.ascending("name"),
                        new IndexOptions().unique(true).name("one_name"));
        Model<Person> people = form.model(async, Person.class);
        people.create(Person.named("Ann").withAge(1));

        assertThat(Sent.namesBy(
                        recorder,
                        () -> assertThatExceptionOfType(DuplicateKeyException.class)
                                .isThrownBy(() -> people.getOrCreate(
                                        eq("age", 2), () -> Person.named("Ann").withAge(2)))
                                .satisfies(e -> assertThat(e.indexName()).isEqualTo("one_name"))))
                .containsExactly("find", "findAndModify", "find", "findAndModify");
        assertThat(stored("people")).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void nullsAreRefused(Form form) {
        Model<Note> notes = form.model(async, Note.class);

        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> notes.getOrCreate(none(), () -> Note.of("n", "x")))
                .withMessage("filter");
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> notes.getOrCreate(new Document(), none()))
                .withMessage("supplier");
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> notes.getOrCreate(new Document(), WriteTest::none))
                .withMessage("The supplier of getOrCreate returned null");
    }

    @ParameterizedTest
    @EnumSource
    void exceptionOfTheSupplierLeavesAsItIs(Form form) {
        RuntimeException mine = new RuntimeException("mine");

        assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() -> form.model(async, Note.class).getOrCreate(eq("_id", "n"), () -> {
                    throw mine;
                }))
                .isSameAs(mine);
    }
}
