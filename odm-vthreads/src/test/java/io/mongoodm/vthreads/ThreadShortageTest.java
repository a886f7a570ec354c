package io.mongoodm.vthreads;

import static org.assertj.core.api.Assertions.assertThat;

import io.mongoodm.internal.execution.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No thread can be had for an operation: it fails, and everything that it waited for goes to the others. */
class ThreadShortageTest {
    private static final String NONE_LEFT = "unable to create native thread";

    /** Where the shortage shows. */
    enum Shortage implements ThreadFactory {
        NO_OBJECT {
            @Override
            public Thread newThread(Runnable task) {
                throw new OutOfMemoryError(NONE_LEFT);
            }
        },
        NO_START {
            @Override
            public Thread newThread(Runnable task) {
                return new Thread(task) {
                    @Override
                    public void start() {
                        throw new OutOfMemoryError(NONE_LEFT);
                    }
                };
            }
        }
    }

    private final Bench bench = new Bench(new Limits(1, 20_000, Duration.ofMinutes(2)), UnaryOperator.identity());
    private final AtomicInteger cleanedUp = new AtomicInteger();

    private Launcher without(Shortage shortage) {
        return new Launcher(bench.dispatcher, bench.work, UnaryOperator.identity(), () -> {}, kind -> shortage);
    }

    private Body<String> never() {
        return new Body<>() {
            @Override
            public String run(OperationFuture<String> self) {
                throw new AssertionError("it ran without a thread");
            }

            @Override
            public void cleanUp() {
                cleanedUp.incrementAndGet();
            }
        };
    }

    private void assertNothingIsLeft(int failed) {
        assertThat(cleanedUp).hasValue(failed);
        assertThat(bench.isFree()).isTrue();
        bench.work.awaitAllUninterruptibly();
        assertThat(bench.work.operations()).isEmpty();
        AsyncMetrics metrics = bench.dispatcher.metrics();
        assertThat(metrics.queued()).isZero();
        assertThat(metrics.running()).isZero();
    }

    private static void assertFailed(OperationFuture<String> future) {
        assertThat(future)
                .failsWithin(Duration.ofSeconds(Bench.SECONDS))
                .withThrowableOfType(ExecutionException.class)
                .havingCause()
                .isExactlyInstanceOf(OutOfMemoryError.class)
                .withMessage(NONE_LEFT);
    }

    @ParameterizedTest
    @EnumSource
    void theFutureOfTheCallFailsAndThePermitIsBack(Shortage shortage) {
        assertFailed(without(shortage).launch(null, Deadline.NONE, never()));
        assertNothingIsLeft(1);
        assertThat(bench.dispatcher.metrics().failed()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void workThatNeedsNoPermitFailsAlike(Shortage shortage) {
        assertFailed(without(shortage).launch(Launcher.Kind.FORK, never()));
        assertNothingIsLeft(1);
    }

    @ParameterizedTest
    @EnumSource
    void whoWaitsBehindGetsThePermit(Shortage shortage) throws Exception {
        Bench.Held held = bench.hold();
        List<OperationFuture<String>> without = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            without.add(without(shortage).launch(null, Deadline.NONE, never()));
        }
        OperationFuture<String> behind = bench.call(self -> self.pass(null, Deadline.NONE, () -> "came through"));
        held.end.countDown();
        without.forEach(ThreadShortageTest::assertFailed);
        assertThat(behind.get(Bench.SECONDS, TimeUnit.SECONDS)).isEqualTo("came through");
        assertThat(held.future.get(Bench.SECONDS, TimeUnit.SECONDS)).isEqualTo("done");
        assertNothingIsLeft(10_000);
    }

    @ParameterizedTest
    @EnumSource
    void theInterruptOfTheCallersThreadIsNotTaken(Shortage shortage) {
        Thread.currentThread().interrupt();
        OperationFuture<String> future = without(shortage).launch(null, Deadline.NONE, never());
        assertThat(Thread.interrupted()).isTrue();
        assertFailed(future);
    }

    @Test
    void whatDependsOnItRunsWhenThePermitIsBack() {
        List<Boolean> free = new ArrayList<>();
        Bench.Held held = bench.hold();
        OperationFuture<String> future = without(Shortage.NO_START).launch(null, Deadline.NONE, never());
        var dependent =
                future.handle((@Nullable String result, @Nullable Throwable failure) -> free.add(bench.isFree()));
        held.end.countDown();
        assertThat(dependent).succeedsWithin(Duration.ofSeconds(Bench.SECONDS * 2L));
        assertThat(free).containsExactly(true);
    }
}
