package io.mongoodm.vthreads;

import io.mongoodm.OverloadedException;
import io.mongoodm.internal.execution.Deadline;
import io.mongoodm.internal.execution.Door;
import io.mongoodm.internal.execution.SessionGate;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The one future of this module: an operation that waits, runs on a virtual thread, and completes it. Every completion
 * from outside, a cancel or any other, stops the operation.
 *
 * <p>Before it has a thread it waits for the turn of its session, if it has one, and then for a permit. It is also the
 * door of its own calls: the first one uses up what was waited for, and each further one asks anew.
 */
final class OperationFuture<R extends @Nullable Object> extends Stage<R> implements Door, Lane.Asking {
    private static final System.Logger LOGGER = System.getLogger(OperationFuture.class.getPackageName());

    private static final String LATE =
            "Something failed after an operation was over: the task decorator, or giving back what nobody wanted";

    private final Launcher launcher;
    private final Launcher.Kind kind;
    private final Deadline deadline;
    private final Body<R> body;
    private final Progress progress = new Progress();
    private final Lane.@Nullable Place place;
    private final SessionGate.@Nullable Turn turn;
    private @Nullable Runnable task;
    private final Alarm alarm = new Alarm();
    private @Nullable Throwable noThread;
    private boolean interruptedByOthers;

    OperationFuture(
            Launcher launcher, Launcher.Kind kind, @Nullable SessionGate gate, Deadline deadline, Body<R> body) {
        this.launcher = launcher;
        this.kind = kind;
        this.deadline = deadline;
        this.body = body;
        this.place = kind.waits() ? new Lane.Place(this) : null;
        this.turn = gate == null ? null : gate.turn(this::turnCame);
    }

    // From the call to the thread

    /** Asks for what the operation needs before it may run, and starts it when that is there. */
    OperationFuture<R> submit() {
        prepareTask();
        waitOrStart();
        return this;
    }

    /** The same for new work. A closing that does not know of it yet is noticed here, and one that comes later knows it. */
    OperationFuture<R> submitUnlessClosed() {
        prepareTask();
        try {
            launcher.requireOpen();
        } catch (IllegalStateException e) {
            launcher.work().remove(this);
            throw e;
        }
        waitOrStart();
        return this;
    }

    private void waitOrStart() {
        if (place == null) {
            if (!start(0, 0)) {
                passedOver();
            }
        } else if (!ask(place)) {
            refuseWaiting(lane().full());
        } else if (deadline.isSet() && progress.isWaiting()) {
            watchDeadline();
        }
    }

    /** Starts the operation when another future is done, however that ended. */
    OperationFuture<R> submitAfter(CompletableFuture<?> before) {
        prepareTask();
        CompletableFuture<?> unused = before.whenComplete((result, failure) -> waitOrStart());
        return this;
    }

    private void prepareTask() {
        task = Threads.carrying(launcher.decorated(this::run));
        launcher.work().add(this);
    }

    private Lane lane() {
        return launcher.lane(kind);
    }

    /** Asks for the turn, or for the permit when there is no session; false when the queue is full. */
    private boolean ask(Lane.Place wanted) {
        if (turn == null) {
            return enter(wanted, true);
        }
        if (!lane().expect()) {
            return false;
        }
        boolean ignored = progress.put(Progress.AT_GATE);
        if (!progress.isWaiting()) {
            leaveGate();
        }
        turn.ask();
        return true;
    }

    private void turnCame() {
        leaveGate();
        if (place != null && progress.isWaiting()) {
            boolean ignored = enter(place, false);
        }
    }

    /** One that is stopped on its way into the queue leaves it again. */
    private boolean enter(Lane.Place wanted, boolean bounded) {
        boolean entered = lane().enter(wanted, bounded);
        if (!progress.isWaiting()) {
            boolean ignored = lane().leave(wanted);
        }
        return entered;
    }

    private void leaveGate() {
        if (progress.take(Progress.AT_GATE)) {
            lane().arrived();
        }
    }

