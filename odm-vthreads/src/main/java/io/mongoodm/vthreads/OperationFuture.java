package io.mongoodm.vthreads;

import io.mongoodm.OverloadedException;
import io.mongoodm.internal.execution.Deadline;
import io.mongoodm.internal.execution.Door;
import io.mongoodm.internal.execution.SessionGate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The one future of this module: an operation that waits, runs on a virtual thread, and completes it. Every completion
 * from outside, a cancel or any other, stops the operation.
 *
 * <p>It is also the door of its own calls: the thread starts with a permit, which its first call of the driver uses up.
 * Its lock decides between a stop and the end of the body, so that an interrupt never meets clean-up or continuations.
 */
final class OperationFuture<R extends @Nullable Object> extends CompletableFuture<R> implements Door {
    private final Guard guard = new Guard();
    private final Launcher launcher;
    private final Launcher.Kind kind;
    private final Deadline deadline;
    private final Body<R> body;
    private final @Nullable Admission admission;
    private Phase phase = Phase.WAITING;
    private boolean stopRequested;
    private boolean sent;
    private boolean ended;
    private boolean interruptedByOthers;
    private @Nullable Runnable task;
    private @Nullable Future<?> timer;
    private @Nullable Thread thread;

    OperationFuture(
            Launcher launcher, Launcher.Kind kind, @Nullable SessionGate gate, Deadline deadline, Body<R> body) {
        this.launcher = launcher;
        this.kind = kind;
        this.deadline = deadline;
        this.body = body;
        this.admission = kind.waits() ? new Admission(this, guard, kind.lane(launcher), gate) : null;
    }

    /** What an operation does. */
    @FunctionalInterface
    interface Body<R extends @Nullable Object> {
        R run(OperationFuture<R> self) throws Exception;

        /** Called when the operation is over, whether the body ran or not, with the interrupt flag clear. */
        default void cleanUp() {}

        /** Called when the result came too late for the future. */
        default void unwanted(@Nullable R result) {}
    }

    private enum Phase {
        WAITING,
        RUNNING,
        /** Between two attempts of a transaction: a stop waits for the next one. */
        SHIELDED,
        COMMITTING,
        OVER
    }

    // From the call to the thread

    /** Asks for what the operation needs before it may run, and starts it when that is there. */
    OperationFuture<R> submit() {
        prepareTask();
        boolean accepted = guard.get(() -> {
            if (phase == Phase.WAITING && admission != null) {
                return admission.ask();
            }
            if (phase == Phase.WAITING) {
                start(0);
            }
            return true;
        });
        if (!accepted) {
            refuseWaiting(kind.lane(launcher).full());
        } else if (deadline.isSet()) {
            guard.run(this::watchDeadline);
        }
        return this;
    }

    /** Starts the operation when another future is done, however that ended. */
    OperationFuture<R> submitAfter(CompletableFuture<?> before) {
        prepareTask();
        CompletableFuture<?> unused = before.whenComplete((result, failure) -> guard.run(() -> {
            if (phase == Phase.WAITING) {
                start(0);
            }
        }));
        return this;
    }

    private void prepareTask() {
        task = launcher.decorated(this::run);
        launcher.work().add(this);
    }

    /** Starts the thread. Called under the lock, while the operation waits. */
    void start(long waitedNanos) {
        phase = Phase.RUNNING;
        stopTimer();
        kind.started(launcher, waitedNanos);
        thread = kind.threads().newThread(this::execute);
        thread.start();
    }

