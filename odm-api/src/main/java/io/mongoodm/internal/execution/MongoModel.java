package io.mongoodm.internal.execution;

import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.client.MongoCollection;
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
import io.mongoodm.Model;
import io.mongoodm.Query;
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

/** A model that runs each function at once, on the caller's thread, through its door. */
final class MongoModel<T> implements Model<T> {
    private final MongoModelOperations<T> operations;
    private final Door door;

    MongoModel(MongoModelOperations<T> operations, Door door) {
        this.operations = operations;
        this.door = door;
    }

    @Override
    public T create(T document) {
        return operations.create(document).run(door);
    }

    @Override
    public List<T> createMany(Collection<? extends T> documents) {
        return operations.createMany(documents).run(door);
    }

    @Override
    public UpdateResult update(T document) {
        return operations.update(document).run(door);
    }

    @Override
    public UpdateResult update(T document, Bson update) {
        return operations.update(document, update).run(door);
    }

    @Override
    public UpdateResult patch(T before, T after) {
        return operations.patch(before, after).run(door);
    }

    @Override
    public T updateAndGet(T document) {
        return operations.updateAndGet(document).run(door);
    }

    @Override
    public UpdateResult updateAll(Collection<? extends T> documents) {
        return operations.updateAll(documents).run(door);
    }

    @Override
    public T replace(T document, ReplaceOptions options) {
        return operations.replace(document, options).run(door);
    }

    @Override
    public DeleteResult delete(T document) {
        return operations.delete(document).run(door);
    }

    @Override
    public Query<T> find(Bson filter) {
        return new MongoQuery<>(operations.find(filter), door);
    }

    @Override
    public Query<Document> findRaw(Bson filter) {
        return new MongoQuery<>(operations.findRaw(filter), door);
    }

    @Override
    public Optional<T> findOne(Bson filter) {
        return operations.findOne(filter).run(door);
    }

    @Override
    public Optional<T> findById(Object id) {
        return operations.findById(id).run(door);
    }

    @Override
    public T get(Bson filter) {
        return operations.get(filter).run(door);
    }

    @Override
    public T getRandomOne(Bson filter) {
        return operations.getRandomOne(filter).run(door);
    }

    @Override
    public GetOrCreate<T> getOrCreate(Bson filter, Supplier<? extends T> supplier) {
        return operations.getOrCreate(filter, supplier).run(door);
    }

    @Override
    public Optional<T> findOneAndUpdate(Bson filter, Bson update, FindOneAndUpdateOptions options) {
        return operations.findOneAndUpdate(filter, update, options).run(door);
    }

    @Override
    public Optional<T> findOneAndReplace(Bson filter, T replacement, FindOneAndReplaceOptions options) {
        return operations.findOneAndReplace(filter, replacement, options).run(door);
    }

    @Override
    public Optional<T> findOneAndDelete(Bson filter, FindOneAndDeleteOptions options) {
        return operations.findOneAndDelete(filter, options).run(door);
    }

    @Override
    public UpdateResult updateOne(Bson filter, Bson update, UpdateOptions options) {
        return operations.updateOne(filter, update, options).run(door);
    }

    @Override
    public UpdateResult updateMany(Bson filter, Bson update, UpdateOptions options) {
        return operations.updateMany(filter, update, options).run(door);
    }

    @Override
    public UpdateResult updateOne(Bson filter, List<? extends Bson> pipeline, UpdateOptions options) {
        return operations.updateOne(filter, pipeline, options).run(door);
    }

    @Override
    public UpdateResult updateMany(Bson filter, List<? extends Bson> pipeline, UpdateOptions options) {
        return operations.updateMany(filter, pipeline, options).run(door);
    }

    @Override
    public DeleteResult deleteOne(Bson filter, DeleteOptions options) {
        return operations.deleteOne(filter, options).run(door);
    }

    @Override
    public DeleteResult deleteMany(Bson filter, DeleteOptions options) {
        return operations.deleteMany(filter, options).run(door);
    }

    @Override
    public BulkWriteResult bulkWrite(List<? extends WriteModel<? extends T>> writes) {
        return operations.bulkWrite(writes).run(door);
    }

    @Override
    public BulkWriteResult bulkWrite(List<? extends WriteModel<? extends T>> writes, BulkWriteOptions options) {
        return operations.bulkWrite(writes, options).run(door);
    }

    @Override
    public long countDocuments(Bson filter) {
        return operations.countDocuments(filter).run(door);
    }

    @Override
    public long estimatedDocumentCount() {
        return operations.estimatedDocumentCount().run(door);
    }

    @Override
    public boolean exists(Bson filter) {
        return operations.exists(filter).run(door);
    }

    @Override
    public <R> Query<R> distinct(FieldPath<? super T, ? extends @Nullable R> field, Bson filter) {
        return new MongoQuery<>(operations.distinct(field, filter), door);
    }

    @Override
    public Query<Document> aggregate(List<? extends Bson> pipeline) {
        return new MongoQuery<>(operations.aggregate(pipeline), door);
    }

    @Override
    public <R> Query<R> aggregate(List<? extends Bson> pipeline, Class<R> rowType) {
        return new MongoQuery<>(operations.aggregate(pipeline, rowType), door);
    }

    @Override
    public T loadRelated(T document, String... paths) {
        return operations.loadRelated(document, paths).run(door);
    }

    @Override
    public List<T> loadRelated(Iterable<? extends T> documents, String... paths) {
        return operations.loadRelated(documents, paths).run(door);
    }

    @Override
    public Session startSession() {
        return operations.target().engine().startSession().run(door);
    }

    @Override
    public Model<T> withSession(Session session) {
        return new MongoModel<>(operations.withSession(session), door);
    }

    @Override
    public Model<T> withTimeout(Duration timeout) {
        return new MongoModel<>(operations.withTimeout(timeout), door);
    }

    @Override
    public MongoCollection<T> collection() {
        return operations.target().engine().collection(operations.target().model());
    }
}
