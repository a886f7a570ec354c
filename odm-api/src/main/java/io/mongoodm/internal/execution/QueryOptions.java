package io.mongoodm.internal.execution;

import com.mongodb.client.model.Collation;
import java.time.Duration;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/** What a query says beside its source. Zero and null mean that nothing was said, and nothing is sent. */
record QueryOptions(
        @Nullable BsonDocument sort,
        int skip,
        int limit,
        @Nullable BsonDocument projection,
        int batchSize,
        @Nullable BsonDocument hint,
        @Nullable Collation collation,
        @Nullable String comment,
        @Nullable Duration timeout) {

    static final QueryOptions NONE = new QueryOptions(null, 0, 0, null, 0, null, null, null, null);

    QueryOptions withSort(BsonDocument value) {
        return new QueryOptions(value, skip, limit, projection, batchSize, hint, collation, comment, timeout);
    }

    QueryOptions withSkip(int value) {
        return new QueryOptions(
                sort, notNegative(value, "skip"), limit, projection, batchSize, hint, collation, comment, timeout);
    }

    QueryOptions withLimit(int value) {
        return new QueryOptions(
                sort, skip, notNegative(value, "limit"), projection, batchSize, hint, collation, comment, timeout);
    }

    QueryOptions withProjection(BsonDocument value) {
        return new QueryOptions(sort, skip, limit, value, batchSize, hint, collation, comment, timeout);
    }

    QueryOptions withBatchSize(int value) {
        return new QueryOptions(
                sort, skip, limit, projection, notNegative(value, "batchSize"), hint, collation, comment, timeout);
    }

    QueryOptions withHint(BsonDocument value) {
        return new QueryOptions(sort, skip, limit, projection, batchSize, value, collation, comment, timeout);
    }

    QueryOptions withCollation(Collation value) {
        return new QueryOptions(sort, skip, limit, projection, batchSize, hint, value, comment, timeout);
    }

    QueryOptions withComment(String value) {
        return new QueryOptions(sort, skip, limit, projection, batchSize, hint, collation, value, timeout);
    }

    QueryOptions withTimeout(Duration value) {
        return new QueryOptions(sort, skip, limit, projection, batchSize, hint, collation, comment, positive(value));
    }

    /** Returns the duration; throws for one that leaves no time. */
    static Duration positive(Duration timeout) {
        if (timeout.toMillis() <= 0) {
            throw new IllegalArgumentException("A timeout has to be at least one millisecond");
        }
        return timeout;
    }

    private static int notNegative(int value, String name) {
        if (value < 0) {
            throw new IllegalArgumentException(name + " must not be negative; 0 leaves it out");
        }
        return value;
    }
}
