package io.mongoodm.reference;

import static com.mongodb.client.model.Filters.eq;
import static io.mongoodm.query.Fields.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.TransactionOptions;
import com.mongodb.WriteConcern;
import io.mongoodm.Model;
import io.mongoodm.Odm;
import io.mongoodm.TransactionException;
import io.mongoodm.TransactionSettings;
import io.mongoodm.annotation.OdmModel;
import io.mongoodm.testkit.CommandRecorder;
import io.mongoodm.testkit.EmbeddedMongo;
import io.mongoodm.testkit.Feature;
import io.mongoodm.testkit.OdmTest;
import io.mongoodm.testkit.Requires;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@OdmTest(models = TransactionTest.Account.class)
@Requires(Feature.TRANSACTIONS)
final class TransactionTest {
    @OdmModel(collection = "accounts")
    record Account(String id, int balance) {}

    private final Odm odm;
    private final CommandRecorder recorder;
    private final Model<Account> accounts;

    TransactionTest(Odm odm, CommandRecorder recorder) {
        this.odm = odm;
        this.recorder = recorder;
        this.accounts = odm.model(Account.class);
    }

    @BeforeEach
    void storeAccounts() {
        odm.transaction(tx -> tx.attempt());
        accounts.deleteMany(new Document());
        accounts.createMany(List.of(new Account("a", 100), new Account("b", 0)));
    }

    @Test
    void aBodyThatReturnsIsCommittedAndItsResultGiven() {
        List<String> sent = Sent.namesBy(
                recorder,
                () -> assertThat(odm.<Long>transaction(tx -> {
                            Model<Account> bound = tx.model(Account.class);
                            return bound.updateOne(
                                                    eq("_id", "a"),
                                                    field(Account::balance).inc(-10))
                                            .getModifiedCount()
                                    + bound.updateOne(
                                                    eq("_id", "b"),
                                                    field(Account::balance).inc(10))
                                            .getModifiedCount();
                        }))
                        .isEqualTo(2));

        assertThat(sent).containsExactly("update", "update", "commitTransaction");
        assertThat(balances()).containsExactly(90, 10);
    }

    @Test
    void aBodyMayReturnNull() {
        assertThat(odm.<@Nullable Object>transaction(tx -> null)).isNull();
    }

    @Test
    void aBodyThatThrowsIsAbortedAndItsExceptionLeavesAsItIs() {
        IllegalArgumentException own = new IllegalArgumentException("no");

        List<String> sent = Sent.namesBy(
                recorder,
                () -> assertThatThrownBy(() -> odm.transaction(tx -> {
                            tx.model(Account.class)
                                    .updateOne(
                                            eq("_id", "a"),
                                            field(Account::balance).inc(-10));
                            throw own;
                        }))
                        .isSameAs(own));

        assertThat(sent).containsExactly("update", "abortTransaction");
        assertThat(balances()).containsExactly(100, 0);
    }

    @Test
    void anErrorIsAbortedAndLeavesAsItIs() {
        AssertionError own = new AssertionError("no");

        assertThatThrownBy(() -> odm.transaction(tx -> {
                    tx.model(Account.class).deleteMany(new Document());
                    throw own;
                }))
                .isSameAs(own);
        assertThat(balances()).containsExactly(100, 0);
    }

    @Test
    void aCheckedExceptionIsTheCauseOfATransactionException() {
        IOException own = new IOException("no paper");

        assertThatThrownBy(() -> odm.transaction(tx -> {
                    tx.model(Account.class).deleteMany(new Document());
                    throw own;
                }))
                .isExactlyInstanceOf(TransactionException.class)
                .hasMessage("The body of the transaction failed with a checked exception, which is the cause; the"
                        + " transaction was aborted")
                .cause()
                .isSameAs(own);
        assertThat(balances()).containsExactly(100, 0);
    }

    @Test
    void theWrappersOfFuturesAreTakenOff() {
        IllegalArgumentException own = new IllegalArgumentException("no");

        assertThatThrownBy(() -> odm.transaction(tx -> {
                    throw new CompletionException(new ExecutionException(own));
                }))
                .isSameAs(own);
    }

    @Test
    void ownWritesAreSeenInsideAndNotOutside() {
        odm.transaction(tx -> {
            tx.model(Account.class).create(new Account("c", 5));
            assertThat(tx.model(Account.class).countDocuments()).isEqualTo(3);
            assertThat(tx.model(Account.class).find().toList()).hasSize(3);
            assertThat(tx.model(Account.class).findById("c")).isPresent();
            return null;
        });
        assertThat(accounts.countDocuments()).isEqualTo(3);
    }

    @Test
    void theFirstAttemptIsNumberOne() {
        assertThat(odm.<Integer>transaction(tx -> tx.attempt())).isEqualTo(1);
    }

    @Test
    void actionsRunOnceAfterTheCommitInOrder() {
        List<String> seen = new ArrayList<>();

        odm.transaction(tx -> {
            tx.afterCommit(() -> seen.add("first " + balances()));
            tx.afterCommit(() -> seen.add("second"));
            tx.model(Account.class)
                    .updateOne(eq("_id", "a"), field(Account::balance).inc(-10));
            seen.add("body");
            return null;
        });

        assertThat(seen).containsExactly("body", "first [90, 0]", "second");
    }

