package io.mongoodm.vthreads;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The bounds of a client's dispatcher; a longest queue time of zero is none. */
record Limits(int maxInFlight, int maxQueued, Duration maxQueueTime) {
    static final int DEFAULT_IN_FLIGHT = 100;
    static final int DEFAULT_QUEUED = 65_536;

    long maxQueueNanos() {
        return maxQueueTime.isPositive() ? TimeUnit.NANOSECONDS.convert(maxQueueTime) : Long.MAX_VALUE;
    }
}
