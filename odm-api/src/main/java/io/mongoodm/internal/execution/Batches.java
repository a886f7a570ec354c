package io.mongoodm.internal.execution;

import java.util.List;

/**
 * What a query's stream hands out inside the library: whole batches, as the server sends them. The spliterator of a
 * query's stream implements it.
 */
public interface Batches<T> extends AutoCloseable {
    /**
     * Returns the next batch, empty at the end of the data. Blocks while it fetches; at the end and on failure the
     * cursor is closed.
     */
    List<T> nextBatch();

    /**
     * Closes the cursor; from any thread, idempotent, never interrupting a fetch that runs, after which the driver
     * closes the cursor at the server.
     */
    @Override
    void close();
}
