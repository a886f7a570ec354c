package io.mongoodm.vthreads;

import io.mongoodm.internal.execution.Transactions;

/** The scope that a body gets, one for each attempt. The body's end is the only way to commit or abort. */
final class BodyScope extends StructuredScope {
    private final Transactions.Attempt attempt;

    BodyScope(AsyncOdm odm, Transactions.Attempt attempt) {
        super(odm, attempt.session(), odm.launcher(), false);
        this.attempt = attempt;
    }

    @Override
    public int attempt() {
        return attempt.number();
    }

    @Override
    public void afterCommit(Runnable action) {
        requireOpen();
        attempt.afterCommit(action);
    }

    @Override
    public void commit() {
        throw notHere("commit()");
    }

    @Override
    public void abort() {
        throw notHere("abort()");
    }

    @Override
    public void close() {
        throw notHere("close()");
    }

    private static IllegalStateException notHere(String call) {
        return new IllegalStateException(call + " in the body of a transaction: it commits when the body returns, and"
                + " aborts when the body throws");
    }
}
