package io.mongoodm.vthreads;

import org.jspecify.annotations.Nullable;

/**
 * A piece of work that {@link TransactionScope#fork} started. Safe for use by any number of threads.
 *
 * @param <R> what the work returns
 */
public interface Subtask<R extends @Nullable Object> {
    /**
     * Returns what the work returned, without blocking.
     *
     * @throws IllegalStateException before the scope's {@link TransactionScope#join}, and when the work did not succeed
     */
    R get();

    /**
     * Returns what the work failed with, without blocking; what futures wrap around a failure is taken off.
     *
     * @throws IllegalStateException before the scope's {@link TransactionScope#join}, and when the work did not fail
     */
    Throwable exception();

    /** Returns how far the work is; callable at any time. */
    State state();

    /** How far a piece of work is. */
    enum State {
        /** It runs, or was stopped because another one failed. */
        UNAVAILABLE,
        /** It returned. */
        SUCCESS,
        /** It threw. */
        FAILED
    }
}
