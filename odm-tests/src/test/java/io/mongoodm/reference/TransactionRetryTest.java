package io.mongoodm.reference;

import static com.mongodb.client.model.Filters.eq;
import static io.mongoodm.query.Fields.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import io.mongoodm.DuplicateKeyException;
import io.mongoodm.Model;
import io.mongoodm.Odm;
import io.mongoodm.Transaction;
import io.mongoodm.TransactionException;
import io.mongoodm.TransactionSettings;
import io.mongoodm.annotation.OdmModel;
import io.mongoodm.fixture.FailPoint;
import io.mongoodm.testkit.CommandRecorder;
import io.mongoodm.testkit.EmbeddedMongo;
import io.mongoodm.testkit.Feature;
import io.mongoodm.testkit.OdmTest;
import io.mongoodm.testkit.Requires;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is transient is repeated, inside the bounds of the settings. */
@OdmTest
@Requires({Feature.TRANSACTIONS, Feature.FAIL_POINTS})
final class TransactionRetryTest {
    @OdmModel(collection = "tills")
    record Till(String id, int cash) {}

    private static final String APPLICATION = "transaction-retry-test";
    private static final String CONFLICT =
            "{failCommands: ['update'], errorCode: 112, errorLabels: ['TransientTransactionError']}";
    private static final String COMMIT_CONFLICT =
            "{failCommands: ['commitTransaction'], errorCode: 112, errorLabels: ['TransientTransactionError']}";
    private static final String COMMIT_UNKNOWN =
            "{failCommands: ['commitTransaction'], errorCode: 64, errorLabels: ['UnknownTransactionCommitResult']}";

    private final CommandRecorder recorder = new CommandRecorder();
    private final List<Throwable> retried = new ArrayList<>();
    private final String uri;
    private final Odm odm;
    private final Model<Till> tills;

    TransactionRetryTest(EmbeddedMongo server) {
        this.uri = server.uri();
        this.odm = Odm.builder()
                .settings(MongoClientSettings.builder()
                        .applyConnectionString(new ConnectionString(uri))
                        .applicationName(APPLICATION)
                        .addCommandListener(recorder)
                        .build())
                .uri(uri)
                .models(Till.class)
                .build();
        this.tills = odm.model(Till.class);
    }

    @BeforeEach
    void storeTill() {
        odm.transaction(tx -> tx.attempt());
        tills.create(new Till("a", 100));
        recorder.clear();
    }

    @AfterEach
    void close() {
        odm.close();
    }

    private void failing(int times, String failure, Runnable work) {
        FailPoint.during(uri, APPLICATION, times, failure, work);
    }

    private TransactionSettings settings() {
        return TransactionSettings.defaults().withOnRetry(retried::add);
    }

    private static int takeTen(Transaction tx) {
        tx.model(Till.class).updateOne(eq("_id", "a"), field(Till::cash).inc(-10));
        return tx.attempt();
    }

    private int cash() {
        return tills.get(eq("_id", "a")).cash();
    }

    @Test
    void aTransientFailureRepeatsTheWholeBody() {
        failing(2, CONFLICT, () -> {
            assertThat(odm.<Integer>transaction(settings(), TransactionRetryTest::takeTen))
                    .isEqualTo(3);
        });

        assertThat(recorder.names())
                .containsExactly(
                        "update", "abortTransaction", "update", "abortTransaction", "update", "commitTransaction");
        assertThat(cash()).isEqualTo(90);
        assertThat(retried)
                .hasSize(2)
                .allSatisfy(failure -> assertThat(failure)
                        .isInstanceOfSatisfying(
                                MongoException.class,
                                own -> assertThat(own.getCode()).isEqualTo(112)));
    }

    @Test
    void aTransientFailureInsideTheWrapperOfAFutureIsSeen() {
        failing(1, CONFLICT, () -> {
            assertThat(odm.<Integer>transaction(settings(), tx -> {
                        try {
                            return takeTen(tx);
                        } catch (MongoException transientFailure) {
                            throw new CompletionException(transientFailure);
                        }
                    }))
                    .isEqualTo(2);
        });
        assertThat(cash()).isEqualTo(90);
    }

    @Test
    void actionsOfAnAttemptThatIsRepeatedAreForgotten() {
        List<String> seen = new ArrayList<>();
        failing(1, CONFLICT, () -> {
            odm.transaction(tx -> {
                tx.afterCommit(() -> seen.add("attempt " + tx.attempt()));
                return takeTen(tx);
            });
        });
        assertThat(seen).containsExactly("attempt 2");
    }

    @Test
    void theAttemptsAreBounded() {
        failing(5, CONFLICT, () -> {
            MongoException last = catchThrowableOfType(
                    MongoException.class,
                    () -> odm.transaction(settings().withMaxAttempts(3), TransactionRetryTest::takeTen));

            assertThat(last.getCode()).isEqualTo(112);
            assertThat(last.hasErrorLabel(MongoException.TRANSIENT_TRANSACTION_ERROR_LABEL))
                    .isTrue();
        });
        assertThat(recorder.names()).filteredOn("update"::equals).hasSize(3);
        assertThat(recorder.names()).endsWith("update", "abortTransaction");
        assertThat(retried).hasSize(2);
        assertThat(cash()).isEqualTo(100);
    }

