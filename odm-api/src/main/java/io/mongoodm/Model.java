package io.mongoodm;

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
import io.mongoodm.query.FieldPath;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

public interface Model<T> {
    T create(T document);

    List<T> createMany(Collection<? extends T> documents);

    UpdateResult update(T document);

    UpdateResult update(T document, Bson update);

    UpdateResult patch(T before, T after);

    T updateAndGet(T document);

    T replace(T document);

    T replace(T document, ReplaceOptions options);

    DeleteResult delete(T document);

    Query<T> find();

    Query<T> find(Bson filter);

    Query<Document> findRaw();

    Query<Document> findRaw(Bson filter);

    Optional<T> findOne(Bson filter);

    Optional<T> findById(Object id);

    T get(Bson filter);

    T getRandomOne();

    T getRandomOne(Bson filter);

    GetOrCreate<T> getOrCreate(Bson filter, Supplier<? extends T> supplier);

    Optional<T> findOneAndUpdate(Bson filter, Bson update);

    Optional<T> findOneAndUpdate(Bson filter, Bson update, FindOneAndUpdateOptions options);

    Optional<T> findOneAndReplace(Bson filter, T replacement);

    Optional<T> findOneAndReplace(Bson filter, T replacement, FindOneAndReplaceOptions options);

    Optional<T> findOneAndDelete(Bson filter);

    Optional<T> findOneAndDelete(Bson filter, FindOneAndDeleteOptions options);

    UpdateResult updateOne(Bson filter, Bson update);

    UpdateResult updateOne(Bson filter, Bson update, UpdateOptions options);

    UpdateResult updateMany(Bson filter, Bson update);

    UpdateResult updateMany(Bson filter, Bson update, UpdateOptions options);

    DeleteResult deleteOne(Bson filter);

    DeleteResult deleteOne(Bson filter, DeleteOptions options);

    DeleteResult deleteMany(Bson filter);

    DeleteResult deleteMany(Bson filter, DeleteOptions options);

    BulkWriteResult bulkWrite(List<? extends WriteModel<? extends T>> writes);

    BulkWriteResult bulkWrite(List<? extends WriteModel<? extends T>> writes, BulkWriteOptions options);

    long countDocuments();

    long countDocuments(Bson filter);

    long estimatedDocumentCount();

    boolean exists();

    boolean exists(Bson filter);

    <R> Query<R> distinct(FieldPath<? super T, ? extends @Nullable R> field);

    <R> Query<R> distinct(FieldPath<? super T, ? extends @Nullable R> field, Bson filter);

    Query<Document> aggregate(List<? extends Bson> pipeline);

    <R> Query<R> aggregate(List<? extends Bson> pipeline, Class<R> rowType);

    T loadRelated(T document, String... paths);

    List<T> loadRelated(Iterable<? extends T> documents, String... paths);

    Session startSession();

    Model<T> withSession(Session session);

    Model<T> withTimeout(Duration timeout);

    MongoCollection<T> collection();
}
