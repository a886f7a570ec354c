package io.mongoodm.reference;

import static com.mongodb.client.model.Filters.eq;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.result.UpdateResult;
import io.mongoodm.DocumentNotFoundException;
import io.mongoodm.DuplicateKeyException;
import io.mongoodm.EncodingException;
import io.mongoodm.Model;
import io.mongoodm.Odm;
import io.mongoodm.OdmException;
import io.mongoodm.StaleDocumentException;
import io.mongoodm.fixture.Form;
import io.mongoodm.reference.Written.Account;
import io.mongoodm.reference.Written.Note;
import io.mongoodm.reference.Written.Person;
import io.mongoodm.reference.Written.Vehicle;
import io.mongoodm.testkit.CommandRecorder;
import io.mongoodm.testkit.Feature;
import io.mongoodm.testkit.OdmTest;
import io.mongoodm.testkit.Requires;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code updateAll}: many records, each checked by its own version. */
@OdmTest(models = {Account.class, Note.class, Person.class, Vehicle.class})
class UpdateAllTest extends WriteTest {
    UpdateAllTest(Odm odm, CommandRecorder recorder) {
        super(odm, recorder);
    }

    private static List<Account> accounts(Model<Account> model, int count) {
        return model.createMany(
                IntStream.range(0, count).mapToObj(i -> Account.of("a" + i, 1)).toList());
    }

    private static List<Account> withBalance(List<Account> accounts, int balance) {
        return accounts.stream().map(account -> account.withBalance(balance)).toList();
    }

    @ParameterizedTest
    @EnumSource
    void writesEveryRecordAsUpdateDoes(Form form) {
        Model<Account> model = form.model(async, Account.class);
        List<Account> accounts = accounts(model, 3);
        at(LATER);

        UpdateResult result = model.updateAll(withBalance(accounts, 2));

        assertThat(result).isEqualTo(UpdateResult.acknowledged(3, 3L, null));
        assertThat(model.find().toList())
                .containsExactly(
                        new Account("a0", 2, LATER, 1), new Account("a1", 2, LATER, 1), new Account("a2", 2, LATER, 1));
    }

    @ParameterizedTest
    @EnumSource
    @Requires(Feature.CLIENT_BULK_WRITE)
    void sendsOneCommandWhereTheServerHasIt(Form form) {
        Model<Account> model = form.model(async, Account.class);
        List<Account> accounts = withBalance(accounts(model, 2), 2);
        String space = odm.database().getName() + ".accounts";

        assertThat(sentBy(() -> model.updateAll(accounts)))
                .containsExactly(json(
                        "{bulkWrite: 1, errorsOnly: false, ordered: true, ops: ["
                                + "{update: 0, filter: {_id: 'a0', version: {$numberLong: '0'}}, updateMods: {$set:"
                                + " {balance: 2, updatedAt: %s}, $inc: {version: {$numberLong: '1'}}}, multi: false},"
                                + "{update: 0, filter: {_id: 'a1', version: {$numberLong: '0'}}, updateMods: {$set:"
                                + " {balance: 2, updatedAt: %s}, $inc: {version: {$numberLong: '1'}}}, multi: false}],"
                                + " nsInfo: [{ns: '" + space + "'}]}",
                        NOON,
                        NOON));
    }

