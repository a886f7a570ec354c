package io.mongoodm.reference;

import static io.mongoodm.query.Fields.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.mongodb.MongoException;
import io.mongoodm.testkit.EmbeddedMongo;
import io.mongoodm.testkit.Feature;
import io.mongoodm.testkit.OdmTest;
import io.mongoodm.testkit.Requires;
import io.mongoodm.vthreads.AsyncIterator;
import io.mongoodm.vthreads.AsyncSession;
import io.mongoodm.vthreads.Subtask;
import io.mongoodm.vthreads.TransactionScope;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.bson.Document;
import org.junit.jupiter.api.Test;

/** A transaction by hand: what its commit joins, what its ends stop, and what becomes of a commit that fails. */
@OdmTest
@Requires({Feature.TRANSACTIONS, Feature.FAIL_POINTS})
final class ExplicitTransactionTest extends Safes {
    ExplicitTransactionTest(EmbeddedMongo server) {
        super(server, "explicit-transaction-test");
    }

    @Test
    void theCommitJoinsForksAndClosesIterators() {
        Thread owner = Thread.currentThread();
        try (AsyncSession session = odm.astartSession().join();
                TransactionScope tx = session.startTransaction()) {
            AsyncIterator<Safe> iterator =
                    tx.amodel(Safe.class).afind().batchSize(1).open();
            assertThat(iterator.next().join()).isPresent();
            Subtask<Long> fork = tx.fork(() -> {
                awaitWaiting(owner);
                return take(tx.model(Safe.class), "a");
            });
            tx.commit();
            assertThat(fork.state()).isEqualTo(Subtask.State.SUCCESS);
        }

        assertThat(observed.recorder().names()).containsExactly("find", "update", "killCursors", "commitTransaction");
        assertThat(coins("a")).isEqualTo(90);
    }

