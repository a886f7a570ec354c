package io.mongoodm.vthreads;

import static com.mongodb.client.model.Filters.eq;
import static io.mongoodm.query.Fields.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoClientSettings;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoInterruptedException;
import com.mongodb.event.ConnectionCheckedOutEvent;
import com.mongodb.event.ConnectionPoolListener;
import io.mongoodm.Model;
import io.mongoodm.Odm;
import io.mongoodm.Query;
import io.mongoodm.Session;
import io.mongoodm.testkit.CommandRecorder;
import io.mongoodm.testkit.CommandRecorder.Command;
import io.mongoodm.testkit.EmbeddedMongo;
import io.mongoodm.testkit.Feature;
import io.mongoodm.testkit.Features;
import io.mongoodm.testkit.OdmTest;
import io.mongoodm.testkit.Requires;
import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A query that is interrupted when the server has opened its cursor and before anybody was told of it. */
@OdmTest
@Requires({Feature.TRANSACTIONS, Feature.FAIL_POINTS})
class InterruptedOpeningTest {
    private static final String APPLICATION = "interrupted-opening";

    private final EmbeddedMongo server;
    private final TcpProxy proxy;
    private final Events events = new Events();
    private final CommandRecorder recorder = new CommandRecorder();
    private final AtomicBoolean interruptsAtCheckOut = new AtomicBoolean();
    private final Watched control;
    private final Odm odm;
    private final AsyncOdm async;
    private final Model<Item> items;
    private final AsyncModel<Item> asyncItems;
    private int cursorsBefore;

    public record Item(Integer id, String name) {}

    /** Interrupts the thread that gets the next connection, as long as it has sent nothing on it. */
    private final class Interrupting implements ConnectionPoolListener {
        @Override
        public void connectionCheckedOut(ConnectionCheckedOutEvent event) {
            if (interruptsAtCheckOut.compareAndSet(true, false)) {
                Thread.currentThread().interrupt();
            }
        }
    }

    InterruptedOpeningTest(EmbeddedMongo server) throws IOException {
        this.server = server;
        this.proxy = new TcpProxy(server.uri());
        this.control = new Watched(server, 1, Item.class);
        this.odm = Odm.builder()
                .settings(MongoClientSettings.builder()
                        .applicationName(APPLICATION)
                        .addCommandListener(recorder)
                        .addCommandListener(events)
                        .applyToConnectionPoolSettings(pool -> pool.addConnectionPoolListener(new Interrupting()))
                        .build())
                .uri(proxy.uri(server.uri()))
                .models(Item.class)
                .build();
        this.async = AsyncOdm.builder().odm(odm).maxInFlight(1).build();
        this.items = odm.model(Item.class);
        this.asyncItems = async.model(Item.class);
    }

    @BeforeEach
    void fill() {
        items.createMany(
                IntStream.range(0, 10).mapToObj(i -> new Item(i, "n" + i)).toList());
        odm.transaction(tx -> tx.model(Item.class).findById(0));
        cursorsBefore = control.openCursors();
        recorder.clear();
        events.forget();
    }

    @AfterEach
    void close() throws IOException {
        async.close();
        odm.close();
        control.close();
        proxy.close();
    }

    /** Every way to open a cursor. */
    enum Opening {
        TO_LIST("find", items -> items.afind().batchSize(2).toList()),
        RAW("find", items -> items.afindRaw(new Document()).batchSize(2).toList()),
        FOR_EACH("find", items -> items.afind().batchSize(2).forEach(item -> {})),
        AGGREGATE("aggregate", items -> items.aaggregate(List.of()).batchSize(2).toList()),
        FIRST_OF_AGGREGATE(
                "aggregate", items -> items.aaggregate(List.of()).batchSize(1).first());

        private final String command;

        @SuppressWarnings("ImmutableEnumChecker") // functions of their argument alone
        private final Start start;

        Opening(String command, Start start) {
            this.command = command;
            this.start = start;
        }

        private interface Start {
            CompletableFuture<?> on(AsyncModel<Item> items);
        }
    }

    private static Query<Item> inPairs(Model<Item> model) {
        return model.find().batchSize(2);
    }

    /** Runs a call on a virtual thread, interrupts it while the reply to a command is on its way, and returns its failure. */
    private Throwable interruptedDuring(String command, Runnable call) throws Exception {
        proxy.holdReply(command);
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        Thread thread = start(call, failure);
        proxy.awaitHeld(1);
        thread.interrupt();
        Throwable failed = failure.get(Watched.SECONDS, TimeUnit.SECONDS);
        proxy.release();
        return failed;
    }

