package io.mongoodm.internal.execution;

import com.mongodb.client.model.Collation;
import io.mongoodm.Query;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bson.conversions.Bson;

/** A query that runs on the caller's thread, through its door. */
final class MongoQuery<T> implements Query<T> {
    private final Selection<T> selection;
    private final Door door;

    MongoQuery(Selection<T> selection, Door door) {
        this.selection = selection;
        this.door = door;
    }

    @Override
    public Query<T> sort(Bson sort) {
        return new MongoQuery<>(selection.sort(sort), door);
    }

    @Override
    public Query<T> skip(int documents) {
        return new MongoQuery<>(selection.skip(documents), door);
    }

    @Override
    public Query<T> limit(int documents) {
        return new MongoQuery<>(selection.limit(documents), door);
    }

    @Override
    public Query<T> projection(Bson projection) {
        return new MongoQuery<>(selection.projection(projection), door);
    }

    @Override
    public <R> Query<R> project(Class<R> shape) {
        return new MongoQuery<>(selection.project(shape), door);
    }

    @Override
    public Query<T> batchSize(int documents) {
        return new MongoQuery<>(selection.batchSize(documents), door);
    }

    @Override
    public Query<T> hint(Bson index) {
        return new MongoQuery<>(selection.hint(index), door);
    }

    @Override
    public Query<T> collation(Collation collation) {
        return new MongoQuery<>(selection.collation(collation), door);
    }

    @Override
    public Query<T> comment(String comment) {
        return new MongoQuery<>(selection.comment(comment), door);
    }

    @Override
    public Query<T> timeout(Duration timeout) {
        return new MongoQuery<>(selection.timeout(timeout), door);
    }

    @Override
    public Optional<T> first() {
        return selection.first().run(door);
    }

    @Override
    public T get() {
        return selection.get().run(door);
    }

    @Override
    public List<T> toList() {
        return selection.toList().run(door);
    }

    @Override
    public Stream<T> stream() {
        return selection.stream(door.ofOperation(), selection::startDeadline);
    }

    @Override
    public Iterator<T> iterator() {
        return AbandonedCursors.watch(stream());
    }
}
