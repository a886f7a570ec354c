package io.mongoodm.vthreads;

import com.mongodb.MongoInterruptedException;
import com.mongodb.MongoOperationTimeoutException;
import io.mongoodm.OverloadedException;
import io.mongoodm.internal.execution.Deadline;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A number of permits and the queue in front of them, strictly first in, first out. Those who wait are linked nodes, so
 * that leaving costs the same from every place, and need no thread.
 *
 * <p>Guests are always called without the lane's lock.
 */
final class Lane {
    private final ReentrantLock lock = new ReentrantLock();
    private final Limits limits;
    private @Nullable Place head;
    private @Nullable Place tail;
    private int free;
    private int waiting;
    private int atGates;
    private @Nullable Future<?> timer;

    Lane(Limits limits) {
        this.limits = limits;
        this.free = limits.maxInFlight();
    }

    /** Who waits for a permit; exactly one of the two is called, once, unless the place was left before. */
    interface Guest {
        /** The permit is there, and now the guest's to {@linkplain Lane#release() release}. Must not block. */
        void granted(long waitedNanos);

        /** The longest time in the queue is over. Must not block. */
        void expired(long waitedNanos);
    }

    /** A place in the queue. */
    static final class Place {
        private final Guest guest;
        private final boolean timed;
        private final long since = System.nanoTime();
        private boolean queued;
        private boolean granted;
        private @Nullable Place before;
        private @Nullable Place after;

        private Place(Guest guest, boolean timed) {
            this.guest = guest;
            this.timed = timed;
        }
    }

    /**
     * Gives the guest a permit now, or a place in the queue.
     *
     * @param bounded whether a full queue refuses the guest
     * @param timed whether the longest queue time applies to it
     * @return the place, or null when the queue is full
     */
    @Nullable
    Place enter(Guest guest, boolean bounded, boolean timed) {
        Place place = new Place(guest, timed);
        lock.lock();
        try {
            if (free == 0) {
                return bounded && isFull() ? null : append(place);
            }
            free--;
            place.granted = true;
        } finally {
            lock.unlock();
        }
        guest.granted(0);
        return place;
    }

    /** Counts one that will enter when its turn at a session's gate has come; false when the queue is full. */
    boolean expect() {
        lock.lock();
        try {
            if (isFull()) {
                return false;
            }
            atGates++;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Takes back one {@link #expect}: it enters now, or never will. */
    void arrived() {
        lock.lock();
        try {
            atGates--;
        } finally {
            lock.unlock();
        }
    }

    /** Leaves the queue; false when the permit was granted, or the place had expired, before. */
    boolean leave(Place place) {
        lock.lock();
        try {
            return unlink(place);
        } finally {
            lock.unlock();
        }
    }

    /** Gives a permit back: to the one who waits longest, or to the free ones. */
    void release() {
        Place next;
        lock.lock();
        try {
            next = head;
            if (next == null) {
                free++;
                return;
            }
            unlink(next);
            next.granted = true;
        } finally {
            lock.unlock();
        }
        next.guest.granted(System.nanoTime() - next.since);
    }

    /**
     * Blocks the thread until it has a permit.
     *
     * @param first whether nothing of the operation was sent yet
     * @throws OverloadedException when the first call gets none in time
     * @throws MongoOperationTimeoutException when a later call gets none before the deadline
     * @throws MongoInterruptedException when the thread is interrupted; the flag is set again
     */
    void acquire(Deadline deadline, boolean first) {
        Parked parked = new Parked();
        Place place = enter(parked, first, first);
        if (place == null) {
            throw full();
        }
        boolean granted = false;
        try {
            granted = parked.await(deadline);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MongoInterruptedException("Interrupted while waiting for a permit; this call was not sent", e);
        } finally {
            if (!granted && !leave(place) && place.granted) {
                release();
            }
        }
        if (!granted) {
            throw late(place, first);
        }
    }

    private RuntimeException late(Place place, boolean first) {
        long waited = System.nanoTime() - place.since;
        if (first) {
            return waited >= limits.maxQueueNanos() ? expiredAfter(waited) : timeOver(waited, "in the queue");
        }
        return new MongoOperationTimeoutException("The next call of an operation waited " + millis(waited)
                + " ms for one of " + limits.maxInFlight() + " permits and was not sent; its earlier calls were");
    }

    OverloadedException full() {
        return new OverloadedException(
                "The queue is full: " + limits.maxQueued() + " operations wait for one of " + limits.maxInFlight()
                        + " permits. This one was never sent; start fewer at once, or raise maxQueued or maxInFlight",
                null);
    }

    OverloadedException expiredAfter(long waitedNanos) {
        return new OverloadedException(
                "Waited " + millis(waitedNanos) + " ms in the queue for one of " + limits.maxInFlight()
                        + " permits. This operation was never sent; start fewer at once, or raise maxQueueTime or"
                        + " maxInFlight",
                null);
    }

    static OverloadedException timeOver(long waitedNanos, String where) {
        return new OverloadedException(
                "The time of this call was over after " + millis(waitedNanos) + " ms " + where
                        + ". It was never sent; give it more time, or start fewer calls at once",
                null);
    }

    /** Returns how many wait, at gates too. */
    int queued() {
        lock.lock();
        try {
            return waiting + atGates;
        } finally {
            lock.unlock();
        }
    }

    private boolean isFull() {
        return waiting + atGates >= limits.maxQueued();
    }

    private Place append(Place place) {
        place.before = tail;
        if (tail == null) {
            head = place;
        } else {
            tail.after = place;
        }
        tail = place;
        place.queued = true;
        waiting++;
        if (timer == null && place.timed && limits.maxQueueNanos() < Long.MAX_VALUE) {
            startTimer(limits.maxQueueNanos());
        }
        return place;
    }

    private boolean unlink(Place place) {
        if (!place.queued) {
            return false;
        }
        Place before = place.before;
        Place after = place.after;
        if (before == null) {
            head = after;
        } else {
            before.after = after;
        }
        if (after == null) {
            tail = before;
        } else {
            after.before = before;
        }
        place.before = null;
        place.after = null;
        place.queued = false;
        waiting--;
        return true;
    }

    /** One timer for the whole queue: its order is the order in which the places expire. */
    private void startTimer(long nanos) {
        timer = Threads.after(nanos, this::expire);
    }

    private void expire() {
        Place due = nextDue();
        while (due != null) {
            due.guest.expired(System.nanoTime() - due.since);
            due = nextDue();
        }
    }

    private @Nullable Place nextDue() {
        lock.lock();
        try {
            Place place = head;
            while (place != null && !place.timed) {
                place = place.after;
            }
            timer = null;
            if (place == null) {
                return null;
            }
            long left = limits.maxQueueNanos() - (System.nanoTime() - place.since);
            if (left > 0) {
                startTimer(left);
                return null;
            }
            unlink(place);
            return place;
        } finally {
            lock.unlock();
        }
    }

    private static long millis(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos);
    }

    /** A thread that waits for its permit itself. */
    private static final class Parked implements Guest {
        private final CountDownLatch answered = new CountDownLatch(1);
        private volatile boolean granted;

        /** Returns whether the permit came before the deadline and the longest queue time. */
        boolean await(Deadline deadline) throws InterruptedException {
            if (deadline.isSet()) {
                return answered.await(deadline.remainingNanos(), TimeUnit.NANOSECONDS) && granted;
            }
            answered.await();
            return granted;
        }

        @Override
        public void granted(long waitedNanos) {
            granted = true;
            answered.countDown();
        }

        @Override
        public void expired(long waitedNanos) {
            answered.countDown();
        }
    }
}
