package io.mongoodm.vthreads;

/** Where the elements of a reading come from. The reading calls it for one thing at a time. */
interface Source<T> {
    /**
     * Starts a fetch that adds what it gets to the reading, at least one element unless there are no more.
     *
     * @return whether there may be more
     */
    OperationFuture<Boolean> fetch(Reading<T> reading);

    /** Closes what the fetches opened, or starts an operation that does. */
    void close();

    /** Tells whether a batch may be fetched before it is asked for. */
    boolean fetchesAhead();

    /** Tells whether a fetch brings a batch at once, and not one element after the other. */
    boolean hasBatches();
}
