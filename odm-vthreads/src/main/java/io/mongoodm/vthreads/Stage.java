package io.mongoodm.vthreads;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A future whose {@code Async} stages run on virtual threads, so that they may block. What is derived from our futures is
 * one as it stands: cancelling it does not reach its source, which may have other dependents. Our own futures learn here
 * of every completion from outside, whatever its name.
 */
class Stage<T extends @Nullable Object> extends CompletableFuture<T> {
    /** Called in front of a completion from outside; false keeps it away. */
    boolean claim() {
        return true;
    }

    /** Called after a completion from outside, whether it came first or not. */
    void completedOutside() {}

    /** Completes from inside; false when another completion came first. */
    final boolean succeed(@Nullable T value) {
        return super.complete(value);
    }

    /** Fails from inside; false when another completion came first. */
    final boolean fail(Throwable failure) {
        return super.completeExceptionally(failure);
    }

    private boolean fromOutside(BooleanSupplier completion) {
        boolean won = claim() && completion.getAsBoolean();
        completedOutside();
        return won;
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        return fromOutside(() -> super.cancel(mayInterruptIfRunning)) || isCancelled();
    }

    @Override
    public boolean complete(T value) {
        return fromOutside(() -> super.complete(value));
    }

    @Override
    public boolean completeExceptionally(Throwable failure) {
        return fromOutside(() -> super.completeExceptionally(failure));
    }

    /** The JDK's own would go past the overrides above. */
    @Override
    public CompletableFuture<T> completeAsync(Supplier<? extends T> supplier, Executor executor) {
        executor.execute(() -> {
            try {
                complete(supplier.get());
            } catch (Throwable t) {
                completeExceptionally(t);
            }
        });
        return this;
    }

    @Override
    public void obtrudeValue(T value) {
        boolean ignored = claim();
        super.obtrudeValue(value);
        completedOutside();
    }

    @Override
    public void obtrudeException(Throwable failure) {
        boolean ignored = claim();
        super.obtrudeException(failure);
        completedOutside();
    }

    @Override
    public Executor defaultExecutor() {
        return Threads::start;
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new Stage<>();
    }
}
