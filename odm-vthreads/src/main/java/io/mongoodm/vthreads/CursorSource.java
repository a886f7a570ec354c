package io.mongoodm.vthreads;

import com.mongodb.MongoOperationTimeoutException;
import io.mongoodm.internal.execution.Batches;
import io.mongoodm.internal.execution.Deadline;
import io.mongoodm.internal.execution.Door;
import io.mongoodm.internal.execution.Selection;
import io.mongoodm.internal.execution.SessionGate;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads the stream of a query in the batches that the server sends; each fetch is an operation with its own permit. */
final class CursorSource<T> implements Source<T>, Door {
    private final Launcher launcher;
    private final Selection<T> selection;
    private final Batches<T> batches;
    private volatile @Nullable OperationFuture<Boolean> current;

    @SuppressWarnings("unchecked")
    CursorSource(Launcher launcher, Selection<T> selection) {
        this.launcher = launcher;
        this.selection = selection;
        this.batches =
                (Batches<T>) selection.stream(this, () -> current().deadline()).spliterator();
    }

    private OperationFuture<Boolean> current() {
        return Objects.requireNonNull(current, "a fetch runs");
    }

    /** Opening is new work; what is open may go on while its handle lets work end. */
    @Override
    public OperationFuture<Boolean> fetch(Reading<T> reading) {
        OperationFuture<Boolean> fetch = new OperationFuture<>(
                launcher,
                Launcher.Kind.CALL,
                selection.gate(),
                selection.startDeadline(),
                self -> fetch(self, reading));
        return current == null ? fetch.submitUnlessClosed() : fetch.submit();
    }

    private boolean fetch(OperationFuture<Boolean> self, Reading<T> reading) {
        boolean opens = current == null;
        current = self;
        Future<?> end = opens || !self.deadline().isSet() ? null : stopAtDeadline(self);
        try {
            List<T> batch = batches.nextBatch();
            reading.add(batch);
            return !batch.isEmpty();
        } finally {
            if (end != null) {
                end.cancel(false);
            }
        }
    }

    /** The driver gives each fetch of an open cursor the whole time anew, and does not know how long it was queued. */
    private static Future<?> stopAtDeadline(OperationFuture<Boolean> fetch) {
        Deadline deadline = fetch.deadline();
        return Threads.after(
                deadline.remainingNanos(),
                () -> fetch.completeExceptionally(new MongoOperationTimeoutException(
                        "The time of this fetch was over, the wait for its permit included; give it more time, or"
                                + " start fewer calls at once")));
    }

    @Override
    public void close() {
        OperationFuture<Boolean> last = current;
        if (last == null) {
            batches.close();
            return;
        }
        // The driver would leave the closing to a fetch that runs, and one that was interrupted cannot send it.
        launcher.close(() -> {
            launcher.work().awaitEnd(last);
            batches.close();
        });
    }

    /** Never on a session: a fetch that nobody asked for would count as its concurrent use. */
    @Override
    public boolean fetchesAhead() {
        return selection.gate() == null;
    }

    @Override
    public boolean hasBatches() {
        return true;
    }

    @Override
    public <R extends @Nullable Object> R pass(
            @Nullable SessionGate sessionGate, Deadline deadline, Supplier<R> driverCall) {
        return current().pass(sessionGate, deadline, driverCall);
    }
}
