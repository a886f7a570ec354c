package io.mongoodm.internal.execution;

import com.mongodb.client.model.Collation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.bson.conversions.Bson;

/**
 * A query as a value: what is selected and with which options, checked and copied at each step. It opens nothing
 * before it runs.
 */
public interface Selection<T> {
    Selection<T> sort(Bson sort);

    Selection<T> skip(int documents);

    Selection<T> limit(int documents);

    Selection<T> projection(Bson projection);

    <R> Selection<R> project(Class<R> shape);

    Selection<T> batchSize(int documents);

    Selection<T> hint(Bson index);

    Selection<T> collation(Collation collation);

    Selection<T> comment(String comment);

    Selection<T> timeout(Duration timeout);

    /** The first document. */
    Operation<Optional<T>> first();

    /** The first document, or {@code DocumentNotFoundException}. */
    Operation<T> get();

    /** All documents. */
    Operation<List<T>> toList();

    /**
     * Returns a stream that fetches through the door and opens its cursor at the first step. Its spliterator implements
     * {@link Batches}; closing the stream closes the cursor.
     *
     * @param deadlines gives the deadline of each fetch, asked for before the fetch passes the door
     */
    Stream<T> stream(Door door, Supplier<Deadline> deadlines);

    /** Returns the deadline of a call or a fetch that starts now. */
    Deadline startDeadline();

    /** Returns the gate of the session that the query is bound to, or null for none. */
    @org.jspecify.annotations.Nullable
    SessionGate gate();
}
