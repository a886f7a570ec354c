package io.mongoodm.internal.execution;

import java.lang.ref.Cleaner;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Closes the cursors of for-each loops that were left early, when their iterator is no longer reachable. */
final class AbandonedCursors {
    private static final Cleaner CLEANER = Cleaner.create(runnable -> {
        Thread thread = new Thread(runnable, "odm-abandoned-cursors");
        thread.setDaemon(true);
        return thread;
    });

    private AbandonedCursors() {}

    /** Returns an iterator over the stream that closes it at the end, on failure, and when the iterator is lost. */
    static <T> Iterator<T> watch(Stream<T> stream) {
        Spliterator<T> source = stream.spliterator();
        WatchedIterator<T> iterator = new WatchedIterator<>(source);
        CLEANER.register(
                iterator, () -> Thread.ofVirtual().name("odm-abandoned-cursor").start(stream::close));
        return iterator;
    }

    private static final class WatchedIterator<T> implements Iterator<T>, Consumer<T> {
        private final Spliterator<T> source;
        private @Nullable T next;

        WatchedIterator(Spliterator<T> source) {
            this.source = source;
        }

        @Override
        public void accept(T value) {
            next = value;
        }

        @Override
        public boolean hasNext() {
            return next != null || source.tryAdvance(this);
        }

        @Override
        public T next() {
            if (!hasNext() || next == null) {
                throw new NoSuchElementException("The query has no further document");
            }
            T value = next;
            next = null;
            return value;
        }
    }
}
