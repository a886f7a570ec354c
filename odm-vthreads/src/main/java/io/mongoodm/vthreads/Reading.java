package io.mongoodm.vthreads;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One pass over a source: what was fetched, who waits for it, and at most one batch ahead. It knows nothing of the
 * iterator that a user holds, so that a lost one is noticed. What a guarded step returns is run without the lock.
 */
final class Reading<T> implements Work.Open {
    private static final System.Logger LOGGER = System.getLogger(Reading.class.getPackageName());
    private static final int MAX_GATHERED = 1_000;
    private static final long MAX_GATHERING_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final Guard guard = new Guard();
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
    private volatile boolean abandoned;
    private boolean closed;

    Reading(Source<T> source, Work work) {
        this.source = source;
        this.work = work;
    }

    private static void nothing() {}

    private void perform(Supplier<Runnable> step) {
        guard.get(step).run();
    }

    CompletableFuture<Optional<T>> next(Object owner) {
        return request("next()", new Waiter<>(owner, false, elements -> Optional.ofNullable(elements.poll())));
    }

    CompletableFuture<List<T>> nextBatch(Object owner) {
        return request("nextBatch()", new Waiter<>(owner, true, Reading::all));
    }

    /** The same for the call that has taken this reading over. */
    CompletableFuture<List<T>> nextBatchInside(Object owner) {
        return request(null, new Waiter<>(owner, true, Reading::all));
    }

    private static <T> List<T> all(Deque<T> elements) {
        List<T> batch = new ArrayList<>(elements);
        elements.clear();
        return batch;
    }

    /** Throws when the call is out of place. */
    void check(String call) {
        guard.run(() -> requireUsable(call));
    }

    /** Makes every later call of the user fail, since this one goes through all the rest. */
    void takeOver(String call) {
        guard.run(() -> {
            requireUsable(call);
            takenBy = call + ", which goes through all the rest";
        });
    }

    private <X> CompletableFuture<X> request(@Nullable String call, Waiter<T, X> asking) {
        perform(() -> {
            requireUsable(call);
            boolean gathers = asking.wantsWholeBatch() && !source.hasBatches();
            refill();
            if (exhausted || failure != null || (!buffer.isEmpty() && !gathers)) {
                asking.claim();
                return answerAndFetchAhead(asking);
            }
            waiter = asking;
            gathered = false;
            if (gathers) {
                asking.timeOut(Threads.after(MAX_GATHERING_NANOS, () -> answerGathered(asking)));
            }
            return fetching ? Reading::nothing : fetch();
        });
        return asking;
    }

    private void requireUsable(@Nullable String call) {
        if (call != null && takenBy != null) {
            throw new IllegalStateException(call + " came after " + takenBy + ". Open another iterator");
        }
        if (closed) {
            throw new IllegalStateException(
                    (call == null ? "The next fetch" : call) + " came after close(). Open another iterator");
        }
        if (call != null && waiter != null && waiter.isPending()) {
            throw new IllegalStateException(
                    call + " came while the " + (waiter.wantsWholeBatch() ? "nextBatch()" : "next()")
                            + " before it still waits. Wait for its future, or cancel it");
        }
    }

    private void refill() {
        if (buffer.isEmpty()) {
            buffer.addAll(ahead);
            ahead = List.of();
        }
    }

    /** Takes from what is there for one who has claimed it; the next batch is on its way before its answer is given. */
    private Runnable answerAndFetchAhead(Waiter<T, ?> asking) {
        refill();
        Runnable answer = answer(asking);
        boolean goesAhead =
                source.fetchesAhead() && !fetching && !exhausted && !closed && failure == null && ahead.isEmpty();
        Runnable fetchAhead = goesAhead ? fetch() : Reading::nothing;
        return () -> {
            fetchAhead.run();
            answer.run();
        };
    }

    private Runnable answer(Waiter<T, ?> asking) {
        if (buffer.isEmpty() && failure != null) {
            takenBy = "a failure, which ended this one";
            Throwable problem = failure;
            return () -> asking.fail(problem);
        }
        return asking.served(buffer);
    }

