package io.mongoodm.vthreads;

import io.mongoodm.Transaction;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * A transaction that owns all the work started through it: joined before the commit, stopped before an abort, and
 * nothing outlives it.
 *
 * <p>{@link #model}, {@link #amodel} and their views may be used from any thread while the scope is open; their calls of
 * the server run one at a time, in order, since a session knows no other way. Forks therefore overlap only in what they do
 * beside the database. {@link #fork}, {@link #join}, {@link #commit}, {@link #abort} and {@link #close} belong to the
 * thread that runs the body, or that started the transaction.
 *
 * <p>Nothing escapes: on the threads of the body and of its forks, a call through an unbound handle of the same Odm
 * throws {@code IllegalStateException}. A view of another session stays outside on purpose, and so does a nested
 * {@code transaction}, which is independent and may wait for, or conflict with, what this one wrote.
 */
public interface TransactionScope extends Transaction, AutoCloseable {
    /**
     * Returns an async model whose calls take part in the transaction. The end of the scope waits for them; one that
     * still runs when the body ends and fails without anybody attached to its future fails the transaction.
     *
     * @throws IllegalArgumentException when the class has no model
     * @throws IllegalStateException when the scope has ended
     */
    <T> AsyncModel<T> amodel(Class<T> type);

    /**
     * Starts work on a virtual thread of its own. Its first failure stops the other forks and fails the transaction, even
     * when what {@link #join} throws is caught. After a failure nothing more is started. Scoped values are not inherited.
     *
     * @throws WrongThreadException when another thread than the owner calls
     * @throws IllegalStateException when the scope has ended
     */
    <R extends @Nullable Object> Subtask<R> fork(Callable<? extends R> work);

    /**
     * Blocks until all forks are over, and throws the first failure of one: unchecked ones as they are, without what
     * futures wrap around them, a checked one as the cause of a {@link io.mongoodm.TransactionException}. Later failures
     * are suppressed in it.
     *
     * @throws com.mongodb.MongoInterruptedException when the thread is interrupted: the forks are stopped, and the flag is
     *     set again
     * @throws WrongThreadException when another thread than the owner calls
     * @throws IllegalStateException when the scope has ended
     */
    void join();

    /**
     * Joins all work, closes open iterators, commits, and runs the actions of {@code afterCommit}. When the work failed,
     * the transaction is aborted instead and the failure thrown. When the commit itself fails its outcome may be unknown;
     * it can be called again.
     *
     * @throws IllegalStateException in the body of a lambda form, which commits when the body returns; and after the end
     * @throws WrongThreadException when another thread than the owner calls
     */
    void commit();

    /**
     * Stops all work, waits for its threads, and aborts.
     *
     * @throws IllegalStateException in the body of a lambda form, which aborts when the body throws; and after the end
     * @throws WrongThreadException when another thread than the owner calls
     */
    void abort();

    /**
     * Aborts unless the transaction was committed or aborted before.
     *
     * @throws IllegalStateException in the body of a lambda form
     * @throws WrongThreadException when another thread than the owner calls, and the transaction is still open
     */
    @Override
    void close();

    /**
     * What runs in a transaction, once for each attempt; its effects outside the database may repeat.
     *
     * @param <R> what it returns
     */
    @FunctionalInterface
    interface Body<R extends @Nullable Object> {
        /** Runs once, in a fresh scope. Whatever it throws aborts the attempt. */
        R run(TransactionScope tx) throws Exception;
    }
}
