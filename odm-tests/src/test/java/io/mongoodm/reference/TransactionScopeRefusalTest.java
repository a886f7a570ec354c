package io.mongoodm.reference;

import static com.mongodb.client.model.Filters.eq;
import static io.mongoodm.query.Fields.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.ReadPreference;
import com.mongodb.TransactionOptions;
import com.mongodb.client.model.InsertOneModel;
import io.mongoodm.TransactionSettings;
import io.mongoodm.annotation.OdmModel;
import io.mongoodm.testkit.CommandRecorder;
import io.mongoodm.testkit.Feature;
import io.mongoodm.testkit.OdmTest;
import io.mongoodm.testkit.Requires;
import io.mongoodm.vthreads.AsyncActiveRecord;
import io.mongoodm.vthreads.AsyncModel;
import io.mongoodm.vthreads.AsyncOdm;
import io.mongoodm.vthreads.AsyncQuery;
import io.mongoodm.vthreads.AsyncSession;
import io.mongoodm.vthreads.Subtask;
import io.mongoodm.vthreads.TransactionScope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a scope refuses, so that nothing escapes it, joins it silently, or is started in it by a stranger. */
@OdmTest(models = TransactionScopeRefusalTest.Parcel.class)
@Requires(Feature.TRANSACTIONS)
final class TransactionScopeRefusalTest {
    @OdmModel(collection = "parcels")
    record Parcel(String id, int weight) implements AsyncActiveRecord<Parcel> {}

    private static final Parcel PARCEL = new Parcel("p", 5);
    private static final String ESCAPES = "This call would not take part in the transaction that its thread works in:"
            + " use tx.model(Parcel.class), or a view of another session to stay outside";
    private static final String ENDED =
            "This transaction scope has ended: what is done through it belongs in front of its end";

    private final AsyncOdm odm;
    private final CommandRecorder recorder;
    private final AsyncModel<Parcel> parcels;

    TransactionScopeRefusalTest(AsyncOdm odm, CommandRecorder recorder) {
        this.odm = odm;
        this.recorder = recorder;
        this.parcels = odm.model(Parcel.class);
    }

    @BeforeEach
    void empty() {
        odm.transaction(tx -> tx.attempt());
        parcels.adeleteMany(new Document()).join();
    }

    /** Where a thread belongs to a transaction. */
    enum Place {
        BODY {
            @Override
            void run(AsyncOdm odm, Callable<?> call) {
                odm.<@Nullable Object>transaction(tx -> call.call());
            }
        },
        FORK {
            @Override
            void run(AsyncOdm odm, Callable<?> call) {
                odm.transaction(tx -> {
                    tx.<@Nullable Object>fork(() -> call.call());
                    tx.join();
                    return null;
                });
            }
        },
        OWNER_OF_A_SESSION {
            @Override
            void run(AsyncOdm odm, Callable<?> call) throws Exception {
                try (AsyncSession session = odm.astartSession().join();
                        TransactionScope tx = session.startTransaction()) {
                    assertThat(tx.attempt()).isEqualTo(1);
                    call.call();
                }
            }
        };

        abstract void run(AsyncOdm odm, Callable<?> call) throws Exception;
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    @SuppressWarnings("FutureReturnValueIgnored") // there is none: the calls throw
    void unboundCallsAreRefusedAndSendNothing(Place place) {
        AsyncQuery<Parcel> prepared = parcels.afind();

        for (Callable<?> call : List.<Callable<?>>of(
                () -> parcels.acreate(PARCEL),
                () -> parcels.acreateMany(List.of(PARCEL)),
                () -> parcels.aupdate(PARCEL),
                () -> parcels.adelete(PARCEL),
                parcels::afind,
                prepared::toList,
                prepared::next,
                prepared::open,
                () -> parcels.afindRaw(),
                () -> parcels.afindById("p"),
                () -> parcels.agetOrCreate(eq("_id", "p"), () -> PARCEL),
                parcels::acountDocuments,
                parcels::aexists,
                () -> parcels.adistinct(field(Parcel::weight)),
                () -> parcels.aaggregate(List.of()),
                () -> parcels.aupdateMany(new Document(), field(Parcel::weight).set(1)),
                () -> parcels.adeleteMany(new Document()),
                () -> parcels.abulkWrite(List.of(new InsertOneModel<>(PARCEL))),
                () -> odm.model(Parcel.class).aexists(),
                () -> odm.synchronous().model(Parcel.class).exists(),
                () -> odm.withDatabase("elsewhere").model(Parcel.class).aexists(),
                PARCEL::acreate,
                PARCEL::aupdate,
                PARCEL::adelete)) {
            assertThat(Sent.by(
                            recorder,
                            () -> assertThatThrownBy(() -> place.run(odm, call))
                                    .isExactlyInstanceOf(IllegalStateException.class)
                                    .hasMessage(ESCAPES)))
                    .isEmpty();
        }
    }

