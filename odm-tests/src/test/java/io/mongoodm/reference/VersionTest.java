package io.mongoodm.reference;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.mongodb.client.model.InsertOneModel;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import io.mongoodm.Model;
import io.mongoodm.Odm;
import io.mongoodm.StaleDocumentException;
import io.mongoodm.fixture.Form;
import io.mongoodm.reference.Written.Account;
import io.mongoodm.testkit.CommandRecorder;
import io.mongoodm.testkit.OdmTest;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bson.Document;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code @Version}: writes of a record check and increment it, writes by a filter increment it. */
@OdmTest(models = Account.class)
class VersionTest extends WriteTest {
    VersionTest(Odm odm, CommandRecorder recorder) {
        super(odm, recorder);
    }

    private static void stale(ThrowingCallable call) {
        assertThatExceptionOfType(StaleDocumentException.class)
                .isThrownBy(call)
                .withMessage(
                        "This Account was changed or deleted since it was read; nothing was written. Read it again,"
                                + " and repeat the change on what is there now");
    }

    @ParameterizedTest
    @EnumSource
    void updateMatchesAndIncrementsIt(Form form) {
        Model<Account> accounts = form.model(async, Account.class);
        Account account = accounts.create(Account.of("a", 1));

        assertThat(updateSentBy(() -> accounts.update(account.withBalance(2))))
                .isEqualTo(json(
                        "{q: {_id: 'a', version: {$numberLong: '0'}}, u: {$set: {balance: 2, updatedAt: %s},"
                                + " $inc: {version: {$numberLong: '1'}}}}",
                        NOON));
        assertThat(accounts.findById("a")).contains(new Account("a", 2, NOON, 1));
    }

    @ParameterizedTest
    @EnumSource
    void staleRecordWritesNothing(Form form) {
        Model<Account> accounts = form.model(async, Account.class);
        Account old = accounts.create(Account.of("a", 1));
        accounts.update(old.withBalance(2));

        stale(() -> accounts.update(old.withBalance(3)));
        stale(() -> accounts.update(old, set("balance", 3)));
        stale(() -> accounts.patch(old, old.withBalance(3)));
        stale(() -> accounts.updateAndGet(old.withBalance(3)));
        stale(() -> accounts.replace(old.withBalance(3)));
        stale(() -> accounts.replace(old.withBalance(3), new ReplaceOptions().upsert(true)));
        stale(() -> accounts.delete(old));

        assertThat(accounts.find().toList()).containsExactly(new Account("a", 2, NOON, 1));
    }

    @ParameterizedTest
    @EnumSource
    void recordThatIsGoneIsStale(Form form) {
        Model<Account> accounts = form.model(async, Account.class);
        Account gone = Account.of("gone", 1);

        stale(() -> accounts.update(gone));
        stale(() -> accounts.update(gone, set("balance", 3)));
        stale(() -> accounts.patch(gone, gone.withBalance(3)));
        stale(() -> accounts.updateAndGet(gone));
        stale(() -> accounts.replace(gone));
        stale(() -> accounts.delete(gone));
    }

    @ParameterizedTest
    @EnumSource
    void updateAndGetAndReplaceReturnTheNextVersion(Form form) {
        Model<Account> accounts = form.model(async, Account.class);
        Account first = accounts.create(Account.of("a", 1));
        at(LATER);

        Account second = accounts.updateAndGet(first.withBalance(2));
        Account third = accounts.replace(second.withBalance(3));

        assertThat(second).isEqualTo(new Account("a", 2, LATER, 1));
        assertThat(third).isEqualTo(new Account("a", 3, LATER, 2));
        assertThat(accounts.find().toList()).containsExactly(third);
    }

    @ParameterizedTest
    @EnumSource
    void deleteMatchesIt(Form form) {
        Model<Account> accounts = form.model(async, Account.class);
        Account account = accounts.create(Account.of("a", 1));

        assertThat(deleteSentBy(() -> accounts.delete(account)))
                .isEqualTo(json("{q: {_id: 'a', version: {$numberLong: '0'}}, limit: 1}"));
        assertThat(accounts.exists()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void writesByFilterIncrementWithoutChecking(Form form) {
        Model<Account> accounts = form.model(async, Account.class);
        accounts.createMany(List.of(Account.of("a", 1), Account.of("b", 1)));

        accounts.updateOne(eq("_id", "a"), set("balance", 2));
        accounts.updateMany(new Document(), set("balance", 3));
        accounts.findOneAndUpdate(eq("_id", "a"), set("balance", 4));

        assertThat(accounts.findById("a")).contains(new Account("a", 4, NOON, 3));
        assertThat(accounts.findById("b")).contains(new Account("b", 3, NOON, 1));
    }

    @ParameterizedTest
    @EnumSource
    void wholeReplacementsByFilterWriteTheRecordsVersionPlusOne(Form form) {
        Model<Account> accounts = form.model(async, Account.class);
        accounts.create(Account.of("a", 1));

        accounts.findOneAndReplace(eq("_id", "a"), new Account("a", 2, null, 41));

        assertThat(accounts.findById("a")).contains(new Account("a", 2, NOON, 42));
    }

    @ParameterizedTest
    @EnumSource
    void bulkModelsInsertAtZeroAndIncrementWithoutChecking(Form form) {
        Model<Account> accounts = form.model(async, Account.class);

        accounts.bulkWrite(List.of(
                new InsertOneModel<>(new Account("a", 1, null, 9)),
                new UpdateOneModel<>(eq("_id", "a"), set("balance", 2)),
                new InsertOneModel<>(new Account("b", 1, null, 9)),
                new ReplaceOneModel<>(eq("_id", "b"), new Account("b", 5, null, 7))));

        assertThat(accounts.findById("a")).contains(new Account("a", 2, NOON, 1));
        assertThat(accounts.findById("b")).contains(new Account("b", 5, NOON, 8));
    }

    @ParameterizedTest
    @EnumSource
    void upsertCountsItsOwnWrite(Form form) {
        Model<Account> accounts = form.model(async, Account.class);

        accounts.updateOne(eq("_id", "a"), set("balance", 2), new UpdateOptions().upsert(true));

        assertThat(accounts.findById("a")).contains(new Account("a", 2, NOON, 1));
    }
}
