package io.mongoodm.vthreads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AsyncIteratorTest {
    private static AsyncIterator<Integer> numbers(int count) {
        return AsyncIterator.over(IntStream.range(0, count).boxed());
    }

    private static <T> T join(CompletableFuture<T> future) throws Exception {
        return future.get(Bench.SECONDS, TimeUnit.SECONDS);
    }

    /** A stream whose elements come when the test allows them. */
    private static final class Slow {
        final Semaphore allowed = new Semaphore(0);
        final CountDownLatch asked = new CountDownLatch(1);
        final AtomicInteger taken = new AtomicInteger();
        final CountDownLatch closed = new CountDownLatch(1);

        AsyncIterator<Integer> open() {
            return AsyncIterator.over(Stream.generate(() -> {
                        asked.countDown();
                        allowed.acquireUninterruptibly();
                        return taken.getAndIncrement();
                    })
                    .onClose(closed::countDown));
        }
    }

    @Test
    void nextYieldsEachElementAndThenNothing() throws Exception {
        try (AsyncIterator<Integer> iterator = numbers(2)) {
            assertThat(join(iterator.next())).contains(0);
            assertThat(join(iterator.next())).contains(1);
            assertThat(join(iterator.next())).isEmpty();
            assertThat(join(iterator.next())).isEmpty();
            assertThat(join(iterator.nextBatch())).isEmpty();
        }
    }

    @Test
    void nextAsksTheStreamForOneElementOnly() throws Exception {
        Slow slow = new Slow();
        slow.allowed.release(10);
        AsyncIterator<Integer> iterator = slow.open();
        join(iterator.next());
        join(iterator.next());
        assertThat(slow.taken).hasValue(2);
    }

    @Test
    void aBatchOfAFastStreamHasAThousandElements() throws Exception {
        AsyncIterator<Integer> iterator = AsyncIterator.over(Stream.iterate(0, i -> i + 1));
        List<Integer> batch = join(iterator.nextBatch());
        assertThat(batch).hasSizeBetween(1, 1_000).startsWith(0);
        assertThat(join(iterator.nextBatch())).startsWith(batch.size());
    }

    @Test
    void aBatchOfASlowStreamHasWhatCameInTime() throws Exception {
        Slow slow = new Slow();
        AsyncIterator<Integer> iterator = slow.open();
        CompletableFuture<List<Integer>> batch = iterator.nextBatch();
        Bench.await(slow.asked);
        slow.allowed.release(2);
        List<Integer> first = join(batch);
        assertThat(first).isNotEmpty();
        slow.allowed.release(1);
        if (first.size() == 1) {
            assertThat(join(iterator.next())).contains(1);
        }
        assertThat(join(iterator.next())).contains(2);
    }

    @Test
    void aCancelledNextLosesNoElement() throws Exception {
        Slow slow = new Slow();
        AsyncIterator<Integer> iterator = slow.open();
        CompletableFuture<Optional<Integer>> first = iterator.next();
        Bench.await(slow.asked);
        assertThat(first.cancel(true)).isTrue();
        slow.allowed.release();
        assertThat(join(iterator.next())).contains(0);
        assertThat(slow.taken).hasValue(1);
    }

    @Test
    void aCancelledNextBatchLosesNoElement() throws Exception {
        Slow slow = new Slow();
        AsyncIterator<Integer> iterator = slow.open();
        CompletableFuture<List<Integer>> first = iterator.nextBatch();
        Bench.await(slow.asked);
        assertThat(first.cancel(true)).isTrue();
        slow.allowed.release();
        assertThat(join(iterator.nextBatch())).containsExactly(0);
        slow.allowed.release();
        assertThat(join(iterator.next())).contains(1);
    }

    @Test
    void aNextThatTimesOutLosesNoElement() throws Exception {
        Slow slow = new Slow();
        AsyncIterator<Integer> iterator = slow.open();
        assertThatThrownBy(iterator.next().orTimeout(1, TimeUnit.MILLISECONDS)::join)
                .hasCauseInstanceOf(java.util.concurrent.TimeoutException.class);
        assertThat(join(iterator.next().completeOnTimeout(Optional.of(-1), 1, TimeUnit.MILLISECONDS)))
                .contains(-1);
        slow.allowed.release(2);
        assertThat(join(iterator.next())).contains(0);
        assertThat(join(iterator.next())).contains(1);
    }

    @Test
    void overlappingNextSaysWhichCallWaits() throws Exception {
        Slow slow = new Slow();
        AsyncIterator<Integer> iterator = slow.open();
        CompletableFuture<List<Integer>> waiting = iterator.nextBatch();
        assertThatThrownBy(iterator::next)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "next() came while the nextBatch() before it still waits. Wait for its future, or cancel it");
        slow.allowed.release();
        assertThat(join(waiting)).containsExactly(0);
    }

    @Test
    void aContinuationMayAskForTheNext() throws Exception {
        Slow slow = new Slow();
        AsyncIterator<Integer> iterator = slow.open();
        CompletableFuture<Optional<Integer>> second =
                iterator.next().thenApply(first -> iterator.next().join());
        slow.allowed.release(2);
        assertThat(join(second)).contains(1);
    }

    @Test
    void afterCloseEveryCallThrows() {
        AsyncIterator<Integer> iterator = numbers(5);
        iterator.close();
        iterator.close();
        everyCallThrows(iterator, "came after close(). Open another iterator");
    }

    @SuppressWarnings("FutureReturnValueIgnored") // there is none: the calls throw
    private static void everyCallThrows(AsyncIterator<Integer> iterator, String why) {
        Map<String, Callable<?>> calls = Map.of(
                "next()", iterator::next,
                "nextBatch()", iterator::nextBatch,
                "forEach()", () -> iterator.forEach(element -> {}),
                "toList()", iterator::toList,
                "stream()", iterator::stream,
                "publisher()", iterator::publisher);
        calls.forEach((name, call) -> assertThatThrownBy(call::call)
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage(name + " " + why));
    }

    @Test
    void closeEndsAWaitingNextAndClosesTheStreamAfterItsStep() throws Exception {
        Slow slow = new Slow();
        AsyncIterator<Integer> iterator = slow.open();
        CompletableFuture<Optional<Integer>> waiting = iterator.next();
        Bench.await(slow.asked);
        iterator.close();
        assertThatThrownBy(() -> join(waiting))
                .hasCauseInstanceOf(IllegalStateException.class)
                .hasMessageContaining("The iterator was closed while its next element was waited for");
        assertThat(slow.closed.getCount()).isEqualTo(1);
        slow.allowed.release();
        Bench.await(slow.closed);
    }

    @Test
    void closeBeforeTheFirstCallClosesTheStream() {
        AtomicBoolean closed = new AtomicBoolean();
        AsyncIterator.over(Stream.of(1).onClose(() -> closed.set(true))).close();
        assertThat(closed).isTrue();
    }

    @Test
    void theEndClosesTheStream() throws Exception {
        AtomicBoolean closed = new AtomicBoolean();
        assertThat(join(AsyncIterator.over(Stream.of(1, 2).onClose(() -> closed.set(true)))
                        .toList()))
                .containsExactly(1, 2);
        assertThat(closed).isTrue();
    }

    @Test
    void aFailureComesAfterWhatWasReadAndOnce() throws Exception {
        AtomicBoolean closed = new AtomicBoolean();
        IllegalArgumentException failure = new IllegalArgumentException("x");
        AsyncIterator<Integer> iterator = AsyncIterator.over(Stream.of(1, 2)
                .peek(element -> {
                    if (element == 2) {
                        throw failure;
                    }
                })
                .onClose(() -> closed.set(true)));
        assertThat(join(iterator.nextBatch())).containsExactly(1);
        assertThatThrownBy(() -> join(iterator.next())).hasCause(failure);
        everyCallThrows(iterator, "came after a failure, which ended this one. Open another iterator");
        assertThat(closed).isTrue();
    }

    @Test
    void aNullElementIsAFailureThatSaysSo() {
        assertThatThrownBy(() -> join(AsyncIterator.over(Stream.of(1).<Integer>map(AsyncIteratorTest::none))
                        .next()))
                .hasCauseInstanceOf(NullPointerException.class)
                .hasMessageContaining("an element of the stream is null");
    }

    @SuppressWarnings("NullAway") // what a careless stream does
    private static Integer none(Integer ignored) {
        return null;
    }

    @Test
    void forEachCountsAndTakesTheRest() throws Exception {
        AsyncIterator<Integer> iterator = numbers(2_500);
        join(iterator.next());
        List<Integer> seen = new ArrayList<>();
        assertThat(join(iterator.forEach(seen::add))).isEqualTo(2_499);
        assertThat(seen).hasSize(2_499).startsWith(1).endsWith(2_499);
        everyCallThrows(iterator, "came after forEach(), which goes through all the rest. Open another iterator");
    }

    @Test
    void theActionRunsOnOneVirtualThread() throws Exception {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        join(numbers(2_500).forEach(element -> threads.add(Thread.currentThread())));
        assertThat(threads).singleElement().matches(Thread::isVirtual);
    }

    @Test
    void theStreamRunsOnVirtualThreads() throws Exception {
        AsyncIterator<Boolean> steps =
                AsyncIterator.over(Stream.generate(() -> Thread.currentThread().isVirtual()));
        assertThat(join(steps.next())).contains(true);
        assertThat(join(steps.nextBatch())).containsOnly(true);
    }

    @Test
    void aListOfTheRestBelongsToTheCaller() throws Exception {
        List<Integer> rest = join(numbers(3).toList());
        rest.clear();
        assertThat(rest).isEmpty();
    }

    @Test
    void aFailureOfTheActionEndsAndCloses() {
        Slow slow = new Slow();
        slow.allowed.release(1_000_000); // a fetch takes what comes within its time
        IllegalArgumentException failure = new IllegalArgumentException("x");
        assertThatThrownBy(() -> join(slow.open().forEach(element -> {
                    throw failure;
                })))
                .hasCause(failure);
        Bench.await(slow.closed);
    }

    @Test
    void cancellingForEachInterruptsTheAction() {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        CompletableFuture<Long> all = numbers(10).forEach(element -> {
            inside.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
        });
        Bench.await(inside);
        assertThat(all.cancel(false)).isTrue();
        Bench.await(interrupted);
    }

    @Test
    void aStreamIsLazyAndClosesTheIterator() {
        Slow slow = new Slow();
        slow.allowed.release(1_000_000); // a fetch takes what comes within its time
        AsyncIterator<Integer> iterator = slow.open();
        try (Stream<Integer> stream = iterator.stream()) {
            Iterator<Integer> steps = stream.iterator();
            assertThat(steps.next()).isZero();
        }
        assertThatThrownBy(iterator::next)
                .hasMessage("next() came after stream(), which goes through all the rest. Open another iterator");
        Bench.await(slow.closed);
    }

    @Test
    void aStreamThatIsMadeParallelGivesEverythingInOrder() throws Exception {
        CompletableFuture<List<Integer>> doubled = CompletableFuture.supplyAsync(() -> {
            try (Stream<Integer> stream = numbers(5_000).stream()) {
                return stream.parallel().map(number -> number * 2).toList();
            }
        });
        assertThat(join(doubled))
                .isEqualTo(IntStream.range(0, 5_000)
                        .map(number -> number * 2)
                        .boxed()
                        .toList());
    }

    @Test
    void aStreamThatHasNoMoreSaysSo() {
        Iterator<Integer> steps = numbers(1).stream().iterator();
        assertThat(steps.next()).isZero();
        assertThatThrownBy(steps::next).isExactlyInstanceOf(NoSuchElementException.class);
    }

    @Test
    void anInterruptedStepKeepsTheFlag() {
        try (Stream<Integer> stream = new Slow().open().stream()) {
            Iterator<Integer> steps = stream.iterator();
            Thread.currentThread().interrupt();
            assertThatThrownBy(steps::hasNext).isInstanceOf(com.mongodb.MongoInterruptedException.class);
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void asyncStagesOfNextRunOnVirtualThreads() throws Exception {
        CompletableFuture<Boolean> virtual =
                numbers(1).next().thenApplyAsync(first -> Thread.currentThread().isVirtual());
        assertThat(join(virtual)).isTrue();
    }

    /** The step goes on although it was interrupted, as one that sits in a system call does. */
    @Test
    void aStoppedStepEndsBeforeItsStreamIsClosed() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        CountDownLatch allowed = new CountDownLatch(1);
        AtomicBoolean steps = new AtomicBoolean();
        CompletableFuture<Boolean> closedInAStep = new CompletableFuture<>();
        CompletableFuture<Long> all = AsyncIterator.over(Stream.generate(() -> {
                            steps.set(true);
                            asked.countDown();
                            try {
                                allowed.await();
                            } catch (InterruptedException e) {
                                interrupted.countDown();
                                Bench.await(allowed);
                            }
                            steps.set(false);
                            return 1;
                        })
                        .onClose(() -> closedInAStep.complete(steps.get())))
                .forEach(element -> {});
        Bench.await(asked);
        assertThat(all.cancel(true)).isTrue();
        Bench.await(interrupted);
        allowed.countDown();
        assertThat(join(closedInAStep)).isFalse();
    }

    @Test
    void aStreamThatCannotBeClosedHidesNoFailure() {
        IllegalArgumentException failure = new IllegalArgumentException("of a step");
        IllegalStateException later = new IllegalStateException("of the closing");
        AsyncIterator<Object> iterator = AsyncIterator.over(Stream.generate(() -> {
                    throw failure;
                })
                .onClose(() -> {
                    throw later;
                }));
        assertThatThrownBy(() -> join(iterator.next())).hasCause(failure);
        assertThat(failure).hasSuppressedException(later);
    }

    /** What a stream and its iterator hold is garbage when nobody has them any more, though nobody closed them. */
    @Test
    void anIteratorOfAStreamThatIsLostIsGarbage() throws Exception {
        WeakReference<Object> held = lost();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Bench.SECONDS);
        while (held.get() != null) {
            assertThat(System.nanoTime())
                    .as("the limit for the garbage collector")
                    .isLessThan(end);
            System.gc();
        }
    }

    private static WeakReference<Object> lost() throws Exception {
        Object element = new Object();
        AsyncIterator<Object> iterator = AsyncIterator.over(Stream.of(element, element));
        assertThat(join(iterator.next())).contains(element);
        return new WeakReference<>(element);
    }
}
