package io.mongoodm.internal.execution;

import io.mongoodm.TransactionSettings;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Runs bodies in transactions, for both modules. */
public interface Transactions {
    /**
     * Runs a body in a transaction of its own session on the current thread, with the driver's retries inside the bounds
     * of the settings, and commits when it returns. Futures' wrappers are taken off failures before the driver looks for
     * labels; unchecked exceptions leave as they are, a checked one as the cause of a {@code TransactionException}.
     */
    <R extends @Nullable Object> R run(TransactionSettings settings, AttemptBody<R> body);

    /** Throws {@code IllegalArgumentException} for settings that {@link #run} refuses. */
    void check(TransactionSettings settings);

    /** Creates the missing collections of the registered models, once for each handle, outside of any session. */
    void prepare();

    /** Runs work as part of a transaction of this handle: unbound calls of the handle on the thread are refused. */
    <R extends @Nullable Object> R within(Callable<? extends R> work) throws Exception;

    /** Does the same from now on, and returns what ends it, from any thread. */
    Runnable enter();

    /** Runs an independent piece of work on a thread of a transaction: unbound calls are allowed again in it. */
    <R extends @Nullable Object> R independent(Callable<? extends R> work) throws Exception;

    /** Takes off what futures put around a failure, so that its type and labels are seen. */
    static Throwable unwrapped(Throwable failure) {
        Throwable inner = failure;
        Throwable cause = inner.getCause();
        while (cause != null && (inner instanceof ExecutionException || inner instanceof CompletionException)) {
            inner = cause;
            cause = inner.getCause();
        }
        return inner;
    }

    /** One attempt of a body. */
    @FunctionalInterface
    interface AttemptBody<R extends @Nullable Object> {
        /** Runs the body once; it has ended, its forks joined, when it returns. */
        R run(Attempt attempt) throws Exception;
    }

    /** What an attempt gives its body. */
    interface Attempt {
        /** Returns the session, with the transaction open. */
        MongoSession session();

        /** Returns the number of this attempt, from 1. */
        int number();

        /** Runs an action once, after the commit. */
        void afterCommit(Runnable action);
    }
}
