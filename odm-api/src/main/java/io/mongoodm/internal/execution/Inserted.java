package io.mongoodm.internal.execution;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.bulk.BulkWriteInsert;
import com.mongodb.bulk.BulkWriteResult;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Completes what the driver tells of inserted documents: it does not look for the ids of documents that were encoded
 * before, and of ordered writes that stopped at a failure it also lists those that were never tried.
 */
final class Inserted {
    private Inserted() {}

    /**
     * Returns the result with ids.
     *
     * @param ids gives the id of the document that the write at a position inserts; null for any other write
     */
    static BulkWriteResult identified(BulkWriteResult result, IntFunction<@Nullable BsonValue> ids) {
        return result.wasAcknowledged() ? upTo(Integer.MAX_VALUE, result, ids) : result;
    }

    /**
     * Returns the same failure, whose partial result has the ids of what was inserted and of nothing else.
     *
     * @param ordered whether the writes stopped at the first that failed
     * @param ids as for a result
     */
    static MongoBulkWriteException identified(
            MongoBulkWriteException failure, boolean ordered, IntFunction<@Nullable BsonValue> ids) {
        OptionalInt firstFailed = failure.getWriteErrors().stream()
                .mapToInt(BulkWriteError::getIndex)
                .min();
        int end = ordered ? firstFailed.orElse(Integer.MAX_VALUE) : Integer.MAX_VALUE;
        MongoBulkWriteException identified = new MongoBulkWriteException(
                upTo(end, failure.getWriteResult(), ids),
                failure.getWriteErrors(),
                failure.getWriteConcernError(),
                failure.getServerAddress(),
                failure.getErrorLabels());
        identified.setStackTrace(failure.getStackTrace());
        for (Throwable suppressed : failure.getSuppressed()) {
            identified.addSuppressed(suppressed);
        }
        return identified;
    }

    private static BulkWriteResult upTo(int end, BulkWriteResult result, IntFunction<@Nullable BsonValue> ids) {
        List<BulkWriteInsert> inserts = result.getInserts().stream()
                .filter(insert -> insert.getIndex() < end)
                .map(insert -> new BulkWriteInsert(insert.getIndex(), ids.apply(insert.getIndex())))
                .toList();
        return BulkWriteResult.acknowledged(
                result.getInsertedCount(),
                result.getMatchedCount(),
                result.getDeletedCount(),
                result.getModifiedCount(),
                result.getUpserts(),
                inserts);
    }
}
