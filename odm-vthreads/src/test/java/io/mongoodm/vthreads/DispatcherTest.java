package io.mongoodm.vthreads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mongoodm.OverloadedException;
import io.mongoodm.internal.execution.Deadline;
import io.mongoodm.internal.execution.Door;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The calls that a user's thread makes itself, in a transaction for one. */
class DispatcherTest {
    private final Dispatcher dispatcher = new Dispatcher(new Limits(1, 1, Duration.ofMinutes(2)));
    private final Door door = dispatcher.door(() -> {});

    @Test
    void theFirstCallOfAnOperationIsRefusedByAFullQueue() {
        fill();
        assertThatThrownBy(() -> pass(door.ofOperation(), "first"))
                .isExactlyInstanceOf(OverloadedException.class)
                .hasMessageContaining("The queue is full: 1 operations wait for one of 1");
    }

    @Test
    @Timeout(Bench.SECONDS)
    void aLaterCallOfAnOperationWaitsInAFullQueue() throws Exception {
        Door operation = door.ofOperation();
        assertThat(pass(operation, "first")).isEqualTo("first");
        fill();
        CompletableFuture<String> later =
                CompletableFuture.supplyAsync(() -> pass(operation, "later"), Thread.ofVirtual()::start);
        while (dispatcher.calls().queued() < 2 && !later.isDone()) {
            Thread.onSpinWait();
        }
        dispatcher.calls().release();
        dispatcher.calls().release();
        assertThat(later.get(Bench.SECONDS, TimeUnit.SECONDS)).isEqualTo("later");
    }

    @Test
    void theNextOperationBeginsAnew() {
        assertThat(pass(door.ofOperation(), "one")).isEqualTo("one");
        fill();
        assertThatThrownBy(() -> pass(door.ofOperation(), "another")).isExactlyInstanceOf(OverloadedException.class);
    }

    /** Takes the only permit, and the only place in the queue. */
    private void fill() {
        for (int i = 0; i < 2; i++) {
            assertThat(dispatcher.calls().enter(new Lane.Place(new Waiting()), true))
                    .isTrue();
        }
    }

    private static String pass(Door through, String result) {
        return through.pass(null, Deadline.NONE, () -> result);
    }

    private static final class Waiting implements Lane.Asking {
        @Override
        public boolean granted(long waitedNanos) {
            return true;
        }

        @Override
        public void expired(long waitedNanos) {
            throw new AssertionError("Nothing waits that long");
        }
    }
}
