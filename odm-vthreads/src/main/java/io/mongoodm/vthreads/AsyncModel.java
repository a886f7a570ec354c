package io.mongoodm.vthreads;

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
import io.mongoodm.Model;
import io.mongoodm.query.FieldPath;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

public interface AsyncModel<T> {
    CompletableFuture<T> acreate(T document);
    CompletableFuture<List<T>> acreateMany(Collection<? extends T> documents);
    CompletableFuture<UpdateResult> aupdate(T document);
    CompletableFuture<UpdateResult> aupdate(T document, Bson update);
    CompletableFuture<UpdateResult> apatch(T before, T after);
    CompletableFuture<T> aupdateAndGet(T document);
    CompletableFuture<T> areplace(T document);
    CompletableFuture<T> areplace(T document, ReplaceOptions options);
    CompletableFuture<DeleteResult> adelete(T document);

    AsyncQuery<T> afind();
    AsyncQuery<T> afind(Bson filter);
    AsyncQuery<Document> afindRaw();
    AsyncQuery<Document> afindRaw(Bson filter);
    CompletableFuture<Optional<T>> afindOne(Bson filter);
    CompletableFuture<Optional<T>> afindById(Object id);
    CompletableFuture<T> aget(Bson filter);
    CompletableFuture<T> agetRandomOne();
    CompletableFuture<T> agetRandomOne(Bson filter);
    CompletableFuture<GetOrCreate<T>> agetOrCreate(Bson filter, Supplier<? extends T> supplier);
    CompletableFuture<Optional<T>> afindOneAndUpdate(Bson filter, Bson update);
    CompletableFuture<Optional<T>> afindOneAndUpdate(Bson filter, Bson update, FindOneAndUpdateOptions options);
    CompletableFuture<Optional<T>> afindOneAndReplace(Bson filter, T replacement);
    CompletableFuture<Optional<T>> afindOneAndReplace(Bson filter, T replacement, FindOneAndReplaceOptions options);
    CompletableFuture<Optional<T>> afindOneAndDelete(Bson filter);
    CompletableFuture<Optional<T>> afindOneAndDelete(Bson filter, FindOneAndDeleteOptions options);

    CompletableFuture<UpdateResult> aupdateOne(Bson filter, Bson update);
    CompletableFuture<UpdateResult> aupdateOne(Bson filter, Bson update, UpdateOptions options);
    CompletableFuture<UpdateResult> aupdateMany(Bson filter, Bson update);
    CompletableFuture<UpdateResult> aupdateMany(Bson filter, Bson update, UpdateOptions options);
    CompletableFuture<DeleteResult> adeleteOne(Bson filter);
    CompletableFuture<DeleteResult> adeleteOne(Bson filter, DeleteOptions options);
    CompletableFuture<DeleteResult> adeleteMany(Bson filter);
    CompletableFuture<DeleteResult> adeleteMany(Bson filter, DeleteOptions options);
    CompletableFuture<BulkWriteResult> abulkWrite(List<? extends WriteModel<? extends T>> writes);
    CompletableFuture<BulkWriteResult> abulkWrite(List<? extends WriteModel<? extends T>> writes, BulkWriteOptions options);

    CompletableFuture<Long> acountDocuments();
    CompletableFuture<Long> acountDocuments(Bson filter);
    CompletableFuture<Long> aestimatedDocumentCount();
    CompletableFuture<Boolean> aexists();
    CompletableFuture<Boolean> aexists(Bson filter);
    <R> AsyncQuery<R> adistinct(FieldPath<? super T, ? extends @Nullable R> field);
    <R> AsyncQuery<R> adistinct(FieldPath<? super T, ? extends @Nullable R> field, Bson filter);
    AsyncQuery<Document> aaggregate(List<? extends Bson> pipeline);
    <R> AsyncQuery<R> aaggregate(List<? extends Bson> pipeline, Class<R> rowType);

    CompletableFuture<T> aloadRelated(T document, String... paths);
    CompletableFuture<List<T>> aloadRelated(Iterable<? extends T> documents, String... paths);
    CompletableFuture<List<T>> aloadRelated(AsyncIterator<? extends T> documents, String... paths);

    CompletableFuture<AsyncSession> astartSession();
    AsyncModel<T> withSession(AsyncSession session);
    AsyncModel<T> withTimeout(Duration timeout);
    Model<T> synchronous();
}
