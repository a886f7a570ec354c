package io.mongoodm.internal.mapping;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

/**
 * Objects that one thread uses at a time and that are used again by the next. Each thread looks in a place of its own, as
 * far as there are places, so that threads neither wait for each other nor take memory out of each other's caches.
 */
final class Spares<T> {
    /** So many references lie between two places that these are not in one cache line. */
    private static final int APART = 32;

    /** A power of two, and several for each processor, since it is chance which threads run. */
    private static final int PLACES =
            4 * Integer.highestOneBit(Runtime.getRuntime().availableProcessors());

    private final AtomicReferenceArray<T> places = new AtomicReferenceArray<>((PLACES + 1) * APART);
    private final Supplier<T> make;

    Spares(Supplier<T> make) {
        this.make = make;
    }

    /** Returns the place of the current thread, which it may share with others. */
    static int place() {
        return ((int) Thread.currentThread().threadId() & (PLACES - 1)) * APART + APART / 2;
    }

    /** Returns one that nobody uses: the one in this place, or a new one. */
    T take(int place) {
        T spare = places.getAndSet(place, null);
        return spare == null ? make.get() : spare;
    }

    /** Keeps one for later, instead of any that was kept in this place meanwhile. */
    void giveBack(int place, T spare) {
        places.setRelease(place, spare);
    }
}
