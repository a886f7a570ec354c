package io.mongoodm.internal.execution;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The one door through which every call of the driver goes. A door waits for what its kind of caller needs, lets the
 * call through, and gives back what it took before it returns.
 */
public interface Door {
    /** For calls on the caller's own thread: only the session's turn is waited for. */
    Door DIRECT = new Door() {
        @Override
        public <R extends @Nullable Object> R pass(
                @Nullable SessionGate gate, Deadline deadline, Supplier<R> driverCall) {
            return gate == null ? driverCall.get() : gate.pass(deadline, !deadline.hasSent(), driverCall);
        }
    };

    /**
     * Runs one call of the driver on the current thread, blocking until it has returned.
     *
     * @param gate the gate of the session that the call is bound to, or null for none; its turn comes before anything
     *     else that the door waits for
     * @param deadline when the waiting ends; the call bounds its own time by it
     * @throws io.mongoodm.OverloadedException when the deadline comes before the call may be sent, and nothing of its
     *     operation was sent
     * @throws com.mongodb.MongoOperationTimeoutException when the deadline comes before a later call of an operation
     * @throws com.mongodb.MongoInterruptedException when the thread is interrupted while it waits: nothing was sent, and
     *     the flag is set again
     */
    <R extends @Nullable Object> R pass(@Nullable SessionGate gate, Deadline deadline, Supplier<R> driverCall);

    /** Returns the door of one operation that begins now, which may know that something of it was sent before. */
    default Door ofOperation() {
        return this;
    }

    /**
     * Runs pieces of work that do not depend on each other and returns their results in order; each passes this door for
     * its own calls. One after the other here; a door that has threads to spare may run them at once. The first failure
     * fails the whole.
     */
    default <R extends @Nullable Object> List<R> runAll(List<Supplier<R>> work) {
        List<R> results = new ArrayList<>(work.size());
        for (Supplier<R> piece : work) {
            results.add(piece.get());
        }
        return results;
    }
}
