package io.mongoodm.internal.execution;

import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoCursor;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Spliterator;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Walks through the results of one run of a query, batch by batch. The cursor is opened by the first step and closed at
 * the end, on failure, and by {@link #close()}.
 */
final class CursorSpliterator<T> implements Spliterator<T>, Batches<T> {
    private final Opening opening;
    private final Supplier<Deadline> deadlines;
    private final Passage passage;
    private final Function<Object, @Nullable T> finish;
    private final ReentrantLock lock = new ReentrantLock();
    private final ReentrantLock closing = new ReentrantLock();
    private @Nullable MongoCursor<?> cursor;
    private boolean closed;
    private boolean drained;
    private boolean ended;
    private Iterator<T> buffered = List.<T>of().iterator();
    private @Nullable RuntimeException failure;

    /** Opens the cursor, in a session if there is one. */
    @FunctionalInterface
    interface Opening {
        MongoCursor<?> open(Deadline deadline, @Nullable ClientSession session);
    }

    /**
     * Makes one call of the driver with what it needs: the session's turn, and what the door asks for. Clean-up passes
     * without the door, since it must not wait for a permit.
     */
    interface Passage {
        <R extends @Nullable Object> R fetch(Deadline deadline, Supplier<R> call);

        void cleanUp(Runnable call);

        /** Returns the session to open the cursor in, or null for one of the driver's. */
        @Nullable
        ClientSession session();

        /** Tells what the cursor depends on that it is open, to be closed in front of its end. */
        void opened(Batches<?> cursor);

        /** Tells that the cursor is closed, or will never be opened; said once. A fetch may still be about to end. */
        void closed(Batches<?> cursor);
    }

    /** Each fetch asks for its deadline before it waits for anything; that of the first one bounds the opening. */
    CursorSpliterator(
            Opening opening, Supplier<Deadline> deadlines, Passage passage, Function<Object, @Nullable T> finish) {
        this.opening = opening;
        this.deadlines = deadlines;
        this.passage = passage;
        this.finish = finish;
    }

    @Override
    public List<T> nextBatch() {
        List<T> batch = new ArrayList<>();
        buffered.forEachRemaining(batch::add);
        buffered = List.<T>of().iterator();
        while (batch.isEmpty() && !ended) {
            fetch(batch);
        }
        return batch;
    }

    /** Fetches one batch. What was read in front of a document that cannot be decoded is handed out before its error. */
    private void fetch(List<T> batch) {
        if (failure != null) {
            ended = true;
            throw failure;
        }
        List<Object> fetched = fetched();
        if (fetched.isEmpty()) {
            ended = true;
            close();
            return;
        }
        for (Object document : fetched) {
            try {
                T value = finish.apply(document);
                if (value != null) {
                    batch.add(value);
                }
            } catch (RuntimeException e) {
                failure = e;
                close();
                break;
            }
        }
        if (failure != null && batch.isEmpty()) {
            ended = true;
            throw failure;
        }
    }

    /** Opening and the first batch are one call, and an exhausted cursor needs none to say so. */
    private List<Object> fetched() {
        if (drained) {
            return List.of();
        }
        Deadline deadline = deadlines.get();
        try {
            return passage.fetch(deadline, () -> {
                MongoCursor<?> open = cursor(deadline);
                List<Object> fetched = new ArrayList<>();
                if (open.hasNext()) {
                    do {
                        fetched.add(open.next());
                    } while (open.available() > 0);
                }
                drained = open.getServerCursor() == null;
                if (drained) {
                    closeDrained(open);
                }
                return fetched;
            });
        } catch (RuntimeException e) {
            ended = true;
            close();
            throw e;
        }
    }

    /** In the turn of the fetch: whoever asks for the batch after the last may hold the turn without a call. */
    private void closeDrained(MongoCursor<?> open) {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
        } finally {
            lock.unlock();
        }
        passage.closed(this);
        open.close();
    }

    private MongoCursor<?> cursor(Deadline deadline) {
        lock.lock();
        try {
            requireOpen();
            if (cursor != null) {
                return cursor;
            }
        } finally {
            lock.unlock();
        }
        MongoCursor<?> opened = opening.open(deadline, passage.session());
        lock.lock();
        try {
            cursor = opened;
            if (!closed) {
                passage.opened(this);
                return opened;
            }
        } finally {
            lock.unlock();
        }
        Interruption.held(opened::close);
        throw closedMeanwhile();
    }

    private void requireOpen() {
        if (closed) {
            throw closedMeanwhile();
        }
    }

    private static IllegalStateException closedMeanwhile() {
        return new IllegalStateException("This query's cursor is closed: run the query again for another");
    }

    @Override
    public boolean tryAdvance(Consumer<? super T> action) {
        if (!buffered.hasNext()) {
            if (ended) {
                return false;
            }
            buffered = nextBatch().iterator();
            if (!buffered.hasNext()) {
                return false;
            }
        }
        action.accept(buffered.next());
        return true;
    }

    /** Whoever closes it a second time returns when the first has closed it: a session ends after its cursors. */
    @Override
    public void close() {
        closing.lock();
        try {
            MongoCursor<?> open;
            lock.lock();
            try {
                if (closed) {
                    return;
                }
                closed = true;
                open = cursor;
            } finally {
                lock.unlock();
            }
            try {
                if (open != null) {
                    closeCursor(open);
                }
            } finally {
                passage.closed(this);
            }
        } finally {
            closing.unlock();
        }
    }

    private void closeCursor(MongoCursor<?> open) {
        Interruption.held(() -> passage.cleanUp(open::close));
    }

    @Override
    public @Nullable Spliterator<T> trySplit() {
        return null;
    }

    @Override
    public long estimateSize() {
        return Long.MAX_VALUE;
    }

    @Override
    public int characteristics() {
        return ORDERED | NONNULL;
    }
}
