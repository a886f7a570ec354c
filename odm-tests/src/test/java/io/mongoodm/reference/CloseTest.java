package io.mongoodm.reference;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.model.InsertOneModel;
import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import io.mongoodm.Model;
import io.mongoodm.Odm;
import io.mongoodm.Session;
import io.mongoodm.fixture.Form;
import io.mongoodm.reference.HandleForm.Handle;
import io.mongoodm.reference.Written.Note;
import io.mongoodm.testkit.CommandRecorder;
import io.mongoodm.testkit.EmbeddedMongo;
import io.mongoodm.testkit.OdmTest;
import io.mongoodm.vthreads.AsyncOdm;
import io.mongoodm.vthreads.AsyncSession;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code disconnect} and {@code close}, and what a handle does afterwards. */
@OdmTest
@Timeout(60)
class CloseTest {
    private static final String CLOSED = "This handle is closed: open another with connect or builder()";

    private final EmbeddedMongo mongo;

    CloseTest(EmbeddedMongo mongo) {
        this.mongo = mongo;
    }

    @ParameterizedTest
    @EnumSource
    void tellsWhetherThisCallClosed(HandleForm form) {
        Handle handle = form.connect(mongo.uri(), Note.class);

        assertThat(handle.disconnect()).isTrue();
        assertThat(handle.disconnect()).isFalse();
        handle.close();
    }

