package io.mongoodm.internal.execution;

import com.mongodb.MongoOperationTimeoutException;
import com.mongodb.client.MongoCluster;
import com.mongodb.client.MongoCollection;
import io.mongoodm.OverloadedException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * When a call has to be over, fixed at the call, so that waiting for a turn or a permit is taken off its time. It notes
 * whether something of the call was sent, which decides what it means that the rest comes too late.
 */
public final class Deadline {
    /** Where a call waits for the turn of its session. */
    public static final String AT_GATE = "at the gate of its session";

    /** No deadline but the client's own settings. */
    public static final Deadline NONE = new Deadline(null, 0);

    /** The driver counts the milliseconds of a reply in an {@code int}. */
    private static final long MAX_MILLIS = Integer.MAX_VALUE;

    private final @Nullable Duration timeout;
    private final long end;
    private volatile boolean sent;

    private Deadline(@Nullable Duration timeout, long end) {
        this.timeout = timeout;
        this.end = end;
    }

    /** Returns the deadline of a call that starts now; none for null. */
    public static Deadline in(@Nullable Duration timeout) {
        return timeout == null
                ? NONE
                : new Deadline(timeout, System.nanoTime() + TimeUnit.NANOSECONDS.convert(timeout));
    }

    /** Tells whether there is a deadline. */
    public boolean isSet() {
        return timeout != null;
    }

    /** Returns the nanoseconds that are left, negative when it is over; meaningless when there is none. */
    public long remainingNanos() {
        return end - System.nanoTime();
    }

    /**
     * Returns the collection with the time that is left as its {@code timeoutMS}, for a command that is sent now.
     *
     * @throws OverloadedException when none is left, and nothing of the call was sent
     * @throws MongoOperationTimeoutException when none is left for a later command of the call
     */
    <T> MongoCollection<T> limit(MongoCollection<T> collection) {
        return timeout == null ? collection : collection.withTimeout(remainingMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Returns the client with the time that is left as its {@code timeoutMS}, for a command that is sent now.
     *
     * @throws OverloadedException when none is left, and nothing of the call was sent
     * @throws MongoOperationTimeoutException when none is left for a later command of the call
     */
    MongoCluster limit(MongoCluster client) {
        return timeout == null ? client : client.withTimeout(remainingMillis(), TimeUnit.MILLISECONDS);
    }

    private long remainingMillis() {
        long millis = TimeUnit.NANOSECONDS.toMillis(remainingNanos());
        if (millis <= 0) {
            throw over();
        }
        sent = true;
        return Math.min(millis, MAX_MILLIS);
    }

    /** Returns the failure of a call whose time was over before its turn. */
    public RuntimeException over() {
        String fact = "The time of this call, " + (timeout == null ? 0 : timeout.toMillis()) + " ms, was over before";
        return sent
                ? new MongoOperationTimeoutException(
                        fact + " its next command, which was not sent; its earlier ones were. Give it more time")
                : new OverloadedException(
                        fact + " its turn came; it was never sent. Give it more time, or start fewer calls at once",
                        null);
    }

    /** Tells whether a command of the call was sent with the time that was left. */
    boolean hasSent() {
        return sent;
    }

    /**
     * Returns the failure of a call whose time was over while it waited at a place.
     *
     * @param first whether nothing of the call was sent before
     */
    public static RuntimeException late(long waitedNanos, String where, boolean first) {
        long millis = TimeUnit.NANOSECONDS.toMillis(waitedNanos);
        if (first) {
            return new OverloadedException(
                    "The time of this call was over after " + millis + " ms " + where
                            + ". It was never sent; give it more time, or start fewer calls at once",
                    null);
        }
        return new MongoOperationTimeoutException("The next call of an operation waited " + millis + " ms " + where
                + " and was not sent; its earlier calls were. Give it more time, or start fewer calls at once");
    }
}
