package io.mongoodm.vthreads;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What a user holds of a reading. It is the one that the cleaner watches. */
final class ReadingIterator<T> implements AsyncIterator<T> {
    private static final String WHAT = "An iterator";

    private final Launcher launcher;
    private final Reading<T> reading;

    ReadingIterator(Launcher launcher, Source<T> source) {
        this.launcher = launcher;
        this.reading = new Reading<>(source, launcher.work());
        if (source.hasBatches()) {
            Lost.watch(this, WHAT, Lost.place(WHAT), reading::isOpen, reading::close);
        }
    }

    @Override
    public CompletableFuture<Optional<T>> next() {
        launcher.requireOpen();
        return reading.next(this);
    }

    @Override
    public CompletableFuture<List<T>> nextBatch() {
        launcher.requireOpen();
        return reading.nextBatch(this);
    }

    @Override
    public CompletableFuture<Long> forEach(Consumer<? super T> action) {
        Objects.requireNonNull(action, "action");
        return drain("forEach()", action, count -> count);
    }

    @Override
    public CompletableFuture<List<T>> toList() {
        return rest("toList()");
    }

    /** The rest for a call of another name, which later calls are told. */
    CompletableFuture<List<T>> rest(String call) {
        List<T> all = new ArrayList<>();
        return drain(call, all::add, count -> all);
    }

    private <R> CompletableFuture<R> drain(String call, Consumer<? super T> action, LongFunction<R> result) {
        launcher.requireOpen();
        reading.takeOver(call);
        CompletableFuture<List<T>> first = reading.nextBatchInside(this);
        return launcher.prepare(Launcher.Kind.CONSUMER, new Drain<>(this, first, action, result))
                .submitAfter(first);
    }

    @Override
    public Stream<T> stream() {
        launcher.requireOpen();
        reading.takeOver("stream()");
        Spliterator<T> elements =
                Spliterators.spliteratorUnknownSize(new Steps<>(this), Spliterator.ORDERED | Spliterator.NONNULL);
        return StreamSupport.stream(elements, false).onClose(this::close);
    }

    @Override
    public Flow.Publisher<T> publisher() {
        launcher.requireOpen();
        reading.check("publisher()");
        return new ReadingPublisher<>(launcher, () -> {
            reading.takeOver("publisher()");
            return this;
        });
    }

    /** Blocks for the next batch of a reading that this iterator has taken over. */
    List<T> awaitBatch() {
        return Failures.await(reading.nextBatchInside(this));
    }

    @Override
    public void close() {
        reading.close();
    }

    void abandon() {
        reading.abandon();
    }

    /** Goes through the rest on the thread that asks, one at a time also for a stream that was made parallel. */
    private static final class Steps<T> implements Iterator<T> {
        private final ReadingIterator<T> iterator;
        private Iterator<T> batch = Collections.emptyIterator();
        private boolean over;

        Steps(ReadingIterator<T> iterator) {
            this.iterator = iterator;
        }

        @Override
        public boolean hasNext() {
            if (!over && !batch.hasNext()) {
                batch = iterator.awaitBatch().iterator();
                over = !batch.hasNext();
            }
            return !over;
        }

        @Override
        public T next() {
            if (!hasNext()) {
                throw new NoSuchElementException("The stream has no further element");
            }
            return batch.next();
        }
    }

    /** Goes through all the rest on its own thread, batch after batch, while the next one is fetched. */
    private record Drain<T, R>(
            ReadingIterator<T> iterator,
            CompletableFuture<List<T>> first,
            Consumer<? super T> action,
            LongFunction<R> result)
            implements Body<R> {
        @Override
        public R run(OperationFuture<R> self) {
            long count = 0;
            for (List<T> batch = Failures.await(first); !batch.isEmpty(); batch = iterator.awaitBatch()) {
                for (T element : batch) {
                    if (self.isDone()) {
                        throw new CancellationException("Stopped after " + count + " elements");
                    }
                    action.accept(element);
                    count++;
                }
            }
            return result.apply(count);
        }

        @Override
        public void cleanUp() {
            iterator.abandon();
        }
    }
}
