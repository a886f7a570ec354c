package io.mongoodm.vthreads;

import io.mongoodm.internal.execution.Transactions;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A piece of a scope's work on its own thread; one that came after a failure never starts. */
final class Fork<R extends @Nullable Object> implements Subtask<R> {
    private final @Nullable OperationFuture<R> running;
    private volatile boolean joined;

    Fork(@Nullable OperationFuture<R> running) {
        this.running = running;
    }

    /** What the work of a fork threw on its own account, and not because it was stopped. */
    record Failure(OperationFuture<?> of, Throwable cause) {}

    /** Starts the work; its failure is told before anybody can see that it is over. */
    static <R extends @Nullable Object> Fork<R> start(
            Launcher launcher, Callable<? extends R> work, Consumer<Failure> failed) {
        return new Fork<>(launcher.launch(Launcher.Kind.FORK, self -> {
            try {
                return work.call();
            } catch (Throwable failure) {
                if (!self.wasStopped() || !Failures.isOfAStop(failure)) {
                    failed.accept(new Failure(self, Transactions.unwrapped(failure)));
                }
                throw failure;
            }
        }));
    }

    /** Stops the fork because one failed, unless that is this one. */
    @SuppressWarnings("ReferenceEquality")
    void stopAfter(Failure failure) {
        if (running != failure.of()) {
            stop();
        }
    }

    void stop() {
        if (running != null) {
            running.cancel(true);
        }
    }

    void awaitEnd() throws InterruptedException {
        if (running != null) {
            running.awaitThread();
        }
    }

    void joined() {
        joined = true;
    }

    @Override
    public R get() {
        OperationFuture<R> over = over("get()");
        if (over == null || state() != State.SUCCESS) {
            throw new IllegalStateException("get() of a fork that has no result, its state is " + state());
        }
        return over.resultNow();
    }

    @Override
    public Throwable exception() {
        OperationFuture<R> over = over("exception()");
        if (over == null || state() != State.FAILED) {
            throw new IllegalStateException("exception() of a fork that has not failed, its state is " + state());
        }
        return Transactions.unwrapped(Objects.requireNonNull(over).exceptionNow());
    }

    private @Nullable OperationFuture<R> over(String call) {
        if (!joined) {
            throw new IllegalStateException(call + " of a fork came before the scope's join()");
        }
        return running;
    }

    @Override
    public State state() {
        Future.State state = running == null ? Future.State.CANCELLED : running.state();
        return switch (state) {
            case SUCCESS -> State.SUCCESS;
            case FAILED -> State.FAILED;
            case RUNNING, CANCELLED -> State.UNAVAILABLE;
        };
    }
}
