package io.mongoodm.vthreads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mongoodm.internal.execution.Deadline;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TaskDecoratorTest {
    private static final Limits ONE = new Limits(1, 9, Duration.ofMinutes(2));

    /** What may go wrong in a decorator. */
    enum Broken implements UnaryOperator<Runnable> {
        THROWS {
            @Override
            public Runnable apply(Runnable task) {
                throw new IllegalArgumentException("broken");
            }
        },
        OVERFLOWS {
            @Override
            public Runnable apply(Runnable task) {
                throw new StackOverflowError("broken");
            }
        },
        RUNS_OUT_OF_MEMORY_LATER {
            @Override
            public Runnable apply(Runnable task) {
                return () -> {
                    throw new OutOfMemoryError("broken");
                };
            }
        },
        GIVES_NULL {
            @Override
            @SuppressWarnings("NullAway") // what a caller without checks can do
            public Runnable apply(Runnable task) {
                return null;
            }
        },
        RUNS_NOTHING {
            @Override
            public Runnable apply(Runnable task) {
                return () -> {};
            }
        }
    }

    /** Returns a bench whose decorator is broken while the switch is on. */
    private static Bench bench(Broken broken, AtomicBoolean isBroken) {
        return new Bench(ONE, task -> isBroken.get() ? broken.apply(task) : task);
    }

    @ParameterizedTest
    @EnumSource
    void oneThatFailsFailsTheFutureAndKeepsNoPermit(Broken broken) {
        AtomicBoolean isBroken = new AtomicBoolean(true);
        Bench bench = bench(broken, isBroken);
        OperationFuture<String> future = bench.call(self -> "never");
        assertThatThrownBy(() -> future.get(Bench.SECONDS, TimeUnit.SECONDS))
                .cause()
                .hasMessage(
                        switch (broken) {
                            case GIVES_NULL -> "the task decorator returned null";
                            case RUNS_NOTHING -> "The task decorator did not run its task";
                            case THROWS, OVERFLOWS, RUNS_OUT_OF_MEMORY_LATER -> "broken";
                        });
        isBroken.set(false);
        assertThat(bench.isFree()).isTrue();
        assertThat(bench.dispatcher.metrics().failed()).isEqualTo(1);
        bench.work.awaitAllUninterruptibly();
        assertThat(bench.work.operations()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void whatHasToBeClosedIsClosedOnceWithoutOneThatFails(Broken broken) {
        Bench bench = bench(broken, new AtomicBoolean(true));
        CountDownLatch closed = new CountDownLatch(1);
        AtomicInteger times = new AtomicInteger();
        bench.launcher.close(() -> {
            times.incrementAndGet();
            closed.countDown();
        });
        Bench.await(closed);
        bench.work.awaitAllUninterruptibly();
        assertThat(times).hasValue(1);
    }

    @Test
    void oneThatFailsAfterItsTaskChangesNothing() throws Exception {
        Bench bench = new Bench(ONE, task -> () -> {
            task.run();
            throw new IllegalStateException("The thread's context was not what it should be");
        });
        OperationFuture<String> future = bench.call(self -> self.pass(null, Deadline.NONE, () -> "done"));
        assertThat(future.get(Bench.SECONDS, TimeUnit.SECONDS)).isEqualTo("done");
        assertThat(bench.isFree()).isTrue();
    }

    /** The decorator runs between the first check of a call and its start; here it stands for another thread. */
    @Test
    void aCallThatMeetsTheClosingOfItsHandleIsRefusedAndNotRun() {
        AtomicBoolean closed = new AtomicBoolean();
        AtomicBoolean ran = new AtomicBoolean();
        Bench bench = new Bench(1);
        Launcher launcher = new Launcher(
                bench.dispatcher,
                bench.work,
                task -> {
                    closed.set(true);
                    return task;
                },
                () -> {
                    if (closed.get()) {
                        throw new IllegalStateException("closed");
                    }
                });
        launcher.requireOpen();
        assertThatThrownBy(() -> launcher.launch(null, Deadline.NONE, self -> ran.getAndSet(true)))
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage("closed");
        assertThatThrownBy(() -> launcher.prepare(Launcher.Kind.FORK, self -> ran.getAndSet(true))
                        .here())
                .hasMessage("closed");
        bench.work.awaitAllUninterruptibly();
        assertThat(bench.work.operations()).isEmpty();
        assertThat(ran).isFalse();
        assertThat(bench.isFree()).isTrue();
    }
}
