package io.mongoodm.vthreads;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Every way to complete a future from outside. */
enum Stop {
    CANCEL_WITH_INTERRUPT {
        @Override
        <T> void apply(CompletableFuture<T> future) {
            future.cancel(true);
        }
    },
    CANCEL_WITHOUT_INTERRUPT {
        @Override
        <T> void apply(CompletableFuture<T> future) {
            future.cancel(false);
        }
    },
    OR_TIMEOUT {
        @Override
        <T> void apply(CompletableFuture<T> future) {
            CompletableFuture<T> unused = future.orTimeout(1, TimeUnit.MICROSECONDS);
        }
    },
    COMPLETE_ON_TIMEOUT {
        @Override
        @SuppressWarnings("NullAway") // any value will do
        <T> void apply(CompletableFuture<T> future) {
            CompletableFuture<T> unused = future.completeOnTimeout(null, 1, TimeUnit.MICROSECONDS);
        }
    },
    COMPLETE {
        @Override
        @SuppressWarnings("NullAway") // any value will do
        <T> void apply(CompletableFuture<T> future) {
            future.complete(null);
        }
    },
    COMPLETE_EXCEPTIONALLY {
        @Override
        <T> void apply(CompletableFuture<T> future) {
            future.completeExceptionally(new IllegalStateException("not wanted any more"));
        }
    };

    /** Completes the future, now or very soon. */
    abstract <T> void apply(CompletableFuture<T> future);
}
