package io.mongoodm.vthreads;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * How far an operation is, in one word, and the one place where a stop meets the end of the work: nobody leaves a phase
 * while an interrupt is handed over in it, so that none reaches clean-up or continuations.
 */
final class Progress extends AtomicInteger {
    /** It has a permit that it has not used. */
    static final int PERMIT = 1 << 3;

    /** It has sent its first call. */
    static final int SENT = 1 << 4;

    /** It waits for its session's turn. */
    static final int AT_GATE = 1 << 5;

    /** Everything is done and given back; continuations may still run. */
    static final int ENDED = 1 << 6;

    private static final int STOPPED = 1 << 7;
    private static final int INTERRUPTED = 1 << 8;
    private static final int HANDING_OVER = 1 << 9;
    private static final int PHASE = (1 << 3) - 1;
    private static final long serialVersionUID = 1L;

    private transient volatile @Nullable Thread thread;

    enum Phase {
        WAITING(0),
        RUNNING(1),
        /** Between two attempts of a transaction: a stop waits for the next one. */
        SHIELDED(2),
        COMMITTING(3),
        OVER(4);

        private final int number;

        Phase(int number) {
            this.number = number;
        }

        boolean is(int state) {
            return (state & PHASE) == number;
        }

        int in(int state) {
            return (state & ~PHASE) | number;
        }
    }

    boolean isWaiting() {
        return Phase.WAITING.is(get());
    }

    boolean has(int mark) {
        return (get() & mark) != 0;
    }

    /** Sets a mark; false when it was there. */
    boolean put(int mark) {
        return (getAndUpdate(state -> state | mark) & mark) == 0;
    }

    /** Takes a mark away; false when it was not there. */
    boolean take(int mark) {
        return (getAndUpdate(state -> state & ~mark) & mark) != 0;
    }

    /** From waiting to running on a thread that has not begun; false when it does not wait any more. */
    boolean start(Thread runner, int marks) {
        boolean starts = change(Phase.WAITING, Phase.RUNNING, marks);
        if (starts) {
            thread = runner;
        }
        return starts;
    }

    /** From waiting to over; false when it does not wait any more. */
    boolean leave() {
        return change(Phase.WAITING, Phase.OVER, 0);
    }

    private boolean change(Phase from, Phase to, int marks) {
        int state = get();
        while (from.is(state)) {
            if (compareAndSet(state, to.in(state) | marks)) {
                return true;
            }
            state = get();
        }
        return false;
    }

    /**
     * To another phase, on the operation's own thread, unless a stop was asked for. Waits while an interrupt is handed
     * over, which takes no longer than that.
     */
    boolean enterUnlessStopped(Phase next) {
        return enter(next, STOPPED);
    }

    /** To another phase, whether a stop was asked for or not. */
    void enter(Phase next) {
        boolean ignored = enter(next, 0);
    }

    @SuppressWarnings("ThreadPriorityCheck") // the other thread is between two lines of interrupt()
    private boolean enter(Phase next, int unless) {
        while (true) {
            int state = get();
            if ((state & unless) != 0) {
                return false;
            }
            if ((state & HANDING_OVER) != 0) {
                Thread.yield();
            } else if (compareAndSet(state, next.in(state))) {
                return true;
            }
        }
    }

    /**
     * Notes that the work is not wanted any more; false when a commit is under way or the work is over, which nothing stops:
     * what was done is told by its result, though that may not have reached the future yet.
     */
    boolean requestStop() {
        int before = getAndUpdate(state -> isBeyondStopping(state) ? state : state | STOPPED);
        return !isBeyondStopping(before);
    }

    private static boolean isBeyondStopping(int state) {
        return Phase.COMMITTING.is(state) || Phase.OVER.is(state);
    }

    boolean isStopped() {
        return has(STOPPED);
    }

    /**
     * Interrupts the thread when it runs and is not shielded; one that has not begun finds that it is stopped. Once only:
     * a second interrupt would meet the clean-up after the first.
     */
    void interrupt() {
        int state = get();
        while (Phase.RUNNING.is(state) && (state & INTERRUPTED) == 0) {
            if (compareAndSet(state, state | STOPPED | INTERRUPTED | HANDING_OVER)) {
                Thread running = thread;
                if (running != null) {
                    running.interrupt();
                }
                boolean ignored = take(HANDING_OVER);
                return;
            }
            state = get();
        }
    }

    /** Returns the thread of an operation that was started. */
    @Nullable
    Thread thread() {
        return thread;
    }
}
