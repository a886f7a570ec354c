package io.mongoodm.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.mongodb.client.result.UpdateResult;
import io.mongoodm.DocumentNotFoundException;
import io.mongoodm.EncodingException;
import io.mongoodm.Model;
import io.mongoodm.Odm;
import io.mongoodm.StaleDocumentException;
import io.mongoodm.fixture.Form;
import io.mongoodm.reference.Written.Account;
import io.mongoodm.reference.Written.Address;
import io.mongoodm.reference.Written.Bag;
import io.mongoodm.reference.Written.Note;
import io.mongoodm.reference.Written.Order;
import io.mongoodm.reference.Written.Person;
import io.mongoodm.reference.Written.Vehicle;
import io.mongoodm.testkit.CommandRecorder;
import io.mongoodm.testkit.OdmTest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@OdmTest(models = {Person.class, Note.class, Account.class, Bag.class, Order.class, Vehicle.class})
class PatchTest extends WriteTest {
    PatchTest(Odm odm, CommandRecorder recorder) {
        super(odm, recorder);
    }

    private static Person ann() {
        return new Person(new ObjectId(), "Ann", 40, new Address("Rome", "Via Appia"), List.of("a"));
    }

    @ParameterizedTest
    @EnumSource
    void sendsOnlyWhatDiffers(Form form) {
        Model<Person> people = form.model(async, Person.class);
        Person ann = people.create(ann());

        assertThat(updateSentBy(() -> people.patch(ann, ann.withAge(null).withTags("a", "b"))))
                .isEqualTo(json("{q: {_id: {$oid: '" + ann.id() + "'}}, u: {$set: {tags: ['a', 'b']},"
                        + " $unset: {age: ''}}}"));
        assertThat(people.find().toList()).containsExactly(ann.withAge(null).withTags("a", "b"));
    }

    @ParameterizedTest
    @EnumSource
    void descendsIntoNestedRecordsOnBothSides(Form form) {
        Model<Person> people = form.model(async, Person.class);
        Person ann = people.create(ann());

        assertThat(updateSentBy(() -> people.patch(ann, ann.withAddress(new Address("Bonn", null))))
                        .get("u"))
                .isEqualTo(json("{$set: {'address.city': 'Bonn'}, $unset: {'address.street': ''}}"));
    }

    @ParameterizedTest
    @EnumSource
    void nestedRecordThatAppearsOrGoesIsWrittenWhole(Form form) {
        Model<Person> people = form.model(async, Person.class);
        Person ann = people.create(ann());

        assertThat(updateSentBy(() -> people.patch(ann, ann.withAddress(null))).get("u"))
                .isEqualTo(json("{$unset: {address: ''}}"));
        assertThat(updateSentBy(() -> people.patch(ann.withAddress(null), ann)).get("u"))
                .isEqualTo(json("{$set: {address: {city: 'Rome', street: 'Via Appia'}}}"));
    }

    @ParameterizedTest
    @EnumSource
    void mapsAreReplacedWhole(Form form) {
        Model<Order> orders = form.model(async, Order.class);
        Order order = orders.create(new Order(1, List.of(), Map.of("a", 1, "b", 2)));

        assertThat(updateSentBy(() -> orders.patch(order, new Order(1, List.of(), Map.of("a", 9))))
                        .get("u"))
                .isEqualTo(json("{$set: {counts: {a: 9}}}"));
    }

    @ParameterizedTest
    @EnumSource
    void extraElementThatWasThereAndIsNotAnyMoreIsUnset(Form form) {
        Model<Bag> bags = form.model(async, Bag.class);
        Bag bag = bags.create(new Bag(1, 4, Document.parse("{colour: 'red', size: 'L'}")));

        bags.patch(bag, new Bag(1, 4, Document.parse("{size: 'XL'}")));

        assertThat(stored("bags")).containsExactly(json("{_id: 1, weight: 4, size: 'XL'}"));
    }

    @ParameterizedTest
    @EnumSource
    void extraElementWhoseNameIsAPathIsRefusedWhenItDiffers(Form form) {
        Model<Bag> bags = form.model(async, Bag.class);
        Bag dotted = bags.create(new Bag(1, 4, new Document("a.b", 1)));

        assertThatExceptionOfType(EncodingException.class)
                .isThrownBy(() -> bags.patch(dotted, new Bag(1, 4, new Document("a.b", 2))))
                .withMessageStartingWith("The field \"a.b\" of a Bag cannot be written by an update");
        bags.patch(dotted, new Bag(1, 4, new Document("a.b", 1)));
        assertThat(bags.findById(1)).contains(dotted);
    }

