package io.mongoodm.vthreads;

import io.mongoodm.Transaction;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

public interface TransactionScope extends Transaction, AutoCloseable {
    <T> AsyncModel<T> amodel(Class<T> type);
    <R extends @Nullable Object> Subtask<R> fork(Callable<? extends R> work);
    void join();
    void commit();
    void abort();
    @Override void close();

    @FunctionalInterface interface Body<R extends @Nullable Object> { R run(TransactionScope tx) throws Exception; }
}
