package io.mongoodm.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoInterruptedException;
import io.mongoodm.TransactionSettings;
import io.mongoodm.testkit.EmbeddedMongo;
import io.mongoodm.testkit.Feature;
import io.mongoodm.testkit.OdmTest;
import io.mongoodm.testkit.Requires;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What an interrupt and a cancel stop in a transaction, what they wait for, and what they leave alone. */
@OdmTest
@Requires({Feature.TRANSACTIONS, Feature.FAIL_POINTS})
final class TransactionStopTest extends Safes {
    TransactionStopTest(EmbeddedMongo server) {
        super(server, "transaction-stop-test");
    }

    @Test
    void anInterruptReachesTheBodyButNotTheAbort() throws Exception {
        AtomicReference<Throwable> seen = new AtomicReference<>();
        AtomicBoolean flag = new AtomicBoolean();
        CountDownLatch findRuns = observed.latch("find started");

        observed.failing(1, LONG_FIND, () -> {
            Thread caller = Thread.ofVirtual().start(() -> {
                try {
                    odm.transaction(tx -> {
                        take(tx.model(Safe.class), "a");
                        return tx.model(Safe.class).find().toList();
                    });
                } catch (RuntimeException failure) {
                    seen.set(failure);
                }
                flag.set(Thread.currentThread().isInterrupted());
            });
            Observed.await(findRuns);
            caller.interrupt();
            Observed.awaitEnd(caller);
        });

        assertThat(seen.get()).isInstanceOf(MongoInterruptedException.class);
        assertThat(flag).isTrue();
        assertThat(observed.ends()).containsExactly("update succeeded", "find failed", "abortTransaction succeeded");
        assertThat(coins("a")).isEqualTo(100);
    }

    @Test
    void anInterruptWhileJoiningStopsTheForks() throws Exception {
        AtomicReference<Throwable> seen = new AtomicReference<>();
        AtomicBoolean flag = new AtomicBoolean();
        CountDownLatch forkRuns = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        AtomicBoolean over = new AtomicBoolean();

        Thread caller = Thread.ofVirtual().start(() -> {
            try {
                odm.transaction(tx -> {
                    take(tx.model(Safe.class), "a");
                    tx.fork(() -> {
                        try {
                            forkRuns.countDown();
                            never.await();
                            return null;
                        } finally {
                            over.set(true);
                        }
                    });
                    tx.join();
                    return null;
                });
            } catch (RuntimeException failure) {
                seen.set(failure);
            }
            flag.set(Thread.currentThread().isInterrupted());
        });
        Observed.await(forkRuns);
        caller.interrupt();
        Observed.awaitEnd(caller);

        assertThat(seen.get())
                .isExactlyInstanceOf(MongoInterruptedException.class)
                .hasMessage("Interrupted while waiting for the work of a transaction, which is aborted");
        assertThat(flag).isTrue();
        assertThat(over).isTrue();
        assertThat(observed.ends()).containsExactly("update succeeded", "abortTransaction succeeded");
    }

    @Test
    void anInterruptDuringTheCommitWaitsForItsEnd() {
        AtomicReference<Thread> caller = new AtomicReference<>();
        AtomicReference<Long> taken = new AtomicReference<>();
        AtomicBoolean flag = new AtomicBoolean();
        observed.when("commitTransaction started", () -> caller.get().interrupt());
        caller.set(Thread.ofVirtual().unstarted(() -> {
            taken.set(odm.transaction(tx -> take(tx.model(Safe.class), "a")));
            flag.set(Thread.currentThread().isInterrupted());
        }));

        caller.get().start();
        Observed.awaitEnd(caller.get());

        assertThat(taken).hasValue(1L);
        assertThat(flag).isTrue();
        assertThat(coins("a")).isEqualTo(90);
    }

    @Test
    void cancellingStopsTheBodyAndAborts() {
        CountDownLatch findRuns = observed.latch("find started");
        CountDownLatch aborted = new CountDownLatch(1);
        observed.when("abortTransaction started", aborted::countDown);

        observed.failing(1, LONG_FIND, () -> {
            CompletableFuture<List<Safe>> future = odm.atransaction(tx -> {
                take(tx.model(Safe.class), "a");
                return tx.model(Safe.class).find().toList();
            });
            Observed.await(findRuns);

            assertThat(future.cancel(false)).isTrue();

            assertThatThrownBy(future::join).isInstanceOf(CancellationException.class);
            Observed.await(aborted);
        });
        odm.close();
        assertThat(observed.ends()).containsExactly("update succeeded", "find failed", "abortTransaction succeeded");
    }

    @Test
    void aCancelDuringTheCommitHasNoEffect() {
        CountDownLatch commits = observed.latch("commitTransaction started");

        observed.failing(1, "{failCommands: ['commitTransaction'], blockConnection: true, blockTimeMS: 200}", () -> {
            CompletableFuture<Long> future = odm.atransaction(tx -> take(tx.model(Safe.class), "a"));
            Observed.await(commits);

            assertThat(future.cancel(true)).isFalse();
            assertThat(future.join()).isEqualTo(1);
        });

        assertThat(coins("a")).isEqualTo(90);
    }

    @Test
    void aCancelBetweenTwoAttemptsTakesEffectAtTheNextBody() {
        AtomicInteger bodies = new AtomicInteger();
        AtomicReference<CompletableFuture<Long>> started = new AtomicReference<>();
        CountDownLatch isKnown = new CountDownLatch(1);
        TransactionSettings cancelled = TransactionSettings.defaults().withOnRetry(failure -> {
            Observed.await(isKnown);
            assertThat(started.get().cancel(true)).isTrue();
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        });

        observed.failing(1, CONFLICT, () -> {
            started.set(odm.atransaction(cancelled, tx -> {
                bodies.incrementAndGet();
                return take(tx.model(Safe.class), "a");
            }));
            isKnown.countDown();
            assertThatThrownBy(() -> started.get().join()).isInstanceOf(CancellationException.class);
        });
        odm.close();

        assertThat(bodies).hasValue(1);
        assertThat(observed.recorder().names()).containsExactly("update", "abortTransaction");
    }

    @Test
    void aCancelledCallThatWaitsForItsTurnDisturbsNoOther() {
        observed.failing(1, "{failCommands: ['find'], blockConnection: true, blockTimeMS: 200}", () -> {
            int found = odm.transaction(tx -> {
                CountDownLatch findRuns = observed.latch("find started");
                CompletableFuture<List<Safe>> running =
                        tx.amodel(Safe.class).afind().toList();
                Observed.await(findRuns);
                CompletableFuture<Long> waiting = tx.amodel(Safe.class).acountDocuments();
                CompletableFuture<Boolean> last = tx.amodel(Safe.class).aexists();

                assertThat(waiting.cancel(true)).isTrue();

                assertThat(last.join()).isTrue();
                return running.join().size();
            });
            assertThat(found).isEqualTo(2);
        });
        assertThat(observed.recorder().names()).containsExactly("find", "find", "commitTransaction");
    }
}
