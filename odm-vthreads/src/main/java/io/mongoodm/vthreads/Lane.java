package io.mongoodm.vthreads;

import com.mongodb.MongoInterruptedException;
import com.mongodb.MongoOperationTimeoutException;
import io.mongoodm.OverloadedException;
import io.mongoodm.internal.execution.Deadline;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A number of permits and the queue in front of them, strictly first in, first out. Those who wait are linked nodes, so
 * that leaving costs the same from every place, and need no thread. Nobody is called under the lane's lock.
 */
final class Lane {
    static final String IN_QUEUE = "in the queue";

    private final Guard guard = new Guard();
    private final Limits limits;
    private @Nullable Place head;
    private @Nullable Place tail;
    private int free;
    private int waiting;
    private int atGates;
    private boolean isTimed;

    Lane(Limits limits) {
        this.limits = limits;
        this.free = limits.maxInFlight();
    }

    /** Who wants a permit. Exactly one of {@code granted} and {@code expired} is called, once, unless the place was left. */
    interface Asking {
        /**
         * The permit is there, and now has to be {@linkplain Lane#release() released}. Must not block.
         *
         * @return false when it is not wanted any more: then it goes to the next
         */
        boolean granted(long waitedNanos);

        /** Called when the permit that was not taken has gone to somebody else. */
        default void passedOver() {}

        /** The longest time in the queue is over. Must not block. */
        void expired(long waitedNanos);
    }

    /** A place in the queue, before it is entered, in it, or after it was left. */
    static final class Place {
        private final Asking asking;
        private long since;
        private boolean queued;
        private boolean hasPermit;
        private @Nullable Place before;
        private @Nullable Place after;

        Place(Asking asking) {
            this.asking = asking;
        }
    }

    /** Gives a permit now, or a place in the queue; false when the queue is full and its bound applies. */
    boolean enter(Place place, boolean bounded) {
        place.since = System.nanoTime();
        Entry entry = guard.get(() -> {
            if (free > 0) {
                free--;
                place.hasPermit = true;
                return Entry.GRANTED;
            }
            return bounded && isFull() ? Entry.REFUSED : append(place);
        });
        if (entry == Entry.GRANTED && !place.asking.granted(0)) {
            release();
            place.asking.passedOver();
        }
        return entry != Entry.REFUSED;
    }

    private enum Entry {
        GRANTED,
        QUEUED,
        REFUSED
    }

    /** Counts one that will enter when its turn at a session's gate has come; false when the queue is full. */
    boolean expect() {
        return guard.get(() -> {
            boolean accepted = !isFull();
            atGates += accepted ? 1 : 0;
            return accepted;
        });
    }

    /** Takes back one {@link #expect}: it enters now, or never will. */
    void arrived() {
        guard.run(() -> atGates--);
    }

    /** Leaves the queue; false when the permit was granted, or the place had expired, before. */
    boolean leave(Place place) {
        return guard.get(() -> unlink(place));
    }

    /** Gives a permit back: to the one who waits longest and takes it, or to the free ones. */
    void release() {
        Place next = guard.<@Nullable Place>get(this::nextWaiting);
        if (next == null || next.asking.granted(System.nanoTime() - next.since)) {
            return;
        }
        // One after another, and not each inside the call of the one before: many may not take it.
        List<Asking> passedOver = new ArrayList<>();
        do {
            passedOver.add(next.asking);
            next = guard.<@Nullable Place>get(this::nextWaiting);
        } while (next != null && !next.asking.granted(System.nanoTime() - next.since));
        passedOver.forEach(Asking::passedOver);
    }

    private @Nullable Place nextWaiting() {
        Place first = head;
        if (first == null) {
            free++;
        } else {
            unlink(first);
            first.hasPermit = true;
        }
        return first;
    }

    /**
     * Blocks the thread until it has a permit.
     *
     * @param first whether nothing of the operation was sent yet; later calls are not refused
     * @throws OverloadedException when the first call gets none in time
     * @throws MongoOperationTimeoutException when a later call gets none in time
     * @throws MongoInterruptedException when the thread is interrupted; the flag is set again
     */
    void acquire(Deadline deadline, boolean first) {
        Parked parked = new Parked();
        Place place = new Place(parked);
        if (!enter(place, first)) {
            throw full();
        }
        boolean granted = false;
        try {
            granted = parked.await(deadline) && place.hasPermit;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MongoInterruptedException("Interrupted while waiting for a permit; this call was not sent", e);
        } finally {
            if (!granted && !leave(place) && place.hasPermit) {
                release();
            }
        }
        if (!granted) {
            throw late(System.nanoTime() - place.since, first);
        }
    }

    private RuntimeException late(long waited, boolean first) {
        return first && waited >= limits.maxQueueNanos()
                ? expiredAfter(waited)
                : Deadline.late(waited, IN_QUEUE, first);
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

    /** Returns how many wait, at gates too. */
    int queued() {
        return guard.get(() -> waiting + atGates);
    }

    private boolean isFull() {
        return waiting + atGates >= limits.maxQueued();
    }

    private Entry append(Place place) {
        place.before = tail;
        if (tail == null) {
            head = place;
        } else {
            tail.after = place;
        }
        tail = place;
        place.queued = true;
        waiting++;
        if (!isTimed && limits.maxQueueNanos() < Long.MAX_VALUE) {
            isTimed = true;
            expireAfter(limits.maxQueueNanos());
        }
        return Entry.QUEUED;
    }

    private void expireAfter(long nanos) {
        Future<?> unused = Threads.after(nanos, this::expire);
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

    /**
     * There is one timer for the whole queue: its order is the order in which the places expire. It is in charge until
     * nobody waits, or each that enters while it works would start one more.
     */
    private void expire() {
        Place due = guard.<@Nullable Place>get(this::nextDue);
        while (due != null) {
            due.asking.expired(System.nanoTime() - due.since);
            due = guard.<@Nullable Place>get(this::nextDue);
        }
    }

    private @Nullable Place nextDue() {
        Place place = head;
        if (place == null) {
            isTimed = false;
            return null;
        }
        long left = limits.maxQueueNanos() - (System.nanoTime() - place.since);
        if (left > 0) {
            expireAfter(left);
            return null;
        }
        unlink(place);
        return place;
    }

    private static long millis(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos);
    }

    /** A thread that waits for its permit itself. */
    private static final class Parked extends CountDownLatch implements Asking {
        Parked() {
            super(1);
        }

        /** Waits for an answer; false when the deadline came first. */
        boolean await(Deadline deadline) throws InterruptedException {
            if (deadline.isSet()) {
                return await(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
            }
            await();
            return true;
        }

        @Override
        public boolean granted(long waitedNanos) {
            countDown();
            return true;
        }

        @Override
        public void expired(long waitedNanos) {
            countDown();
        }
    }
}