    /** Runs a call on a virtual thread, and tells its failure and whether the flag was set then. */
    private static Thread start(Runnable call, CompletableFuture<Throwable> failure) {
        return Thread.ofVirtual().start(() -> {
            try {
                call.run();
                failure.complete(new AssertionError("It did not fail"));
            } catch (RuntimeException failed) {
                failure.complete(
                        Thread.currentThread().isInterrupted()
                                ? failed
                                : new AssertionError("The interrupt was forgotten", failed));
            }
        });
    }

    private List<String> names() {
        return recorder.names();
    }

    private BsonDocument sessionOf(String command) {
        return recorder.commands(command).getLast().document().getDocument("lsid");
    }

    /** The command that kills or ends sessions, without the time that the driver gives it. */
    private static BsonDocument plain(Command command) {
        BsonDocument plain = command.plain();
        assertThat(plain.getNumber("maxTimeMS").longValue()).isBetween(1L, 10_000L);
        plain.remove("maxTimeMS");
        assertThat(command.database()).isEqualTo("admin");
        return plain;
    }

    private void theSessionWasKilledAndEnded(String opening) {
        assertThat(names()).containsExactly(opening, "killSessions", "endSessions");
        BsonArray sessions = new BsonArray(List.of(sessionOf(opening)));
        assertThat(recorder.commands().subList(1, 3))
                .extracting(InterruptedOpeningTest::plain)
                .containsExactly(new BsonDocument("killSessions", sessions), new BsonDocument("endSessions", sessions));
        if (Features.of(server).contains(Feature.KILLING_SESSIONS)) {
            control.awaitOpenCursors(cursorsBefore);
        }
    }

    private void nothingWasKilled() {
        assertThat(names()).doesNotContain("killSessions", "endSessions");
    }

    @ParameterizedTest
    @EnumSource
    void aCancelledOpeningKillsAndEndsItsSessionOnce(Opening opening) throws Exception {
        proxy.holdReply(opening.command);
        CompletableFuture<?> future = opening.start.on(asyncItems);
        proxy.awaitHeld(1);

        assertThat(future.cancel(true)).isTrue();

        events.awaitAnswered("endSessions", 1);
        theSessionWasKilledAndEnded(opening.command);
    }

    @ParameterizedTest
    @EnumSource
    void everyCompletionFromOutsideEndsTheCursor(Stop stop) throws Exception {
        proxy.holdReply("find");
        CompletableFuture<?> future = asyncItems.afind().batchSize(2).toList();
        proxy.awaitHeld(1);

        stop.apply(future);

        events.awaitAnswered("endSessions", 1);
        theSessionWasKilledAndEnded("find");
    }

    @Test
    void theKillHoldsNoPermit() throws Exception {
        proxy.holdReply("find");
        CompletableFuture<?> future = asyncItems.afind().batchSize(2).toList();
        proxy.awaitHeld(1);
        proxy.hold("killSessions");
        assertThat(future.cancel(true)).isTrue();
        proxy.awaitHeld(1);

        assertThat(asyncItems.acountDocuments().get(Watched.SECONDS, TimeUnit.SECONDS))
                .isEqualTo(10);

        assertThat(names()).containsExactly("find", "killSessions", "aggregate");
        proxy.release();
        events.awaitAnswered("endSessions", 1);
    }

    @Test
    void anInterruptedThreadLeavesNoCursor() throws Exception {
        Throwable failure = interruptedDuring("find", () -> inPairs(items).toList());

        assertThat(failure).isInstanceOf(MongoInterruptedException.class);
        theSessionWasKilledAndEnded("find");
    }

    @Test
    void aKilledSessionIsNotUsedAgain() throws Exception {
        assertThat(interruptedDuring("find", () -> inPairs(items).toList())).isNotNull();
        BsonDocument killed = sessionOf("find");

        assertThat(inPairs(items).toList()).hasSize(10);

        assertThat(sessionOf("find")).isNotEqualTo(killed);
    }

