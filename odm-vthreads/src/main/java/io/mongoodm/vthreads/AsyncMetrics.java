package io.mongoodm.vthreads;

import java.time.Duration;

/**
 * What the async handles over one client did so far, and what they are doing.
 *
 * <p>A moment's view: the numbers are read one after the other while operations go on. An operation is a call of a
 * model, a query or a handle, and each fetch of an iterator. Bodies of transactions, forks and consumers are none; of bodies
 * only those that wait are counted, in {@code queued}. Times in the queue are counted for operations that left it for a
 * connection, with an error of at most an eighth; what started at once counts as zero.
 *
 * @param queued how many wait, for a permit or for their turn at a session
 * @param running how many have a thread
 * @param completed how many ended with a result
 * @param failed how many ended with a failure of their own
 * @param cancelled how many were stopped by a cancel or another completion from outside
 * @param rejected how many were never sent because of the queue's bounds, their deadline, or a closed handle
 * @param queueTimeMedian the median time in the queue, since the client was opened; zero when there was none
 * @param queueTime99 the time that 99 of 100 operations stayed below
 * @param queueTimeMax the longest time
 */
public record AsyncMetrics(
        long queued,
        long running,
        long completed,
        long failed,
        long cancelled,
        long rejected,
        Duration queueTimeMedian,
        Duration queueTime99,
        Duration queueTimeMax) {}
