package io.mongoodm.vthreads;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * One pass over a result, fetched batch by batch on virtual threads; for one consumer at a time.
 *
 * <p>Whoever leaves early closes it, best by try-with-resources; at the end of the data and after a failure it has
 * closed itself. One over a query that is lost without that is closed when the garbage collector finds it, and a warning is
 * logged.
 * While a batch is consumed the next one is fetched, at most one ahead, and none on a session. Each fetch waits for a
 * permit like any other operation; consumers and continuations never hold one.
 *
 * <p>A call that is out of place throws {@code IllegalStateException} and says which call came first: any call after
 * {@link #close}, after one of {@link #forEach}, {@link #toList}, {@link #stream} and {@link #publisher} has taken the
 * rest, after a failure, and {@link #next} or {@link #nextBatch} while the one before still waits.
 *
 * @param <T> what it yields, never null
 */
public interface AsyncIterator<T> extends AutoCloseable {
    /**
     * Returns a pass over any stream, which runs on virtual threads, without a permit and only as far as it is asked:
     * one element for each {@link #next}, and for each {@link #nextBatch} what comes within 10 ms, at least one element
     * and at most 1,000. Closing the iterator closes the stream, after the step that runs; one that is lost leaves the
     * stream open.
     */
    static <T> AsyncIterator<T> over(Stream<T> stream) {
        return new ReadingIterator<>(Launcher.FREE, new StreamSource<>(Objects.requireNonNull(stream, "stream")));
    }

    /**
     * Completes with the next element, or empty at the end and ever after.
     *
     * <p>Completing the future from outside, by a cancel or a timeout, loses nothing: the fetch goes on, and its
     * elements serve the next call.
     */
    CompletableFuture<Optional<T>> next();

    /** Completes with the elements that the next fetch brought, empty at the end and ever after; loses nothing either. */
    CompletableFuture<List<T>> nextBatch();

    /**
     * Runs an action for each of the remaining elements, one after the other on a virtual thread of its own, and
     * completes with their number. A failure of the action ends the iteration and completes the future. Completing the
     * future from outside interrupts the fetch or the action, and closes.
     */
    CompletableFuture<Long> forEach(Consumer<? super T> action);

    /** Completes with all remaining elements, in a list that the caller may change. */
    CompletableFuture<List<T>> toList();

    /**
     * Returns the remaining elements as a sequential, lazy stream whose steps block the thread that takes them. Closing
     * the stream closes the iterator: use try-with-resources. A stream that is made parallel takes from it one thread at a
     * time.
     *
     * <p>An interrupt while a step waits throws {@link com.mongodb.MongoInterruptedException} and leaves the flag set.
     */
    Stream<T> stream();

    /**
     * Returns a cold publisher. That of a query opens a cursor for each subscriber at its first demand; that of an
     * iterator serves one subscriber, and every further one gets {@code IllegalStateException} as its error. Signals
     * come one at a time: {@code onSubscribe} on the thread that subscribes, the others on virtual threads.
     */
    Flow.Publisher<T> publisher();

    /**
     * Ends the pass; from any thread, without blocking and without interrupting. A fetch that waits is not sent, and one
     * that runs is let end first; then the cursor is closed at the server on a virtual thread. A future that waits
     * completes with {@code IllegalStateException}. A second call does nothing.
     */
    @Override
    void close();
}
