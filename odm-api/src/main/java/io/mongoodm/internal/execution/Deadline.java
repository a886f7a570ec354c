package io.mongoodm.internal.execution;

import com.mongodb.client.MongoCluster;
import com.mongodb.client.MongoCollection;
import io.mongoodm.OverloadedException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** When a call has to be over, fixed at the call, so that waiting for a turn or a permit is taken off its time. */
public final class Deadline {
    /** No deadline but the client's own settings. */
    public static final Deadline NONE = new Deadline(null, 0);

    private final @Nullable Duration timeout;
    private final long end;

    private Deadline(@Nullable Duration timeout, long end) {
        this.timeout = timeout;
        this.end = end;
    }

    /** Returns the deadline of a call that starts now; none for null. */
    public static Deadline in(@Nullable Duration timeout) {
        return timeout == null ? NONE : new Deadline(timeout, System.nanoTime() + timeout.toNanos());
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
     * Returns the collection with the time that is left as its {@code timeoutMS}.
     *
     * @throws OverloadedException when none is left: the call was not sent
     */
    <T> MongoCollection<T> limit(MongoCollection<T> collection) {
        return timeout == null ? collection : collection.withTimeout(remainingMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Returns the client with the time that is left as its {@code timeoutMS}.
     *
     * @throws OverloadedException when none is left: the call was not sent
     */
    MongoCluster limit(MongoCluster client) {
        return timeout == null ? client : client.withTimeout(remainingMillis(), TimeUnit.MILLISECONDS);
    }

    private long remainingMillis() {
        long millis = TimeUnit.NANOSECONDS.toMillis(remainingNanos());
        if (millis <= 0) {
            throw over();
        }
        return millis;
    }

    /** Returns the error of a call whose time was over before its turn. */
    public OverloadedException over() {
        return new OverloadedException(
                "The time of this call, " + (timeout == null ? 0 : timeout.toMillis())
                        + " ms, was over before its turn came; it was never sent. Give it more time, or start fewer"
                        + " calls at once",
                null);
    }
}
