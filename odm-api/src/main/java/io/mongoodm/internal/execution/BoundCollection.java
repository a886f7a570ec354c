package io.mongoodm.internal.execution;

import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.client.AggregateIterable;
import com.mongodb.client.ClientSession;
import com.mongodb.client.DistinctIterable;
import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.CountOptions;
import com.mongodb.client.model.DeleteOptions;
import com.mongodb.client.model.FindOneAndDeleteOptions;
import com.mongodb.client.model.FindOneAndReplaceOptions;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.WriteModel;
import com.mongodb.client.result.DeleteResult;
import com.mongodb.client.result.UpdateResult;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * A collection with the session that its calls carry, if any: the one place that chooses between the driver's methods
 * with and without a session.
 */
record BoundCollection<D>(
        MongoCollection<D> collection, @Nullable ClientSession session) {

    FindIterable<D> find(Bson filter) {
        return session == null ? collection.find(filter) : collection.find(session, filter);
    }

    AggregateIterable<D> aggregate(List<? extends Bson> pipeline) {
        return session == null ? collection.aggregate(pipeline) : collection.aggregate(session, pipeline);
    }

    DistinctIterable<BsonValue> distinct(String field, Bson filter) {
        return session == null
                ? collection.distinct(field, filter, BsonValue.class)
                : collection.distinct(session, field, filter, BsonValue.class);
    }

    long count(Bson filter, CountOptions options) {
        return session == null
                ? collection.countDocuments(filter, options)
                : collection.countDocuments(session, filter, options);
    }

    void insertOne(D document) {
        if (session == null) {
            collection.insertOne(document);
        } else {
            collection.insertOne(session, document);
        }
    }

    void insertMany(List<D> documents) {
        if (session == null) {
            collection.insertMany(documents);
        } else {
            collection.insertMany(session, documents);
        }
    }

    UpdateResult replaceOne(Bson filter, D replacement, ReplaceOptions options) {
        return session == null
                ? collection.replaceOne(filter, replacement, options)
                : collection.replaceOne(session, filter, replacement, options);
    }

    UpdateResult updateOne(Bson filter, Change change, UpdateOptions options) {
        return switch (change) {
            case Change.Operators operators ->
                session == null
                        ? collection.updateOne(filter, operators.document(), options)
                        : collection.updateOne(session, filter, operators.document(), options);
            case Change.Pipeline pipeline ->
                session == null
                        ? collection.updateOne(filter, pipeline.stages(), options)
                        : collection.updateOne(session, filter, pipeline.stages(), options);
        };
    }

    UpdateResult updateMany(Bson filter, Change change, UpdateOptions options) {
        return switch (change) {
            case Change.Operators operators ->
                session == null
                        ? collection.updateMany(filter, operators.document(), options)
                        : collection.updateMany(session, filter, operators.document(), options);
            case Change.Pipeline pipeline ->
                session == null
                        ? collection.updateMany(filter, pipeline.stages(), options)
                        : collection.updateMany(session, filter, pipeline.stages(), options);
        };
    }

    DeleteResult deleteOne(Bson filter, DeleteOptions options) {
        return session == null ? collection.deleteOne(filter, options) : collection.deleteOne(session, filter, options);
    }

    DeleteResult deleteMany(Bson filter, DeleteOptions options) {
        return session == null
                ? collection.deleteMany(filter, options)
                : collection.deleteMany(session, filter, options);
    }

    BulkWriteResult bulkWrite(List<? extends WriteModel<? extends D>> writes, BulkWriteOptions options) {
        return session == null ? collection.bulkWrite(writes, options) : collection.bulkWrite(session, writes, options);
    }

    @Nullable
    D findOneAndUpdate(Bson filter, BsonDocument update, FindOneAndUpdateOptions options) {
        return session == null
                ? collection.findOneAndUpdate(filter, update, options)
                : collection.findOneAndUpdate(session, filter, update, options);
    }

    @Nullable
    D findOneAndReplace(Bson filter, D replacement, FindOneAndReplaceOptions options) {
        return session == null
                ? collection.findOneAndReplace(filter, replacement, options)
                : collection.findOneAndReplace(session, filter, replacement, options);
    }

    @Nullable
    D findOneAndDelete(Bson filter, FindOneAndDeleteOptions options) {
        return session == null
                ? collection.findOneAndDelete(filter, options)
                : collection.findOneAndDelete(session, filter, options);
    }
}
