package io.mongoodm.reference;

import static com.mongodb.client.model.Filters.eq;
import static io.mongoodm.query.Fields.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.mongodb.MongoException;
import com.mongodb.client.result.UpdateResult;
import io.mongoodm.Model;
import io.mongoodm.TransactionException;
import io.mongoodm.testkit.EmbeddedMongo;
import io.mongoodm.testkit.Feature;
import io.mongoodm.testkit.OdmTest;
import io.mongoodm.testkit.Requires;
import io.mongoodm.vthreads.AsyncIterator;
import io.mongoodm.vthreads.AsyncModel;
import io.mongoodm.vthreads.AsyncSession;
import io.mongoodm.vthreads.Subtask;
import io.mongoodm.vthreads.TransactionScope;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.bson.Document;
import org.junit.jupiter.api.Test;

/** What a scope does with the work started through it: before the commit, and when a part of it fails. */
@OdmTest
@Requires({Feature.TRANSACTIONS, Feature.FAIL_POINTS})
final class TransactionScopeTest extends Safes {
    TransactionScopeTest(EmbeddedMongo server) {
        super(server, "transaction-scope-test");
    }

    @Test
    void eachAttemptHasAFreshScope() {
        List<TransactionScope> scopes = new ArrayList<>();
        List<Subtask<Long>> forks = new ArrayList<>();

        observed.failing(
                1,
                CONFLICT,
                () -> odm.transaction(tx -> {
                    scopes.add(tx);
                    forks.add(tx.fork(() -> take(tx.model(Safe.class), "a")));
                    tx.join();
                    return null;
                }));

        assertThat(scopes).hasSize(2).doesNotHaveDuplicates();
        assertThat(scopes).extracting(TransactionScope::attempt).containsExactly(1, 2);
        assertThat(forks).extracting(Subtask::state).containsExactly(Subtask.State.FAILED, Subtask.State.SUCCESS);
        assertThat(forks.getFirst().exception())
                .isInstanceOfSatisfying(
                        MongoException.class,
                        failure -> assertThat(failure.getCode()).isEqualTo(112));
        assertThatThrownBy(() -> scopes.getFirst().fork(() -> null))
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage("This transaction scope has ended: what is done through it belongs in front of its end");
        assertThat(coins("a")).isEqualTo(90);
    }

    @Test
    void strangersAreToldTheOwnersNumberWhereItHasNoNameAndAfterTheEndOnlyThat() throws Exception {
        CompletableFuture<TransactionScope> opened = new CompletableFuture<>();
        CountDownLatch refused = new CountDownLatch(1);
        Thread owner = Thread.ofVirtual()
                .start(() -> odm.transaction(tx -> {
                    opened.complete(tx);
                    Observed.await(refused);
                    return null;
                }));
        TransactionScope scope = opened.join();

        assertThatThrownBy(scope::join)
                .isExactlyInstanceOf(WrongThreadException.class)
                .hasMessageStartingWith("join() of a transaction scope belongs to the thread that opened it, #"
                        + owner.threadId() + ": ");
        refused.countDown();
        owner.join();
        assertThatThrownBy(scope::join)
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("This transaction scope has ended");
    }

    @Test
    void forksThatTheBodyDoesNotJoinAreJoinedBeforeTheCommit() {
        CountDownLatch bodyIsOver = new CountDownLatch(1);

        odm.transaction(tx -> {
            tx.fork(() -> {
                Observed.await(bodyIsOver);
                return take(tx.model(Safe.class), "a");
            });
            try {
                return tx.attempt();
            } finally {
                bodyIsOver.countDown();
            }
        });

        assertThat(observed.recorder().names()).containsExactly("update", "commitTransaction");
        assertThat(coins("a")).isEqualTo(90);
    }

    @Test
    void eightForksShareOneTransaction() {
        long found = odm.transaction(tx -> {
            List<Subtask<Integer>> forks = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                forks.add(tx.fork(() -> {
                    Model<Safe> safes = tx.model(Safe.class);
                    return safes.find().toList().size()
                            + safes.find().toList().size()
                            + safes.find().toList().size();
                }));
            }
            tx.join();
            return forks.stream().mapToLong(Subtask::get).sum();
        });

