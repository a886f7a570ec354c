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
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The one future of this module: an operation that waits, runs on a virtual thread, and completes it. Every completion
 * from outside, a cancel or any other, stops the operation.
 *
 * <p>It is also the door of its own calls: the thread starts with a permit, which its first call of the driver uses up.
 * Its lock decides between a stop and the end of the body, so that an interrupt never meets clean-up or continuations.
 */
final class OperationFuture<R extends @Nullable Object> extends CompletableFuture<R> implements Lane.Guest, Door {
    private static final String NEVER_SENT = "Cancelled before it was started; it was never sent";
    private static final String OUTCOME_UNKNOWN = "Cancelled while it ran: what was read is lost, and the outcome of a"
            + " write is unknown. Read before you repeat a write";

    private final ReentrantLock lock = new ReentrantLock();
    private final Launcher launcher;
    private final Launcher.Kind kind;
    private final @Nullable SessionGate gate;
    private final Deadline deadline;
    private final Body<R> body;
    private Phase phase = Phase.WAITING;
    private boolean stopRequested;
    private boolean hasPermit;
    private boolean sent;
    private boolean ended;
    private boolean interruptedByOthers;
    private Lane.@Nullable Place place;
    private SessionGate.@Nullable Turn turn;
    private @Nullable Runnable task;
    private @Nullable Future<?> timer;
    private @Nullable Thread thread;

