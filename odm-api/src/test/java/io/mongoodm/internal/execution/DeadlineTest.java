package io.mongoodm.internal.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.mongodb.MongoOperationTimeoutException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.mongoodm.OverloadedException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What it means that the time of a call is over depends on whether something of it was sent. */
final class DeadlineTest {
    /** Never connects: nothing is sent here. */
    private static final String NOBODY = "mongodb://127.0.0.1:1/?directConnection=true";

    @Test
    void nothingIsSentWithoutTime() {
        try (MongoClient client = MongoClients.create(NOBODY)) {
            Deadline over = Deadline.in(Duration.ofNanos(1));

            assertThat(catchThrowable(() -> over.limit(client)))
                    .isExactlyInstanceOf(OverloadedException.class)
                    .hasMessage("The time of this call, 0 ms, was over before its turn came; it was never sent. Give it"
                            + " more time, or start fewer calls at once");
        }
    }

    @Test
    void theRestOfTheTimeGoesAlong() {
        try (MongoClient client = MongoClients.create(NOBODY)) {
            assertThat(Deadline.in(Duration.ofDays(1)).limit(client).getTimeout(TimeUnit.HOURS))
                    .isBetween(1L, 24L);
            assertThat(Deadline.NONE.limit(client)).isSameAs(client);
        }
    }

    @Test
    void aLaterCommandWithoutTimeSaysThatEarlierOnesWereSent() {
        try (MongoClient client = MongoClients.create(NOBODY)) {
            Deadline deadline = inTimeFor(client);
            while (deadline.remainingNanos() > 0) {
                Thread.onSpinWait();
            }

            assertThat(catchThrowable(() -> deadline.limit(client)))
                    .isExactlyInstanceOf(MongoOperationTimeoutException.class)
                    .hasMessageMatching("The time of this call, \\d+ ms, was over before its next command, which was"
                            + " not sent; its earlier ones were\\. Give it more time");
            assertThat(Deadline.late(TimeUnit.MILLISECONDS.toNanos(7), Deadline.AT_GATE, !deadline.hasSent()))
                    .isExactlyInstanceOf(MongoOperationTimeoutException.class)
                    .hasMessage("The next call of an operation waited 7 ms at the gate of its session and was not sent;"
                            + " its earlier calls were. Give it more time, or start fewer calls at once");
        }
    }

    /** Returns a deadline that a first command met, whatever the machine does meanwhile. */
    private static Deadline inTimeFor(MongoClient client) {
        Deadline deadline;
        Duration time = Duration.ofMillis(10);
        do {
            time = time.multipliedBy(2);
            deadline = Deadline.in(time);
        } while (isLate(deadline, client));
        return deadline;
    }

    private static boolean isLate(Deadline deadline, MongoClient client) {
        return catchThrowable(() -> deadline.limit(client)) != null;
    }
}
