package io.mongoodm.vthreads;

import static org.assertj.core.api.Assertions.assertThat;

import io.mongoodm.internal.execution.Deadline;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What nobody waits for is in the log; {@link LostTest} has what was lost. */
class LogTest {
    private final Logger logger = Logger.getLogger("io.mongoodm.vthreads");
    private final BlockingQueue<LogRecord> records = new LinkedBlockingQueue<>();
    private final Dispatcher dispatcher = new Dispatcher(new Limits(2, 10, Duration.ofMinutes(2)));
    private final Work work = new Work(null);
    private final RuntimeException broken = new IllegalStateException("broken");

    @BeforeEach
    void listen() {
        logger.setFilter(this::keep);
    }

    /** Keeps it from the console too. */
    private boolean keep(LogRecord logged) {
        records.add(logged);
        return false;
    }

    @AfterEach
    void stopListening() {
        logger.setFilter(null);
    }

    private void assertLogged(String message, @Nullable Throwable thrown) throws InterruptedException {
        LogRecord logged = records.poll(30, TimeUnit.SECONDS);
        assertThat(logged).isNotNull();
        assertThat(logged.getMessage()).isEqualTo(message);
        assertThat(logged.getLevel()).isEqualTo(Level.WARNING);
        assertThat(logged.getThrown()).isSameAs(thrown);
        assertThat(records).isEmpty();
    }

    private Launcher launcher(UnaryOperator<Runnable> decorator) {
        return new Launcher(dispatcher, work, decorator, () -> {});
    }

    private Launcher launcher() {
        return launcher(UnaryOperator.identity());
    }

    @Test
    void operationsThatIgnoreTheirInterruptAtAClose() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        OperationFuture<Boolean> stubborn = launcher().launch(null, Deadline.NONE, self -> {
            while (end.getCount() > 0) {
                Thread.onSpinWait();
            }
            return true;
        });

        new Closing(work, Thread.currentThread(), Duration.ofMillis(10)).run();

        assertLogged("Operations did not end within 10 ms of their interrupt; the handle is closed under them", null);
        end.countDown();
        work.awaitAllUninterruptibly();
        assertThat(stubborn).isCompletedExceptionally();
    }

    @Test
    void decoratorThatFailsAfterTheOperation() throws Exception {
        Launcher launcher = launcher(task -> () -> {
            task.run();
            throw broken;
        });

        assertThat(launcher.launch(null, Deadline.NONE, self -> "done"))
                .succeedsWithin(Duration.ofSeconds(30))
                .isEqualTo("done");

        assertLogged(
                "Something failed after an operation was over: the task decorator, or giving back what nobody wanted",
                broken);
    }

    @Test
    void closingThatFails() throws Exception {
        launcher().close(() -> {
            throw broken;
        });

        assertLogged("A cursor or a stream could not be closed as it should", broken);
    }

    @Test
    void streamThatCannotBeClosedWhenItsLastFetchEnds() throws Exception {
        CountDownLatch fetching = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Stream<Boolean> stream = Stream.generate(() -> {
            fetching.countDown();
            return await(end);
        });
        AsyncIterator<Boolean> iterator = AsyncIterator.over(stream.onClose(() -> {
            throw broken;
        }));
        CompletableFuture<?> next = iterator.next();
        assertThat(await(fetching)).isTrue();

        iterator.close();
        assertThat(next).isCompletedExceptionally();
        end.countDown();

        assertLogged("What an iterator read from could not be closed", broken);
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Test
    void subscriberThatThrows() throws Exception {
        AsyncIterator.over(Stream.of(1, 2)).publisher().subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscription.request(1);
            }

            @Override
            public void onNext(Integer item) {
                throw broken;
            }

            @Override
            public void onError(Throwable failure) {}

            @Override
            public void onComplete() {}
        });

        assertLogged("A subscriber threw; its subscription is over", broken);
    }
}
