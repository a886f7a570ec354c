package io.mongoodm.vthreads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoOperationTimeoutException;
import com.mongodb.client.model.Collation;
import io.mongoodm.OverloadedException;
import io.mongoodm.internal.execution.Batches;
import io.mongoodm.internal.execution.Deadline;
import io.mongoodm.internal.execution.Door;
import io.mongoodm.internal.execution.Operation;
import io.mongoodm.internal.execution.Selection;
import io.mongoodm.internal.execution.SessionGate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Spliterators;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CursorSourceTest {
    private final Bench one = new Bench(1);
    private final Canned canned = new Canned(1);
    private final AsyncIterator<Integer> iterator =
            new ReadingIterator<>(one.launcher, new CursorSource<>(one.launcher, canned));

    @Test
    void theTimeOfAFetchStartsInFrontOfTheQueue() throws Exception {
        Bench.Held held = one.hold();
        CompletableFuture<List<Integer>> batch = iterator.nextBatch();
        assertThat(canned.started).hasSize(1);
        held.end.countDown();
        assertThat(batch.get(Bench.SECONDS, TimeUnit.SECONDS)).containsExactly(1);
        assertThat(canned.passed.getFirst()).isSameAs(canned.started.getFirst());
    }

    /** A machine may be too busy to begin the fetch in its time; then it gets more. */
    @Test
    void aLaterFetchIsStoppedWhenItsTimeIsOver() throws Exception {
        Throwable failure;
        Canned query;
        int seconds = 1;
        do {
            query = new Canned(seconds++);
            AsyncIterator<Integer> numbers =
                    new ReadingIterator<>(one.launcher, new CursorSource<>(one.launcher, query));
            assertThat(numbers.next().get(Bench.SECONDS, TimeUnit.SECONDS)).contains(1);
            assertThat(numbers.next().get(Bench.SECONDS, TimeUnit.SECONDS)).contains(2);
            failure = numbers.next()
                    .<Throwable>handle((value, problem) -> problem)
                    .get(Bench.SECONDS, TimeUnit.SECONDS);
        } while (failure instanceof OverloadedException);
        assertThat(failure)
                .isExactlyInstanceOf(MongoOperationTimeoutException.class)
                .hasMessage("The time of this fetch was over, the wait for its permit included; give it more time, or"
                        + " start fewer calls at once");
        Bench.await(query.interrupted);
        assertThat(one.isFree()).isTrue();
    }

    @Test
    void nothingIsOpenedOnceTheHandleIsClosed() {
        AtomicBoolean closed = new AtomicBoolean();
        Launcher launcher = closable(closed);
        try (Stream<Integer> numbers = new ReadingIterator<>(launcher, new CursorSource<>(launcher, canned)).stream()) {
            closed.set(true);
            assertThatThrownBy(numbers::findFirst)
                    .isExactlyInstanceOf(IllegalStateException.class)
                    .hasMessage("closed");
        }
        assertThat(canned.passed).isEmpty();
    }

    @Test
    @SuppressWarnings("FutureReturnValueIgnored") // there is none
    void everyCallOfAnIteratorThrowsOnceTheHandleIsClosed() {
        AtomicBoolean closed = new AtomicBoolean();
        Launcher launcher = closable(closed);
        AsyncIterator<Integer> numbers = new ReadingIterator<>(launcher, new CursorSource<>(launcher, canned));
        closed.set(true);
        List<Callable<?>> calls = List.of(
                numbers::next,
                numbers::nextBatch,
                () -> numbers.forEach(number -> {}),
                numbers::toList,
                numbers::stream,
                numbers::publisher);
        for (Callable<?> call : calls) {
            assertThatThrownBy(call::call)
                    .isExactlyInstanceOf(IllegalStateException.class)
                    .hasMessage("closed");
        }
        assertThat(canned.started).isEmpty();
    }

    @Test
    void whatIsOpenGoesOnWhileTheHandleLetsWorkEnd() {
        AtomicBoolean closed = new AtomicBoolean();
        Launcher launcher = closable(closed);
        try (Stream<Integer> numbers = new ReadingIterator<>(launcher, new CursorSource<>(launcher, canned)).stream()) {
            assertThat(numbers.peek(number -> closed.set(true)).limit(2)).containsExactly(1, 2);
        }
    }

    private Launcher closable(AtomicBoolean closed) {
        return new Launcher(one.dispatcher, one.work, UnaryOperator.identity(), () -> {
            if (closed.get()) {
                throw new IllegalStateException("closed");
            }
        });
    }

    /** A query of ever more numbers, one in each batch, that notes the deadlines of its fetches. */
    private static final class Canned implements Selection<Integer> {
        final List<Deadline> started = new ArrayList<>();
        final List<Deadline> passed = new ArrayList<>();
        final CountDownLatch interrupted = new CountDownLatch(1);
        private final int secondsOfTheThird;

        Canned(int secondsOfTheThird) {
            this.secondsOfTheThird = secondsOfTheThird;
        }

        @Override
        public Deadline startDeadline() {
            Deadline deadline = Deadline.in(Duration.ofSeconds(started.size() < 2 ? Bench.SECONDS : secondsOfTheThird));
            started.add(deadline);
            return deadline;
        }

        @Override
        public Stream<Integer> stream(Door door, Supplier<Deadline> deadlines) {
            return StreamSupport.stream(new Numbers(door, deadlines), false);
        }

        private final class Numbers extends Spliterators.AbstractSpliterator<Integer> implements Batches<Integer> {
            private final Door door;
            private final Supplier<Deadline> deadlines;

            Numbers(Door door, Supplier<Deadline> deadlines) {
                super(Long.MAX_VALUE, ORDERED);
                this.door = door;
                this.deadlines = deadlines;
            }

            @Override
            public List<Integer> nextBatch() {
                passed.add(deadlines.get());
                return door.pass(null, Deadline.NONE, () -> {
                    if (passed.size() > 2) {
                        block();
                    }
                    return List.of(passed.size());
                });
            }

            private void block() {
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    interrupted.countDown();
                    throw new IllegalStateException("interrupted", e);
                }
            }

            @Override
            public void close() {}

            @Override
            public boolean tryAdvance(Consumer<? super Integer> action) {
                throw new AssertionError("the library takes batches");
            }
        }

        @Override
        public Selection<Integer> sort(Bson sort) {
            return this;
        }

        @Override
        public Selection<Integer> skip(int documents) {
            return this;
        }

        @Override
        public Selection<Integer> limit(int documents) {
            return this;
        }

        @Override
        public Selection<Integer> projection(Bson projection) {
            return this;
        }

        @Override
        public <R> Selection<R> project(Class<R> shape) {
            throw new AssertionError("one shape only");
        }

        @Override
        public Selection<Integer> batchSize(int documents) {
            return this;
        }

        @Override
        public Selection<Integer> hint(Bson index) {
            return this;
        }

        @Override
        public Selection<Integer> collation(Collation collation) {
            return this;
        }

        @Override
        public Selection<Integer> comment(String comment) {
            return this;
        }

        @Override
        public Selection<Integer> timeout(Duration other) {
            return this;
        }

        @Override
        public Operation<Optional<Integer>> first() {
            throw new AssertionError("read as a stream");
        }

        @Override
        public Operation<Integer> get() {
            throw new AssertionError("read as a stream");
        }

        @Override
        public Operation<List<Integer>> toList() {
            throw new AssertionError("read as a stream");
        }

        @Override
        public @Nullable SessionGate gate() {
            return null;
        }
    }
}
