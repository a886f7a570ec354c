package io.mongoodm.vthreads;

import io.mongoodm.internal.execution.Deadline;
import io.mongoodm.internal.execution.Door;
import io.mongoodm.internal.execution.SessionGate;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What all async handles over one client share: the permits for calls of the driver, as many bodies of transactions
 * again, and the counts. It knows no client, so that it never keeps one alive.
 */
final class Dispatcher {
    private final Limits limits;
    private final Lane calls;
    private final Lane bodies;
    private final QueueTimes queueTimes = new QueueTimes();
    private final LongAdder running = new LongAdder();
    private final Map<Outcome, LongAdder> ended = new EnumMap<>(Outcome.class);

    Dispatcher(Limits limits) {
        this.limits = limits;
        this.calls = new Lane(limits);
        this.bodies = new Lane(limits);
        for (Outcome outcome : Outcome.values()) {
            ended.put(outcome, new LongAdder());
        }
    }

    /** How an operation ended, for the counts. */
    enum Outcome {
        COMPLETED,
        FAILED,
        CANCELLED,
        REJECTED
    }

    Limits limits() {
        return limits;
    }

    /** The permits for calls of the driver. */
    Lane calls() {
        return calls;
    }

    /** The permits for bodies of transactions, which hold none of the others. */
    Lane bodies() {
        return bodies;
    }

    /**
     * Sends one call of the driver from the current thread: the session's turn first, then a permit, which is given
     * back before the turn is.
     *
     * @param first whether the operation has sent nothing before
     * @param check called when the turn has come, and refuses the call by throwing
     */
    <R extends @Nullable Object> R pass(
            @Nullable SessionGate gate, Deadline deadline, boolean first, Runnable check, Supplier<R> call) {
        return gate == null
                ? pass(deadline, first, check, call)
                : gate.pass(deadline, first, () -> pass(deadline, first, check, call));
    }

    private <R extends @Nullable Object> R pass(Deadline deadline, boolean first, Runnable check, Supplier<R> call) {
        check.run();
        calls.acquire(deadline, first);
        try {
            return call.get();
        } finally {
            calls.release();
        }
    }

    /** Returns a door for calls that the current thread makes itself. */
    Door door(Runnable check) {
        return new OwnDoor(check);
    }

    /** The door of one operation on a user's thread, and of those that begin with it. */
    private final class OwnDoor implements Door {
        private final Runnable check;
        private boolean sent;

        private OwnDoor(Runnable check) {
            this.check = check;
        }

        @Override
        public Door ofOperation() {
            return new OwnDoor(check);
        }

        @Override
        public <R extends @Nullable Object> R pass(
                @Nullable SessionGate gate, Deadline deadline, Supplier<R> driverCall) {
            boolean first = !sent;
            sent = true;
            return Dispatcher.this.pass(gate, deadline, first, check, driverCall);
        }
    }

    void started(long waitedNanos) {
        running.increment();
        queueTimes.record(waitedNanos);
    }

    void ended(boolean started, Outcome outcome) {
        if (started) {
            running.decrement();
        }
        count(outcome).increment();
    }

    private LongAdder count(Outcome outcome) {
        return Objects.requireNonNull(ended.get(outcome), "counted");
    }

    AsyncMetrics metrics() {
        return new AsyncMetrics(
                calls.queued() + bodies.queued(),
                running.sum(),
                count(Outcome.COMPLETED).sum(),
                count(Outcome.FAILED).sum(),
                count(Outcome.CANCELLED).sum(),
                count(Outcome.REJECTED).sum(),
                queueTimes.quantile(0.5),
                queueTimes.quantile(0.99),
                queueTimes.max());
    }
}
