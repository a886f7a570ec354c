package io.mongoodm.internal.execution;

import com.mongodb.client.AggregateIterable;
import com.mongodb.client.DistinctIterable;
import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoIterable;
import com.mongodb.client.cursor.TimeoutMode;
import io.mongoodm.InvalidFilterException;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.RawBsonDocument;

/** Where the documents of a query come from, and how its options are told to the driver. */
sealed interface Source {
    /**
     * Returns what runs the query.
     *
     * @param single whether only the first document is wanted
     * @param iterating whether the caller's own time between batches must not count against the timeout
     */
    MongoIterable<?> iterable(
            BoundCollection<Object> collection, QueryOptions options, boolean single, boolean iterating);

    /** Tells whether the command that opens the cursor may leave one at the server when nobody hears its reply. */
    boolean mayLeaveCursor(QueryOptions options, boolean single);

    /** Throws when the query does not take an option. */
    default void requireOption(String option) {}

    /** A find. */
    record Find(RawBsonDocument filter) implements Source {
        @Override
        public MongoIterable<?> iterable(
                BoundCollection<Object> collection, QueryOptions options, boolean single, boolean iterating) {
            FindIterable<Object> find = collection
                    .find(filter)
                    .sort(options.sort())
                    .skip(options.skip())
                    .limit(single ? -1 : options.limit())
                    .projection(options.projection())
                    .hint(options.hint())
                    .collation(options.collation())
                    .comment(options.comment());
            if (options.batchSize() > 0 && !single) {
                find.batchSize(options.batchSize());
            }
            return iterating ? find.timeoutMode(TimeoutMode.ITERATION) : find;
        }

        @Override
        public boolean mayLeaveCursor(QueryOptions options, boolean single) {
            return !single;
        }
    }

    /** An aggregation. Sort, skip, limit and projection are its last stages, in this order. */
    record Aggregate(List<BsonDocument> pipeline) implements Source {
        @Override
        public MongoIterable<?> iterable(
                BoundCollection<Object> collection, QueryOptions options, boolean single, boolean iterating) {
            AggregateIterable<Object> aggregate = collection
                    .aggregate(stages(options, single))
                    .hint(options.hint())
                    .collation(options.collation())
                    .comment(options.comment());
            if (options.batchSize() > 0) {
                aggregate.batchSize(options.batchSize());
            }
            return iterating && !writes() ? aggregate.timeoutMode(TimeoutMode.ITERATION) : aggregate;
        }

        private List<BsonDocument> stages(QueryOptions options, boolean single) {
            List<BsonDocument> stages = new ArrayList<>(pipeline);
            if (options.sort() != null) {
                stages.add(new BsonDocument("$sort", options.sort()));
            }
            if (options.skip() > 0) {
                stages.add(new BsonDocument("$skip", new BsonInt32(options.skip())));
            }
            if (options.limit() > 0) {
                stages.add(new BsonDocument("$limit", new BsonInt32(options.limit())));
            }
            if (single && !writes()) {
                stages.add(new BsonDocument("$limit", new BsonInt32(1)));
            }
            if (options.projection() != null) {
                stages.add(new BsonDocument("$project", options.projection()));
            }
            return stages;
        }

        /** A single row that fills the whole first batch leaves one; what was written is read without a limit. */
        @Override
        public boolean mayLeaveCursor(QueryOptions options, boolean single) {
            return !single || options.batchSize() > 0 || writes();
        }

        /** The driver then reads what was written, and takes one time for all of it. */
        private boolean writes() {
            String last = pipeline.isEmpty() ? "" : pipeline.getLast().getFirstKey();
            return last.equals("$out") || last.equals("$merge");
        }
    }

    /** The distinct values of a field. */
    record Distinct(String field, RawBsonDocument filter) implements Source {
        @Override
        public MongoIterable<?> iterable(
                BoundCollection<Object> collection, QueryOptions options, boolean single, boolean iterating) {
            DistinctIterable<?> distinct = collection
                    .distinct(field, filter)
                    .hint(options.hint())
                    .collation(options.collation())
                    .comment(options.comment());
            if (options.batchSize() > 0) {
                distinct.batchSize(options.batchSize());
            }
            return iterating ? distinct.timeoutMode(TimeoutMode.ITERATION) : distinct;
        }

        /** Its one reply has all values. */
        @Override
        public boolean mayLeaveCursor(QueryOptions options, boolean single) {
            return false;
        }

        @Override
        public void requireOption(String option) {
            throw new InvalidFilterException(
                    "distinct has no " + option + ": use aggregate with a $group on the field, which has one");
        }
    }
}
