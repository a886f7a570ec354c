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

/**
 * The functions of one registered record or sealed interface, as futures: {@code afind} is what {@link Model#find} is, on
 * a virtual thread.
 *
 * <p>Each call checks, renders and copies its arguments at once and returns without blocking. What is wrong in the call
 * itself throws there, and nothing is queued: null, a filter or update that cannot be right
 * ({@link io.mongoodm.InvalidFilterException}), an id that is null where none can be made, a closed handle, an unbound
 * model on the thread of a transaction ({@code IllegalStateException}). Everything else completes the future, with the
 * exception that the blocking call would throw.
 *
 * <p>Completing a future from outside stops its operation, as {@link AsyncOdm} says: a call that waits is not sent, and
 * the outcome of a write that runs is unknown then. Two calls run in no particular order, unless a session binds them.
 *
 * <p>A cheap value, safe for use by any number of threads.
 *
 * @param <T> the record or sealed interface
 */
public interface AsyncModel<T> {
    /** Stores a new document; completes with it as a read would give it. See {@link Model#create}. */
    CompletableFuture<T> acreate(T document);

    /** Stores new documents in order; completes with them as a read would give them. See {@link Model#createMany}. */
    CompletableFuture<List<T>> acreateMany(Collection<? extends T> documents);

    /** Writes a record over the stored document with the same id. See {@link Model#update(Object)}. */
    CompletableFuture<UpdateResult> aupdate(T document);

    /** Updates the stored document of a record with operators. See {@link Model#update(Object, Bson)}. */
    CompletableFuture<UpdateResult> aupdate(T document, Bson update);

    /** Sends only what differs between two records with the same id. See {@link Model#patch}. */
    CompletableFuture<UpdateResult> apatch(T before, T after);

    /** Writes a record as {@link #aupdate(Object)} does; completes with what is stored afterwards. */
    CompletableFuture<T> aupdateAndGet(T document);

    /**
     * Writes many records, each as {@link #aupdate(Object)} does, and fails with the positions of those that are stale or gone.
     * See {@link Model#updateAll}.
     */
    CompletableFuture<UpdateResult> aupdateAll(Collection<? extends T> documents);

    /** Replaces the stored document with the same id whole. See {@link Model#replace(Object)}. */
    default CompletableFuture<T> areplace(T document) {
        return areplace(document, new ReplaceOptions());
    }

    /** Replaces the stored document as {@link #areplace(Object)} does, with the driver's options. */
    CompletableFuture<T> areplace(T document, ReplaceOptions options);

    /** Deletes the stored document of a record. See {@link Model#delete}. */
    CompletableFuture<DeleteResult> adelete(T document);

    /** Returns a query for all documents. It sends nothing before it runs. */
    default AsyncQuery<T> afind() {
        return afind(new Document());
    }

    /** Returns a query for the documents that match. It sends nothing before it runs. */
    AsyncQuery<T> afind(Bson filter);

    /** Returns a query for all documents, undecoded. */
    default AsyncQuery<Document> afindRaw() {
        return afindRaw(new Document());
    }

    /** Returns a query for the documents that match, undecoded. */
    AsyncQuery<Document> afindRaw(Bson filter);

    /** Completes with the first document that matches, or empty. */
    CompletableFuture<Optional<T>> afindOne(Bson filter);

    /** Completes with the document with this id, or empty. */
    CompletableFuture<Optional<T>> afindById(Object id);

    /** Completes with the first document that matches, or with {@link io.mongoodm.DocumentNotFoundException}. */
    CompletableFuture<T> aget(Bson filter);

    /**
     * Completes with any document, each as likely as another, or with {@link io.mongoodm.DocumentNotFoundException}.
     */
    default CompletableFuture<T> agetRandomOne() {
        return agetRandomOne(new Document());
    }

    /** Completes with any document that matches, or with {@link io.mongoodm.DocumentNotFoundException}. */
    CompletableFuture<T> agetRandomOne(Bson filter);

