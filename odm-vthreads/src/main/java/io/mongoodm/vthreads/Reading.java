package io.mongoodm.vthreads;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One pass over a source: what was fetched, who waits for it, and at most one batch ahead. It knows nothing of the
 * iterator that a user holds, so that a lost one is noticed.
 */
final class Reading<T> implements Work.Open {
    private static final int MAX_GATHERED = 1_000;
    private static final long MAX_GATHERING_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final ReentrantLock lock = new ReentrantLock();
    private final Source<T> source;
    private final Work work;
    private final Deque<T> buffer = new ArrayDeque<>();
    private List<T> ahead = List.of();
    private @Nullable Waiter<T, ?> waiter;
    private @Nullable OperationFuture<Boolean> fetch;
    private @Nullable Throwable failure;
    private @Nullable String takenBy;
    private boolean started;
    private boolean fetching;
    private boolean gathered;
    private boolean exhausted;
    private boolean closed;

    Reading(Source<T> source, Work work) {
        this.source = source;
        this.work = work;
    }

    CompletableFuture<Optional<T>> next(Object owner) {
        return request("next()", owner, false, elements -> Optional.ofNullable(elements.poll()));
    }

    CompletableFuture<List<T>> nextBatch(Object owner) {
        return request("nextBatch()", owner, true, Reading::all);
    }

    /** The same for the call that has taken this reading over. */
    CompletableFuture<List<T>> nextBatchInside(Object owner) {
        return request(null, owner, true, Reading::all);
    }

    private static <T> List<T> all(Deque<T> elements) {
        List<T> batch = new ArrayList<>(elements);
        elements.clear();
        return batch;
    }

    /** Makes every later call of the user fail, since this one goes through all the rest. */
    void takeOver(String call) {
        lock.lock();
        try {
            requireUsable(call);
            takenBy = call + ", which goes through all the rest";
        } finally {
            lock.unlock();
        }
    }

    private <X> CompletableFuture<X> request(
            @Nullable String call, Object owner, boolean wholeBatch, Function<Deque<T>, X> take) {
        Waiter<T, X> asking = new Waiter<>(owner, wholeBatch, take);
        Runnable answer = () -> {};
        boolean fetchNow;
        lock.lock();
        try {
            requireUsable(call);
            boolean gathers = wholeBatch && !source.hasBatches();
            refill();
            if (exhausted || failure != null || (!buffer.isEmpty() && !gathers)) {
                asking.claim();
                answer = answer(asking);
                fetchNow = fetchesAhead();
            } else {
                waiter = asking;
                gathered = false;
                fetchNow = !fetching;
                if (gathers) {
                    asking.timeOut(Threads.after(MAX_GATHERING_NANOS, () -> answerGathered(asking)));
                }
            }
            fetching |= fetchNow;
        } finally {
            lock.unlock();
        }
        answer.run();
        if (fetchNow) {
            fetch();
        }
        return asking;
    }

    private void requireUsable(@Nullable String call) {
        if (closed) {
            throw new IllegalStateException(
                    (call == null ? "The next fetch" : call) + " came after close(). Open another iterator");
        }
        if (call == null) {
            return;
        }
        if (takenBy != null) {
            throw new IllegalStateException(call + " came after " + takenBy + ". Open another iterator");
        }
        if (waiter != null && waiter.isPending()) {
            throw new IllegalStateException(
                    call + " came while the " + (waiter.wantsWholeBatch() ? "nextBatch()" : "next()")
                            + " before it still waits. Wait for its future, or cancel it");
        }
    }

    /** Takes from what is there, and returns what completes the future. */
    private Runnable answer(Waiter<T, ?> asking) {
        if (buffer.isEmpty() && failure != null) {
            takenBy = "a failure, which ended this one";
            return asking.failed(failure);
        }
        return asking.served(buffer);
    }