    @ParameterizedTest
    @EnumSource
    void oneOfTwoThreadsCloses(HandleForm form) throws Exception {
        Handle handle = form.connect(mongo.uri(), Note.class);
        handle.model(Note.class).countDocuments();
        CyclicBarrier together = new CyclicBarrier(2);
        Callable<Boolean> closing = () -> {
            together.await();
            return handle.disconnect();
        };

        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            Future<Boolean> one = threads.submit(closing);
            Future<Boolean> other = threads.submit(closing);
            assertThat(List.of(one.get(), other.get())).containsExactlyInAnyOrder(true, false);
        }
    }

    @ParameterizedTest
    @EnumSource
    void closesTheClientThatItOpened(HandleForm form) {
        Handle handle = form.connect(mongo.uri(), Note.class);
        Odm odm = handle.synchronous();
        handle.close();

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> odm.client().getDatabase("x").runCommand(new Document("ping", 1)));
    }

    @ParameterizedTest
    @EnumSource
    void endsItsSessionsOnTheServer(HandleForm form) {
        CommandRecorder recorder = new CommandRecorder();
        Odm odm = listening(recorder);
        Handle handle = form.over(odm);
        handle.model(Note.class).countDocuments();

        handle.close();
        odm.close();

        assertThat(recorder.names()).endsWith("endSessions");
    }

    @Test
    void everyFunctionOfAModelIsRefusedAtTheCallAfterwards() {
        for (Form form : Form.values()) {
            AsyncOdm odm = AsyncOdm.connect(mongo.uri(), Note.class);
            Model<Note> notes = form.model(odm, Note.class);
            odm.close();

            calls(notes)
                    .forEach((name, call) -> assertThatExceptionOfType(IllegalStateException.class)
                            .as(form + " " + name)
                            .isThrownBy(call::run)
                            .withMessageContaining("is closed"));
        }
    }

    private static Map<String, Runnable> calls(Model<Note> notes) {
        Note note = Note.of("n", "x");
        Document all = new Document();
        Map<String, Runnable> calls = new LinkedHashMap<>();
        calls.put("create", () -> notes.create(note));
        calls.put("createMany", () -> notes.createMany(List.of(note)));
        calls.put("createMany of none", () -> notes.createMany(List.of()));
        calls.put("update", () -> notes.update(note));
        calls.put("update by operators", () -> notes.update(note, set("text", "y")));
        calls.put("patch", () -> notes.patch(note, note.withText("y")));
        calls.put("updateAndGet", () -> notes.updateAndGet(note));
        calls.put("updateAll", () -> notes.updateAll(List.of(note)));
        calls.put("replace", () -> notes.replace(note));
        calls.put("delete", () -> notes.delete(note));
        calls.put("find", () -> notes.find().toList());
        calls.put("findRaw", () -> notes.findRaw(all).toList());
        calls.put("findOne", () -> notes.findOne(all));
        calls.put("findById", () -> notes.findById("n"));
        calls.put("get", () -> notes.get(all));
        calls.put("getRandomOne", () -> notes.getRandomOne());
        calls.put("getOrCreate", () -> notes.getOrCreate(eq("_id", "n"), () -> note));
        calls.put("findOneAndUpdate", () -> notes.findOneAndUpdate(all, set("text", "y")));
        calls.put("findOneAndReplace", () -> notes.findOneAndReplace(all, note));
        calls.put("findOneAndDelete", () -> notes.findOneAndDelete(all));
        calls.put("updateOne", () -> notes.updateOne(all, set("text", "y")));
        calls.put("updateMany", () -> notes.updateMany(all, set("text", "y")));
        calls.put("deleteOne", () -> notes.deleteOne(all));
        calls.put("deleteMany", () -> notes.deleteMany(all));
        calls.put("bulkWrite", () -> notes.bulkWrite(List.of(new InsertOneModel<>(note))));
        calls.put("countDocuments", notes::countDocuments);
        calls.put("estimatedDocumentCount", notes::estimatedDocumentCount);
        calls.put("exists", notes::exists);
        calls.put("aggregate", () -> notes.aggregate(List.of()).toList());
        return calls;
    }

    @Test
    void everyFunctionOfABlockingHandleIsRefusedAfterwards() {
        Odm odm = Odm.connect(mongo.uri(), Note.class);
        odm.close();

        List<Runnable> calls = List.of(
                () -> odm.model(Note.class),
                odm::startSession,
                () -> odm.transaction(tx -> 1),
                odm::planIndexes,
                odm::applyIndexes,
                odm::dropDatabase,
                () -> odm.dropDatabase("x"),
                () -> odm.withDatabase("x"),
                () -> AsyncOdm.over(odm));
        assertThat(calls)
                .allSatisfy(call -> assertThatExceptionOfType(IllegalStateException.class)
                        .isThrownBy(call::run)
                        .withMessage(CLOSED));
    }

    @Test
    void everyFunctionOfAnAsyncHandleIsRefusedAtTheCallAfterwards() {
        AsyncOdm odm = AsyncOdm.connect(mongo.uri(), Note.class);
        odm.close();

        List<ThrowingCallable> calls = List.of(
                () -> odm.model(Note.class),
                () -> odm.astartSession().join(),
                () -> odm.transaction(tx -> 1),
                () -> odm.atransaction(tx -> 1).join(),
                () -> odm.aplanIndexes().join(),
                () -> odm.asyncApplyIndexes().join(),
                () -> odm.adropDatabase().join(),
                () -> odm.adropDatabase("x").join(),
                () -> odm.withDatabase("x"));
        assertThat(calls)
                .allSatisfy(call -> assertThatExceptionOfType(IllegalStateException.class)
                        .isThrownBy(call)
                        .withMessageContaining("is closed"));
    }

    @ParameterizedTest
    @EnumSource
    void closingAHandleEndsItsViews(HandleForm form) {
        Handle handle = form.connect(mongo.uri(), Note.class);
        Handle view = handle.withDatabase("other");
        Model<Note> notes = view.model(Note.class);
        handle.close();

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(notes::countDocuments)
                .withMessageContaining("is closed");
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> view.model(Note.class))
                .withMessageContaining("is closed");
    }

    @Test
    void sessionMayBeClosedAfterItsHandle() {
        Odm odm = Odm.connect(mongo.uri(), Note.class);
        Session session = odm.startSession();
        odm.close();

        session.close();
        session.close();
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(session::startTransaction);
    }

    /** Holds a command back in front of its sending, until the test lets it go. */
    private static final class Held implements CommandListener {
        private final String command;
        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);

        private Held(String command) {
            this.command = command;
        }

        @Override
        public void commandStarted(CommandStartedEvent event) {
            if (event.getCommandName().equals(command)) {
                reached.countDown();
                awaitUninterrupted(released);
            }
        }

        private static void awaitUninterrupted(CountDownLatch latch) {
            boolean interrupted = false;
            while (true) {
                try {
                    latch.await();
                    break;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Odm listening(CommandListener listener) {
        ConnectionString uri = new ConnectionString(mongo.uri());
        return Odm.builder()
                .settings(MongoClientSettings.builder()
                        .applyConnectionString(uri)
                        .addCommandListener(listener)
                        .build())
                .database(Objects.requireNonNull(uri.getDatabase()))
                .models(Note.class)
                .build();
    }

    @Test
    void commandThatIsUnderWayWhenABlockingHandleClosesMayFinish() throws Exception {
        Held held = new Held("insert");
        Odm odm = listening(held);
        try (ExecutorService threads = Executors.newFixedThreadPool(1)) {
            Future<Note> call = threads.submit(() -> odm.model(Note.class).create(Note.of("n", "x")));
            held.reached.await();

            assertThat(odm.disconnect()).isTrue();
            held.released.countDown();

            assertThat(call.get(30, TimeUnit.SECONDS).id()).isEqualTo("n");
        }
        assertThat(odm.disconnect()).isFalse();
    }

    @Test
    void callThatNeedsOneMoreCommandAfterTheCloseFails() throws Exception {
        Held held = new Held("find");
        Odm odm = listening(held);
        try (ExecutorService threads = Executors.newFixedThreadPool(1)) {
            Future<?> call =
                    threads.submit(() -> odm.model(Note.class).getOrCreate(eq("_id", "n"), () -> Note.of("n", "x")));
            held.reached.await();

            assertThat(odm.disconnect()).isTrue();
            held.released.countDown();

            assertThatThrownBy(() -> call.get(30, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(CLOSED);
        }
    }

    @Test
    void closeOnTheThreadOfAnOperationDoesNotWaitForACloseThatWaitsForTheOperation() throws Exception {
        Held held = new Held("insert");
        CompletableFuture<AsyncOdm> handle = new CompletableFuture<>();
        CompletableFuture<Boolean> closed = new CompletableFuture<>();
        CommandListener closing = new CommandListener() {
            @Override
            public void commandStarted(CommandStartedEvent event) {
                held.commandStarted(event);
                if (event.getCommandName().equals("insert")) {
                    AsyncOdm async = handle.join();
                    async.close();
                    closed.complete(async.adisconnect().join());
                }
            }
        };
        try (Odm odm = listening(closing);
                ExecutorService threads = Executors.newFixedThreadPool(1)) {
            AsyncOdm async = AsyncOdm.over(odm);
            handle.complete(async);
            CompletableFuture<Note> call = async.model(Note.class).acreate(Note.of("n", "x"));
            held.reached.await();
            Future<Boolean> first = threads.submit(() -> async.adisconnect().join());
            awaitClosed(() -> async.model(Note.class), "is closed");
            held.released.countDown();

            assertThat(closed.get(30, TimeUnit.SECONDS)).isFalse();
            assertThat(first.get(30, TimeUnit.SECONDS)).isTrue();
            assertThat(call).isCompletedWithValueMatching(note -> "n".equals(note.id()));
        }
    }

    private static void awaitClosed(Callable<?> use, String words) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (true) {
            try {
                Object unused = use.call();
            } catch (IllegalStateException e) {
                assertThat(e).hasMessageContaining(words);
                return;
            }
            assertThat(System.nanoTime()).as("the limit").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    /** Holds a session back that the driver has started, until the test lets it go. */
    private static final class HeldSession implements InvocationHandler {
        private final MongoClient client;
        private final CompletableFuture<ClientSession> started = new CompletableFuture<>();
        private final CountDownLatch released = new CountDownLatch(1);

        private HeldSession(MongoClient client) {
            this.client = client;
        }

        MongoClient proxy() {
            return (MongoClient) Proxy.newProxyInstance(
                    MongoClient.class.getClassLoader(), new Class<?>[] {MongoClient.class}, this);
        }

        @Override
        public Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
            Object result = method.invoke(client, arguments);
            if (result instanceof ClientSession session) {
                started.complete(session);
                Held.awaitUninterrupted(released);
            }
            return result;
        }
    }

    @Test
    void sessionThatComesTooLateForACancelledFutureIsClosedAtOnce() throws Exception {
        ConnectionString uri = new ConnectionString(mongo.uri());
        try (MongoClient client = MongoClients.create(uri)) {
            HeldSession held = new HeldSession(client);
            AsyncOdm async = AsyncOdm.over(Odm.builder()
                    .client(held.proxy())
                    .database(Objects.requireNonNull(uri.getDatabase()))
                    .models(Note.class)
                    .build());
            CompletableFuture<AsyncSession> future = async.astartSession();
            ClientSession late = held.started.get(30, TimeUnit.SECONDS);
            assertThat(late.getServerSession().isClosed()).isFalse();
            assertThat(future.cancel(true)).isTrue();
            held.released.countDown();

            awaitClosed(late::getServerSession, "open");
            assertThatExceptionOfType(CancellationException.class).isThrownBy(future::join);
            async.close();
        }
    }

    @Test
    void asyncHandleLetsWhatRunsFinish() throws Exception {
        Held held = new Held("insert");
        try (Odm odm = listening(held);
                ExecutorService threads = Executors.newFixedThreadPool(1)) {
            AsyncOdm async = AsyncOdm.over(odm);
            List<CompletableFuture<Note>> calls = new ArrayList<>();
            calls.add(async.model(Note.class).acreate(Note.of("n", "x")));
            held.reached.await();
            calls.add(async.model(Note.class).acreate(Note.of("m", "x")));

            Future<Boolean> closing = threads.submit(() -> async.adisconnect().join());
            held.released.countDown();

            assertThat(closing.get(30, TimeUnit.SECONDS)).isTrue();
            assertThat(calls)
                    .allSatisfy(
                            call -> assertThat(call).isCompletedWithValueMatching(note -> note.createdAt() != null));
            assertThat(odm.model(Note.class).countDocuments()).isEqualTo(2);
        }
    }
}
