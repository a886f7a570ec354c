package io.mongoodm.vthreads;

import com.mongodb.client.model.Collation;
import io.mongoodm.internal.execution.Selection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/** A selection and where its operations start. Only its own cursor, which {@code next()} opens, is state. */
final class MongoAsyncQuery<T> implements AsyncQuery<T> {
    private final Launcher launcher;
    private final Selection<T> selection;
    private final Guard guard = new Guard();
    private @Nullable ReadingIterator<T> own;
    private @Nullable String used;

    MongoAsyncQuery(Launcher launcher, Selection<T> selection) {
        this.launcher = launcher;
        this.selection = selection;
    }

    @Override
    public AsyncQuery<T> sort(Bson sort) {
        return step("sort()", query -> query.sort(sort));
    }

    @Override
    public AsyncQuery<T> skip(int documents) {
        return step("skip()", query -> query.skip(documents));
    }

    @Override
    public AsyncQuery<T> limit(int documents) {
        return step("limit()", query -> query.limit(documents));
    }

    @Override
    public AsyncQuery<T> projection(Bson projection) {
        return step("projection()", query -> query.projection(projection));
    }

    @Override
    public <R> AsyncQuery<R> project(Class<R> shape) {
        return step("project()", query -> query.project(shape));
    }

    @Override
    public AsyncQuery<T> batchSize(int documents) {
        return step("batchSize()", query -> query.batchSize(documents));
    }

    @Override
    public AsyncQuery<T> hint(Bson index) {
        return step("hint()", query -> query.hint(index));
    }

    @Override
    public AsyncQuery<T> collation(Collation collation) {
        return step("collation()", query -> query.collation(collation));
    }

    @Override
    public AsyncQuery<T> comment(String comment) {
        return step("comment()", query -> query.comment(comment));
    }

    @Override
    public AsyncQuery<T> timeout(Duration timeout) {
        return step("timeout()", query -> query.timeout(timeout));
    }

    private <R> AsyncQuery<R> step(String call, Function<Selection<T>, Selection<R>> next) {
        return new MongoAsyncQuery<>(launcher, next.apply(unused(call)));
    }

    @Override
    public CompletableFuture<Optional<T>> first() {
        return launcher.launch(unused("first()").first());
    }

    @Override
    public CompletableFuture<T> get() {
        return launcher.launch(unused("get()").get());
    }

    @Override
    public CompletableFuture<List<T>> toList() {
        return launcher.launch(unused("toList()").toList());
    }

    @Override
    public AsyncIterator<T> open() {
        return iterator("open()");
    }

    @Override
    public CompletableFuture<Long> forEach(Consumer<? super T> action) {
        return iterator("forEach()").forEach(action);
    }

    @Override
    public Stream<T> stream() {
        return iterator("stream()").stream();
    }

    @Override
    public Flow.Publisher<T> publisher() {
        unused("publisher()");
        return new ReadingPublisher<>(launcher, this::iterator);
    }

    @Override
    public CompletableFuture<Optional<T>> next() {
        return own("next()").next();
    }

    @Override
    public CompletableFuture<List<T>> nextBatch() {
        return own("nextBatch()").nextBatch();
    }

    @Override
    public void close() {
        ReadingIterator<T> opened = guard.<@Nullable ReadingIterator<T>>get(() -> {
            used = "close()";
            return own;
        });
        if (opened != null) {
            opened.close();
        }
    }

    /** Returns the selection for a terminal operation of another query type. */
    Selection<T> unused(String call) {
        String before = guard.<@Nullable String>get(() -> used);
        if (before != null) {
            throw new IllegalStateException(
                    call + " came after this query's " + before + ". Make a new query, or read through open()");
        }
        launcher.requireOpen();
        return selection;
    }

    private ReadingIterator<T> iterator(String call) {
        unused(call);
        return iterator();
    }

    private ReadingIterator<T> iterator() {
        launcher.requireOpen();
        return new ReadingIterator<>(launcher, new CursorSource<>(launcher, selection));
    }

    private ReadingIterator<T> own(String call) {
        return guard.get(() -> {
            if (own == null) {
                own = iterator(call);
                used = call;
            }
            return own;
        });
    }
}