    @Test
    void aKillThatFailsIsFollowedByTheEndAndHidesNothing() throws Exception {
        control.failPoint(
                "killSessions",
                APPLICATION,
                new Document("errorCode", 323)); // the code of a command outside the Stable API
        Throwable failure = interruptedDuring("find", () -> inPairs(items).toList());

        assertThat(failure).isInstanceOf(MongoInterruptedException.class);
        assertThat(failure.getSuppressed()).doesNotHaveAnyElementsOfTypes(MongoCommandException.class);
        theSessionWasKilledAndEnded("find");
    }

    @Test
    void aKillThatIsCutHidesNothing() throws Exception {
        control.failPoint("killSessions", APPLICATION, new Document("closeConnection", true));
        Throwable failure = interruptedDuring("find", () -> inPairs(items).toList());

        assertThat(failure).isInstanceOf(MongoInterruptedException.class);
        assertThat(names()).containsExactly("find", "killSessions");
    }

    @Test
    void aUsersSessionIsNotKilled() throws Exception {
        try (Session session = odm.startSession()) {
            Model<Item> bound = items.withSession(session);
            assertThat(interruptedDuring("find", () -> inPairs(bound).toList())).isNotNull();
            assertThat(sessionOf("find"))
                    .isEqualTo(session.clientSession().getServerSession().getIdentifier());
        }
        nothingWasKilled();
    }

    @Test
    void aTransactionIsAbortedAndNotKilled() throws Exception {
        Throwable failure = interruptedDuring(
                "find",
                () -> odm.transaction(tx -> inPairs(tx.model(Item.class)).toList()));

        assertThat(failure).isInstanceOf(MongoInterruptedException.class);
        assertThat(names()).containsExactly("find", "abortTransaction");
    }

    @Test
    void whatOpensNoCursorKillsNothing() throws Exception {
        assertThat(interruptedDuring("find", () -> items.findOne(eq("_id", 1)))).isNotNull();
        assertThat(interruptedDuring("find", () -> inPairs(items).first())).isNotNull();
        assertThat(interruptedDuring("find", () -> items.exists(eq("_id", 1)))).isNotNull();
        assertThat(interruptedDuring("aggregate", items::countDocuments)).isNotNull();
        assertThat(interruptedDuring(
                        "aggregate", () -> items.aggregate(List.of()).first()))
                .isNotNull();
        assertThat(interruptedDuring(
                        "distinct", () -> items.distinct(field(Item::name)).toList()))
                .isNotNull();

        assertThat(names()).containsExactly("find", "find", "find", "aggregate", "aggregate", "distinct");
    }

    @Test
    void aCursorThatIsKnownIsClosedByItsOwnName() throws Exception {
        assertThat(interruptedDuring("getMore", () -> inPairs(items).toList())).isNotNull();

        assertThat(names()).containsExactly("find", "getMore", "killCursors");
        control.awaitOpenCursors(cursorsBefore);
    }

    @Test
    void aCursorWhoseClosingIsInterruptedEndsWithItsSession() throws Exception {
        AtomicBoolean flag = new AtomicBoolean();
        proxy.hold("killCursors");
        Thread thread = Thread.ofVirtual().start(() -> {
            try (Stream<Item> stream = inPairs(items).stream()) {
                assertThat(stream.findFirst()).isPresent();
            }
            flag.set(Thread.currentThread().isInterrupted());
        });
        proxy.awaitHeld(1);

        thread.interrupt();

        assertThat(thread.join(Duration.ofSeconds(Watched.SECONDS))).isTrue();
        assertThat(flag).isTrue();
        assertThat(names()).containsExactly("find", "killCursors", "killSessions", "endSessions");
        if (Features.of(server).contains(Feature.KILLING_SESSIONS)) {
            control.awaitOpenCursors(cursorsBefore);
        }
    }

