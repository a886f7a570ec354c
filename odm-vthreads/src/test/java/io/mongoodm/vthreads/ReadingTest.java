package io.mongoodm.vthreads;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ReadingTest {
    private final Bench one = new Bench(1);
    private final Numbers numbers = new Numbers();
    private final AsyncIterator<Integer> iterator = new ReadingIterator<>(one.launcher, numbers);

    @Test
    void aBatchThatIsTakenBeforeItsFetchHasEndedIsNotTheEnd() throws Exception {
        CompletableFuture<Optional<Integer>> first = iterator.next();
        numbers.end.release();
        assertThat(first.get(Bench.SECONDS, TimeUnit.SECONDS)).contains(1);
        numbers.awaitAdded(2);
        assertThat(iterator.next().get(Bench.SECONDS, TimeUnit.SECONDS)).contains(2);

        CompletableFuture<Optional<Integer>> third = iterator.next();
        numbers.end.release(2);

        assertThat(third.get(Bench.SECONDS, TimeUnit.SECONDS)).contains(3);
    }

    @Test
    void afterABatchThatWasTakenEarlyComesTheNextAndNoEmptyOne() throws Exception {
        CompletableFuture<List<Integer>> first = iterator.nextBatch();
        numbers.end.release();
        assertThat(first.get(Bench.SECONDS, TimeUnit.SECONDS)).containsExactly(1);
        numbers.awaitAdded(2);
        assertThat(iterator.nextBatch().get(Bench.SECONDS, TimeUnit.SECONDS)).containsExactly(2);

        CompletableFuture<List<Integer>> third = iterator.nextBatch();
        numbers.end.release(2);

        assertThat(third.get(Bench.SECONDS, TimeUnit.SECONDS)).containsExactly(3);
    }

    /** Ever more numbers, one in each batch. A fetch adds its number and ends when the test lets it. */
    private final class Numbers implements Source<Integer> {
        final Semaphore end = new Semaphore(0);
        final Semaphore added = new Semaphore(0);
        private int last;

        @Override
        public OperationFuture<Boolean> fetch(Reading<Integer> reading) {
            int next = ++last;
            return one.call(self -> {
                reading.add(List.of(next));
                added.release();
                end.acquire();
                return true;
            });
        }

        void awaitAdded(int count) throws InterruptedException {
            assertThat(added.tryAcquire(count, Bench.SECONDS, TimeUnit.SECONDS)).isTrue();
        }

        @Override
        public void close() {}

        @Override
        public boolean fetchesAhead() {
            return true;
        }

        @Override
        public boolean hasBatches() {
            return true;
        }
    }
}
