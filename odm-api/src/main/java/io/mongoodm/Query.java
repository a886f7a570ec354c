package io.mongoodm;

import com.mongodb.client.model.Collation;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bson.conversions.Bson;

/**
 * A query as a value: each step returns a new one and leaves this one as it is, and nothing is sent before {@link #first},
 * {@link #get}, {@link #toList}, {@link #stream} or a for-each loop runs it. Each run is a query of its own, and blocks its
 * thread until the server has answered. Safe for use by any number of threads.
 *
 * <p>The arguments of the steps are checked against the model and copied at the call; what does not fit is an
 * {@link InvalidFilterException}.
 *
 * @param <T> what a run returns
 */
public interface Query<T> extends Iterable<T> {
    /** Returns this query in another order; the last sort counts. */
    Query<T> sort(Bson sort);

    /**
     * Returns this query without its first documents.
     *
     * @param documents how many; 0 for none
     * @throws IllegalArgumentException when it is negative
     */
    Query<T> skip(int documents);

    /**
     * Returns this query with at most so many documents.
     *
     * @param documents how many; 0 for all
     * @throws IllegalArgumentException when it is negative
     */
    Query<T> limit(int documents);

    /**
     * Returns this query with only some fields of each document. On the model's own records it is refused when it drops or
     * shortens a stored component, since the record could be written back: use {@link #project} or a raw query.
     */
    Query<T> projection(Bson projection);

    /**
     * Returns this query with documents read as another record, of which only the fields that its components name are
     * fetched.
     *
     * @throws InvalidFilterException when a component of {@code shape} is no field of the model, or of another type, or
     *     without the former names under which the model reads it
     * @throws InvalidModelException when the record cannot be read at all
     */
    <R> Query<R> project(Class<R> shape);

    /**
     * Returns this query with so many documents in each reply; 0 for what the server chooses.
     *
     * @throws IllegalArgumentException when it is negative
     */
    Query<T> batchSize(int documents);

    /** Returns this query on the index with these keys. */
    Query<T> hint(Bson index);

    /** Returns this query with strings compared by the rules of a language. */
    Query<T> collation(Collation collation);

    /** Returns this query with a comment that the server's log and profiler show. */
    Query<T> comment(String comment);

    /**
     * Returns this query with so much time for each run, as {@link Model#withTimeout}; for {@link #stream} and a for-each
     * loop, for each batch that is fetched.
     *
     * @throws IllegalArgumentException when it is shorter than a millisecond
     */
    Query<T> timeout(Duration timeout);

    /** Runs the query and returns the first document, or empty when there is none. */
    Optional<T> first();

    /**
     * Runs the query and returns the first document.
     *
     * @throws DocumentNotFoundException when there is none
     */
    T get();

    /** Runs the query and returns every document, in a list that the caller may change; empty when there is none. */
    List<T> toList();

    /**
     * Returns a stream that runs the query at its first step and fetches batch by batch as it goes on. It is closed at the
     * end of the data and on failure; a stream that may be left early belongs in a try-with-resources statement.
     *
     * <p>A document that does not fit its record ends the stream with a {@link DecodingException}, after the documents in
     * front of it.
     */
    Stream<T> stream();

    /**
     * Runs the query for one for-each loop. A loop that is left early leaves its cursor open until the iterator is garbage
     * or the server gives the cursor up: use {@link #stream} where that may happen.
     */
    @Override
    Iterator<T> iterator();
}
