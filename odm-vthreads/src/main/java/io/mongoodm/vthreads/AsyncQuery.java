package io.mongoodm.vthreads;

import com.mongodb.client.model.Collation;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.bson.conversions.Bson;

/**
 * A query as a value: each step gives a new one, and nothing is sent before a terminal operation.
 *
 * <p>{@link #first}, {@link #get}, {@link #toList}, {@link #forEach}, {@link #stream}, {@link #publisher} and
 * {@link #open} run afresh each time, on a cursor of their own. Only {@link #next} and {@link #nextBatch} share the
 * query's own cursor, which the first of them opens: after it, steps and terminal operations throw
 * {@code IllegalStateException} and name the call that came first, and so they do after {@link #close}. A query that
 * was not iterated needs no closing. No {@code batchSize} is sent unless {@link #batchSize} sets one.
 *
 * <p>Safe for use by any number of threads. Arguments are checked, rendered and copied at the call; what is wrong in
 * them throws there.
 *
 * @param <T> what it yields
 */
public interface AsyncQuery<T> extends AsyncIterator<T> {
    /**
     * Returns this query in the order of a sort, which replaces an earlier one.
     *
     * @throws io.mongoodm.InvalidFilterException when the sort names an unknown field
     */
    AsyncQuery<T> sort(Bson sort);

    /**
     * Returns this query without the first documents.
     *
     * @throws IllegalArgumentException when the number is negative
     */
    AsyncQuery<T> skip(int documents);

    /**
     * Returns this query with at most this many documents; 0 is no limit.
     *
     * @throws IllegalArgumentException when the number is negative
     */
    AsyncQuery<T> limit(int documents);

    /**
     * Returns this query with only some fields sent.
     *
     * @throws io.mongoodm.InvalidFilterException on the model's own type when it drops or shortens a stored component;
     *     {@link #project} and {@code afindRaw} are the remedies
     */
    AsyncQuery<T> projection(Bson projection);

    /**
     * Returns this query with rows of another record, whose components are the projection.
     *
     * @throws io.mongoodm.InvalidFilterException when a component is not in the model, or has another type there
     */
    <R> AsyncQuery<R> project(Class<R> shape);

    /**
     * Returns this query with this many documents in each batch of the server; 0 leaves it to the server.
     *
     * @throws IllegalArgumentException when the number is negative
     */
    AsyncQuery<T> batchSize(int documents);

    /** Returns this query with the index that the server has to use. */
    AsyncQuery<T> hint(Bson index);

    /** Returns this query with a collation. */
    AsyncQuery<T> collation(Collation collation);

    /** Returns this query with a comment that the server's logs and profiler show. */
    AsyncQuery<T> comment(String comment);

    /**
     * Returns this query with a time for each of its calls, counted from the call, so that waiting in the queue and for a
     * session's turn is part of it; for an iterator, the time of each fetch. Inside a transaction, whose own time counts,
     * terminal operations then throw {@code IllegalStateException}.
     *
     * @throws IllegalArgumentException when it is shorter than a millisecond
     */
    AsyncQuery<T> timeout(Duration timeout);

    /** Completes with the first document, or empty when there is none. */
    CompletableFuture<Optional<T>> first();

    /**
     * Completes with the first document, or with {@link io.mongoodm.DocumentNotFoundException} when there is none.
     */
    CompletableFuture<T> get();

    /** Returns a pass over the result that has its own cursor; nothing is sent before its first fetch. Close it. */
    AsyncIterator<T> open();
}
