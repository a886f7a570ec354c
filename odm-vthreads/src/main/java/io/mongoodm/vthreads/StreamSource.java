package io.mongoodm.vthreads;

import java.util.Objects;
import java.util.Spliterator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Steps through any stream on a virtual thread, only as far as somebody asks. */
final class StreamSource<T> implements Source<T> {
    private final Stream<T> stream;
    private @Nullable Spliterator<T> steps;
    private volatile @Nullable OperationFuture<Boolean> last;

    StreamSource(Stream<T> stream) {
        this.stream = stream;
    }

    @Override
    public OperationFuture<Boolean> fetch(Reading<T> reading) {
        OperationFuture<Boolean> fetch = Launcher.FREE.launch(Launcher.Kind.CONSUMER, self -> {
            if (step(reading)) {
                return true;
            }
            stream.close();
            return false;
        });
        last = fetch;
        return fetch;
    }

    private boolean step(Reading<T> reading) {
        if (steps == null) {
            steps = stream.spliterator();
        }
        boolean more = true;
        boolean wanted = true;
        while (more && wanted) {
            more = steps.tryAdvance(
                    element -> reading.add(Objects.requireNonNull(element, "an element of the stream is null")));
            wanted = reading.wantsMore();
        }
        return more;
    }

    /** A step that was stopped may still run, and a stream is nothing that two threads may use at once. */
    @Override
    public void close() {
        OperationFuture<Boolean> step = last;
        if (step == null || step.hasEnded()) {
            stream.close();
            return;
        }
        Launcher.FREE.close(() -> {
            Launcher.FREE.work().awaitEnd(step);
            stream.close();
        });
    }

    @Override
    public boolean fetchesAhead() {
        return false;
    }

    @Override
    public boolean hasBatches() {
        return false;
    }
}
