package io.mongoodm;

import org.jspecify.annotations.Nullable;

public interface Transaction {
    <T> Model<T> model(Class<T> type);

    int attempt();

    void afterCommit(Runnable action);

    @FunctionalInterface
    interface Body<R extends @Nullable Object> {
        R run(Transaction tx) throws Exception;
    }
}
