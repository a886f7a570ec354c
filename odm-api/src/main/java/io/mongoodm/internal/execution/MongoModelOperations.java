package io.mongoodm.internal.execution;

import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.DeleteOptions;
import com.mongodb.client.model.FindOneAndDeleteOptions;
import com.mongodb.client.model.FindOneAndReplaceOptions;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.WriteModel;
import com.mongodb.client.result.DeleteResult;
import com.mongodb.client.result.UpdateResult;
import io.mongoodm.GetOrCreate;
import io.mongoodm.Session;
import io.mongoodm.query.FieldPath;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/** The functions of a model on its target: reads, writes of whole records, and writes by filter. */
final class MongoModelOperations<T> implements ModelOperations<T> {
    private final Target<T> target;
    private final Reads<T> reads;
    private final DocumentWrites<T> documents;
    private final FilterWrites<T> writes;

    MongoModelOperations(Target<T> target) {
        this.target = target;
        this.reads = new Reads<>(target);
        this.documents = new DocumentWrites<>(target);
        this.writes = new FilterWrites<>(target, documents);
    }

    Target<T> target() {
        return target;
    }

    @Override
    public Operation<T> create(T document) {
        return documents.create(document);
    }

    @Override
    public Operation<List<T>> createMany(Collection<? extends T> documents) {
        return this.documents.createMany(documents);
    }

    @Override
    public Operation<UpdateResult> update(T document) {
        return documents.update(document);
    }

    @Override
    public Operation<UpdateResult> update(T document, Bson update) {
        return documents.update(document, update);
    }

    @Override
    public Operation<UpdateResult> patch(T before, T after) {
        return documents.patch(before, after);
    }

    @Override
    public Operation<T> updateAndGet(T document) {
        return documents.updateAndGet(document);
    }

    @Override
    public Operation<UpdateResult> updateAll(Collection<? extends T> documents) {
        return new BatchUpdates<>(target, this.documents).updateAll(documents);
    }

    @Override
    public Operation<T> replace(T document, ReplaceOptions options) {
        return documents.replace(document, options);
    }

    @Override
    public Operation<DeleteResult> delete(T document) {
        return documents.delete(document);
    }

    @Override
    public Selection<T> find(Bson filter) {
        return reads.find(filter);
    }

    @Override
    public Selection<Document> findRaw(Bson filter) {
        return reads.findRaw(filter);
    }

    @Override
    public Operation<Optional<T>> findOne(Bson filter) {
        return reads.find(filter).first();
    }

    @Override
    public Operation<Optional<T>> findById(Object id) {
        return reads.findById(id);
    }

    @Override
    public Operation<T> get(Bson filter) {
        return reads.get(filter);
    }

    @Override
    public Operation<T> getRandomOne(Bson filter) {
        return reads.getRandomOne(filter);
    }

    @Override
    public Operation<GetOrCreate<T>> getOrCreate(Bson filter, Supplier<? extends T> supplier) {
        return new GetOrCreation<>(target, documents).prepare(filter, supplier);
    }

    @Override
    public Operation<Optional<T>> findOneAndUpdate(Bson filter, Bson update, FindOneAndUpdateOptions options) {
        return writes.findOneAndUpdate(filter, update, options);
    }

    @Override
    public Operation<Optional<T>> findOneAndReplace(Bson filter, T replacement, FindOneAndReplaceOptions options) {
        return writes.findOneAndReplace(filter, replacement, options);
    }

    @Override
    public Operation<Optional<T>> findOneAndDelete(Bson filter, FindOneAndDeleteOptions options) {
        return writes.findOneAndDelete(filter, options);
    }

    @Override
    public Operation<UpdateResult> updateOne(Bson filter, Bson update, UpdateOptions options) {
        return writes.updateOne(filter, update, options);
    }

    @Override
    public Operation<UpdateResult> updateMany(Bson filter, Bson update, UpdateOptions options) {
        return writes.updateMany(filter, update, options);
    }

    @Override
    public Operation<UpdateResult> updateOne(Bson filter, List<? extends Bson> pipeline, UpdateOptions options) {
        return writes.updateOne(filter, pipeline, options);
    }

    @Override
    public Operation<UpdateResult> updateMany(Bson filter, List<? extends Bson> pipeline, UpdateOptions options) {
        return writes.updateMany(filter, pipeline, options);
    }

    @Override
    public Operation<DeleteResult> deleteOne(Bson filter, DeleteOptions options) {
        return writes.deleteOne(filter, options);
    }

    @Override
    public Operation<DeleteResult> deleteMany(Bson filter, DeleteOptions options) {
        return writes.deleteMany(filter, options);
    }

    @Override
    public Operation<BulkWriteResult> bulkWrite(List<? extends WriteModel<? extends T>> writes) {
        return bulkWrite(writes, new BulkWriteOptions());
    }

    @Override
    public Operation<BulkWriteResult> bulkWrite(
            List<? extends WriteModel<? extends T>> writes, BulkWriteOptions options) {
        return this.writes.bulkWrite(writes, options);
    }

    @Override
    public Operation<Long> countDocuments(Bson filter) {
        return reads.count(filter);
    }

    @Override
    public Operation<Long> estimatedDocumentCount() {
        return reads.estimatedCount();
    }

    @Override
    public Operation<Boolean> exists(Bson filter) {
        return reads.exists(filter);
    }

    @Override
    public <R> Selection<R> distinct(FieldPath<? super T, ? extends @Nullable R> field, Bson filter) {
        return reads.distinct(field, filter);
    }

    @Override
    public Selection<Document> aggregate(List<? extends Bson> pipeline) {
        return reads.aggregate(pipeline);
    }

    @Override
    public <R> Selection<R> aggregate(List<? extends Bson> pipeline, Class<R> rowType) {
        return reads.aggregate(pipeline, rowType);
    }

    @Override
    public Operation<T> loadRelated(T document, String... paths) {
        return reads.loadRelated(document, paths);
    }

    @Override
    public Operation<List<T>> loadRelated(Iterable<? extends T> documents, String... paths) {
        return reads.loadRelated(documents, paths);
    }

    @Override
    public MongoModelOperations<T> withSession(Session session) {
        return new MongoModelOperations<>(target.withSession(session));
    }

    @Override
    public MongoModelOperations<T> withTimeout(Duration timeout) {
        return new MongoModelOperations<>(target.withTimeout(timeout));
    }

    @Override
    public Class<T> type() {
        return target.model().type();
    }
}