    @Override
    public boolean granted(long waitedNanos) {
        return start(waitedNanos, Progress.PERMIT);
    }

    @Override
    public void expired(long waitedNanos) {
        Threads.start(() -> refuseWaiting(lane().expiredAfter(waitedNanos)));
    }

    /** Starts the thread; false when the operation does not wait any more, and when there is no thread to be had. */
    private boolean start(long waitedNanos, int marks) {
        Runnable decorated = task;
        if (decorated == null || !progress.isWaiting()) {
            return false;
        }
        try {
            Thread thread = launcher.threads(kind).newThread(() -> execute(decorated));
            boolean starts = progress.start(thread, marks);
            if (starts) {
                alarm.stop();
                if (kind == Launcher.Kind.CALL) {
                    launcher.dispatcher().started(waitedNanos);
                }
                thread.start();
            }
            return starts;
        } catch (RuntimeException | Error failure) {
            noThread = failure;
            return false;
        }
    }

    /** Fails an operation that got no thread, on this one, of which nothing else is touched. */
    @Override
    public void passedOver() {
        Throwable failure = noThread;
        if (failure == null) {
            return;
        }
        boolean interrupted = Thread.currentThread().isInterrupted();
        if (leave(Dispatcher.Outcome.FAILED)) {
            boolean ignored = fail(failure);
        } else if (progress.thread() != null) {
            boolean ignored = progress.take(Progress.PERMIT);
            end(null, failure);
        }
        launcher.work().remove(this);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void watchDeadline() {
        long since = System.nanoTime();
        alarm.set(deadline.remainingNanos(), progress::isWaiting, () -> {
            String where = progress.has(Progress.AT_GATE) ? Deadline.AT_GATE : Lane.IN_QUEUE;
            refuseWaiting(Deadline.late(System.nanoTime() - since, where, true));
        });
    }

    /** Fails the operation when it still waits; it was never sent. */
    void refuseWaiting(RuntimeException refusal) {
        boolean overloaded = refusal instanceof OverloadedException;
        if (leave(overloaded ? Dispatcher.Outcome.REJECTED : Dispatcher.Outcome.CANCELLED)) {
            boolean ignored = fail(refusal);
            launcher.work().remove(this);
        }
    }

    /** Ends the operation when it still waits, and tells whether it did. */
    private boolean leave(Dispatcher.Outcome outcome) {
        if (!progress.leave()) {
            return false;
        }
        alarm.stop();
        leaveGate();
        if (place != null) {
            boolean ignored = lane().leave(place);
        }
        endTurn();
        body.cleanUp();
        conclude(false, outcome);
        return true;
    }

    // On the thread

    private void execute(Runnable decorated) {
        Throwable failure = null;
        try {
            decorated.run();
        } catch (Throwable t) {
            failure = t;
        }
        if (!hasEnded()) {
            end(null, failure == null ? new IllegalStateException("The task decorator did not run its task") : failure);
        } else if (failure != null) {
            LOGGER.log(System.Logger.Level.WARNING, LATE, failure);
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
        boolean ignored = progress.start(Thread.currentThread(), 0);
        try {
            launcher.requireOpen();
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
        progress.enter(Progress.Phase.OVER);
        clearInterrupt();
        Throwable problem = failure;
        try {
            body.cleanUp();
        } catch (RuntimeException | Error t) {
            problem = Failures.first(problem, t);
        }
        if (progress.take(Progress.PERMIT)) {
            lane().release();
        }
        endTurn();
        conclude(true, outcome(problem));
        if (problem != null) {
            boolean ignored = fail(problem);
        } else if (!succeed(result)) {
            body.unwanted(result);
        }
    }

    private void endTurn() {
        if (turn != null) {
            turn.end();
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
        boolean ignored = progress.put(Progress.ENDED);
        if (kind == Launcher.Kind.CALL) {
            launcher.dispatcher().ended(started, outcome);
        }
        launcher.work().changed();
    }

    Deadline deadline() {
        return deadline;
    }

    // Attempts of a transaction

    /** From here on a stop interrupts the thread; one that was requested before takes effect here. */
    void begin() {
        enterUnlessStopped(Progress.Phase.RUNNING, "Cancelled before this attempt");
        if (deadline.isSet() && deadline.remainingNanos() <= 0) {
            throw deadline.over();
        }
    }

    /** From here on a stop is remembered and interrupts nothing; the interrupt flag is clear. */
    void shield() {
        progress.enter(Progress.Phase.SHIELDED);
        clearInterrupt();
    }

    /** From here to the next {@link #begin} a cancel has no effect. Throws when a stop was requested before. */
    void commit() {
        enterUnlessStopped(Progress.Phase.COMMITTING, "Cancelled before the commit; the transaction was aborted");
        clearInterrupt();
    }

    private void enterUnlessStopped(Progress.Phase next, String refusal) {
        if (isDone() || !progress.enterUnlessStopped(next)) {
            throw new CancellationException(refusal);
        }
    }

    /** No interrupt of ours comes in a phase without them; one of somebody else's is kept for later. */
    private void clearInterrupt() {
        interruptedByOthers |= Thread.interrupted() && !wasStopped();
    }

    // The door

    @Override
    public <X extends @Nullable Object> X pass(
            @Nullable SessionGate gate, Deadline callDeadline, Supplier<X> driverCall) {
        boolean first = progress.put(Progress.SENT);
        if (kind == Launcher.Kind.CALL && progress.take(Progress.PERMIT)) {
            try {
                if (gate == null || (turn != null && turn.isAt(gate))) {
                    return driverCall.get();
                }
            } finally {
                lane().release();
                endTurn();
            }
        }
        return launcher.dispatcher().pass(gate, callDeadline, first, launcher::requireOpen, driverCall);
    }

    @Override
    public <X extends @Nullable Object> List<X> runAll(List<Supplier<X>> work) {
        return launcher.runAll(work);
    }

    // From outside

    /** Stops the operation, whatever the flag says; false when it is over, or when its transaction commits. */
    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        return stop("Cancelled", CancellationException::new) || isCancelled();
    }

    /**
     * Stops the operation as its owner is closed: not by a cancel, which a coroutine that waits would take for its own.
     * Forks are cancelled, since being stopped is no failure of theirs.
     */
    void stopByClose(String owner) {
        boolean ignored = kind == Launcher.Kind.FORK
                ? cancel(true)
                : stop("Stopped by the close of its " + owner, IllegalStateException::new);
    }

    private boolean stop(String how, Function<String, RuntimeException> failure) {
        if (!progress.requestStop()) {
            return false;
        }
        String meaning = isWaiting()
                ? " before it was started; it was never sent"
                : " while it ran: what was read is lost, and the outcome of a write is unknown. Read before you repeat"
                        + " a write";
        return completeExceptionally(failure.apply(how + meaning));
    }

    /** What waits is over before its future is, with all that it waits for: nothing of it is sent afterwards. */
    @Override
    boolean claim() {
        boolean ignored = progress.requestStop();
        if (leave(Dispatcher.Outcome.CANCELLED)) {
            launcher.work().remove(this);
        }
        return true;
    }

    @Override
    void completedOutside() {
        progress.interrupt();
    }

    // For its owner

    boolean isWaiting() {
        return progress.isWaiting();
    }

    /** Tells whether everything is done and given back; continuations may still run on its thread. */
    boolean hasEnded() {
        return progress.has(Progress.ENDED);
    }

    /** Tells whether a stop was asked for, so that the failure is ours and not the work's. */
    boolean wasStopped() {
        return progress.isStopped();
    }

    boolean runsOn(Thread candidate) {
        return candidate.equals(progress.thread());
    }

    /** Blocks until the thread of an operation that has one is gone, its continuations included. */
    void awaitThread() throws InterruptedException {
        Thread running = progress.thread();
        if (running != null) {
            running.join();
        }
    }
}
