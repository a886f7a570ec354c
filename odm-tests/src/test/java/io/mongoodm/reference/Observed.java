package io.mongoodm.reference;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.event.CommandFailedEvent;
import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import com.mongodb.event.CommandSucceededEvent;
import io.mongoodm.Odm;
import io.mongoodm.fixture.FailPoint;
import io.mongoodm.testkit.CommandRecorder;
import io.mongoodm.testkit.EmbeddedMongo;
import io.mongoodm.vthreads.AsyncOdm;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** An async handle of its own, whose commands fail when a test says so, and whose commands and their ends it can follow. */
final class Observed implements AutoCloseable, CommandListener {
    static final int LIMIT_SECONDS = 20;

    private final String uri;
    private final String application;
    private final List<String> ends = new CopyOnWriteArrayList<>();
    private final List<Expected> expected = new CopyOnWriteArrayList<>();
    private final CommandRecorder recorder = new CommandRecorder();
    private final Odm blocking;
    private final AsyncOdm odm;

    private record Expected(String event, Consumer<String> action) {}

    /** Opens a handle on a fresh database. */
    Observed(EmbeddedMongo server, String application, int maxInFlight, Class<?>... models) {
        this.uri = server.uri();
        this.application = application;
        this.blocking = Odm.builder()
                .settings(MongoClientSettings.builder()
                        .applyConnectionString(new ConnectionString(uri))
                        .applicationName(application)
                        .addCommandListener(recorder)
                        .addCommandListener(this)
                        .build())
                .database(Objects.requireNonNull(new ConnectionString(uri).getDatabase()))
                .models(models)
                .build();
        this.odm = AsyncOdm.builder().odm(blocking).maxInFlight(maxInFlight).build();
    }

    AsyncOdm odm() {
        return odm;
    }

    CommandRecorder recorder() {
        return recorder;
    }

    /** Returns how the commands ended, in that order: {@code "find failed"}, {@code "abortTransaction succeeded"}. */
    List<String> ends() {
        return ends;
    }

    /** Runs work while so many commands of this handle fail. */
    void failing(int times, String failure, Runnable work) {
        FailPoint.during(uri, application, times, failure, work);
    }

    /** Does something once when an event comes, such as {@code "find started"}, on the thread of the command. */
    void when(String event, Runnable action) {
        CountDownLatch first = new CountDownLatch(1);
        expected.add(new Expected(event, seen -> {
            if (first.getCount() > 0) {
                first.countDown();
                action.run();
            }
        }));
    }

    /** Returns what is open until an event comes. */
    CountDownLatch latch(String event) {
        CountDownLatch latch = new CountDownLatch(1);
        when(event, latch::countDown);
        return latch;
    }

    /** Waits, and fails when the limit of a test is over. */
    static void await(CountDownLatch latch) {
        try {
            if (!latch.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("It did not happen within " + LIMIT_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("The test was interrupted", e);
        }
    }

    /** Waits until a thread has ended, and fails when the limit of a test is over. */
    static void awaitEnd(Thread thread) {
        try {
            if (!thread.join(Duration.ofSeconds(LIMIT_SECONDS))) {
                throw new AssertionError(thread + " did not end within " + LIMIT_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("The test was interrupted", e);
        }
    }

    private void tell(String event) {
        expected.stream()
                .filter(one -> one.event().equals(event))
                .forEach(one -> one.action().accept(event));
    }

    @Override
    public void commandStarted(CommandStartedEvent event) {
        tell(event.getCommandName() + " started");
    }

    @Override
    public void commandSucceeded(CommandSucceededEvent event) {
        ends.add(event.getCommandName() + " succeeded");
    }

    @Override
    public void commandFailed(CommandFailedEvent event) {
        ends.add(event.getCommandName() + " failed");
    }

    @Override
    public void close() {
        try {
            odm.close();
        } finally {
            blocking.close();
        }
    }
}