    @Test
    void theTimeOfAllAttemptsIsBounded() {
        failing(1_000, CONFLICT, () -> {
            MongoException last = catchThrowableOfType(
                    MongoException.class,
                    () -> odm.transaction(
                            settings().withMaxTime(Duration.ofMillis(500)), TransactionRetryTest::takeTen));

            assertThat(last.getCode()).isEqualTo(112);
            assertThat(last.hasErrorLabel(MongoException.TRANSIENT_TRANSACTION_ERROR_LABEL))
                    .isTrue();
        });
        assertThat(cash()).isEqualTo(100);
    }

    @Test
    void aCommitThatFailsTransientlyRepeatsTheBody() {
        failing(1, COMMIT_CONFLICT, () -> {
            assertThat(odm.<Integer>transaction(settings(), TransactionRetryTest::takeTen))
                    .isEqualTo(2);
        });
        assertThat(cash()).isEqualTo(90);
        assertThat(retried)
                .singleElement()
                .isInstanceOfSatisfying(
                        MongoCommandException.class,
                        failure -> assertThat(failure.getErrorCode()).isEqualTo(112));
    }

    @Test
    void theAttemptsAreBoundedWhenTheCommitFailsToo() {
        failing(5, COMMIT_CONFLICT, () -> {
            MongoException last = catchThrowableOfType(
                    MongoException.class,
                    () -> odm.transaction(settings().withMaxAttempts(2), TransactionRetryTest::takeTen));

            assertThat(last.getCode()).isEqualTo(112);
        });
        assertThat(recorder.names()).filteredOn("update"::equals).hasSize(2);
        assertThat(cash()).isEqualTo(100);
    }

    @Test
    void aCommitOfUnknownOutcomeIsSentAgainWithoutTheBody() {
        failing(2, COMMIT_UNKNOWN, () -> {
            assertThat(odm.<Integer>transaction(settings(), TransactionRetryTest::takeTen))
                    .isEqualTo(1);
        });
        assertThat(recorder.names()).filteredOn("update"::equals).hasSize(1);
        assertThat(recorder.names()).filteredOn("commitTransaction"::equals).hasSizeGreaterThanOrEqualTo(3);
        assertThat(cash()).isEqualTo(90);
        assertThat(retried).isEmpty();
    }

    @Test
    void theTimeBoundsTheRepetitionOfACommitToo() {
        failing(100_000, COMMIT_UNKNOWN, () -> {
            MongoException last = catchThrowableOfType(
                    MongoException.class,
                    () -> odm.transaction(
                            settings().withMaxTime(Duration.ofMillis(500)), TransactionRetryTest::takeTen));

            assertThat(last.hasErrorLabel(MongoException.UNKNOWN_TRANSACTION_COMMIT_RESULT_LABEL))
                    .isTrue();
        });
    }

    @Test
    void aFailureThatIsNotTransientIsNotRepeated() {
        failing(1, "{failCommands: ['update'], errorCode: 13}", () -> {
            assertThatThrownBy(() -> odm.transaction(settings(), TransactionRetryTest::takeTen))
                    .isInstanceOfSatisfying(
                            MongoCommandException.class,
                            failure -> assertThat(failure.getErrorCode()).isEqualTo(13));
        });
        assertThat(recorder.names()).containsExactly("update", "abortTransaction");
        assertThat(retried).isEmpty();
    }

    /** The server has aborted, and calls what comes then transient: every attempt would end the same way. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aFailureThatTheBodyKeepsIsToldInsteadOfRepeatingTheBody(boolean callsAgain) {
        assertThatThrownBy(() -> odm.transaction(settings(), tx -> {
                    Model<Till> bound = tx.model(Till.class);
                    assertThatThrownBy(() -> bound.create(new Till("a", 1))).isInstanceOf(DuplicateKeyException.class);
                    return callsAgain ? bound.countDocuments() : 0;
                }))
                .isExactlyInstanceOf(TransactionException.class)
                .hasMessage("A call in the body of the transaction failed with the cause of this exception, upon which"
                        + " the server aborted the transaction, and the body went on: let the failure leave the body,"
                        + " and handle it outside")
                .hasCauseExactlyInstanceOf(DuplicateKeyException.class);
        assertThat(recorder.names()).filteredOn("insert"::equals).hasSize(1);
        assertThat(retried).isEmpty();
    }

    @Test
    void aConnectionThatIsLostInsideRepeatsTheBody() {
        failing(1, "{failCommands: ['update'], closeConnection: true}", () -> {
            assertThat(odm.<Integer>transaction(settings(), TransactionRetryTest::takeTen))
                    .isEqualTo(2);
        });
        assertThat(cash()).isEqualTo(90);
    }

    @Test
    void aListenerThatFailsEndsTheTransaction() {
        IllegalStateException own = new IllegalStateException("enough");
        TransactionSettings strict = TransactionSettings.defaults().withOnRetry(failure -> {
            throw own;
        });

        failing(1, CONFLICT, () -> {
            assertThatThrownBy(() -> odm.transaction(strict, TransactionRetryTest::takeTen))
                    .isSameAs(own);
        });
        assertThat(cash()).isEqualTo(100);
    }
}
