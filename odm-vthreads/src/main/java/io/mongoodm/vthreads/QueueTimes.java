package io.mongoodm.vthreads;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAccumulator;

/** Counts times in buckets that grow with the time, an eighth wide, so that any number of them costs 4 kB. */
final class QueueTimes {
    private static final int STEPS = 8;

    private final AtomicLongArray counts = new AtomicLongArray(Long.SIZE * STEPS);
    private final LongAccumulator max = new LongAccumulator(Math::max, 0);

    void record(long nanos) {
        counts.incrementAndGet(bucket(nanos));
        max.accumulate(nanos);
    }

    Duration max() {
        return Duration.ofNanos(max.get());
    }

    /** Returns the upper bound of the bucket in which the share of all times lies; zero when there are none. */
    Duration quantile(double share) {
        long total = 0;
        for (int i = 0; i < counts.length(); i++) {
            total += counts.get(i);
        }
        long left = (long) Math.ceil(total * share);
        for (int i = 0; i < counts.length() && left > 0; i++) {
            left -= counts.get(i);
            if (left <= 0) {
                return Duration.ofNanos(Math.min(upperBound(i), max.get()));
            }
        }
        return Duration.ZERO;
    }

    private static int bucket(long nanos) {
        if (nanos < STEPS) {
            return (int) Math.max(0, nanos);
        }
        int exponent = Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos);
        return (exponent - 2) * STEPS + (int) (nanos >>> (exponent - 3)) - STEPS;
    }

    private static long upperBound(int bucket) {
        if (bucket < STEPS) {
            return bucket;
        }
        int exponent = bucket / STEPS + 2;
        return ((bucket % STEPS + STEPS + 1L) << (exponent - 3)) - 1;
    }
}