    @ParameterizedTest
    @EnumSource
    void sendsNothingWhenNothingDiffers(Form form) {
        Person ann = ann();

        assertThat(sentBy(() -> assertThat(form.model(async, Person.class).patch(ann, ann.withName("Ann")))
                        .isEqualTo(UpdateResult.acknowledged(0, 0L, null))))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void stampsAndVersionAloneAreNoDifference(Form form) {
        assertThat(sentBy(() -> {
                    form.model(async, Note.class)
                            .patch(new Note("n", "x", NOON, NOON), new Note("n", "x", LATER, Instant.EPOCH));
                    form.model(async, Account.class).patch(new Account("a", 1, NOON, 3), new Account("a", 1, LATER, 9));
                }))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void whatIsSentIsStamped(Form form) {
        Model<Note> notes = form.model(async, Note.class);
        Note note = notes.create(Note.of("n", "x"));
        at(LATER);

        assertThat(updateSentBy(() -> notes.patch(note, note.withText("y"))).get("u"))
                .isEqualTo(json("{$set: {text: 'y', updated: %s}}", LATER));
    }

    @ParameterizedTest
    @EnumSource
    void changesOfOthersInOtherFieldsStay(Form form) {
        Model<Person> people = form.model(async, Person.class);
        Person ann = people.create(ann());
        people.update(ann.withAge(41));

        people.patch(ann, ann.withName("Anna"));

        assertThat(people.find().toList()).containsExactly(ann.withAge(41).withName("Anna"));
    }

    @ParameterizedTest
    @EnumSource
    void versionOfTheFirstRecordIsCheckedAndIncremented(Form form) {
        Model<Account> accounts = form.model(async, Account.class);
        Account account = accounts.create(Account.of("a", 1));

        assertThat(updateSentBy(() -> accounts.patch(account, account.withBalance(2))))
                .isEqualTo(json(
                        "{q: {_id: 'a', version: {$numberLong: '0'}}, u: {$set: {balance: 2, updatedAt: %s},"
                                + " $inc: {version: {$numberLong: '1'}}}}",
                        NOON));
        assertThatExceptionOfType(StaleDocumentException.class)
                .isThrownBy(() -> accounts.patch(account, account.withBalance(3)));
        assertThat(accounts.findById("a")).contains(new Account("a", 2, NOON, 1));
    }

    @ParameterizedTest
    @EnumSource
    void differentIdsAreRefused(Form form) {
        assertThat(sentBy(() -> assertThatExceptionOfType(IllegalArgumentException.class)
                        .isThrownBy(() -> form.model(async, Note.class).patch(Note.of("a", "x"), Note.of("b", "y")))
                        .withMessage("A patch cannot change the id of a Note: both records have to have the same one")))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void nullIdOnEitherSideIsRefused(Form form) {
        Model<Person> people = form.model(async, Person.class);
        String message = "The id of this Person is null, so it was never stored: create it first, and go on with what"
                + " create returns";

        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> people.patch(Person.named("Ann"), ann()))
                .withMessage(message);
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> people.patch(ann(), Person.named("Ann")))
                .withMessage(message);
    }

    @ParameterizedTest
    @EnumSource
    void anotherVariantIsRefused(Form form) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> form.model(async, Vehicle.class)
                        .patch(new Vehicle.Car(1, "Fiat", 3), new Vehicle.Truck(1, "MAN", 7.5, null)))
                .withMessage("A patch cannot turn a Car into a Truck: use replace for another variant");
    }

    @ParameterizedTest
    @EnumSource
    void variantIsFoundWithItsTagAndHasItsOwnStamps(Form form) {
        Model<Vehicle> vehicles = form.model(async, Vehicle.class);
        vehicles.create(new Vehicle.Car(1, "Fiat", 3));

        assertThat(updateSentBy(() -> vehicles.patch(new Vehicle.Car(1, "Fiat", 3), new Vehicle.Car(1, "Fiat", 5))))
                .isEqualTo(json("{q: {_id: 1, _cls: 'Car'}, u: {$set: {doors: 5}}}"));
    }

    @ParameterizedTest
    @EnumSource
    void documentThatIsGoneIsAnError(Form form) {
        assertThatExceptionOfType(DocumentNotFoundException.class)
                .isThrownBy(() -> form.model(async, Note.class).patch(Note.of("gone", "x"), Note.of("gone", "y")))
                .withMessage("There is no stored Note with this id; nothing was written. It was deleted, or never"
                        + " created: create it, or replace it with upsert");
    }

    @ParameterizedTest
    @EnumSource
    void nullsAreRefused(Form form) {
        Model<Note> notes = form.model(async, Note.class);

        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> notes.patch(none(), Note.of("a", "x")))
                .withMessage("before");
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> notes.patch(Note.of("a", "x"), none()))
                .withMessage("after");
    }
}