    @Test
    void actionsOfATransactionThatFailsNeverRun() {
        List<String> seen = new ArrayList<>();

        assertThatThrownBy(() -> odm.transaction(tx -> {
                    tx.afterCommit(() -> seen.add("ran"));
                    throw new IllegalStateException("no");
                }))
                .isExactlyInstanceOf(IllegalStateException.class);

        assertThat(seen).isEmpty();
    }

    @Test
    void aFailureOfAnActionLeavesWithTheCommitInPlaceAndTheOthersRun() {
        List<String> seen = new ArrayList<>();
        AssertionError first = new AssertionError("first");
        IllegalStateException second = new IllegalStateException("second");

        assertThatThrownBy(() -> odm.transaction(tx -> {
                    tx.model(Account.class)
                            .updateOne(eq("_id", "a"), field(Account::balance).inc(-10));
                    tx.afterCommit(() -> {
                        throw first;
                    });
                    tx.afterCommit(() -> seen.add("ran"));
                    tx.afterCommit(() -> {
                        throw second;
                    });
                    tx.afterCommit(() -> {
                        throw first;
                    });
                    return null;
                }))
                .isSameAs(first);

        assertThat(first.getSuppressed()).containsExactly(second);
        assertThat(seen).containsExactly("ran");
        assertThat(balances()).containsExactly(90, 0);
    }

    @Test
    void theDriversOptionsReachTheServer() {
        TransactionSettings settings = TransactionSettings.defaults()
                .withOptions(TransactionOptions.builder()
                        .readConcern(ReadConcern.SNAPSHOT)
                        .writeConcern(WriteConcern.MAJORITY)
                        .maxCommitTime(7L, TimeUnit.SECONDS)
                        .build());

        List<BsonDocument> sent = Sent.by(
                recorder,
                () -> odm.transaction(settings, tx -> tx.model(Account.class).create(new Account("c", 1))));

        assertThat(sent.getFirst().getDocument("readConcern").getString("level").getValue())
                .isEqualTo("snapshot");
        assertThat(sent.getLast().getDocument("writeConcern").getString("w").getValue())
                .isEqualTo("majority");
        assertThat(sent.getLast().getNumber("maxTimeMS").longValue()).isEqualTo(7_000);
    }

    @Test
    void byDefaultAllAttemptsHaveThirtySecondsTogether() {
        assertThat(TransactionSettings.defaults().maxTime()).isEqualTo(Duration.ofSeconds(30));
        assertThat(TransactionSettings.defaults().maxAttempts()).isEqualTo(Integer.MAX_VALUE);
        assertThat(TransactionSettings.defaults().options())
                .isEqualTo(TransactionOptions.builder().build());
    }

    @Test
    void readsGoToThePrimaryWhateverTheHandlesDefault(EmbeddedMongo server) {
        String uri = server.uri();
        String separator = uri.contains("?") ? "&" : "?";
        try (Odm secondary = Odm.connect(uri + separator + "readPreference=secondaryPreferred", Account.class)) {
            secondary.model(Account.class).create(new Account("a", 1));

            long inside = secondary.transaction(tx -> tx.model(Account.class).countDocuments());

            assertThat(inside).isEqualTo(1);
        }
    }

    @Test
    void optionsThatReadFromElsewhereAreRefused() {
        TransactionSettings settings = TransactionSettings.defaults()
                .withOptions(TransactionOptions.builder()
                        .readPreference(ReadPreference.secondary())
                        .build());

        assertThatThrownBy(() -> odm.transaction(settings, tx -> null))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("A transaction reads from the primary, but its options say secondary: leave the read"
                        + " preference out");
    }

    @Test
    void settingsThatLeaveNoAttemptAreRefused() {
        assertThatThrownBy(() -> TransactionSettings.defaults().withMaxAttempts(0))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxAttempts must be at least 1: the first attempt counts");
        assertThatThrownBy(() -> TransactionSettings.defaults().withMaxTime(Duration.ZERO))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxTime must be positive: it bounds all attempts of a transaction");
    }

    @Test
    @SuppressWarnings("NullAway")
    void nullIsRefused() {
        assertThatThrownBy(() -> odm.transaction(null))
                .isExactlyInstanceOf(NullPointerException.class)
                .hasMessage("body");
        assertThatThrownBy(() -> odm.transaction(null, tx -> null))
                .isExactlyInstanceOf(NullPointerException.class)
                .hasMessage("settings");
        assertThatThrownBy(() -> odm.transaction(tx -> {
                    tx.afterCommit(null);
                    return null;
                }))
                .isExactlyInstanceOf(NullPointerException.class)
                .hasMessage("action");
    }

    private List<Integer> balances() {
        return accounts.find().sort(new Document("_id", 1)).toList().stream()
                .map(Account::balance)
                .toList();
    }
}
