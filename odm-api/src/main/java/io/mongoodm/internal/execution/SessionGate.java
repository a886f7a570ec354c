package io.mongoodm.internal.execution;

import com.mongodb.MongoInterruptedException;
import java.util.ArrayDeque;
import java.util.concurrent.CountDownLatch;
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

    /** Returns a place in the queue. It has to be {@linkplain Turn#end() ended}, whether its turn came or not. */
    public Turn ask() {
        return ask(null);
    }

    /**
     * Returns a place in the queue and calls {@code onTurn} once when its turn comes: on this thread when it is at once,
     * else on the thread that ends the turn before it. {@code onTurn} must not block.
     */
    public Turn ask(@Nullable Runnable onTurn) {
        Turn turn = new Turn(onTurn);
        lock.lock();
        try {
            if (current != null) {
                waiting.add(turn);
                return turn;
            }
            current = turn;
        } finally {
            lock.unlock();
        }
        turn.come();
        return turn;
    }

    /** Waits for a turn, runs the call, and ends the turn. */
    public <R extends @Nullable Object> R pass(Supplier<R> call) {
        Turn turn = ask();
        try {
            turn.await();
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

        private void come() {
            came.countDown();
            if (onTurn != null) {
                onTurn.run();
            }
        }

        /**
         * Blocks until the turn comes.
         *
         * @throws MongoInterruptedException when the thread is interrupted; the flag is set again
         */
        public void await() {
            try {
                came.await();
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
