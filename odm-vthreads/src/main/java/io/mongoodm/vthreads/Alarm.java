package io.mongoodm.vthreads;

import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One action after a time, until it is taken back. */
final class Alarm {
    private volatile @Nullable Future<?> set;

    /**
     * Sets the action, or not.
     *
     * @param wanted false from when on {@link #stop} may have been called before
     */
    void set(long nanos, BooleanSupplier wanted, Runnable action) {
        set = Threads.after(nanos, action);
        if (!wanted.getAsBoolean()) {
            stop();
        }
    }

    /** Takes the action back; nothing happens when it was never set, or has come. */
    void stop() {
        Future<?> running = set;
        if (running != null) {
            running.cancel(false);
        }
    }
}