    private void refill() {
        if (buffer.isEmpty()) {
            buffer.addAll(ahead);
            ahead = List.of();
        }
    }

    private boolean fetchesAhead() {
        return source.fetchesAhead() && !fetching && !exhausted && !closed && failure == null && ahead.isEmpty();
    }

    private void fetch() {
        OperationFuture<Boolean> operation;
        lock.lock();
        try {
            if (!started) {
                started = true;
                work.opened(this);
            }
        } finally {
            lock.unlock();
        }
        try {
            operation = source.fetch(this);
        } catch (RuntimeException | Error e) {
            arrived(false, e);
            return;
        }
        lock.lock();
        try {
            fetch = operation;
        } finally {
            lock.unlock();
        }
        CompletableFuture<Boolean> unused = operation.whenComplete(this::arrived);
    }

    /** Called by the source with a batch. */
    void add(List<T> batch) {
        lock.lock();
        try {
            if (buffer.isEmpty()) {
                buffer.addAll(batch);
            } else {
                ahead = batch;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Called by the source with one element. */
    void add(T element) {
        lock.lock();
        try {
            buffer.add(element);
        } finally {
            lock.unlock();
        }
    }

    /** Tells a source without batches whether to go on gathering one. */
    boolean wantsMore() {
        lock.lock();
        try {
            return waiter != null
                    && waiter.isPending()
                    && waiter.wantsWholeBatch()
                    && !gathered
                    && !closed
                    && buffer.size() < MAX_GATHERED;
        } finally {
            lock.unlock();
        }
    }

    private void answerGathered(Waiter<T, ?> asking) {
        Runnable answer = () -> {};
        lock.lock();
        try {
            if (waiter == asking) {
                gathered = true;
                if (!buffer.isEmpty() && asking.claim()) {
                    waiter = null;
                    answer = answer(asking);
                }
            }
        } finally {
            lock.unlock();
        }
        answer.run();
    }

    private void arrived(@Nullable Boolean more, @Nullable Throwable problem) {
        Runnable answer = () -> {};
        boolean fetchNow = false;
        boolean closeNow;
        lock.lock();
        try {
            fetching = false;
            fetch = null;
            failure = problem;
            exhausted = problem == null && Boolean.FALSE.equals(more);
            closeNow = closed || problem != null;
            Waiter<T, ?> asking = waiter;
            waiter = null;
            if (asking != null && asking.claim()) {
                refill();
                answer = answer(asking);
                fetchNow = fetchesAhead();
                fetching = fetchNow;
            }
        } finally {
            lock.unlock();
        }
        if (closeNow) {
            source.close();
        }
        if (closeNow || exhausted) {
            work.released(this);
        }
        if (fetchNow) {
            fetch();
        }
        answer.run();
    }

    /** Closes without interrupting: a running fetch ends first. */
    void close() {
        close(false);
    }

    /** Closes and stops a running fetch. */
    void abandon() {
        close(true);
    }

    @Override
    public void release() {
        close();
    }

    boolean isOpen() {
        lock.lock();
        try {
            return started && !closed && !exhausted && failure == null;
        } finally {
            lock.unlock();
        }
    }

    private void close(boolean interrupt) {
        Waiter<T, ?> waiting;
        OperationFuture<Boolean> running;
        boolean closeNow;
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closeNow = !fetching && !exhausted && failure == null;
            closed = true;
            waiting = waiter;
            waiter = null;
            running = fetch;
            buffer.clear();
            ahead = List.of();
        } finally {
            lock.unlock();
        }
        if (running != null && interrupt) {
            running.cancel(true);
        } else if (running != null) {
            running.refuseWaiting(new CancellationException("The iterator was closed before this fetch was sent"));
        }
        if (waiting != null) {
            waiting.completeExceptionally(
                    new IllegalStateException("The iterator was closed while its next element was waited for"));
        }
        if (closeNow) {
            source.close();
            work.released(this);
        }
    }
}
