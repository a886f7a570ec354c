package io.mongoodm.internal.execution;

import com.mongodb.TransactionOptions;
import com.mongodb.client.ClientSession;
import io.mongoodm.Session;

/** A session with its gate. Every operation that is bound to it passes the gate first. */
public interface MongoSession extends Session {
    /** Returns the gate. */
    SessionGate gate();

    /** Returns the engine whose handle started it. */
    Engine engine();

    @Override
    ClientSession clientSession();

    /** Starts a transaction; {@code IllegalStateException} when one is open. */
    void startTransaction(TransactionOptions options);

    /** Tells whether a transaction is open. */
    boolean hasActiveTransaction();

    /**
     * Makes every later operation that is bound to the session fail with {@code IllegalStateException} with this
     * message, after the one that runs.
     */
    void retire(String message);
}