    private static void awaitWaiting(Thread thread) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Observed.LIMIT_SECONDS);
        while (thread.getState() != Thread.State.WAITING) {
            assertThat(System.nanoTime()).as("the limit for the thread").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    @Test
    void theCommitOfWorkThatFailedAborts() {
        IllegalArgumentException own = new IllegalArgumentException("no");
        List<String> actions = new CopyOnWriteArrayList<>();
        try (AsyncSession session = odm.astartSession().join();
                TransactionScope tx = session.startTransaction()) {
            take(tx.model(Safe.class), "a");
            tx.afterCommit(() -> actions.add("ran"));
            tx.fork(() -> {
                throw own;
            });

            assertThatThrownBy(tx::commit).isSameAs(own);
            assertThatThrownBy(tx::commit)
                    .isExactlyInstanceOf(IllegalStateException.class)
                    .hasMessage("commit() came after the end of this transaction: it was committed, aborted, or its"
                            + " session was closed");
        }

        assertThat(observed.ends()).containsExactly("update succeeded", "abortTransaction succeeded");
        assertThat(actions).isEmpty();
        assertThat(coins("a")).isEqualTo(100);
    }

    @Test
    void aCommitThatFailedCanBeSentAgain() {
        List<String> actions = new CopyOnWriteArrayList<>();
        String unknown = "{failCommands: ['commitTransaction'], errorCode: 64, errorLabels:"
                + " ['UnknownTransactionCommitResult']}";
        observed.failing(1, unknown, () -> {
            try (AsyncSession session = odm.astartSession().join();
                    TransactionScope tx = session.startTransaction()) {
                take(tx.model(Safe.class), "a");
                tx.afterCommit(() -> actions.add("ran"));

                MongoException failure = catchThrowableOfType(MongoException.class, tx::commit);
                assertThat(failure.getCode()).isEqualTo(64);
                assertThat(actions).isEmpty();
                assertThatThrownBy(tx::abort)
                        .isExactlyInstanceOf(IllegalStateException.class)
                        .hasMessage("abort() came after commit(), which may have succeeded: send it again");
                tx.commit();
            }
        });

        assertThat(observed.recorder().names()).containsExactly("update", "commitTransaction", "commitTransaction");
        assertThat(actions).containsExactly("ran");
        assertThat(coins("a")).isEqualTo(90);
    }

    @Test
    void anAbortStopsForksAndWaitsForTheirThreads() {
        stopsForks((session, tx) -> tx.abort());
    }

    @Test
    void closingTheScopeStopsForksAndWaitsForTheirThreads() {
        stopsForks((session, tx) -> tx.close());
    }

    @Test
    void closingTheSessionStopsForksAndWaitsForTheirThreads() {
        stopsForks((session, tx) -> session.close());
    }

    private void stopsForks(BiConsumer<AsyncSession, TransactionScope> end) {
        CountDownLatch runs = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        AtomicBoolean over = new AtomicBoolean();
        try (AsyncSession session = odm.astartSession().join();
                TransactionScope tx = session.startTransaction()) {
            take(tx.model(Safe.class), "a");
            Subtask<Boolean> fork = tx.fork(() -> {
                try {
                    runs.countDown();
                    never.await();
                    return true;
                } finally {
                    over.set(true);
                }
            });
            Observed.await(runs);

            end.accept(session, tx);

            assertThat(over).isTrue();
            assertThat(fork.state()).isEqualTo(Subtask.State.UNAVAILABLE);
            assertThatThrownBy(() -> tx.fork(() -> true)).isExactlyInstanceOf(IllegalStateException.class);
        }

        assertThat(observed.ends()).containsExactly("update succeeded", "abortTransaction succeeded");
        assertThat(coins("a")).isEqualTo(100);
    }

    @Test
    void forksMayCloseTheSession() {
        AsyncSession session = odm.astartSession().join();
        CountDownLatch run = new CountDownLatch(2);
        List<Thread> threads = new CopyOnWriteArrayList<>();
        try (TransactionScope tx = session.startTransaction()) {
            take(tx.model(Safe.class), "a");
            for (int i = 0; i < 2; i++) {
                tx.fork(() -> {
                    threads.add(Thread.currentThread());
                    run.countDown();
                    Observed.await(run);
                    session.close();
                    return true;
                });
            }
            Observed.await(run);
            threads.forEach(Observed::awaitEnd);
        }

        assertThat(observed.ends()).containsExactly("update succeeded", "abortTransaction succeeded");
        assertThat(coins("a")).isEqualTo(100);
    }

    @Test
    void anyThreadMayUseTheModels() {
        odm.transaction(tx -> {
            Thread other = Thread.ofVirtual().start(() -> {
                assertThat(take(tx.model(Safe.class), "a")).isEqualTo(1);
                assertThat(tx.amodel(Safe.class)
                                .aupdateOne(
                                        new Document("_id", "a"),
                                        field(Safe::coins).inc(-10))
                                .join()
                                .getModifiedCount())
                        .isEqualTo(1);
            });
            Observed.awaitEnd(other);
            return null;
        });

        assertThat(observed.recorder().names()).containsExactly("update", "update", "commitTransaction");
        assertThat(coins("a")).isEqualTo(80);
    }

    @Test
    void forksRegisterActionsToo() {
        List<Integer> actions = new CopyOnWriteArrayList<>();
        odm.transaction(tx -> {
            registerInForks(tx, actions);
            return null;
        });
        try (AsyncSession session = odm.astartSession().join();
                TransactionScope tx = session.startTransaction()) {
            registerInForks(tx, actions);
            tx.commit();
        }

        assertThat(actions).hasSize(400);
    }

    private static void registerInForks(TransactionScope tx, List<Integer> actions) {
        CountDownLatch together = new CountDownLatch(4);
        for (int fork = 0; fork < 4; fork++) {
            tx.fork(() -> {
                together.countDown();
                Observed.await(together);
                for (int i = 0; i < 50; i++) {
                    int number = i;
                    tx.afterCommit(() -> actions.add(number));
                }
                return null;
            });
        }
    }
}
