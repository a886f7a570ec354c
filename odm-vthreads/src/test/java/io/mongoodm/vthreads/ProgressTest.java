package io.mongoodm.vthreads;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final Progress progress = new Progress();

    @Test
    void whatWaitsStartsOrLeavesOnce() {
        assertThat(progress.isWaiting()).isTrue();
        assertThat(progress.start(Thread.currentThread(), Progress.PERMIT)).isTrue();
        assertThat(progress.isWaiting()).isFalse();
        assertThat(progress.leave()).isFalse();
        assertThat(progress.thread()).isEqualTo(Thread.currentThread());
        assertThat(progress.take(Progress.PERMIT)).isTrue();
        assertThat(progress.take(Progress.PERMIT)).isFalse();
    }

    @Test
    void whatHasLeftDoesNotStart() {
        assertThat(progress.leave()).isTrue();
        assertThat(progress.start(Thread.currentThread(), Progress.PERMIT)).isFalse();
        assertThat(progress.thread()).isNull();
        assertThat(progress.has(Progress.PERMIT)).isFalse();
    }

    @Test
    void marksSurviveAChangeOfPhase() {
        assertThat(progress.put(Progress.SENT)).isTrue();
        assertThat(progress.put(Progress.SENT)).isFalse();
        progress.enter(Progress.Phase.OVER);
        assertThat(progress.has(Progress.SENT)).isTrue();
    }

    @Test
    void aStopIsRefusedDuringTheCommitAndAfterTheEnd() {
        assertThat(progress.start(Thread.currentThread(), 0)).isTrue();
        assertThat(progress.enterUnlessStopped(Progress.Phase.COMMITTING)).isTrue();
        assertThat(progress.requestStop()).isFalse();
        assertThat(progress.isStopped()).isFalse();
        progress.enter(Progress.Phase.OVER);
        assertThat(progress.requestStop()).isFalse();
        assertThat(progress.isStopped()).isFalse();
    }

    @Test
    void anInterruptReachesOnlyWhatRuns() {
        assertThat(progress.start(Thread.currentThread(), 0)).isTrue();
        progress.enter(Progress.Phase.SHIELDED);
        progress.interrupt();
        assertThat(Thread.interrupted()).isFalse();
        assertThat(progress.enterUnlessStopped(Progress.Phase.RUNNING)).isTrue();
        progress.interrupt();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(progress.enterUnlessStopped(Progress.Phase.COMMITTING)).isFalse();
    }

    @Test
    void aSecondStopInterruptsNothing() {
        assertThat(progress.start(Thread.currentThread(), 0)).isTrue();
        progress.interrupt();
        assertThat(Thread.interrupted()).isTrue();
        progress.interrupt();
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void nobodyLeavesAPhaseWhileAnInterruptIsHandedOver() throws InterruptedException {
        CountDownLatch handing = new CountDownLatch(1);
        AtomicBoolean leftEarly = new AtomicBoolean();
        Thread leaver = Thread.ofVirtual().unstarted(() -> {
            Bench.await(handing);
            progress.enter(Progress.Phase.OVER);
        });
        Thread runner = new Thread() {
            @Override
            public void interrupt() {
                handing.countDown();
                try {
                    leftEarly.set(leaver.join(Duration.ofMillis(100)));
                } catch (InterruptedException e) {
                    throw new AssertionError("The test was interrupted", e);
                }
            }
        };
        assertThat(progress.start(runner, 0)).isTrue();
        leaver.start();
        progress.interrupt();
        assertThat(leaver.join(Duration.ofSeconds(Bench.SECONDS))).isTrue();
        assertThat(leftEarly).isFalse();
    }
}
