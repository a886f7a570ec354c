package io.mongoodm.internal.execution;

import com.mongodb.MongoInterruptedException;
import java.util.ArrayDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets the operations of one session through one at a time, in the order in which they asked. The driver's sessions
 * are not safe for threads, and since 5.12 concurrent use fails inside the driver.
 */
public final class SessionGate {
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Turn> waiting = new ArrayDeque<>();
    private @Nullable Turn current;

    /**
     * Returns a place that is not in the queue before it {@linkplain Turn#ask() asks}, and has to be
     * {@linkplain Turn#end() ended}, whether its turn came or not. {@code onTurn} is called once when its turn comes: on
     * the asking thread when it is at once, else on the thread that ends the turn before it. It must not block.
     */
    public Turn turn(Runnable onTurn) {
        return new Turn(onTurn);
    }

    /** Waits for a turn as long as it takes, runs the call, and ends the turn. */
    public <R extends @Nullable Object> R pass(Supplier<R> call) {
        return pass(Deadline.NONE, true, call);
    }

    /**
     * Waits for a turn until the deadline, runs the call, and ends the turn.
     *
     * @param first whether nothing of the operation was sent before
     * @throws io.mongoodm.OverloadedException when the deadline comes before the first call of an operation
     * @throws com.mongodb.MongoOperationTimeoutException when the deadline comes before a later one
     * @throws MongoInterruptedException when the thread is interrupted while it waits; the flag is set again
     */
    public <R extends @Nullable Object> R pass(Deadline deadline, boolean first, Supplier<R> call) {
        Turn turn = new Turn(null);
        try {
            turn.ask();
            long since = System.nanoTime();
            if (!turn.await(deadline)) {
                throw Deadline.late(System.nanoTime() - since, Deadline.AT_GATE, first);
            }
            return call.get();
        } finally {
            turn.end();
        }
    }

    /** A place in the queue of a session. */
    public final class Turn {
        private final CountDownLatch came = new CountDownLatch(1);
        private final @Nullable Runnable onTurn;
        private boolean ended;

        private Turn(@Nullable Runnable onTurn) {
            this.onTurn = onTurn;
        }

        /** Enters the queue, unless the place was ended before. */
        public void ask() {
            lock.lock();
            try {
                if (ended) {
                    return;
                }
                if (current != null) {
                    waiting.add(this);
                    return;
                }
                current = this;
            } finally {
                lock.unlock();
            }
            come();
        }

        /** Tells whether it is a place in the queue of this gate. */
        public boolean isAt(SessionGate gate) {
            return gate.equals(SessionGate.this);
        }

        private void come() {
            came.countDown();
            if (onTurn != null) {
                onTurn.run();
            }
        }

        /** Blocks until the turn comes; false when the deadline comes first. */
        private boolean await(Deadline deadline) {
            try {
                if (deadline.isSet()) {
                    return came.await(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
                }
                came.await();
                return true;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new MongoInterruptedException("Interrupted while waiting for the session's turn; not sent", e);
            }
        }

        /** Gives the turn to the next in the queue, or leaves the queue. A second call does nothing. */
        public void end() {
            Turn next = null;
            lock.lock();
            try {
                if (ended) {
                    return;
                }
                ended = true;
                if (current == this) {
                    next = waiting.poll();
                    current = next;
                } else {
                    waiting.remove(this);
                }
            } finally {
                lock.unlock();
            }
            if (next != null) {
                next.come();
            }
        }
    }
}