    @Test
    void aViewOfAnotherSessionStaysOutside() {
        try (AsyncSession other = odm.astartSession().join()) {
            assertThatThrownBy(() -> odm.transaction(tx -> {
                        parcels.withSession(other).acreate(PARCEL).join();
                        throw new IllegalArgumentException("no");
                    }))
                    .hasMessage("no");
        }
        assertThat(parcels.aexists().join()).isTrue();
    }

    @Test
    @Requires(Feature.CONCURRENT_TRANSACTIONS)
    void aTransactionInsideABodyIsIndependent() {
        assertThatThrownBy(() -> odm.transaction(tx -> {
                    tx.model(Parcel.class).create(new Parcel("outer", 1));
                    odm.transaction(inner -> inner.model(Parcel.class).create(new Parcel("inner", 1)));
                    odm.atransaction(inner -> inner.model(Parcel.class).create(new Parcel("later", 1)))
                            .join();
                    assertThat(tx.model(Parcel.class).countDocuments()).isEqualTo(1);
                    assertThatThrownBy(parcels::aexists).hasMessage(ESCAPES);
                    throw new IllegalArgumentException("no");
                }))
                .hasMessage("no");

        assertThat(parcels.afind().sort(new Document("_id", 1)).toList().join())
                .extracting(Parcel::id)
                .containsExactly("inner", "later");
    }

    @Test
    void forksAndJoinsByStrangersAreRefused() throws InterruptedException {
        AtomicReference<Throwable> fork = new AtomicReference<>();
        AtomicReference<Throwable> join = new AtomicReference<>();

        odm.transaction(tx -> {
            Thread stranger = Thread.ofVirtual().start(() -> {
                fork.set(thrownBy(() -> tx.fork(() -> null)));
                join.set(thrownBy(tx::join));
            });
            stranger.join();
            return null;
        });

        assertThat(fork.get()).isExactlyInstanceOf(WrongThreadException.class).hasMessage(belongs("fork()"));
        assertThat(join.get()).isExactlyInstanceOf(WrongThreadException.class).hasMessage(belongs("join()"));
    }

    @Test
    void aForkOfAForkIsRefused() {
        assertThatThrownBy(() -> odm.transaction(tx -> {
                    tx.fork(() -> tx.fork(() -> null));
                    tx.join();
                    return null;
                }))
                .isExactlyInstanceOf(WrongThreadException.class);
    }

    @Test
    void commitAbortAndCloseByAStrangerAreRefused() throws InterruptedException {
        try (AsyncSession session = odm.astartSession().join();
                TransactionScope tx = session.startTransaction()) {
            List<Throwable> seen = new ArrayList<>();
            Thread stranger = Thread.ofVirtual().start(() -> {
                seen.add(thrownBy(tx::commit));
                seen.add(thrownBy(tx::abort));
                seen.add(thrownBy(tx::close));
            });
            stranger.join();

            assertThat(seen)
                    .extracting(Throwable::getMessage)
                    .containsExactly(belongs("commit()"), belongs("abort()"), belongs("close()"));
            assertThat(seen).hasOnlyElementsOfType(WrongThreadException.class);
        }
    }

    private static String belongs(String call) {
        return call + " of a transaction scope belongs to the thread that opened it, "
                + Thread.currentThread().getName()
                + ": call it there, or use the lambda form, which commits and aborts by"
                + " itself; other threads have the scope's models alone";
    }

