package io.mongoodm.vthreads;

import io.mongoodm.internal.execution.Batches;
import io.mongoodm.internal.execution.Door;
import io.mongoodm.internal.execution.Operation;
import io.mongoodm.internal.execution.Selection;
import io.mongoodm.internal.execution.SessionGate;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads the stream of a query in the batches that the server sends; each fetch is an operation with its own permit. */
final class CursorSource<T> implements Source<T>, Door {
    private final Launcher launcher;
    private final @Nullable SessionGate gate;
    private final Operation<?> timing;
    private final Batches<T> batches;
    private volatile @Nullable Door current;

    @SuppressWarnings("unchecked")
    CursorSource(Launcher launcher, Selection<T> selection) {
        this.launcher = launcher;
        this.gate = selection.gate();
        this.timing = selection.toList();
        this.batches = (Batches<T>) selection.stream(this).spliterator();
    }

    @Override
    public OperationFuture<Boolean> fetch(Reading<T> reading) {
        return launcher.launch(gate, timing.startDeadline(), self -> {
            current = self;
            List<T> batch = batches.nextBatch();
            reading.add(batch);
            return !batch.isEmpty();
        });
    }

    @Override
    public void close() {
        if (current == null) {
            batches.close();
            return;
        }
        launcher.start(batches::close);
    }

    /** Never on a session: a fetch that nobody asked for would count as its concurrent use. */
    @Override
    public boolean fetchesAhead() {
        return gate == null;
    }

    @Override
    public boolean hasBatches() {
        return true;
    }

    @Override
    public <R extends @Nullable Object> R pass(@Nullable SessionGate sessionGate, Supplier<R> driverCall) {
        return Objects.requireNonNull(current, "a fetch runs").pass(sessionGate, driverCall);
    }
}
