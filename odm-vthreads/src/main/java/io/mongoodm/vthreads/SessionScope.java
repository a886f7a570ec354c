package io.mongoodm.vthreads;

import io.mongoodm.internal.execution.AfterCommit;
import org.jspecify.annotations.Nullable;

/** The scope of a transaction on the user's own session, who commits it; never repeated. */
final class SessionScope extends StructuredScope {
    private final MongoAsyncSession session;
    private final Runnable leave;
    private final AfterCommit afterCommit = new AfterCommit();
    private volatile State state = State.OPEN;

    SessionScope(AsyncOdm odm, MongoAsyncSession session) {
        super(odm, session.session(), session.launcher(), true);
        this.session = session;
        this.leave = odm.engine().transactions().enter();
    }

    private enum State {
        OPEN,
        /** The commit was sent and failed; it may be sent again. */
        COMMITTING,
        ENDED
    }

    @Override
    public int attempt() {
        return 1;
    }

    @Override
    public void afterCommit(Runnable action) {
        requireOpen();
        afterCommit.add(action);
    }

    @Override
    public void commit() {
        requireNotEnded("commit()");
        requireOwner("commit()");
        if (state == State.OPEN) {
            try {
                finish();
            } catch (RuntimeException | Error failure) {
                rollBack(failure);
                throw failure;
            }
            state = State.COMMITTING;
        }
        session.session().commitTransaction();
        finished();
        afterCommit.run();
    }

    @Override
    public void abort() {
        requireNotEnded("abort()");
        requireOwner("abort()");
        if (state == State.COMMITTING) {
            throw new IllegalStateException("abort() came after commit(), which may have succeeded: send it again");
        }
        rollBack(null);
    }

    @Override
    public void close() {
        if (state == State.ENDED) {
            return;
        }
        requireOwner("close()");
        if (state == State.OPEN) {
            rollBack(null);
        }
        finished();
    }

    /** Returns what lets the thread go that works in this transaction. It does not refer to the scope. */
    Runnable leave() {
        return leave;
    }

    /** The driver aborts what is open when the session closes; here the work is stopped, and the thread is let go. */
    void sessionCloses() {
        stop();
        finished();
    }

    private void rollBack(@Nullable Throwable failure) {
        boolean interrupted = Thread.interrupted();
        try {
            giveUp(failure);
            interrupted |= Thread.interrupted();
            session.session().abortTransaction();
        } finally {
            finished();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void finished() {
        state = State.ENDED;
        end();
        leave.run();
    }

    private void requireNotEnded(String call) {
        if (state == State.ENDED) {
            throw new IllegalStateException(call + " came after the end of this transaction: it was committed, aborted,"
                    + " or its session was closed");
        }
    }
}
