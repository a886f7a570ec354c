package io.mongoodm.internal.execution;

import com.mongodb.TransactionOptions;
import com.mongodb.client.ClientSession;
import io.mongoodm.Session;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A session of the driver behind its gate; for the body of a transaction, one for each attempt on the same session. */
final class BoundSession implements MongoSession {
    private final MongoEngine engine;
    private final ClientSession session;
    private final SessionGate gate;
    private final AtomicReference<@Nullable String> retired = new AtomicReference<>();
    private final AtomicReference<@Nullable RuntimeException> firstFailure = new AtomicReference<>();
    private final Set<Batches<?>> cursors = ConcurrentHashMap.newKeySet();

    BoundSession(MongoEngine engine, ClientSession session, SessionGate gate) {
        this.engine = engine;
        this.session = session;
        this.gate = gate;
    }

    /** Returns the session for calls on a handle; throws for one that is not ours, or of another client. */
    static BoundSession of(Session session, MongoEngine engine) {
        if (!(Objects.requireNonNull(session, "session") instanceof BoundSession bound)) {
            throw new IllegalArgumentException("A " + session.getClass().getName()
                    + " is no session of this library: take one from startSession()");
        }
        if (!bound.engine.client().equals(engine.client())) {
            throw new IllegalArgumentException("The session belongs to another client than the model: take one from the"
                    + " model's own startSession()");
        }
        return bound;
    }

    @Override
    public SessionGate gate() {
        return gate;
    }

    @Override
    public Engine engine() {
        return engine;
    }

    @Override
    public ClientSession clientSession() {
        return session;
    }

    void requireUsable() {
        String message = retired.get();
        if (message != null) {
            throw new IllegalStateException(message);
        }
    }

    @Override
    public void retire(String message) {
        retired.compareAndSet(null, message);
    }

    /** Notes what a call failed with that the server answers by aborting a transaction. */
    void failed(RuntimeException failure) {
        firstFailure.compareAndSet(null, failure);
    }

    /** Returns the first failure that was noted, or null for none. */
    @Nullable
    RuntimeException firstFailure() {
        return firstFailure.get();
    }

    @Override
    public boolean hasActiveTransaction() {
        return session.hasActiveTransaction();
    }

    void cursorOpened(Batches<?> cursor) {
        cursors.add(cursor);
    }

    void cursorClosed(Batches<?> cursor) {
        cursors.remove(cursor);
    }

    /** Closes what was left open, while the driver still can: it refuses to send anything in an ended session. */
    void closeCursors() {
        cursors.forEach(Batches::close);
    }

    @Override
    public void startTransaction() {
        startTransaction(TransactionOptions.builder().build());
    }

    @Override
    public void startTransaction(TransactionOptions options) {
        requireUsable();
        engine.requireOpen();
        TransactionOptions primary = MongoTransactions.onPrimary(options);
        engine.transactions().prepare();
        pass(() -> {
            if (session.hasActiveTransaction()) {
                throw new IllegalStateException(
                        "This session has a transaction open: commit or abort it first, or start another session");
            }
            session.startTransaction(primary);
        });
    }

    @Override
    public void commitTransaction() {
        requireUsable();
        pass(session::commitTransaction);
    }

    @Override
    public void abortTransaction() {
        requireUsable();
        Interruption.held(() -> pass(session::abortTransaction));
    }

    private void pass(Runnable call) {
        gate.pass(() -> {
            requireUsable();
            call.run();
            return null;
        });
    }

    @Override
    public void close() {
        if (retired.getAndSet("This session is closed: start another") == null) {
            // The call that runs may be the one that opens a cursor, and no other begins any more.
            Interruption.held(() -> gate.pass(() -> null));
            closeCursors();
            Interruption.held(() -> gate.pass(() -> {
                session.close();
                return null;
            }));
        }
    }
}