    /**
     * Completes with the first document that matches, or stores what the supplier makes, in one atomic upsert. The supplier
     * runs at most once, on the operation's thread and without a permit. See {@link Model#getOrCreate}.
     */
    CompletableFuture<GetOrCreate<T>> agetOrCreate(Bson filter, Supplier<? extends T> supplier);

    /** Updates the first document that matches; completes with it as it was before, or empty. */
    default CompletableFuture<Optional<T>> afindOneAndUpdate(Bson filter, Bson update) {
        return afindOneAndUpdate(filter, update, new FindOneAndUpdateOptions());
    }

    /** Updates the first document that matches, with the driver's options. */
    CompletableFuture<Optional<T>> afindOneAndUpdate(Bson filter, Bson update, FindOneAndUpdateOptions options);

    /** Replaces the first document that matches whole; completes with it as it was before, or empty. */
    default CompletableFuture<Optional<T>> afindOneAndReplace(Bson filter, T replacement) {
        return afindOneAndReplace(filter, replacement, new FindOneAndReplaceOptions());
    }

    /** Replaces the first document that matches whole, with the driver's options. */
    CompletableFuture<Optional<T>> afindOneAndReplace(Bson filter, T replacement, FindOneAndReplaceOptions options);

    /** Deletes the first document that matches; completes with it, or empty. */
    default CompletableFuture<Optional<T>> afindOneAndDelete(Bson filter) {
        return afindOneAndDelete(filter, new FindOneAndDeleteOptions());
    }

    /** Deletes the first document that matches, with the driver's options. */
    CompletableFuture<Optional<T>> afindOneAndDelete(Bson filter, FindOneAndDeleteOptions options);

    /** Updates the first document that matches. See {@link Model#updateOne(Bson, Bson)}. */
    default CompletableFuture<UpdateResult> aupdateOne(Bson filter, Bson update) {
        return aupdateOne(filter, update, new UpdateOptions());
    }

    /** Updates the first document that matches, with the driver's options. */
    CompletableFuture<UpdateResult> aupdateOne(Bson filter, Bson update, UpdateOptions options);

    /** Updates every document that matches. See {@link Model#updateMany(Bson, Bson)}. */
    default CompletableFuture<UpdateResult> aupdateMany(Bson filter, Bson update) {
        return aupdateMany(filter, update, new UpdateOptions());
    }

    /** Updates every document that matches, with the driver's options. */
    CompletableFuture<UpdateResult> aupdateMany(Bson filter, Bson update, UpdateOptions options);

    /** Updates the first document that matches with a pipeline. See {@link Model#updateOne(Bson, List)}. */
    default CompletableFuture<UpdateResult> aupdateOne(Bson filter, List<? extends Bson> pipeline) {
        return aupdateOne(filter, pipeline, new UpdateOptions());
    }

    /** Updates the first document that matches with a pipeline and the driver's options. */
    CompletableFuture<UpdateResult> aupdateOne(Bson filter, List<? extends Bson> pipeline, UpdateOptions options);

    /** Updates every document that matches with a pipeline. See {@link Model#updateMany(Bson, List)}. */
    default CompletableFuture<UpdateResult> aupdateMany(Bson filter, List<? extends Bson> pipeline) {
        return aupdateMany(filter, pipeline, new UpdateOptions());
    }

    /** Updates every document that matches with a pipeline and the driver's options. */
    CompletableFuture<UpdateResult> aupdateMany(Bson filter, List<? extends Bson> pipeline, UpdateOptions options);

    /** Deletes the first document that matches; none is no error. */
    default CompletableFuture<DeleteResult> adeleteOne(Bson filter) {
        return adeleteOne(filter, new DeleteOptions());
    }

    /** Deletes the first document that matches, with the driver's options. */
    CompletableFuture<DeleteResult> adeleteOne(Bson filter, DeleteOptions options);