    private void watchDeadline() {
        Admission waiting = admission;
        if (phase == Phase.WAITING && waiting != null) {
            long since = System.nanoTime();
            timer = Threads.after(
                    deadline.remainingNanos(),
                    () -> refuseWaiting(Lane.timeOver(System.nanoTime() - since, waiting.place())));
        }
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel(false);
        }
    }

    /** Fails the operation when it still waits; it was never sent. */
    void refuseWaiting(RuntimeException refusal) {
        boolean overloaded = refusal instanceof OverloadedException;
        if (leave(overloaded ? Dispatcher.Outcome.REJECTED : Dispatcher.Outcome.CANCELLED)) {
            super.completeExceptionally(refusal);
            launcher.work().remove(this);
        }
    }

    /** Ends the operation when it still waits, and tells whether it did. */
    private boolean leave(Dispatcher.Outcome outcome) {
        boolean waited = guard.get(() -> {
            boolean waits = phase == Phase.WAITING;
            if (waits) {
                phase = Phase.OVER;
                stopTimer();
            }
            return waits;
        });
        if (waited) {
            if (admission != null) {
                admission.leave();
            }
            body.cleanUp();
            conclude(false, outcome);
        }
        return waited;
    }

    // On the thread

    private void execute() {
        Throwable failure = null;
        try {
            Objects.requireNonNull(task, "task").run();
        } catch (Throwable t) {
            failure = t;
        }
        if (!hasEnded()) {
            end(null, failure == null ? new IllegalStateException("The task decorator did not run its task") : failure);
        }
        launcher.work().remove(this);
    }

    private void run() {
        R result = null;
        Throwable failure = null;
        try {
            begin();
            result = body.run(this);
        } catch (Throwable t) {
            failure = t;
        }
        end(result, failure);
    }

    /** Runs the body on the current thread, which holds no permit, and returns or throws what the body does. */
    R here() throws Exception {
        launcher.work().add(this);
        guard.run(() -> {
            phase = Phase.RUNNING;
            thread = Thread.currentThread();
        });
        try {
            R result = body.run(this);
            end(result, null);
            return result;
        } catch (Throwable t) {
            end(null, t);
            throw t;
        } finally {
            launcher.work().remove(this);
            if (interruptedByOthers) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void end(@Nullable R result, @Nullable Throwable failure) {
        enter(Phase.OVER);
        Throwable problem = failure;
        try {
            body.cleanUp();
        } catch (RuntimeException | Error t) {
            problem = Failures.first(problem, t);
        }
        if (admission != null) {
            admission.giveBack();
        }
        conclude(true, outcome(problem));
        if (problem != null) {
            super.completeExceptionally(problem);
        } else if (!super.complete(result)) {
            body.unwanted(result);
        }
    }

    private Dispatcher.Outcome outcome(@Nullable Throwable problem) {
        if (isDone() || problem instanceof CancellationException) {
            return Dispatcher.Outcome.CANCELLED;
        }
        if (problem instanceof OverloadedException) {
            return Dispatcher.Outcome.REJECTED;
        }
        return problem == null ? Dispatcher.Outcome.COMPLETED : Dispatcher.Outcome.FAILED;
    }

    private void conclude(boolean started, Dispatcher.Outcome outcome) {
        guard.run(() -> ended = true);
        kind.ended(launcher, started, outcome);
        launcher.work().changed();
    }

    // Attempts of a transaction

    /** From here on a stop interrupts the thread; one that was requested before takes effect here. */
    void begin() {
        guard.run(() -> {
            if (stopRequested) {
                throw new CancellationException("Cancelled before this attempt");
            }
            phase = Phase.RUNNING;
        });
        if (deadline.isSet() && deadline.remainingNanos() <= 0) {
            throw deadline.over();
        }
    }

    /** From here on a stop is remembered and interrupts nothing; the interrupt flag is clear. */
    void shield() {
        enter(Phase.SHIELDED);
    }

    /** From here to the next {@link #begin} a cancel has no effect. Throws when a stop was requested before. */
    void commit() {
        guard.run(() -> {
            if (stopRequested) {
                throw new CancellationException("Cancelled before the commit; the transaction was aborted");
            }
            enter(Phase.COMMITTING);
        });
    }

    private void enter(Phase next) {
        guard.run(() -> {
            phase = next;
            interruptedByOthers |= Thread.interrupted() && !stopRequested;
        });
    }

    // The door

    @Override
    public <X extends @Nullable Object> X pass(@Nullable SessionGate gate, Supplier<X> driverCall) {
        boolean first = guard.get(() -> {
            boolean before = sent;
            sent = true;
            return !before;
        });
        Admission own = admission;
        SessionGate.Turn turn = own != null && gate != null && own.isFor(gate) ? own.takeTurn() : null;
        if (own == null || !kind.paysCalls() || !own.takePermit()) {
            return launcher.dispatcher().pass(gate, turn, deadline, first, launcher.check(), driverCall);
        }
        if (gate != null && turn == null) {
            own.lane().release();
            return launcher.dispatcher().pass(gate, null, deadline, first, launcher.check(), driverCall);
        }
        try {
            return driverCall.get();
        } finally {
            own.lane().release();
            if (turn != null) {
                turn.end();
            }
        }
    }

    /** Runs the first piece here and the others beside it, each with permits of its own for its calls. */
    @Override
    public <X extends @Nullable Object> List<X> runAll(List<Supplier<X>> work) {
        List<OperationFuture<X>> beside = new ArrayList<>();
        try {
            for (Supplier<X> piece : work.subList(Math.min(1, work.size()), work.size())) {
                beside.add(launcher.launch(Launcher.Kind.CONSUMER, self -> piece.get()));
            }
            List<X> results = new ArrayList<>(work.size());
            for (int i = 0; i < work.size(); i++) {
                results.add(i == 0 ? work.getFirst().get() : Failures.await(beside.get(i - 1)));
            }
            return results;
        } finally {
            beside.forEach(other -> other.cancel(true));
        }
    }

    // From outside

    /** Stops the operation, whatever the flag says; false when it is over, or when its transaction commits. */
    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        if (!requestStop()) {
            return false;
        }
        boolean won = super.completeExceptionally(new CancellationException(
                isWaiting()
                        ? "Cancelled before it was started; it was never sent"
                        : "Cancelled while it ran: what was read is lost, and the outcome of a write is unknown. Read"
                                + " before you repeat a write"));
        stop();
        return won || isCancelled();
    }

    @Override
    public boolean complete(R value) {
        requestStop();
        boolean won = super.complete(value);
        stop();
        return won;
    }

    @Override
    public boolean completeExceptionally(Throwable failure) {
        requestStop();
        boolean won = super.completeExceptionally(failure);
        stop();
        return won;
    }

    @Override
    public CompletableFuture<R> completeAsync(Supplier<? extends R> supplier, Executor executor) {
        Stage.completeLater(this, supplier, executor);
        return this;
    }

    @Override
    public void obtrudeValue(R value) {
        requestStop();
        super.obtrudeValue(value);
        stop();
    }

    @Override
    public void obtrudeException(Throwable failure) {
        requestStop();
        super.obtrudeException(failure);
        stop();
    }

    /** Notes that the work is not wanted any more; false when a commit is under way, which nothing stops. */
    private boolean requestStop() {
        return guard.get(() -> {
            stopRequested |= phase != Phase.OVER;
            return phase != Phase.COMMITTING;
        });
    }

    private void stop() {
        if (leave(Dispatcher.Outcome.CANCELLED)) {
            launcher.work().remove(this);
            return;
        }
        guard.run(() -> {
            if (phase == Phase.RUNNING && thread != null) {
                thread.interrupt();
            }
        });
    }

    @Override
    public Executor defaultExecutor() {
        return Threads::start;
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new Stage<>();
    }

    // For its owner

    boolean isWaiting() {
        return guard.get(() -> phase == Phase.WAITING);
    }

    /** Tells whether everything is done and given back; continuations may still run on its thread. */
    boolean hasEnded() {
        return guard.get(() -> ended);
    }

    /** Tells whether a stop was asked for, so that the failure is ours and not the work's. */
    boolean wasStopped() {
        return guard.get(() -> stopRequested);
    }

    boolean runsOn(Thread candidate) {
        return guard.get(() -> candidate.equals(thread));
    }

    /** Blocks until the thread of an operation that has one is gone, its continuations included. */
    void awaitThread() throws InterruptedException {
        Thread running = guard.<@Nullable Thread>get(() -> thread);
        if (running != null) {
            running.join();
        }
    }
}
