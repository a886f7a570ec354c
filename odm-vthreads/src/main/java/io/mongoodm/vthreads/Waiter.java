package io.mongoodm.vthreads;

import java.util.Deque;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The future of a {@code next()} that has to wait. A completion from outside only takes it away from the reading: what
 * is fetched then serves the next call, so that no element is lost.
 */
final class Waiter<T, X> extends Stage<X> {
    private final AtomicBoolean pending = new AtomicBoolean(true);
    private final Object owner;
    private final boolean wholeBatch;
    private final Function<Deque<T>, X> take;
    private @Nullable Future<?> timer;

    /** The owner stays reachable for as long as somebody waits: what is waited for is not lost. */
    Waiter(Object owner, boolean wholeBatch, Function<Deque<T>, X> take) {
        this.owner = owner;
        this.wholeBatch = wholeBatch;
        this.take = take;
    }

    boolean wantsWholeBatch() {
        return wholeBatch;
    }

    boolean isPending() {
        return pending.get();
    }

    /** Decides between all who complete it; only who gets true may, and the reading takes elements only then. */
    @Override
    boolean claim() {
        boolean claimed = pending.compareAndSet(true, false);
        if (claimed && timer != null) {
            timer.cancel(false);
        }
        return claimed;
    }

    /** Sets what is to be taken back when the answer is there. Called before anybody else has this future. */
    void timeOut(Future<?> atTime) {
        timer = atTime;
    }

    /** Takes from the buffer and returns what completes this future with it, to be run without a lock. */
    Runnable served(Deque<T> buffer) {
        X value = take.apply(buffer);
        return () -> succeed(value);
    }

    @Override
    public String toString() {
        return super.toString() + " of " + owner.getClass().getSimpleName();
    }
}
