package io.mongoodm.reference;

import static com.mongodb.client.model.Filters.eq;
import static io.mongoodm.query.Fields.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mongoodm.Model;
import io.mongoodm.TransactionException;
import io.mongoodm.annotation.OdmModel;
import io.mongoodm.testkit.CommandRecorder;
import io.mongoodm.testkit.Feature;
import io.mongoodm.testkit.OdmTest;
import io.mongoodm.testkit.Requires;
import io.mongoodm.vthreads.AsyncModel;
import io.mongoodm.vthreads.AsyncOdm;
import io.mongoodm.vthreads.AsyncSession;
import io.mongoodm.vthreads.Subtask;
import io.mongoodm.vthreads.TransactionScope;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Transactions of the async handle, by lambda and by hand. */
@OdmTest(models = AsyncTransactionTest.Purse.class)
@Requires(Feature.TRANSACTIONS)
final class AsyncTransactionTest {
    @OdmModel(collection = "purses")
    record Purse(String id, int coins) {}

    private final AsyncOdm odm;
    private final CommandRecorder recorder;
    private final AsyncModel<Purse> purses;

    AsyncTransactionTest(AsyncOdm odm, CommandRecorder recorder) {
        this.odm = odm;
        this.recorder = recorder;
        this.purses = odm.model(Purse.class);
    }

    @BeforeEach
    void storePurses() {
        odm.transaction(tx -> tx.attempt());
        purses.adeleteMany(new Document()).join();
        purses.acreateMany(List.of(new Purse("a", 100), new Purse("b", 0))).join();
    }

    @Test
    void aBodyOnTheCallersThreadCommitsWhenItReturns() {
        List<String> sent = Sent.namesBy(recorder, () -> {
            long changed = odm.transaction(tx -> {
                Model<Purse> bound = tx.model(Purse.class);
                Subtask<Long> from = tx.fork(() -> change(bound, "a", -10));
                Subtask<Long> to = tx.fork(() -> change(bound, "b", 10));
                tx.join();
                return from.get() + to.get();
            });
            assertThat(changed).isEqualTo(2);
        });

        assertThat(sent).containsExactly("update", "update", "commitTransaction");
        assertThat(coins()).containsExactly(90, 10);
    }

    @Test
    void aBodyOnAVirtualThreadGivesAFuture() {
        CompletableFuture<Long> moved = odm.atransaction(tx -> {
            assertThat(Thread.currentThread().isVirtual()).isTrue();
            return change(tx.model(Purse.class), "a", -10) + change(tx.model(Purse.class), "b", 10);
        });

        assertThat(moved.join()).isEqualTo(2);
        assertThat(coins()).containsExactly(90, 10);
    }

    @Test
    void itsThreadsHaveNamesOfTheirOwn() {
        List<String> names = odm.atransaction(tx -> {
                    Subtask<String> fork = tx.fork(() -> Thread.currentThread().getName());
                    tx.join();
                    return List.of(Thread.currentThread().getName(), fork.get());
                })
                .join();

        assertThat(names.getFirst()).matches("odm-tx-\\d+");
        assertThat(names.getLast()).matches("odm-fork-\\d+");
    }

    @Test
    void asyncModelsOfTheScopeTakePart() {
        odm.transaction(tx -> {
            AsyncModel<Purse> bound = tx.amodel(Purse.class);
            bound.aupdateOne(eq("_id", "a"), field(Purse::coins).inc(-10)).join();
            return bound.aupdateOne(eq("_id", "b"), field(Purse::coins).inc(10)).join();
        });

        assertThat(coins()).containsExactly(90, 10);
    }

    @Test
    void aBodyThatThrowsIsAborted() {
        IllegalArgumentException own = new IllegalArgumentException("no");

        List<String> sent = Sent.namesBy(recorder, () -> {
            assertThatThrownBy(() -> odm.transaction(tx -> {
                        change(tx.model(Purse.class), "a", -10);
                        throw own;
                    }))
                    .isSameAs(own);
            assertThatThrownBy(() -> odm.atransaction(tx -> {
                                change(tx.model(Purse.class), "a", -10);
                                throw own;
                            })
                            .join())
                    .isExactlyInstanceOf(CompletionException.class)
                    .cause()
                    .isSameAs(own);
        });

        assertThat(sent).containsExactly("update", "abortTransaction", "update", "abortTransaction");
        assertThat(coins()).containsExactly(100, 0);
    }

    @Test
    void aCheckedExceptionIsWrappedForTheCallerAndNotForTheFuture() {
        IOException own = new IOException("no paper");

        assertThatThrownBy(() -> odm.transaction(tx -> {
                    throw own;
                }))
                .isExactlyInstanceOf(TransactionException.class)
                .cause()
                .isSameAs(own);
        assertThatThrownBy(() -> odm.atransaction(tx -> {
                            throw own;
                        })
                        .join())
                .isExactlyInstanceOf(CompletionException.class)
                .cause()
                .isSameAs(own);
    }

    @Test
    void whatTheBodyThrowsIsNotTakenForTheWrapperOfACheckedException() {
        TransactionException own = new TransactionException("no", new IOException("no paper"));

        assertThat(odm.atransaction(tx -> {
                    throw own;
                }))
                .failsWithin(Duration.ofSeconds(30))
                .withThrowableThat()
                .havingCause()
                .isSameAs(own);
    }