    private static Throwable thrownBy(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException failure) {
            return failure;
        }
        return new AssertionError("nothing was thrown");
    }

    @Test
    void aScopeThatHasEndedTakesNothing() {
        List<TransactionScope> kept = new ArrayList<>();
        odm.transaction(tx -> kept.add(tx));
        try (AsyncSession session = odm.astartSession().join();
                TransactionScope tx = session.startTransaction()) {
            kept.add(tx);
            tx.commit();
        }

        for (TransactionScope tx : kept) {
            for (Consumer<TransactionScope> use : List.<Consumer<TransactionScope>>of(
                    late -> late.fork(() -> null),
                    TransactionScope::join,
                    late -> late.model(Parcel.class),
                    late -> late.amodel(Parcel.class),
                    late -> late.afterCommit(() -> {}))) {
                assertThatThrownBy(() -> use.accept(tx))
                        .isExactlyInstanceOf(IllegalStateException.class)
                        .hasMessage(ENDED);
            }
        }
    }

    @Test
    void viewsThatWereKeptTakeNothingAfterTheEnd() {
        List<AsyncModel<Parcel>> kept = new ArrayList<>();
        List<AsyncQuery<Parcel>> queries = new ArrayList<>();
        odm.transaction(tx -> {
            kept.add(tx.amodel(Parcel.class));
            queries.add(tx.amodel(Parcel.class).afind());
            return null;
        });

        assertThat(Sent.by(recorder, () -> {
                    assertThatThrownBy(() -> kept.getFirst().acreate(PARCEL))
                            .isExactlyInstanceOf(IllegalStateException.class)
                            .hasMessage(ENDED);
                    assertThatThrownBy(() -> queries.getFirst().toList())
                            .isExactlyInstanceOf(IllegalStateException.class)
                            .hasMessage(ENDED);
                }))
                .isEmpty();
    }

    @Test
    void commitAndAbortAfterTheEndAreRefusedAndCloseIsNot() {
        try (AsyncSession session = odm.astartSession().join()) {
            TransactionScope tx = session.startTransaction();
            tx.commit();

            assertThatThrownBy(tx::commit)
                    .isExactlyInstanceOf(IllegalStateException.class)
                    .hasMessage("commit() came after the end of this transaction: it was committed, aborted, or its"
                            + " session was closed");
            assertThatThrownBy(tx::abort)
                    .isExactlyInstanceOf(IllegalStateException.class)
                    .hasMessage("abort() came after the end of this transaction: it was committed, aborted, or its"
                            + " session was closed");
            tx.close();
        }
    }

    @Test
    void resultsOfForksAreThereAfterTheJoin() {
        odm.transaction(tx -> {
            CountDownLatch open = new CountDownLatch(1);
            Subtask<Integer> fork = tx.fork(() -> {
                Observed.await(open);
                return 7;
            });
            assertThat(fork.state()).isEqualTo(Subtask.State.UNAVAILABLE);
            assertThatThrownBy(fork::get)
                    .isExactlyInstanceOf(IllegalStateException.class)
                    .hasMessage("get() of a fork came before the scope's join()");
            assertThatThrownBy(fork::exception)
                    .isExactlyInstanceOf(IllegalStateException.class)
                    .hasMessage("exception() of a fork came before the scope's join()");
            open.countDown();
            tx.join();
            assertThat(fork.get()).isEqualTo(7);
            assertThatThrownBy(fork::exception)
                    .isExactlyInstanceOf(IllegalStateException.class)
                    .hasMessage("exception() of a fork that has not failed, its state is SUCCESS");
            return null;
        });
    }

