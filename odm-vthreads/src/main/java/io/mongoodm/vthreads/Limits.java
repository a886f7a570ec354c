package io.mongoodm.vthreads;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;

/** The bounds of a client's dispatcher. */
record Limits(int maxInFlight, int maxQueued, Duration maxQueueTime) {
    static final int DEFAULT_IN_FLIGHT = 100;
    static final int DEFAULT_QUEUED = 65_536;
    static final Duration DEFAULT_QUEUE_TIME = Duration.ofMinutes(2);

    /** Returns what stands for a pool's time: the pool lets nobody wait with zero, and everybody for ever with less. */
    static Duration queueTime(long poolWaitMillis) {
        if (poolWaitMillis < 0) {
            return ChronoUnit.FOREVER.getDuration();
        }
        return poolWaitMillis == 0 ? DEFAULT_QUEUE_TIME : Duration.ofMillis(poolWaitMillis);
    }

    /** Returns the longest queue time, {@code Long.MAX_VALUE} when it never ends. */
    long maxQueueNanos() {
        return TimeUnit.NANOSECONDS.convert(maxQueueTime);
    }
}
