package io.mongoodm;

import com.mongodb.TransactionOptions;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * How a transaction runs and how long it is retried. A value: each step gives a new one.
 *
 * @param options the driver's options: read and write concern, read preference, maximum commit time
 * @param maxTime the time for all attempts and the pauses between them together; when it is over, no other attempt
 *     starts and the last failure leaves with its labels. The driver itself repeats a body for two minutes at most
 * @param maxAttempts the number of attempts, at least 1
 * @param onRetry called with the failure of an attempt that will be repeated, on the thread of the body
 */
public record TransactionSettings(
        TransactionOptions options, Duration maxTime, int maxAttempts, Consumer<Throwable> onRetry) {
    private static final TransactionSettings DEFAULTS = new TransactionSettings(
            TransactionOptions.builder().build(), Duration.ofSeconds(30), Integer.MAX_VALUE, failure -> {});

    /** Checks the values. */
    public TransactionSettings {
        Objects.requireNonNull(options, "options");
        Objects.requireNonNull(maxTime, "maxTime");
        Objects.requireNonNull(onRetry, "onRetry");
        if (!maxTime.isPositive()) {
            throw new IllegalArgumentException("maxTime must be positive: it bounds all attempts of a transaction");
        }
        if (maxAttempts < 1) {
            throw new IllegalArgumentException("maxAttempts must be at least 1: the first attempt counts");
        }
    }

    /** Returns the driver's default options, 30 seconds, any number of attempts, and no listener. */
    public static TransactionSettings defaults() {
        return DEFAULTS;
    }

    /** Returns these settings with other options of the driver. */
    public TransactionSettings withOptions(TransactionOptions options) {
        return new TransactionSettings(options, maxTime, maxAttempts, onRetry);
    }

    /** Returns these settings with another bound on all attempts and pauses together. */
    public TransactionSettings withMaxTime(Duration time) {
        return new TransactionSettings(options, time, maxAttempts, onRetry);
    }

    /** Returns these settings with another number of attempts. */
    public TransactionSettings withMaxAttempts(int attempts) {
        return new TransactionSettings(options, maxTime, attempts, onRetry);
    }

    /** Returns these settings with a listener that sees why each attempt failed that will be repeated. */
    public TransactionSettings withOnRetry(Consumer<Throwable> listener) {
        return new TransactionSettings(options, maxTime, maxAttempts, listener);
    }
}
