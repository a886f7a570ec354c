package io.mongoodm.vthreads;

import io.mongoodm.internal.execution.Deadline;
import io.mongoodm.internal.execution.Door;
import io.mongoodm.internal.execution.Operation;
import io.mongoodm.internal.execution.SessionGate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Where the operations of a handle, a session or a scope start: whose work they are, which permits they need, and
 * whether they may still start.
 */
final class Launcher {
    private static final System.Logger LOGGER = System.getLogger(Launcher.class.getPackageName());

    /** For work that is nobody's and sends nothing: iterators over any stream. */
    static final Launcher FREE = new Launcher(null, new Work(null), UnaryOperator.identity(), () -> {});

    private final @Nullable Dispatcher dispatcher;
    private final Work work;
    private final UnaryOperator<Runnable> decorator;
    private final Runnable check;
    private final Function<Kind, ThreadFactory> threads;

    Launcher(@Nullable Dispatcher dispatcher, Work work, UnaryOperator<Runnable> decorator, Runnable check) {
        this(dispatcher, work, decorator, check, Kind::threads);
    }

    Launcher(
            @Nullable Dispatcher dispatcher,
            Work work,
            UnaryOperator<Runnable> decorator,
            Runnable check,
            Function<Kind, ThreadFactory> threads) {
        this.threads = threads;
        this.dispatcher = dispatcher;
        this.work = work;
        this.decorator = decorator;
        this.check = check;
    }

    /** What an operation needs before it has a thread. */
    enum Kind {
        /** A permit; its first call of the driver uses it up. The one kind that is counted. */
        CALL,
        /** A permit of its own sort, until its end. */
        BODY,
        /** Nothing. */
        FORK,
        /** Nothing: it runs what a user consumes with, or closes something. */
        CONSUMER;

        ThreadFactory threads() {
            return switch (this) {
                case CALL, CONSUMER -> Threads.OPERATIONS;
                case BODY -> Threads.BODIES;
                case FORK -> Threads.FORKS;
            };
        }

        boolean waits() {
            return this == CALL || this == BODY;
        }
    }

    /** Returns a launcher for work inside this one's, with a check of its own. */
    Launcher inner(Runnable innerCheck) {
        return new Launcher(dispatcher, new Work(work), decorator, innerCheck, threads);
    }

    Dispatcher dispatcher() {
        return Objects.requireNonNull(dispatcher, "dispatcher");
    }

    /** Returns the permits of a kind that waits for one. */
    Lane lane(Kind kind) {
        return kind == Kind.BODY ? dispatcher().bodies() : dispatcher().calls();
    }

    /** Returns what makes the threads of a kind. */
    ThreadFactory threads(Kind kind) {
        return threads.apply(kind);
    }

    Work work() {
        return work;
    }

    /** Throws {@code IllegalStateException} when nothing may start any more. */
    void requireOpen() {
        check.run();
    }

    /** Returns the task with what the user puts around it; when that cannot be had, one that fails with the reason. */
    Runnable decorated(Runnable task) {
        try {
            return Objects.requireNonNull(decorator.apply(task), "the task decorator returned null");
        } catch (RuntimeException | Error failure) {
            return () -> {
                throw failure;
            };
        }
    }

    /** Returns the door for calls that a user's thread makes itself. */
    Door door() {
        return dispatcher().door(check);
    }

    /** Starts a prepared call; its time starts now. */
    <R extends @Nullable Object> CompletableFuture<R> launch(Operation<R> operation) {
        return launch(operation.gate(), operation.startDeadline(), self -> operation.run(self, self.deadline()));
    }

    /** Starts new work that sends calls of the driver. */
    <R extends @Nullable Object> OperationFuture<R> launch(
            @Nullable SessionGate gate, Deadline deadline, Body<R> body) {
        return new OperationFuture<>(this, Kind.CALL, gate, deadline, body).submitUnlessClosed();
    }

    /** Starts work of another kind. */
    <R extends @Nullable Object> OperationFuture<R> launch(Kind kind, Body<R> body) {
        return prepare(kind, body).submit();
    }

    /** Runs the first piece here and the others beside it, each with permits of its own for its calls. */
    <R extends @Nullable Object> List<R> runAll(List<Supplier<R>> work) {
        List<OperationFuture<R>> beside = new ArrayList<>();
        try {
            for (Supplier<R> piece : work.subList(Math.min(1, work.size()), work.size())) {
                beside.add(launch(Kind.CONSUMER, self -> piece.get()));
            }
            List<R> results = new ArrayList<>(work.size());
            for (int i = 0; i < work.size(); i++) {
                results.add(i == 0 ? work.getFirst().get() : Failures.await(beside.get(i - 1)));
            }
            return results;
        } finally {
            beside.forEach(other -> other.cancel(true));
        }
    }

    /** Closes something on a thread of its own, even when a task decorator or a cancel keeps the operation from running. */
    void close(Runnable closing) {
        OperationFuture<Boolean> started = launch(Kind.CONSUMER, new Body<>() {
            private boolean begun;

            @Override
            public Boolean run(OperationFuture<Boolean> self) {
                begun = true;
                closing.run();
                return true;
            }

            @Override
            public void cleanUp() {
                if (!begun) {
                    closing.run();
                }
            }
        });
        CompletableFuture<Boolean> unused = started.whenComplete((done, failure) -> {
            if (failure != null && !started.isCancelled()) {
                LOGGER.log(
                        System.Logger.Level.WARNING, "A cursor or a stream could not be closed as it should", failure);
            }
        });
    }

    /** Returns work of another kind that was not started. */
    <R extends @Nullable Object> OperationFuture<R> prepare(Kind kind, Body<R> body) {
        return new OperationFuture<>(this, kind, null, Deadline.NONE, body);
    }
}
