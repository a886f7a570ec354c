package io.mongoodm.internal.execution;

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
        public <R extends @Nullable Object> R pass(@Nullable SessionGate gate, Supplier<R> driverCall) {
            return gate == null ? driverCall.get() : gate.pass(driverCall);
        }
    };

    /**
     * Runs one call of the driver on the current thread, blocking until it has returned.
     *
     * @param gate the gate of the session that the call is bound to, or null for none; its turn comes before anything
     *     else that the door waits for
     * @throws com.mongodb.MongoInterruptedException when the thread is interrupted while it waits: nothing was sent, and
     *     the flag is set again
     */
    <R extends @Nullable Object> R pass(@Nullable SessionGate gate, Supplier<R> driverCall);
}