        assertThat(found).isEqualTo(8 * 3 * 2);
        assertThat(observed.recorder().commands("find")).hasSize(24);
        assertThat(observed.recorder().names())
                .filteredOn("commitTransaction"::equals)
                .hasSize(1);
    }

    @Test
    void siblingsAreStoppedAndTheirThreadsHaveEndedBeforeTheAbort() {
        IllegalArgumentException own = new IllegalArgumentException("no");
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch siblingRuns = new CountDownLatch(1);
        AtomicReference<Thread> sibling = new AtomicReference<>();
        AtomicReference<Boolean> aliveAtTheAbort = new AtomicReference<>();
        observed.when(
                "abortTransaction started",
                () -> aliveAtTheAbort.set(sibling.get().isAlive()));

        assertThatThrownBy(() -> odm.transaction(tx -> {
                    take(tx.model(Safe.class), "a");
                    tx.fork(() -> {
                        sibling.set(Thread.currentThread());
                        siblingRuns.countDown();
                        never.await();
                        return null;
                    });
                    Observed.await(siblingRuns);
                    tx.fork(() -> {
                        throw own;
                    });
                    tx.join();
                    return null;
                }))
                .isSameAs(own);

        assertThat(aliveAtTheAbort).hasValue(false);
        assertThat(own).hasNoSuppressedExceptions();
        assertThat(coins("a")).isEqualTo(100);
    }

    @Test
    void aForkThatFailsEndsTheScopeAlthoughASiblingSitsInALongFind() {
        IllegalArgumentException own = new IllegalArgumentException("no");
        CountDownLatch findRuns = observed.latch("find started");

        observed.failing(
                1,
                LONG_FIND,
                () -> assertThatThrownBy(() -> odm.transaction(tx -> {
                            take(tx.model(Safe.class), "a");
                            tx.fork(() -> tx.model(Safe.class).find().toList());
                            tx.fork(() -> {
                                Observed.await(findRuns);
                                throw own;
                            });
                            tx.join();
                            return null;
                        }))
                        .isSameAs(own));

        assertThat(observed.ends()).containsExactly("update succeeded", "find failed", "abortTransaction succeeded");
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        assertThat(coins("a")).isEqualTo(100);
    }

    @Test
    void theFirstFailureLeavesWithLaterOnesSuppressed() {
        IllegalArgumentException first = new IllegalArgumentException("first");
        IllegalStateException later = new IllegalStateException("the clean-up of another fork");
        CountDownLatch siblingRuns = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);

        assertThatThrownBy(() -> odm.transaction(tx -> {
                    tx.fork(() -> {
                        siblingRuns.countDown();
                        try {
                            never.await();
                        } catch (InterruptedException stopped) {
                            throw later;
                        }
                        return null;
                    });
                    Observed.await(siblingRuns);
                    tx.fork(() -> {
                        throw first;
                    });
                    tx.join();
                    return null;
                }))
                .isSameAs(first)
                .hasSuppressedException(later);
    }

    @Test
    void afterAFailureNoForkStarts() {
        IllegalArgumentException own = new IllegalArgumentException("no");
        AtomicBoolean ran = new AtomicBoolean();

        assertThatThrownBy(() -> odm.transaction(tx -> {
                    tx.fork(() -> {
                        throw own;
                    });
                    assertThatThrownBy(tx::join).isSameAs(own);
                    Subtask<Boolean> late = tx.fork(() -> ran.getAndSet(true));
                    assertThat(late.state()).isEqualTo(Subtask.State.UNAVAILABLE);
                    return null;
                }))
                .isSameAs(own);

        assertThat(ran).isFalse();
    }

    @Test
    void aCheckedExceptionOfAForkIsTheCauseOfATransactionException() {
        IOException own = new IOException("no paper");

        TransactionException seen = catchThrowableOfType(
                TransactionException.class,
                () -> odm.transaction(tx -> {
                    tx.fork(() -> {
                        throw own;
                    });
                    tx.join();
                    return tx.attempt();
                }));

        assertThat(seen)
                .hasMessage("A fork of the transaction failed with a checked exception, which is the cause")
                .cause()
                .isSameAs(own);
    }

    @Test
    void aTransientFailureOfAForkRepeatsTheWholeBody() {
        AtomicInteger bodies = new AtomicInteger();

        observed.failing(
                2,
                CONFLICT,
                () -> odm.transaction(tx -> {
                    bodies.incrementAndGet();
                    tx.fork(() -> tx.amodel(Safe.class)
                            .aupdateOne(eq("_id", "a"), field(Safe::coins).inc(-10))
                            .get());
                    tx.join();
                    return null;
                }));

        assertThat(bodies).hasValue(3);
        assertThat(observed.recorder().names())
                .containsExactly(
                        "update", "abortTransaction", "update", "abortTransaction", "update", "commitTransaction");
        assertThat(coins("a")).isEqualTo(90);
    }

    @Test
    void theExplicitFormIsNeverRepeated() {
        observed.failing(1, CONFLICT, () -> {
            try (AsyncSession session = odm.astartSession().join();
                    TransactionScope tx = session.startTransaction()) {
                MongoException seen = catchThrowableOfType(MongoException.class, () -> take(tx.model(Safe.class), "a"));

                assertThat(seen.hasErrorLabel(MongoException.TRANSIENT_TRANSACTION_ERROR_LABEL))
                        .isTrue();
            }
        });

        assertThat(observed.recorder().names()).containsExactly("update", "abortTransaction");
    }

    @Test
    void aFutureThatNobodyLooksAtFailsTheTransaction() {
        String slowly = "{failCommands: ['update'], blockConnection: true, blockTimeMS: 200, errorCode: 13}";
        observed.failing(1, slowly, () -> {
            MongoException seen = catchThrowableOfType(
                    MongoException.class,
                    () -> odm.transaction(tx -> {
                        CompletableFuture<?> unused = tx.amodel(Safe.class)
                                .aupdateOne(eq("_id", "a"), field(Safe::coins).inc(-10));
                        return tx.attempt();
                    }));

            assertThat(seen.getCode()).isEqualTo(13);
        });
        assertThat(observed.recorder().names()).containsExactly("update", "abortTransaction");
    }

    @Test
    void callsOfAsyncModelsAreSentInTheOrderInWhichTheyWereMade() {
        odm.transaction(tx -> {
            for (int i = 0; i < 50; i++) {
                CompletableFuture<Safe> unused = tx.amodel(Safe.class).acreate(new Safe("n" + i, i));
            }
            return null;
        });

        List<String> sent = observed.recorder().commands("insert").stream()
                .map(command -> command.document()
                        .getArray("documents")
                        .getFirst()
                        .asDocument()
                        .getString("_id")
                        .getValue())
                .toList();
        assertThat(sent).hasSize(50).isSortedAccordingTo((one, other) -> number(one) - number(other));
        assertThat(odm.model(Safe.class)
                        .acountDocuments(new Document("_id", new Document("$gte", "n")))
                        .join())
                .isEqualTo(50);
    }

    @Test
    void theNextFetchOfACursorWaitsItsTurnAmongTheOtherCalls() {
        observed.failing(1, "{failCommands: ['update'], blockConnection: true, blockTimeMS: 200}", () -> {
            odm.transaction(tx -> {
                AsyncModel<Safe> safes = tx.amodel(Safe.class);
                try (AsyncIterator<Safe> cursor = safes.afind().batchSize(1).open()) {
                    assertThat(cursor.next().join()).isPresent();
                    CountDownLatch updateRuns = observed.latch("update started");
                    CompletableFuture<UpdateResult> running =
                            safes.aupdateOne(eq("_id", "a"), field(Safe::coins).inc(1));
                    Observed.await(updateRuns);
                    CompletableFuture<Optional<Safe>> fetched = cursor.next();
                    CompletableFuture<Long> counted = safes.acountDocuments();
                    assertThat(counted.join()).isEqualTo(2);
                    assertThat(fetched.join()).isPresent();
                    assertThat(running.join().getModifiedCount()).isEqualTo(1);
                }
                return null;
            });
        });
        assertThat(observed.recorder().names()).startsWith("find", "update", "getMore", "aggregate");
    }

    private static int number(String id) {
        return Integer.parseInt(id.substring(1));
    }
}