    @Test
    void aForkThatFailedHasAnExceptionAndNoResult() {
        IllegalArgumentException own = new IllegalArgumentException("no");
        List<Subtask<Boolean>> forks = new ArrayList<>();
        CountDownLatch runs = new CountDownLatch(1);
        assertThatThrownBy(() -> odm.transaction(tx -> {
                    forks.add(tx.fork(() -> new CountDownLatch(1).await(1, TimeUnit.DAYS)));
                    forks.add(tx.fork(() -> {
                        Observed.await(runs);
                        throw new CompletionException(own);
                    }));
                    assertThat(forks).extracting(Subtask::state).containsOnly(Subtask.State.UNAVAILABLE);
                    runs.countDown();
                    tx.join();
                    return null;
                }))
                .isSameAs(own);

        assertThat(forks).extracting(Subtask::state).containsExactly(Subtask.State.UNAVAILABLE, Subtask.State.FAILED);
        assertThat(forks.getLast().exception()).isSameAs(own);
        assertThatThrownBy(() -> forks.getLast().get())
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage("get() of a fork that has no result, its state is FAILED");
        assertThatThrownBy(() -> forks.getFirst().exception())
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage("exception() of a fork that has not failed, its state is UNAVAILABLE");
    }

    @Test
    @SuppressWarnings("FutureReturnValueIgnored") // there is none: the calls throw
    void aQueryHasNoTimeoutOfItsOwnInside() {
        odm.transaction(tx -> {
            AsyncQuery<Parcel> timed = tx.amodel(Parcel.class).afind().timeout(Duration.ofSeconds(20));
            for (Callable<?> terminal : List.<Callable<?>>of(
                    timed::first,
                    timed::get,
                    timed::toList,
                    timed::next,
                    timed::open,
                    timed::stream,
                    () -> timed.forEach(parcel -> {}))) {
                assertThatThrownBy(terminal::call)
                        .isExactlyInstanceOf(IllegalStateException.class)
                        .hasMessage("A call in a transaction has no timeout of its own: give the transaction one with"
                                + " TransactionSettings, or leave withTimeout out");
            }
            return null;
        });
    }

    @Test
    @SuppressWarnings("FutureReturnValueIgnored") // there is none: the calls throw
    void readsFromElsewhereAreRefusedBeforeAnythingIsSent() {
        TransactionSettings secondary = TransactionSettings.defaults()
                .withOptions(TransactionOptions.builder()
                        .readPreference(ReadPreference.secondary())
                        .build());
        String message =
                "A transaction reads from the primary, but its options say secondary: leave the read preference out";

        try (AsyncSession session = odm.astartSession().join()) {
            for (Callable<?> start : List.<Callable<?>>of(
                    () -> odm.<@Nullable Object>transaction(secondary, tx -> null),
                    () -> odm.atransaction(secondary, tx -> null),
                    () -> session.startTransaction(secondary))) {
                assertThat(Sent.by(
                                recorder,
                                () -> assertThatThrownBy(start::call)
                                        .isExactlyInstanceOf(IllegalArgumentException.class)
                                        .hasMessage(message)))
                        .isEmpty();
            }
        }
    }

    @Test
    @SuppressWarnings({"NullAway", "FutureReturnValueIgnored"})
    void nullIsRefusedAtTheCall() {
        assertThatThrownBy(() -> odm.atransaction(null))
                .isExactlyInstanceOf(NullPointerException.class)
                .hasMessage("body");
        assertThatThrownBy(() -> odm.atransaction(null, tx -> null))
                .isExactlyInstanceOf(NullPointerException.class)
                .hasMessage("settings");
        assertThatThrownBy(() -> odm.transaction(tx -> tx.fork(null)))
                .isExactlyInstanceOf(NullPointerException.class)
                .hasMessage("work");
    }

    @Test
    void aLostSessionIsClosedAndItsTransactionAborted() {
        List<String> sent = Sent.namesUntilCollected(recorder, "abortTransaction", this::loseASession);

        assertThat(sent).containsExactly("insert", "abortTransaction");
        assertThat(parcels.aexists().join()).isFalse();
    }

    /** On a thread of its own, so that its session is garbage when it has ended. */
    private void loseASession() {
        CompletableFuture.runAsync(
                        () -> {
                            AsyncSession session = odm.astartSession().join();
                            session.synchronous().startTransaction();
                            parcels.withSession(session).acreate(PARCEL).join();
                        },
                        task -> Thread.ofVirtual().start(task))
                .join();
    }
}
