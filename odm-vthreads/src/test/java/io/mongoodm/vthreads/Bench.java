package io.mongoodm.vthreads;

import io.mongoodm.internal.execution.Deadline;
import io.mongoodm.internal.execution.SessionGate;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A dispatcher and a launcher without a server, and operations that stop where a test wants them. */
final class Bench {
    static final int SECONDS = 20;

    final Dispatcher dispatcher;
    final Work work = new Work(null);
    final Launcher launcher;

    Bench(int maxInFlight) {
        this(new Limits(maxInFlight, 20_000, Duration.ofMinutes(2)), UnaryOperator.identity());
    }

    Bench(Limits limits, UnaryOperator<Runnable> decorator) {
        dispatcher = new Dispatcher(limits);
        launcher = new Launcher(dispatcher, work, decorator, () -> {});
    }

    <R extends @Nullable Object> OperationFuture<R> call(Body<R> body) {
        return launcher.launch(null, Deadline.NONE, body);
    }

    <R extends @Nullable Object> OperationFuture<R> call(SessionGate gate, Body<R> body) {
        return launcher.launch(gate, Deadline.NONE, body);
    }

    /** Tells whether an operation comes through, as it does when every permit was given back. */
    boolean isFree() {
        OperationFuture<String> probe = call(self -> self.pass(null, Deadline.NONE, () -> "free"));
        return probe.orTimeout(SECONDS, TimeUnit.SECONDS).join().equals("free");
    }

    /** Starts an operation that sits in a call of the driver, with its permit, until the held gate opens. */
    Held hold() {
        Held held = new Held();
        held.future = call(self -> self.pass(null, Deadline.NONE, held::await));
        Bench.await(held.started);
        return held;
    }

    static void await(CountDownLatch latch) {
        try {
            if (!latch.await(SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("Nothing happened within " + SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("The test was interrupted", e);
        }
    }

    /** A call of the driver that has started and does not end by itself. */
    static final class Held {
        final CountDownLatch started = new CountDownLatch(1);
        final CountDownLatch interrupted = new CountDownLatch(1);
        final CountDownLatch end = new CountDownLatch(1);
        OperationFuture<String> future = new Bench(1).call(self -> "");

        String await() {
            started.countDown();
            try {
                end.await();
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw new IllegalStateException("interrupted", e);
            }
            return "done";
        }
    }
}