    private Runnable fetch() {
        fetching = true;
        if (!started) {
            started = true;
            if (source.hasBatches()) {
                work.opened(this);
            }
        }
        return this::startFetch;
    }

    private void startFetch() {
        try {
            OperationFuture<Boolean> operation = source.fetch(this);
            boolean closedMeanwhile = guard.get(() -> {
                fetch = operation;
                return closed;
            });
            CompletableFuture<Boolean> unused = operation.whenComplete(this::arrived);
            if (closedMeanwhile) {
                stop(operation, abandoned);
            }
        } catch (RuntimeException | Error e) {
            arrived(false, e);
        }
    }

    /** Called by the source with a batch. */
    void add(List<T> batch) {
        guard.run(() -> {
            if (buffer.isEmpty()) {
                buffer.addAll(batch);
            } else {
                ahead = batch;
            }
        });
    }

    /** Called by the source with one element. */
    void add(T element) {
        guard.run(() -> buffer.add(element));
    }

    /** Tells a source without batches whether to go on gathering one. */
    boolean wantsMore() {
        return guard.get(() -> waiter != null
                && waiter.isPending()
                && waiter.wantsWholeBatch()
                && !gathered
                && !closed
                && buffer.size() < MAX_GATHERED);
    }

    private void answerGathered(Waiter<T, ?> asking) {
        perform(() -> {
            gathered |= asking.equals(waiter);
            if (!asking.equals(waiter) || buffer.isEmpty() || !asking.claim()) {
                return Reading::nothing;
            }
            waiter = null;
            return answer(asking);
        });
    }

    private void arrived(@Nullable Boolean more, @Nullable Throwable problem) {
        perform(() -> {
            fetching = false;
            fetch = null;
            failure = problem;
            exhausted = problem == null && Boolean.FALSE.equals(more);
            boolean over = closed || problem != null || exhausted;
            Waiter<T, ?> asking = waiter;
            if (!over && asking != null && asking.isPending() && buffer.isEmpty() && ahead.isEmpty()) {
                // What this fetch brought was taken before it had ended; there may be more for the one who waits.
                return fetch();
            }
            Runnable close = closed || problem != null ? () -> closeSource(problem) : Reading::nothing;
            waiter = null;
            Runnable answer = asking != null && asking.claim() ? answerAndFetchAhead(asking) : Reading::nothing;
            return () -> {
                close.run();
                if (over) {
                    work.released(this);
                }
                answer.run();
            };
        });
    }

    /** Nobody waits for this end: what goes wrong is added to what went wrong before, or logged. */
    private void closeSource(@Nullable Throwable problem) {
        try {
            source.close();
        } catch (RuntimeException | Error e) {
            if (problem == null) {
                LOGGER.log(System.Logger.Level.WARNING, "What an iterator read from could not be closed", e);
            } else {
                Throwable unused = Failures.first(problem, e);
            }
        }
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
        return guard.get(() -> started && !closed && !exhausted && failure == null);
    }

    private void close(boolean interrupt) {
        perform(() -> {
            if (closed) {
                return Reading::nothing;
            }
            closed = true;
            abandoned = interrupt;
            boolean nothingRuns = !fetching && !exhausted && failure == null;
            OperationFuture<Boolean> running = fetch;
            Waiter<T, ?> waiting = waiter;
            waiter = null;
            buffer.clear();
            ahead = List.of();
            return () -> {
                stop(running, interrupt);
                if (waiting != null) {
                    waiting.completeExceptionally(
                            new IllegalStateException("The iterator was closed while its next element was waited for"));
                }
                if (nothingRuns) {
                    try {
                        source.close();
                    } finally {
                        work.released(this);
                    }
                }
            };
        });
    }

    private static void stop(@Nullable OperationFuture<Boolean> running, boolean interrupt) {
        if (running != null && interrupt) {
            running.cancel(true);
        } else if (running != null) {
            running.refuseWaiting(new CancellationException("The iterator was closed before this fetch was sent"));
        }
    }
}
