package io.mongoodm.internal.execution;

import com.mongodb.TransactionOptions;
import com.mongodb.client.ClientSession;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A session of the driver behind its gate; for the body of a transaction, one for each attempt on the same session. */
final class BoundSession implements MongoSession {
    private final MongoEngine engine;
    private final ClientSession session;
    private final SessionGate gate;
    private final AtomicReference<@Nullable String> retired = new AtomicReference<>();

    BoundSession(MongoEngine engine, ClientSession session, SessionGate gate) {
        this.engine = engine;
        this.session = session;
        this.gate = gate;
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

    @Override
    public boolean hasActiveTransaction() {
        return session.hasActiveTransaction();
    }

    @Override
    public void startTransaction() {
        startTransaction(TransactionOptions.builder().build());
    }

    @Override
    public void startTransaction(TransactionOptions options) {
        requireUsable();
        engine.transactions().prepare();
        pass(() -> {
            if (session.hasActiveTransaction()) {
                throw new IllegalStateException(
                        "This session has a transaction open: commit or abort it first, or start" + " another session");
            }
            session.startTransaction(options);
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
            Interruption.held(() -> gate.pass(() -> {
                session.close();
                return null;
            }));
        }
    }
}
