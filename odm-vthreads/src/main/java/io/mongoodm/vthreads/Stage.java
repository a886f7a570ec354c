package io.mongoodm.vthreads;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is derived from our futures: an ordinary future whose {@code Async} stages run on virtual threads, so that they
 * may block. Cancelling one does not reach its source, which may have other dependents.
 */
final class Stage<T extends @Nullable Object> extends CompletableFuture<T> {
    @Override
    public Executor defaultExecutor() {
        return Threads::start;
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new Stage<>();
    }

    static <T extends @Nullable Object> CompletableFuture<T> completed(T value) {
        Stage<T> stage = new Stage<>();
        stage.complete(value);
        return stage;
    }

    static <T extends @Nullable Object> CompletableFuture<T> failed(Throwable failure) {
        Stage<T> stage = new Stage<>();
        stage.completeExceptionally(failure);
        return stage;
    }

    /** Completes a future from outside on an executor: {@code completeAsync} of the JDK would go past our overrides. */
    static <T extends @Nullable Object> void completeLater(
            CompletableFuture<T> future, Supplier<? extends T> supplier, Executor executor) {
        executor.execute(() -> {
            try {
                future.complete(supplier.get());
            } catch (Throwable t) {
                future.completeExceptionally(t);
            }
        });
    }
}