    OperationFuture(
            Launcher launcher, Launcher.Kind kind, @Nullable SessionGate gate, Deadline deadline, Body<R> body) {
        this.launcher = launcher;
        this.kind = kind;
        this.gate = gate;
        this.deadline = deadline;
        this.body = body;
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

    // ---- from the call to the thread

    /** Asks for what the operation needs before it may run, and starts it when that is there. */
    OperationFuture<R> submit() {
        task = launcher.decorated(this::run);
        launcher.work().add(this);
        if (!queue()) {
            refuseWaiting(kind.lane(launcher).full());
        } else if (deadline.isSet()) {
            watchDeadline();
        }
        return this;
    }

    /** Starts the operation when another future is done, however that ended. */
    OperationFuture<R> submitAfter(CompletableFuture<?> before) {
        task = launcher.decorated(this::run);
        launcher.work().add(this);
        CompletableFuture<?> unused = before.whenComplete((result, failure) -> {
            lock.lock();
            try {
                if (phase == Phase.WAITING) {
                    start();
                }
            } finally {
                lock.unlock();
            }
        });
        return this;
    }

    private boolean queue() {
        lock.lock();
        try {
            if (phase != Phase.WAITING) {
                return true;
            }
            if (!kind.queues()) {
                start();
                return true;
            }
            Lane lane = kind.lane(launcher);
            if (gate == null) {
                place = lane.enter(this, true, true);
                return place != null;
            }
            if (!lane.expect()) {
                return false;
            }
            turn = gate.ask(this::turnCame);
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void turnCame() {
        lock.lock();
        try {
            if (phase == Phase.WAITING) {
                Lane lane = kind.lane(launcher);
                lane.arrived();
                place = lane.enter(this, false, true);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void granted(long waitedNanos) {
        lock.lock();
        try {
            if (phase == Phase.WAITING) {
                hasPermit = true;
                kind.started(launcher, waitedNanos);
                start();
                return;
            }
        } finally {
            lock.unlock();
        }
        kind.lane(launcher).release();
    }

    @Override
    public void expired(long waitedNanos) {
        Threads.start(() -> refuseWaiting(kind.lane(launcher).expiredAfter(waitedNanos)));
    }

    private void start() {
        phase = Phase.RUNNING;
        if (timer != null) {
            timer.cancel(false);
        }
        thread = kind.threads().newThread(this::execute);
        thread.start();
    }

    private void watchDeadline() {
        long nanos = deadline.remainingNanos();
        lock.lock();
        try {
            if (phase == Phase.WAITING) {
                long since = System.nanoTime();
                timer = Threads.after(nanos, () -> refuseWaiting(timeOver(System.nanoTime() - since)));
            }
        } finally {
            lock.unlock();
        }
    }

    private OverloadedException timeOver(long waitedNanos) {
        lock.lock();
        try {
            return Lane.timeOver(
                    waitedNanos, gate != null && place == null ? "at the gate of its session" : "in the queue");
        } finally {
            lock.unlock();
        }
    }

    /** Fails the operation when it still waits; it was never sent. */
    void refuseWaiting(RuntimeException refusal) {
        if (leave()) {
            body.cleanUp();
            conclude(
                    false,
                    refusal instanceof CancellationException
                            ? Dispatcher.Outcome.CANCELLED
                            : Dispatcher.Outcome.REJECTED);
            super.completeExceptionally(refusal);
            launcher.work().remove(this);
        }
    }

    /** Leaves the queues when the operation still waits, and tells whether it did. */
    private boolean leave() {
        Lane.Place left;
        SessionGate.Turn given;
        lock.lock();
        try {
            if (phase != Phase.WAITING) {
                return false;
            }
            phase = Phase.OVER;
            left = place;
            given = turn;
            if (timer != null) {
                timer.cancel(false);
            }
        } finally {
            lock.unlock();
        }
        if (left != null) {
            kind.lane(launcher).leave(left);
        } else if (given != null) {
            kind.lane(launcher).arrived();
        }
        if (given != null) {
            given.end();
        }
        return true;
    }

    // ---- on the thread

    private void execute() {
        Throwable failure = null;
        try {
            Objects.requireNonNull(task, "task").run();
        } catch (Throwable t) {
            failure = t;
        }
        if (isRunning()) {
            end(null, failure == null ? new IllegalStateException("The task decorator did not run its task") : failure);
        }
        launcher.work().remove(this);
    }

    private boolean isRunning() {
        lock.lock();
        try {
            return phase != Phase.OVER;
        } finally {
            lock.unlock();
        }
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
        lock.lock();
        try {
            phase = Phase.RUNNING;
            thread = Thread.currentThread();
        } finally {
            lock.unlock();
        }
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
        giveBack();
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

    private void giveBack() {
        if (takePermit()) {
            kind.lane(launcher).release();
        }
        SessionGate.Turn unused = takeTurn();
        if (unused != null) {
            unused.end();
        }
    }

    private void conclude(boolean started, Dispatcher.Outcome outcome) {
        lock.lock();
        try {
            ended = true;
        } finally {
            lock.unlock();
        }
        kind.ended(launcher, started, outcome);
        launcher.work().changed();
    }

    // ---- attempts of a transaction

    /** From here on a stop interrupts the thread; one that was requested before takes effect here. */
    void begin() {
        lock.lock();
        try {
            if (stopRequested) {
                throw new CancellationException("Cancelled before this attempt");
            }
            phase = Phase.RUNNING;
        } finally {
            lock.unlock();
        }
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
        lock.lock();
        try {
            if (stopRequested) {
                throw new CancellationException("Cancelled before the commit; the transaction was aborted");
            }
            enter(Phase.COMMITTING);
        } finally {
            lock.unlock();
        }
    }

    private void enter(Phase next) {
        lock.lock();
        try {
            phase = next;
        } finally {
            lock.unlock();
        }
        clearFlag();
    }

    private void clearFlag() {
        if (Thread.interrupted()) {
            lock.lock();
            try {
                interruptedByOthers |= !stopRequested;
            } finally {
                lock.unlock();
            }
        }
    }

    // ---- the door

    @Override
    public <X extends @Nullable Object> X pass(@Nullable SessionGate wanted, Supplier<X> driverCall) {
        SessionGate.Turn own = wanted != null && wanted == gate ? takeTurn() : null;
        boolean first;
        lock.lock();
        try {
            first = !sent;
            sent = true;
        } finally {
            lock.unlock();
        }
        if (!kind.paysCalls() || !takePermit()) {
            return launcher.dispatcher().pass(wanted, own, deadline, first, launcher.check(), driverCall);
        }
        if (wanted != null && own == null) {
            kind.lane(launcher).release();
            return launcher.dispatcher().pass(wanted, null, deadline, first, launcher.check(), driverCall);
        }
        try {
            return driverCall.get();
        } finally {
            kind.lane(launcher).release();
            if (own != null) {
                own.end();
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

    private boolean takePermit() {
        lock.lock();
        try {
            boolean had = hasPermit;
            hasPermit = false;
            return had;
        } finally {
            lock.unlock();
        }
    }

    private SessionGate.@Nullable Turn takeTurn() {
        lock.lock();
        try {
            SessionGate.Turn had = turn;
            turn = null;
            return had;
        } finally {
            lock.unlock();
        }
    }

    // ---- from outside

    /** Stops the operation, whatever the flag says; false when it is over, or when its transaction commits. */
    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        if (!requestStop(false)) {
            return false;
        }
        boolean waits = isWaiting();
        boolean won = super.completeExceptionally(new CancellationException(waits ? NEVER_SENT : OUTCOME_UNKNOWN));
        stop();
        return won || isCancelled();
    }

    @Override
    public boolean complete(R value) {
        requestStop(true);
        boolean won = super.complete(value);
        stop();
        return won;
    }

    @Override
    public boolean completeExceptionally(Throwable failure) {
        requestStop(true);
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
        requestStop(true);
        super.obtrudeValue(value);
        stop();
    }

    @Override
    public void obtrudeException(Throwable failure) {
        requestStop(true);
        super.obtrudeException(failure);
        stop();
    }

    /** Notes that the work is not wanted any more; false when a commit is under way, which nothing stops. */
    private boolean requestStop(boolean completes) {
        lock.lock();
        try {
            if (phase == Phase.OVER) {
                return true;
            }
            boolean commits = phase == Phase.COMMITTING;
            stopRequested = true;
            return !commits || completes;
        } finally {
            lock.unlock();
        }
    }

    private void stop() {
        if (leave()) {
            body.cleanUp();
            conclude(false, Dispatcher.Outcome.CANCELLED);
            launcher.work().remove(this);
            return;
        }
        lock.lock();
        try {
            if (phase == Phase.RUNNING && thread != null) {
                thread.interrupt();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Executor defaultExecutor() {
        return Threads::start;
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new Stage<>();
    }

    // ---- for its owner

    boolean isWaiting() {
        lock.lock();
        try {
            return phase == Phase.WAITING;
        } finally {
            lock.unlock();
        }
    }

    /** Tells whether everything is done and given back; continuations may still run on its thread. */
    boolean hasEnded() {
        lock.lock();
        try {
            return ended;
        } finally {
            lock.unlock();
        }
    }

    /** Tells whether a stop was asked for, so that the failure is ours and not the work's. */
    boolean wasStopped() {
        lock.lock();
        try {
            return stopRequested;
        } finally {
            lock.unlock();
        }
    }

    /** Blocks until the thread of an operation that has one is gone, its continuations included. */
    void awaitThread() throws InterruptedException {
        Thread running;
        lock.lock();
        try {
            running = thread;
        } finally {
            lock.unlock();
        }
        if (running != null) {
            running.join();
        }
    }

    boolean runsOn(Thread candidate) {
        lock.lock();
        try {
            return thread == candidate;
        } finally {
            lock.unlock();
        }
    }
}