    @ParameterizedTest
    @EnumSource
    void staleAndDeletedRecordsAreNamedByPosition(Form form) {
        Model<Account> model = form.model(async, Account.class);
        List<Account> accounts = accounts(model, 5);
        model.update(accounts.get(1).withBalance(7));
        model.deleteOne(eq("_id", "a3"));

        assertThatExceptionOfType(StaleDocumentException.class)
                .isThrownBy(() -> model.updateAll(withBalance(accounts, 2)))
                .withMessage(
                        "Of 5 Account records those at [1, 3] were changed or deleted since they were read and were"
                                + " not written. Read them again, and repeat the change on what is there now")
                .satisfies(stale -> assertThat(stale.positions()).containsExactly(1, 3));
        assertThat(model.find().toList())
                .extracting(Account::balance, Account::version)
                .map(tuple -> tuple.toList().toString())
                .containsExactly("[2, 1]", "[7, 1]", "[2, 1]", "[2, 1]");
        assertThat(model.findById("a3")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aRecordThatComesTwiceIsStaleTheSecondTime(Form form) {
        Model<Account> model = form.model(async, Account.class);
        Account account = accounts(model, 1).getFirst();

        assertThatExceptionOfType(StaleDocumentException.class)
                .isThrownBy(() -> model.updateAll(List.of(account.withBalance(2), account.withBalance(3))))
                .satisfies(stale -> assertThat(stale.positions()).containsExactly(1));
        assertThat(model.find().toList()).containsExactly(new Account("a0", 2, NOON, 1));
    }

    @ParameterizedTest
    @EnumSource
    void manyPositionsAreCountedInTheMessage(Form form) {
        Model<Account> model = form.model(async, Account.class);
        List<Account> never =
                IntStream.range(0, 25).mapToObj(i -> Account.of("n" + i, 1)).toList();

        assertThatExceptionOfType(StaleDocumentException.class)
                .isThrownBy(() -> model.updateAll(never))
                .withMessageContaining("those at [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19]"
                        + " and 5 more were changed")
                .satisfies(stale -> assertThat(stale.positions()).hasSize(25));
        assertThat(model.exists()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void recordsWithoutAVersionAreMissedWhenTheyAreGone(Form form) {
        Model<Note> notes = form.model(async, Note.class);
        notes.createMany(List.of(Note.of("a", "x"), Note.of("b", "x")));

        assertThatExceptionOfType(DocumentNotFoundException.class)
                .isThrownBy(() -> notes.updateAll(List.of(Note.of("gone", "y"), Note.of("a", "y"), Note.of("b", "y"))))
                .withMessage(
                        "Of 3 Note records those at [0] have no stored document with their id and were not written."
                                + " They were deleted, or never created: create them")
                .satisfies(gone -> assertThat(gone.positions()).containsExactly(0));
        assertThat(notes.find().toList())
                .extracting(Note::id, Note::text)
                .map(Object::toString)
                .containsExactly("(\"a\", \"y\")", "(\"b\", \"y\")");
    }

    @ParameterizedTest
    @EnumSource
    void variantsOfAHierarchyAreFoundByTheirTag(Form form) {
        Model<Vehicle> vehicles = form.model(async, Vehicle.class);
        vehicles.createMany(List.of(new Vehicle.Car(1, "a", 2), new Vehicle.Truck(2, "b", 1.0, null)));

        vehicles.updateAll(List.of(new Vehicle.Car(1, "c", 4), new Vehicle.Truck(2, "d", null, null)));

        assertThat(vehicles.find().toList())
                .containsExactly(new Vehicle.Car(1, "c", 4), new Vehicle.Truck(2, "d", null, NOON));
        assertThatExceptionOfType(DocumentNotFoundException.class)
                .isThrownBy(() -> vehicles.updateAll(
                        List.of(new Vehicle.Car(1, "e", 4), new Vehicle.Car(2, "no truck any more", 4))))
                .satisfies(gone -> assertThat(gone.positions()).containsExactly(1));
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsSentForNone(Form form) {
        Model<Account> model = form.model(async, Account.class);

        assertThat(recorder.during(
                        () -> assertThat(model.updateAll(List.of())).isEqualTo(UpdateResult.acknowledged(0, 0L, null))))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsSentWhenAnyRecordCannotBe(Form form) {
        Model<Person> people = form.model(async, Person.class);
        Model<Note> notes = form.model(async, Note.class);
        Person stored = people.create(Person.named("Ann"));
        Person spoiled = people.create(Person.named("Bob")).withName(none());

        assertThat(recorder.during(() -> {
                    assertThatExceptionOfType(EncodingException.class)
                            .isThrownBy(() -> people.updateAll(List.of(stored, spoiled)))
                            .withMessage("Of 2 Person records the one at [1] was refused, and none was sent. Expected a"
                                    + " value but was null at name (record Person, component name): give one, or"
                                    + " declare the component as an Optional or @Nullable");
                    assertThatExceptionOfType(IllegalArgumentException.class)
                            .isThrownBy(() -> notes.updateAll(List.of(Note.of("a", "x"), Note.of(none(), "x"))))
                            .withMessage("Of 2 Note records the one at [1] was refused, and none was sent. The id of"
                                    + " this Note is null, so it was never stored: create it first, and go on with what"
                                    + " create returns");
                    assertThatExceptionOfType(NullPointerException.class)
                            .isThrownBy(() -> notes.updateAll(Arrays.asList(Note.of("a", "x"), none())))
                            .withMessage("documents[1]");
                }))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void theListIsCopiedAtTheCall(Form form) {
        Model<Account> model = form.model(async, Account.class);
        List<Account> given = new ArrayList<>(withBalance(accounts(model, 2), 2));

        if (form == Form.ASYNC) {
            var future = async.model(Account.class).aupdateAll(given);
            given.clear();
            assertThat(future.join().getMatchedCount()).isEqualTo(2);
        } else {
            assertThat(model.updateAll(given).getMatchedCount()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDuplicateKeyStopsTheBatch(Form form) {
        odm.database()
                .getCollection("accounts")
                .createIndex(Indexes.ascending("balance"), new IndexOptions().unique(true));
        Model<Account> model = form.model(async, Account.class);
        List<Account> accounts = model.createMany(
                List.of(Account.of("a", 1), Account.of("b", 2), Account.of("c", 3), Account.of("d", 4)));
        model.update(accounts.get(1).withBalance(20));
        List<Account> changed = List.of(
                accounts.get(0).withBalance(10),
                accounts.get(1).withBalance(11),
                accounts.get(2).withBalance(4),
                accounts.get(3).withBalance(40));

        assertThatExceptionOfType(DuplicateKeyException.class)
                .isThrownBy(() -> model.updateAll(changed))
                .satisfies(duplicate -> {
                    assertThat(duplicate.indexName()).isEqualTo("balance_1");
                    assertThat(duplicate.getSuppressed())
                            .singleElement()
                            .isInstanceOfSatisfying(
                                    StaleDocumentException.class,
                                    stale -> assertThat(stale.positions()).containsExactly(1));
                });
        assertThat(model.find().toList()).extracting(Account::balance).containsExactly(10, 20, 3, 4);
    }

    @ParameterizedTest
    @EnumSource
    @Requires(Feature.TRANSACTIONS)
    void aStaleRecordAbortsItsTransaction(Form form) {
        Model<Account> model = form.model(async, Account.class);
        List<Account> accounts = accounts(model, 3);
        model.update(accounts.get(2).withBalance(7));
        List<Account> changed = withBalance(accounts, 2);

        assertThatExceptionOfType(OdmException.class)
                .isThrownBy(() -> async.transaction(tx -> form == Form.ASYNC
                        ? Form.joined(tx.amodel(Account.class)).updateAll(changed)
                        : tx.model(Account.class).updateAll(changed)))
                .isInstanceOfSatisfying(
                        StaleDocumentException.class,
                        stale -> assertThat(stale.positions()).containsExactly(2));
        assertThat(model.find().toList()).extracting(Account::balance).containsExactly(1, 1, 7);
    }
}
