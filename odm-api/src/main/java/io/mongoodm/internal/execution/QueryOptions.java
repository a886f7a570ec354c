package io.mongoodm.internal.execution;

import com.mongodb.client.model.Collation;
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
        @Nullable String comment) {

    static final QueryOptions NONE = new QueryOptions(null, 0, 0, null, 0, null, null, null);

    QueryOptions withSort(BsonDocument value) {
        return new QueryOptions(value, skip, limit, projection, batchSize, hint, collation, comment);
    }

    QueryOptions withSkip(int value) {
        return new QueryOptions(
                sort, notNegative(value, "skip"), limit, projection, batchSize, hint, collation, comment);
    }

    QueryOptions withLimit(int value) {
        return new QueryOptions(
                sort, skip, notNegative(value, "limit"), projection, batchSize, hint, collation, comment);
    }

    QueryOptions withProjection(BsonDocument value) {
        return new QueryOptions(sort, skip, limit, value, batchSize, hint, collation, comment);
    }

    QueryOptions withBatchSize(int value) {
        return new QueryOptions(
                sort, skip, limit, projection, notNegative(value, "batchSize"), hint, collation, comment);
    }

    QueryOptions withHint(BsonDocument value) {
        return new QueryOptions(sort, skip, limit, projection, batchSize, value, collation, comment);
    }

    QueryOptions withCollation(Collation value) {
        return new QueryOptions(sort, skip, limit, projection, batchSize, hint, value, comment);
    }

    QueryOptions withComment(String value) {
        return new QueryOptions(sort, skip, limit, projection, batchSize, hint, collation, value);
    }

    private static int notNegative(int value, String name) {
        if (value < 0) {
            throw new IllegalArgumentException(name + " must not be negative; 0 leaves it out");
        }
        return value;
    }
}