    /** Blocks until the thread is in a wait for a condition, which an interrupt ends, and not on its way there. */
    private static void awaitCondition(Thread thread) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Watched.SECONDS);
        while (Stream.of(thread.getStackTrace())
                .noneMatch(frame -> frame.getClassName().endsWith("$ConditionObject")
                        && frame.getMethodName().startsWith("await"))) {
            assertThat(System.nanoTime()).as("the limit for the wait").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    @Test
    void anInterruptedWaitForAConnectionKillsNothing() throws Exception {
        try (Watched small = new Watched(server, proxy, 1, UnaryOperator.identity(), Item.class)) {
            Model<Item> model = small.blocking().model(Item.class);
            assertThat(inPairs(model).toList()).isEmpty();
            int asked = small.events().checkOutsStarted();
            proxy.holdReply("count");
            CompletableFuture<Long> holder = CompletableFuture.supplyAsync(model::estimatedDocumentCount);
            proxy.awaitHeld(1);
            CompletableFuture<Throwable> failure = new CompletableFuture<>();
            Thread waiting = start(() -> inPairs(model).toList(), failure);
            awaitCondition(waiting);

            waiting.interrupt();

            assertThat(failure.get(Watched.SECONDS, TimeUnit.SECONDS)).isInstanceOf(MongoInterruptedException.class);
            assertThat(small.events().checkOutsStarted()).isEqualTo(asked + 2);
            proxy.release();
            assertThat(holder.get(Watched.SECONDS, TimeUnit.SECONDS)).isZero();
            assertThat(small.events().sent()).doesNotContain("killSessions", "endSessions");
        }
    }

    @Test
    void anInterruptAtALockOfTheDriverMayHaveComeAfterTheReply() throws Exception {
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        interruptsAtCheckOut.set(true);
        Thread unused = start(() -> inPairs(items).toList(), failure);

        assertThat(failure.get(Watched.SECONDS, TimeUnit.SECONDS))
                .isInstanceOf(MongoInterruptedException.class)
                .hasCauseInstanceOf(InterruptedException.class);

        assertThat(names()).containsExactly("killSessions", "endSessions");
    }

    @Test
    void aThreadThatWasInterruptedBeforeSendsNothing() throws Exception {
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        Thread unused = start(
                () -> {
                    Thread.currentThread().interrupt();
                    List<Item> never = inPairs(items).toList();
                    assertThat(never).isNull();
                },
                failure);

        assertThat(failure.get(Watched.SECONDS, TimeUnit.SECONDS)).isInstanceOf(MongoInterruptedException.class);

        assertThat(names()).isEmpty();
    }

    @Test
    void anErrorOfTheServerKillsNothing() {
        control.failPoint("find", APPLICATION, new Document("errorCode", 2));

        assertThatThrownBy(() -> inPairs(items).toList()).isInstanceOf(MongoCommandException.class);

        assertThat(names()).containsExactly("find");
    }

    @Test
    void anOpeningDuringWhichTheStreamIsClosedClosesItsOwnCursor() throws Exception {
        proxy.holdReply("find");
        Stream<Item> stream = inPairs(items).stream();
        CompletableFuture<List<Item>> reading = CompletableFuture.supplyAsync(stream::toList);
        proxy.awaitHeld(1);
        stream.close();
        proxy.release();

        assertThatThrownBy(() -> reading.get(Watched.SECONDS, TimeUnit.SECONDS))
                .hasCauseExactlyInstanceOf(IllegalStateException.class);

        assertThat(names()).containsExactly("find", "killCursors");
        assertThat(sessionOf("killCursors")).isEqualTo(sessionOf("find"));
        sessionIsBack(sessionOf("find"));
    }

    /** The pool gives out first what came back last. */
    private void sessionIsBack(BsonDocument session) {
        assertThat(items.countDocuments()).isEqualTo(10);
        assertThat(sessionOf("aggregate")).isEqualTo(session);
    }

    @Test
    void theSessionIsHandedBackHoweverTheCursorEnds() throws Exception {
        assertThat(inPairs(items).toList()).hasSize(10);
        BsonDocument session = sessionOf("find");
        sessionIsBack(session);

        try (Stream<Item> stream = inPairs(items).stream()) {
            assertThat(stream.findFirst()).isPresent();
        }
        sessionIsBack(session);

        try (Stream<Item> stream = inPairs(items).stream()) {
            Iterator<Item> unopened = stream.iterator();
            assertThat(unopened).isNotNull();
        }
        sessionIsBack(session);

        control.failPoint("find", APPLICATION, new Document("errorCode", 2));
        assertThatThrownBy(() -> inPairs(items).toList()).isInstanceOf(MongoCommandException.class);
        sessionIsBack(session);

        control.failPoint("getMore", APPLICATION, new Document("errorCode", 2));
        assertThatThrownBy(() -> inPairs(items).toList()).isInstanceOf(MongoCommandException.class);
        sessionIsBack(session);

        assertThat(interruptedDuring("getMore", () -> inPairs(items).toList())).isNotNull();
        sessionIsBack(session);
        assertThat(recorder.commands())
                .extracting(command -> command.document().getDocument("lsid"))
                .containsOnly(session);
    }
}