    /** Deletes every document that matches. All of them are said with an empty filter, {@code new Document()}. */
    default CompletableFuture<DeleteResult> adeleteMany(Bson filter) {
        return adeleteMany(filter, new DeleteOptions());
    }

    /** Deletes every document that matches, with the driver's options. */
    CompletableFuture<DeleteResult> adeleteMany(Bson filter, DeleteOptions options);

    /** Sends several writes in order. See {@link Model#bulkWrite(List)}. */
    default CompletableFuture<BulkWriteResult> abulkWrite(List<? extends WriteModel<? extends T>> writes) {
        return abulkWrite(writes, new BulkWriteOptions());
    }

    /** Sends several writes, with the driver's options: unordered ones go on after a failure. */
    CompletableFuture<BulkWriteResult> abulkWrite(
            List<? extends WriteModel<? extends T>> writes, BulkWriteOptions options);

    /** Counts all documents. */
    default CompletableFuture<Long> acountDocuments() {
        return acountDocuments(new Document());
    }

    /** Counts the documents that match. */
    CompletableFuture<Long> acountDocuments(Bson filter);

    /** Completes with the number of documents from the collection's metadata. */
    CompletableFuture<Long> aestimatedDocumentCount();

    /** Tells whether there is any document. */
    default CompletableFuture<Boolean> aexists() {
        return aexists(new Document());
    }

    /** Tells whether any document matches. */
    CompletableFuture<Boolean> aexists(Bson filter);

    /** Returns a query for the values of a field, each once. See {@link Model#distinct(FieldPath)}. */
    default <R> AsyncQuery<R> adistinct(FieldPath<? super T, ? extends @Nullable R> field) {
        return adistinct(field, new Document());
    }

    /** Returns a query for the values of a field in the documents that match. */
    <R> AsyncQuery<R> adistinct(FieldPath<? super T, ? extends @Nullable R> field, Bson filter);

    /** Returns a query that runs a pipeline, undecoded. See {@link Model#aggregate(List)}. */
    AsyncQuery<Document> aaggregate(List<? extends Bson> pipeline);

    /** Returns a query that runs a pipeline and reads its rows as records. */
    <R> AsyncQuery<R> aaggregate(List<? extends Bson> pipeline, Class<R> rowType);

    /** Completes with the document with its relations filled, as {@link #aloadRelated(Iterable, String...)} does. */
    CompletableFuture<T> aloadRelated(T document, String... paths);

    /**
     * Completes with the documents with their relations filled, independent relations at once. See
     * {@link Model#loadRelated(Iterable, String...)}.
     */
    CompletableFuture<List<T>> aloadRelated(Iterable<? extends T> documents, String... paths);

    /**
     * Reads all that is left of an iterator, or the result of a query, and fills the relations. The paths are checked at the
     * call; cancelling stops the reading too.
     */
    CompletableFuture<List<T>> aloadRelated(AsyncIterator<? extends T> documents, String... paths);

    /** Completes with a session for {@link #withSession}. Its taker closes it. */
    CompletableFuture<AsyncSession> astartSession();

    /**
     * Returns a view whose calls carry the session and run one at a time, in the order of the calls, whichever threads make
     * them. They belong to the transaction that is open on it.
     *
     * @throws IllegalArgumentException when the session is not of this library, or belongs to another client
     */
    AsyncModel<T> withSession(AsyncSession session);

    /**
     * Returns a view whose calls have this much time each, counted from the call: waiting in the queue and for a session's
     * turn is part of it. A call whose time is over before its turn fails with {@link io.mongoodm.OverloadedException} and
     * was not sent; one that may have been sent fails with the driver's {@code MongoOperationTimeoutException}. Inside a
     * transaction calls through the view are refused, as in the driver.
     *
     * @throws IllegalArgumentException when it is shorter than a millisecond
     */
    AsyncModel<T> withTimeout(Duration timeout);

    /** Returns the blocking twin of this model, with the same session and time. */
    Model<T> synchronous();
}
