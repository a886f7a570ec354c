package io.mongoodm;

import com.mongodb.client.ClientSession;

/**
 * A session of the server, for calls that have to see each other's effects, and for transactions by hand. Views of models
 * carry it: {@link Model#withSession}.
 *
 * <p>A session does one thing at a time: calls from several threads queue at its gate in the order of their arrival. The
 * caller closes it. {@link Odm#transaction} is the form with retries, and the one to prefer.
 */
public interface Session extends AutoCloseable {
    /**
     * Starts a transaction: every later call of a view of this session takes part in it. Collections of registered models
     * that do not exist are created first, once for each handle.
     *
     * @throws IllegalStateException when a transaction is open, or the session or its handle is closed
     */
    void startTransaction();

    /**
     * Commits the open transaction. After a failure with the label {@code UnknownTransactionCommitResult} it may be
     * called again. So it may after a success, which commits nothing more.
     *
     * @throws IllegalStateException when none was started or the last one was aborted, or the session is closed
     */
    void commitTransaction();

    /**
     * Aborts the open transaction; nothing of it is left. Runs to its end although the thread is interrupted.
     *
     * @throws IllegalStateException when none is open, or the session is closed
     */
    void abortTransaction();

    /**
     * Returns the driver's session, for calls of the driver. They do not pass the gate: the caller sees to it that nothing
     * else uses the session meanwhile.
     */
    ClientSession clientSession();

    /**
     * Aborts an open transaction and ends the session, after the call that runs. A second call does nothing; later calls of
     * its views fail with {@link IllegalStateException}.
     */
    @Override
    void close();
}
