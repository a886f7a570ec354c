package io.mongoodm;

import org.jspecify.annotations.Nullable;

/** What a body does its work through: models whose calls take part in the transaction, and end with it. */
public interface Transaction {
    /**
     * Returns the model of a class, bound to this transaction; sends nothing. Its calls queue one at a time, whatever
     * thread makes them, and fail with {@link IllegalStateException} when the body has ended.
     *
     * @throws IllegalArgumentException when the class has no model
     */
    <T> Model<T> model(Class<T> type);

    /** Returns which attempt at the body this is, from 1. */
    int attempt();

    /**
     * Runs an action once after the commit, on the thread of the body, in the order of registration. Actions of an attempt
     * that is repeated are forgotten. Callable from any thread while the body runs. A failure of an action leaves
     * {@code transaction}, with what was committed in place and the other actions run: whoever catches it must not take it
     * for a reason to run the transaction again.
     */
    void afterCommit(Runnable action);

    /**
     * The work of a transaction. It may run several times, so its effects outside the database may repeat. Whatever the
     * server answers a call with an error for, it has aborted: let that leave the body, and ask before you write instead
     * of catching a duplicate key.
     *
     * @param <R> what it returns, null allowed
     */
    @FunctionalInterface
    interface Body<R extends @Nullable Object> {
        /**
         * Does the work once.
         *
         * @throws Exception to abort the transaction
         */
        R run(Transaction tx) throws Exception;
    }
}
