package io.mongoodm.vthreads;

import io.mongoodm.OverloadedException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Brings the work of a handle to its end: first it waits, then it stops. */
final class Closing {
    private static final System.Logger LOGGER = System.getLogger(Closing.class.getPackageName());

    private final Work work;
    private final Thread caller;
    private final long nanos;
    private boolean interrupted;

    Closing(Work work, Thread caller, Duration timeout) {
        this.work = work;
        this.caller = caller;
        this.nanos = TimeUnit.NANOSECONDS.convert(timeout);
    }

    void run() {
        long since = System.nanoTime();
        try {
            if (!awaitEnd()) {
                stopOthers(since);
                if (!awaitEnd()) {
                    LOGGER.log(
                            System.Logger.Level.WARNING,
                            "Operations did not end within " + TimeUnit.NANOSECONDS.toMillis(nanos)
                                    + " ms of their interrupt; the handle is closed under them");
                }
            }
            work.releaseAll();
            awaitReleased();
            awaitEnd();
            awaitFutures();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private boolean awaitEnd() {
        try {
            return work.awaitNone(operation -> !operation.hasEnded(), caller, nanos);
        } catch (InterruptedException e) {
            interrupted = true;
            return false;
        }
    }

    /** A cursor whose fetch has only just ended starts its clean-up a moment later. */
    private void awaitReleased() {
        try {
            boolean unused = work.awaitNothingOpen(nanos);
        } catch (InterruptedException e) {
            interrupted = true;
        }
    }

    /** Everything was given back; the futures are completed a moment later, each in front of its continuations. */
    private void awaitFutures() {
        CompletableFuture<?>[] ended = work.operations().stream()
                .filter(operation -> operation.hasEnded() && !operation.runsOn(caller))
                .toArray(CompletableFuture[]::new);
        boolean unused = CompletableFuture.allOf(ended)
                .handle((nothing, failure) -> true)
                .completeOnTimeout(false, nanos, TimeUnit.NANOSECONDS)
                .join();
    }

    /** Refuses all that wait before it cancels any that runs: a permit that becomes free then starts nothing. */
    private void stopOthers(long since) {
        List<OperationFuture<?>> others = work.operations().stream()
                .filter(operation -> !operation.runsOn(caller))
                .toList();
        others.forEach(operation -> operation.refuseWaiting(new OverloadedException(
                "The handle was closed, and " + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since)
                        + " ms later this operation still waited; it was never sent",
                null)));
        others.stream()
                .filter(operation -> !operation.hasEnded())
                .forEach(operation -> operation.stopByClose("handle"));
    }
}
