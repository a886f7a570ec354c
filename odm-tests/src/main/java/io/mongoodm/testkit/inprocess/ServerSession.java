package io.mongoodm.testkit.inprocess;

import de.bwaldvogel.mongo.bson.Document;
import org.jspecify.annotations.Nullable;

/** What the server keeps of a client's session: its newest number, and what became of it. */
final class ServerSession {
    private long number = -1;
    private @Nullable Transaction transaction;
    private boolean committed;
    private @Nullable Document storedReply;
    private boolean busy;

    long number() {
        return number;
    }

    /** Goes on to a newer number, for a retryable write or a transaction. */
    void advance(long newer, @Nullable Transaction begun) {
        number = newer;
        transaction = begun;
        committed = false;
        storedReply = null;
    }

    @Nullable
    Transaction transaction() {
        return transaction;
    }

    boolean committed() {
        return committed;
    }

    void markCommitted() {
        committed = true;
    }

    /** The answer of the retryable write with the newest number, once there is one. */
    @Nullable
    Document storedReply() {
        return storedReply;
    }

    void store(Document reply) {
        storedReply = reply;
    }

    boolean busy() {
        return busy;
    }

    void busy(boolean running) {
        busy = running;
    }
}
