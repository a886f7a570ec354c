package io.mongoodm.vthreads;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class QueueTimesTest {
    private final QueueTimes times = new QueueTimes();

    @Test
    void noTimesAreZero() {
        assertThat(times.quantile(0.5)).isEqualTo(Duration.ZERO);
        assertThat(times.max()).isEqualTo(Duration.ZERO);
    }

    @Test
    void quantilesAreRightToAnEighth() {
        for (long i = 1; i <= 1_000; i++) {
            times.record(i * 1_000_000);
        }
        assertThat(times.quantile(0.5)).isBetween(Duration.ofMillis(500), Duration.ofMillis(563));
        assertThat(times.quantile(0.99)).isBetween(Duration.ofMillis(990), Duration.ofSeconds(1));
        assertThat(times.max()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void everyTimeHasABucket() {
        for (int shift = 0; shift < Long.SIZE - 1; shift++) {
            times.record(1L << shift);
        }
        times.record(Long.MAX_VALUE);
        times.record(0);
        assertThat(times.quantile(1)).isEqualTo(Duration.ofNanos(Long.MAX_VALUE));
        assertThat(times.quantile(0.001)).isEqualTo(Duration.ZERO);
    }
}