    @Test
    void aCheckedExceptionOfAForkIsNotWrappedForTheFuture() {
        IOException own = new IOException("no paper");

        assertThat(odm.atransaction(tx -> {
                    tx.fork(() -> {
                        throw own;
                    });
                    tx.join();
                    return null;
                }))
                .failsWithin(Duration.ofSeconds(30))
                .withThrowableThat()
                .havingCause()
                .isSameAs(own);
    }

    @Test
    void commitAbortAndCloseBelongToTheBodysEnd() {
        for (Call call : List.of(
                new Call("commit()", TransactionScope::commit),
                new Call("abort()", TransactionScope::abort),
                new Call("close()", TransactionScope::close))) {
            assertThatThrownBy(() -> odm.transaction(tx -> {
                        call.on().accept(tx);
                        return null;
                    }))
                    .isExactlyInstanceOf(IllegalStateException.class)
                    .hasMessage(call.name() + " in the body of a transaction: it commits when the body returns, and"
                            + " aborts when the body throws");
        }
    }

    private record Call(String name, java.util.function.Consumer<TransactionScope> on) {}

    @Test
    void theExplicitFormCommitsOnRequest() {
        List<String> sent = Sent.namesBy(recorder, () -> {
            try (AsyncSession session = purses.astartSession().join();
                    TransactionScope tx = session.startTransaction()) {
                purses.withSession(session)
                        .aupdateOne(eq("_id", "a"), field(Purse::coins).inc(-10))
                        .join();
                tx.commit();
            }
        });

        assertThat(sent).containsExactly("update", "commitTransaction");
        assertThat(coins()).containsExactly(90, 0);
    }

    @Test
    void closingWithoutACommitAborts() {
        List<String> sent = Sent.namesBy(recorder, () -> {
            try (AsyncSession session = odm.astartSession().join();
                    TransactionScope tx = session.startTransaction()) {
                change(tx.model(Purse.class), "a", -10);
            }
        });

        assertThat(sent).containsExactly("update", "abortTransaction");
        assertThat(coins()).containsExactly(100, 0);
    }

    @Test
    void anAbortLeavesTheSessionForAnotherTransaction() {
        try (AsyncSession session = odm.astartSession().join()) {
            try (TransactionScope tx = session.startTransaction()) {
                change(tx.model(Purse.class), "a", -10);
                tx.abort();
            }
            try (TransactionScope tx = session.startTransaction()) {
                change(tx.model(Purse.class), "b", 5);
                tx.commit();
            }
        }
        assertThat(coins()).containsExactly(100, 5);
    }

    @Test
    void closingTheSessionAbortsToo() {
        AsyncSession session = odm.astartSession().join();
        TransactionScope tx = session.startTransaction();
        change(tx.model(Purse.class), "a", -10);

        assertThat(Sent.namesBy(recorder, session::close)).containsExactly("abortTransaction");

        assertThatThrownBy(() -> purses.withSession(session).aexists())
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage("This session is closed: start another");
        assertThat(coins()).containsExactly(100, 0);
    }

    @Test
    void aSecondStartIsRefused() {
        try (AsyncSession session = odm.astartSession().join();
                TransactionScope tx = session.startTransaction()) {
            assertThat(tx.attempt()).isEqualTo(1);
            assertThatThrownBy(session::startTransaction)
                    .isExactlyInstanceOf(IllegalStateException.class)
                    .hasMessage("This session has a transaction open: commit or abort it first, or start another"
                            + " session");
        }
    }

    @Test
    void unboundCallsOnTheScopesThreadsAreRefused() {
        String message = "This call would not take part in the transaction that its thread works in: use"
                + " tx.model(Purse.class), or a view of another session to stay outside";

        assertThatThrownBy(() -> odm.transaction(tx -> purses.aexists()))
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> odm.transaction(tx -> {
                    tx.fork(() -> purses.synchronous().exists());
                    tx.join();
                    return null;
                }))
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage(message);
        try (AsyncSession session = odm.astartSession().join();
                TransactionScope tx = session.startTransaction()) {
            assertThatThrownBy(purses::aexists)
                    .isExactlyInstanceOf(IllegalStateException.class)
                    .hasMessage(message);
            tx.abort();
            assertThat(purses.aexists().join()).isTrue();
        }
    }

    @Test
    void actionsRunAfterTheCommit() {
        List<String> seen = new ArrayList<>();

        odm.transaction(tx -> {
            tx.afterCommit(() -> seen.add("lambda " + coins()));
            return change(tx.model(Purse.class), "a", -10);
        });
        try (AsyncSession session = odm.astartSession().join();
                TransactionScope tx = session.startTransaction()) {
            tx.afterCommit(() -> seen.add("by hand " + coins()));
            change(tx.model(Purse.class), "a", -10);
            tx.commit();
        }

        assertThat(seen).containsExactly("lambda [90, 0]", "by hand [80, 0]");
    }

    @Test
    void aModelOfAnEndedScopeIsRefused() {
        List<Model<Purse>> kept = new ArrayList<>();
        odm.transaction(tx -> kept.add(tx.model(Purse.class)));

        assertThatThrownBy(() -> kept.getFirst().exists())
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage("This transaction has ended: what is done through it belongs into its body");
    }

    private static long change(Model<Purse> purses, String id, int by) {
        return purses.updateOne(eq("_id", id), field(Purse::coins).inc(by)).getModifiedCount();
    }

    private List<Integer> coins() {
        return purses.afind().sort(new Document("_id", 1)).toList().join().stream()
                .map(Purse::coins)
                .toList();
    }
}
