package io.mongoodm.vthreads;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class ClosingTest {
    private final Bench bench = new Bench(2);

    @RepeatedTest(300)
    void whatRanHasCompletedItsFuture() {
        Bench.Held held = bench.hold();
        Thread.startVirtualThread(held.end::countDown);

        closing().run();

        assertThat(held.future).isCompletedWithValue("done");
    }

    @Test
    void aContinuationThatIsStillBusyIsNotWaitedFor() {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        Bench.Held held = bench.hold();
        CompletableFuture<Void> continued = held.future.thenRun(() -> {
            busy.countDown();
            Bench.await(closed);
        });
        held.end.countDown();
        Bench.await(busy);

        closing().run();
        closed.countDown();

        assertThat(continued).succeedsWithin(Duration.ofSeconds(Bench.SECONDS));
    }

    @Test
    void aTimeThatNeverEndsIsTaken() {
        Bench.Held held = bench.hold();
        Thread.startVirtualThread(held.end::countDown);

        new Closing(bench.work, Thread.currentThread(), ChronoUnit.FOREVER.getDuration()).run();

        assertThat(held.future).isCompletedWithValue("done");
    }

    private Closing closing() {
        return new Closing(bench.work, Thread.currentThread(), Duration.ofSeconds(Bench.SECONDS));
    }

    @Test
    void whatIgnoresItsInterruptIsLeftBehind() {
        CountDownLatch interrupted = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        OperationFuture<String> stubborn = bench.call(self -> {
            while (!Thread.interrupted()) {
                Thread.onSpinWait();
            }
            interrupted.countDown();
            Bench.await(end);
            return "too late";
        });

        new Closing(bench.work, Thread.currentThread(), Duration.ofMillis(10)).run();

        Bench.await(interrupted);
        assertThat(stubborn.state()).isEqualTo(OperationFuture.State.FAILED);
        assertThat(stubborn.hasEnded()).isFalse();
        end.countDown();
        bench.work.awaitAllUninterruptibly();
        assertThat(stubborn.hasEnded()).isTrue();
    }
}
