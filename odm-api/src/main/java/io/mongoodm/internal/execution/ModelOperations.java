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

/**
 * The functions of a model as prepared calls: each checks, renders and copies its arguments on the calling thread, throws
 * what is wrong in the call itself, and sends nothing. The blocking model runs them at once, the async one later.
 */
public interface ModelOperations<T> {
    Operation<T> create(T document);

    Operation<List<T>> createMany(Collection<? extends T> documents);

    Operation<UpdateResult> update(T document);

    Operation<UpdateResult> update(T document, Bson update);

    Operation<UpdateResult> patch(T before, T after);

    Operation<T> updateAndGet(T document);

    Operation<UpdateResult> updateAll(Collection<? extends T> documents);

    Operation<T> replace(T document, ReplaceOptions options);

    Operation<DeleteResult> delete(T document);

    Selection<T> find(Bson filter);

    Selection<Document> findRaw(Bson filter);

    Operation<Optional<T>> findOne(Bson filter);

    Operation<Optional<T>> findById(Object id);

    Operation<T> get(Bson filter);

    Operation<T> getRandomOne(Bson filter);

    Operation<GetOrCreate<T>> getOrCreate(Bson filter, Supplier<? extends T> supplier);

    Operation<Optional<T>> findOneAndUpdate(Bson filter, Bson update, FindOneAndUpdateOptions options);

    Operation<Optional<T>> findOneAndReplace(Bson filter, T replacement, FindOneAndReplaceOptions options);

    Operation<Optional<T>> findOneAndDelete(Bson filter, FindOneAndDeleteOptions options);

    Operation<UpdateResult> updateOne(Bson filter, Bson update, UpdateOptions options);

    Operation<UpdateResult> updateMany(Bson filter, Bson update, UpdateOptions options);

    Operation<UpdateResult> updateOne(Bson filter, List<? extends Bson> pipeline, UpdateOptions options);

    Operation<UpdateResult> updateMany(Bson filter, List<? extends Bson> pipeline, UpdateOptions options);

    Operation<DeleteResult> deleteOne(Bson filter, DeleteOptions options);

    Operation<DeleteResult> deleteMany(Bson filter, DeleteOptions options);

    Operation<BulkWriteResult> bulkWrite(List<? extends WriteModel<? extends T>> writes);

    Operation<BulkWriteResult> bulkWrite(List<? extends WriteModel<? extends T>> writes, BulkWriteOptions options);

    Operation<Long> countDocuments(Bson filter);

    Operation<Long> estimatedDocumentCount();

    Operation<Boolean> exists(Bson filter);

    <R> Selection<R> distinct(FieldPath<? super T, ? extends @Nullable R> field, Bson filter);

    Selection<Document> aggregate(List<? extends Bson> pipeline);

    <R> Selection<R> aggregate(List<? extends Bson> pipeline, Class<R> rowType);

    Operation<T> loadRelated(T document, String... paths);

    Operation<List<T>> loadRelated(Iterable<? extends T> documents, String... paths);

    ModelOperations<T> withSession(Session session);

    ModelOperations<T> withTimeout(Duration timeout);

    /** Returns the class of the model. */
    Class<T> type();
}
