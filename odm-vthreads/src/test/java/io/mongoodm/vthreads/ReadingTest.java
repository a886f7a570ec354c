package io.mongoodm.vthreads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.WeakReference;
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

    /** What was fetched ahead waits until the batch before it is used up, and the next fetch waits as long. */
    @Test
    void oneBatchIsAheadAndNoMore() throws Exception {
        numbers.inPairs = true;
        numbers.end.release(100);
        assertThat(iterator.next().get(Bench.SECONDS, TimeUnit.SECONDS)).contains(1);
        one.work.awaitAllUninterruptibly();
        assertThat(iterator.next().get(Bench.SECONDS, TimeUnit.SECONDS)).contains(1);
        one.work.awaitAllUninterruptibly();
        assertThat(numbers.added.availablePermits()).isEqualTo(2);
        assertThat(iterator.next().get(Bench.SECONDS, TimeUnit.SECONDS)).contains(2);
        one.work.awaitAllUninterruptibly();
        assertThat(numbers.added.availablePermits()).isEqualTo(3);
        assertThat(iterator.next().get(Bench.SECONDS, TimeUnit.SECONDS)).contains(2);
        assertThat(iterator.next().get(Bench.SECONDS, TimeUnit.SECONDS)).contains(3);
    }

    @Test
    void whatIsClosedWhileAFetchFailsIsClosedOnceAndSaysWhy() {
        numbers.fails = true;
        CompletableFuture<Optional<Integer>> first = iterator.next();
        iterator.close();
        iterator.close();
        assertThatThrownBy(first::join)
                .hasCauseInstanceOf(IllegalStateException.class)
                .hasMessageContaining("The iterator was closed while its next element was waited for");
        assertThat(numbers.closed.availablePermits()).as("while a fetch runs").isZero();
        numbers.end.release();
        one.work.awaitAllUninterruptibly();
        assertThat(numbers.closed.availablePermits()).isEqualTo(1);
        assertThat(one.work.operations()).isEmpty();
        assertThatThrownBy(iterator::next).hasMessage("next() came after close(). Open another iterator");
    }

    /** The cleaner closes what was lost; a fetch ahead that runs then ends first. */
    @Test
    void whatIsLostDuringAFetchAheadIsClosedAfterIt() throws Exception {
        WeakReference<AsyncIterator<Integer>> lost = lost();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Bench.SECONDS);
        while (lost.get() != null) {
            assertThat(System.nanoTime())
                    .as("the limit for the garbage collector")
                    .isLessThan(end);
            System.gc();
        }
        assertThat(numbers.closed.availablePermits()).as("while a fetch runs").isZero();
        numbers.end.release();
        assertThat(numbers.closed.tryAcquire(Bench.SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    private WeakReference<AsyncIterator<Integer>> lost() throws Exception {
        AsyncIterator<Integer> other = new ReadingIterator<>(one.launcher, numbers);
        CompletableFuture<Optional<Integer>> first = other.next();
        numbers.end.release();
        assertThat(first.get(Bench.SECONDS, TimeUnit.SECONDS)).contains(1);
        numbers.awaitAdded(2);
        return new WeakReference<>(other);
    }

    /** Ever more numbers, one in each batch. A fetch adds its number and ends when the test lets it. */
    private final class Numbers implements Source<Integer> {
        final Semaphore end = new Semaphore(0);
        final Semaphore added = new Semaphore(0);
        final Semaphore closed = new Semaphore(0);
        boolean fails;
        boolean inPairs;
        private int last;

        @Override
        public OperationFuture<Boolean> fetch(Reading<Integer> reading) {
            int next = ++last;
            return one.call(self -> {
                reading.add(inPairs ? List.of(next, next) : List.of(next));
                added.release();
                end.acquire();
                if (fails) {
                    throw new IllegalArgumentException("of the server");
                }
                return true;
            });
        }

        void awaitAdded(int count) throws InterruptedException {
            assertThat(added.tryAcquire(count, Bench.SECONDS, TimeUnit.SECONDS)).isTrue();
        }

        @Override
        public void close() {
            closed.release();
        }

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
