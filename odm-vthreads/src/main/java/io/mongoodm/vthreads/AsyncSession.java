package io.mongoodm.vthreads;

import io.mongoodm.Session;
import io.mongoodm.TransactionSettings;

/**
 * A session of the server, for transactions and for reading one's own writes. Close it, best by try-with-resources.
 *
 * <p>Views with {@link AsyncModel#withSession} carry it. Their operations run one at a time, in the order of the calls,
 * whichever threads make them; cancelling one that waits for its turn disturbs no other.
 */
public interface AsyncSession extends AutoCloseable {
    /** Starts a transaction with the defaults. */
    TransactionScope startTransaction();

    /**
     * Starts a transaction on the current thread, which becomes the owner of the scope. In front of the first transaction
     * of a handle, collections of registered models that do not exist are created, which blocks; otherwise nothing is sent.
     *
     * <p>The transaction is never repeated; of the settings only the driver's options count. Until its end, unbound calls
     * of the same handle on the owner's thread are refused.
     *
     * @throws IllegalStateException when the session has a transaction open, or the session or its handle is closed
     * @throws IllegalArgumentException when the options ask for another read preference than primary
     */
    TransactionScope startTransaction(TransactionSettings settings);

    /** Returns the blocking twin: the same session. */
    Session synchronous();

    /**
     * Ends the session, blocking until the call that runs on it is over; an open transaction is aborted, and what was
     * started through its scope stopped before. What is stopped, and calls that still wait for their turn, fail with
     * {@code IllegalStateException}. From any thread; a second call does nothing.
     */
    @Override
    void close();
}
