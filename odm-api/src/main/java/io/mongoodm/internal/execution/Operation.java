package io.mongoodm.internal.execution;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A call that was checked, rendered and copied, and that sends nothing before it runs. Immutable; it may run on any
 * thread, and each run is a call of its own.
 *
 * @param <R> what the call returns
 */
public final class Operation<R extends @Nullable Object> {
    private final @Nullable SessionGate gate;
    private final @Nullable Duration timeout;
    private final Body<R> body;

    Operation(@Nullable SessionGate gate, @Nullable Duration timeout, Body<R> body) {
        this.gate = gate;
        this.timeout = timeout;
        this.body = body;
    }

    /** Returns the gate of the session that the call is bound to, or null for none. */
    public @Nullable SessionGate gate() {
        return gate;
    }

    /** Returns the deadline of a call that starts now. */
    public Deadline startDeadline() {
        return Deadline.in(timeout);
    }

    /** Runs the call on the current thread and blocks until it is over; each call of the driver passes the door. */
    public R run(Door door, Deadline deadline) {
        return body.run(door, deadline);
    }

    /** Runs the call, starting its time now. */
    public R run(Door door) {
        return run(door.ofOperation(), startDeadline());
    }

    /** What a call does once it may. */
    @FunctionalInterface
    interface Body<R extends @Nullable Object> {
        R run(Door door, Deadline deadline);
    }
}
