package io.mongoodm.internal.execution;

import io.mongoodm.Model;
import io.mongoodm.Transaction;

/** The transaction that a body without forks sees. */
record BlockingTransaction(MongoEngine engine, Transactions.Attempt run) implements Transaction {
    @Override
    public <T> Model<T> model(Class<T> type) {
        return engine.model(engine.operations(type).withSession(run.session()), Door.DIRECT);
    }

    @Override
    public int attempt() {
        return run.number();
    }

    @Override
    public void afterCommit(Runnable action) {
        run.afterCommit(action);
    }
}
