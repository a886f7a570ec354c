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
import org.bson.BsonDocument;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * The functions of one registered record or sealed interface on its collection.
 *
 * <p>Every function blocks its thread until the server has answered, and is safe for use by any number of threads. A
 * model is an immutable value: {@link #withSession} and {@link #withTimeout} give other views and leave this one as it
 * is. Records are never changed: a function that stores something returns it.
 *
 * <p>Filters, updates, sorts and projections are {@link Bson}: typed fields of {@code io.mongoodm.query.Fields}, the
 * driver's builders and {@code Document} mix freely. They are rendered, checked against the model and copied at the call;
 * what does not fit is an {@link InvalidFilterException} and nothing is sent. An {@code id} in them means {@code _id}. On
 * the model of a variant of a sealed interface, every filter has the variant's tag added.
 *
 * <p>Common to all functions: {@link NullPointerException} for null, {@link IllegalStateException} when the handle is
 * closed, the session ended, or the call would escape the transaction that its thread works in; the driver's own
 * exceptions pass through with their labels, but for a duplicate key, which is a {@link DuplicateKeyException}, and a
 * stored document that does not fit its record, which is a {@link DecodingException}.
 *
 * @param <T> the record or sealed interface
 */
public interface Model<T> {
    /**
     * Stores a new document.
     *
     * @return the stored record as a read would give it: a null id generated when it is stored as ObjectId, both stamps
     *     set to now, the version at 0, times cut to milliseconds, references unloaded
     * @throws IllegalArgumentException when the id is null and cannot be generated; nothing is sent
     * @throws EncodingException when a value cannot be stored; nothing is sent
     * @throws DuplicateKeyException when the id or another unique key exists
     */
    T create(T document);

    /**
     * Stores new documents in order, in as few commands as the server allows.
     *
     * @param documents may be empty: then nothing is sent
     * @return the stored records in the order of {@code documents}, each as {@link #create} returns it
     * @throws IllegalArgumentException when an id is null and cannot be generated; it names the position, and nothing is sent
     * @throws EncodingException when a value of any record cannot be stored; it names the position, and nothing is sent
     * @throws DuplicateKeyException when an id or another unique key exists; the documents in front of it are stored, the
     *     rest is not. Its cause, the driver's {@code MongoBulkWriteException}, has the position, and in its result the ids of
     *     those that are stored
     */
    List<T> createMany(Collection<? extends T> documents);

    /**
     * Writes a record over the stored document with the same id: sets every component, unsets those that are null, replaces
     * nested records, lists and maps whole, and leaves alone what the record does not know. {@code @UpdatedAt} becomes now
     * whatever the record holds, {@code @CreatedAt} is not touched, {@code @Version} is checked and incremented.
     *
     * @throws IllegalArgumentException when the id is null
     * @throws DocumentNotFoundException when there is no document with this id
     * @throws StaleDocumentException when the record has a version and the stored one is another, or the document is gone
     */
    UpdateResult update(T document);

    /**
     * Updates the stored document of a record with operators. The record's other components are not sent.
     *
     * @param update operators; {@code @UpdatedAt} becomes now unless it names that field
     * @throws IllegalArgumentException when the id is null
     * @throws DocumentNotFoundException when there is no document with this id
     * @throws StaleDocumentException when the record has a version and the stored one is another, or the document is gone
     */
    UpdateResult update(T document, Bson update);

    /**
     * Sends only what differs between two records with the same id: {@code $set} and {@code $unset} of the changed paths.
     * Nested records are descended into when both sides have one; lists and maps are replaced whole. When nothing differs,
     * stamps and version apart, nothing is sent, and it is not found out whether the document still exists.
     *
     * @return the result, with nothing matched and nothing modified when nothing was sent
     * @throws IllegalArgumentException when the ids differ or are null, or the records are of different classes
     * @throws DocumentNotFoundException when there is no document with this id
     * @throws StaleDocumentException when the record has a version and the stored one is not that of {@code before}
     */
    UpdateResult patch(T before, T after);

    /**
     * Writes a record as {@link #update(Object)} does and returns what is stored afterwards, read in the same command.
     *
     * @return the stored record, with its new stamps and version
     * @throws IllegalArgumentException when the id is null
     * @throws DocumentNotFoundException when there is no document with this id
     * @throws StaleDocumentException when the record has a version and the stored one is another, or the document is gone
     */
    T updateAndGet(T document);

    /**
     * Writes many records, each as {@link #update(Object)} does: in one command where the server takes bulk writes of a client
     * (MongoDB 8.0), in one for each record elsewhere. Nothing is ever inserted: a document that was deleted stays deleted.
     *
     * <p>Records that are stale or gone do not stop the others; which they were is said when all have been written. Any other
     * failure stops the batch: the records in front of it are written, the rest is not, and stale ones that were met before it
     * are a suppressed exception of it. Neither undoes anything; in a transaction all of it is written or nothing.
     *
     * @param documents may be empty: then nothing is sent
     * @return the sums over all records; unacknowledged when the client asks for no acknowledgement, and then nothing is found
     *     out about the records
     * @throws IllegalArgumentException when an id is null; it names the position, and nothing is sent
     * @throws EncodingException when a value of any record cannot be stored; it names the position, and nothing is sent
     * @throws StaleDocumentException when versions are not the stored ones or documents are gone; its
     *     {@link StaleDocumentException#positions()} are those of the records that were not written
     * @throws DocumentNotFoundException when documents are gone and none of their records has a version; with
     *     {@link DocumentNotFoundException#positions()}
     * @throws DuplicateKeyException when a record's new value exists in a unique index
     */
    UpdateResult updateAll(Collection<? extends T> documents);

    /**
     * Replaces the stored document with the same id whole: fields that the record does not know are lost. It may turn one
     * variant of a sealed interface into another.
     *
     * @return the stored record: its own {@code @CreatedAt}, now when null, {@code @UpdatedAt} now, the version one higher
     * @throws IllegalArgumentException when the id is null
     * @throws DocumentNotFoundException when there is no document with this id
     * @throws StaleDocumentException when the record has a version and the stored one is another, or the document is gone
     */
    default T replace(T document) {
        return replace(document, new ReplaceOptions());
    }

    /**
     * Replaces the stored document as {@link #replace(Object)} does, with the driver's options. With {@code upsert} a missing
     * document is created.
     */
    T replace(T document, ReplaceOptions options);

    /**
     * Deletes the stored document of a record.
     *
     * @return the result; nothing deleted when the document is gone already
     * @throws IllegalArgumentException when the id is null
     * @throws StaleDocumentException when the record has a version and the stored one is another, or the document is gone
     */
    DeleteResult delete(T document);

    /** Returns a query for all documents. It sends nothing before it runs. */
    default Query<T> find() {
        return find(new BsonDocument());
    }

    /** Returns a query for the documents that match. It sends nothing before it runs. */
    Query<T> find(Bson filter);

    /** Returns a query for all documents, undecoded. It sends nothing before it runs. */
    default Query<Document> findRaw() {
        return findRaw(new BsonDocument());
    }

    /** Returns a query for the documents that match, undecoded. It sends nothing before it runs. */
    Query<Document> findRaw(Bson filter);

    /** Returns the first document that matches, or empty. */
    Optional<T> findOne(Bson filter);

    /**
     * Returns the document with this id, or empty.
     *
     * @throws InvalidFilterException when the id is of another type than the stored ones, such as text for an ObjectId
     */
    Optional<T> findById(Object id);

    /**
     * Returns the first document that matches.
     *
     * @throws DocumentNotFoundException when none does
     */
    T get(Bson filter);

    /**
     * Returns any document, each as likely as another.
     *
     * @throws DocumentNotFoundException when there is none
     */
    default T getRandomOne() {
        return getRandomOne(new BsonDocument());
    }

    /**
     * Returns any document that matches, each as likely as another.
     *
     * @throws DocumentNotFoundException when none does
     */
    T getRandomOne(Bson filter);

    /**
     * Returns the first document that matches, or stores what the supplier makes, in one atomic upsert. Of several callers at
     * once one creates where a unique index, that of {@code _id} included, covers the filter.
     *
     * @param supplier runs once, on this thread, when nothing was found; a null id is taken from the filter
     * @return the document, and whether this call created it
     * @throws InvalidFilterException when the new document would not have what the filter demands to be equal: each call
     *     would create one more. Nothing is written
     * @throws DuplicateKeyException when another document has the key and does not match the filter, after one more try;
     *     inside a transaction at the first, since it has ended the transaction
     */
    GetOrCreate<T> getOrCreate(Bson filter, Supplier<? extends T> supplier);

    /** Updates the first document that matches, and returns it as it was before, or empty when none does. */
    default Optional<T> findOneAndUpdate(Bson filter, Bson update) {
        return findOneAndUpdate(filter, update, new FindOneAndUpdateOptions());
    }

    /**
     * Updates the first document that matches, with the driver's options, which say whether the document before or after is
     * returned. A projection has to leave the record whole.
     */
    Optional<T> findOneAndUpdate(Bson filter, Bson update, FindOneAndUpdateOptions options);

    /**
     * Replaces the first document that matches whole, and returns it as it was before, or empty when none does. Stamps are
     * those of {@link #replace(Object)}; the version is not checked.
     */
    default Optional<T> findOneAndReplace(Bson filter, T replacement) {
        return findOneAndReplace(filter, replacement, new FindOneAndReplaceOptions());
    }

    /**
     * Replaces the first document that matches whole, with the driver's options, which say whether the document before or
     * after is returned.
     */
    Optional<T> findOneAndReplace(Bson filter, T replacement, FindOneAndReplaceOptions options);

    /** Deletes the first document that matches and returns it, or empty when none does. */
    default Optional<T> findOneAndDelete(Bson filter) {
        return findOneAndDelete(filter, new FindOneAndDeleteOptions());
    }

    /** Deletes the first document that matches, with the driver's options, and returns it, or empty when none does. */
    Optional<T> findOneAndDelete(Bson filter, FindOneAndDeleteOptions options);

    /**
     * Updates the first document that matches.
     *
     * <p>One command cannot write other fields to one variant than to another: through a sealed interface every document that is
     * updated gets the stamps and the version of whichever variants have them, also one whose record has none, which does not
     * read them. The model of a variant, and a filter with an equality on the tag, write what that variant has.
     *
     * @param update operators; {@code @UpdatedAt} becomes now and {@code @Version}, which is not checked, is incremented, each
     *     unless the update names that field
     * @return the result; nothing matched is no error
     */
    default UpdateResult updateOne(Bson filter, Bson update) {
        return updateOne(filter, update, new UpdateOptions());
    }

    /**
     * Updates the first document that matches, with the driver's options. An upsert sets {@code @CreatedAt} too, and starts
     * {@code @Version} at 1, since it counts as a write.
     *
     * @throws InvalidFilterException when an upsert could not be read again: it has to fix the variant of a sealed
     *     interface, and an id that is not an ObjectId
     */
    UpdateResult updateOne(Bson filter, Bson update, UpdateOptions options);

    /**
     * Updates every document that matches, with the stamps of {@link #updateOne(Bson, Bson)}.
     *
     * @return the result; nothing matched is no error
     */
    default UpdateResult updateMany(Bson filter, Bson update) {
        return updateMany(filter, update, new UpdateOptions());
    }

    /** Updates every document that matches, with the options of {@link #updateOne(Bson, Bson, UpdateOptions)}. */
    UpdateResult updateMany(Bson filter, Bson update, UpdateOptions options);

    /**
     * Updates the first document that matches with the stages of a pipeline, for servers that have this. A last {@code $set}
     * is added that sets {@code @UpdatedAt} to now and increments {@code @Version}.
     *
     * @param pipeline one stage at least; the names that stages set, remove and project are checked, not their expressions
     * @return the result; nothing matched is no error
     */
    default UpdateResult updateOne(Bson filter, List<? extends Bson> pipeline) {
        return updateOne(filter, pipeline, new UpdateOptions());
    }

    /**
     * Updates the first document that matches with the stages of a pipeline, with the driver's options. An upsert sets
     * {@code @CreatedAt} where there is none.
     *
     * @throws InvalidFilterException when an upsert could not be read again: the filter has to fix the variant of a sealed
     *     interface, and an id that is not an ObjectId
     */
    UpdateResult updateOne(Bson filter, List<? extends Bson> pipeline, UpdateOptions options);

    /** Updates every document that matches with the stages of a pipeline, as {@link #updateOne(Bson, List)}. */
    default UpdateResult updateMany(Bson filter, List<? extends Bson> pipeline) {
        return updateMany(filter, pipeline, new UpdateOptions());
    }

    /** Updates every document that matches with a pipeline, as {@link #updateOne(Bson, List, UpdateOptions)}. */
    UpdateResult updateMany(Bson filter, List<? extends Bson> pipeline, UpdateOptions options);

    /** Deletes the first document that matches; none is no error. */
    default DeleteResult deleteOne(Bson filter) {
        return deleteOne(filter, new DeleteOptions());
    }

    /** Deletes the first document that matches, with the driver's options. */
    DeleteResult deleteOne(Bson filter, DeleteOptions options);

    /** Deletes every document that matches. All of them are said with an empty filter, {@code new Document()}. */
    default DeleteResult deleteMany(Bson filter) {
        return deleteMany(filter, new DeleteOptions());
    }

    /** Deletes every document that matches, with the driver's options. */
    DeleteResult deleteMany(Bson filter, DeleteOptions options);

    /**
     * Sends several writes, in order, in as few commands as the server allows. Each is checked and stamped as its own function
     * would do it; versions are incremented and not checked.
     *
     * <p>The result names the id of each inserted record, generated ones too.
     *
     * @param writes the driver's write models; may be empty: then nothing is sent
     * @throws InvalidFilterException when a filter, an update or options do not fit; it names the position of the write, and
     *     nothing is sent
     * @throws IllegalArgumentException when an id is null and cannot be generated; the same
     * @throws EncodingException when a value of any record cannot be stored; the same
     * @throws com.mongodb.MongoBulkWriteException when writes fail: it says which, and what was written, with the ids
     *     of the records that were inserted
     */
    BulkWriteResult bulkWrite(List<? extends WriteModel<? extends T>> writes);

    /**
     * Sends several writes as {@link #bulkWrite(List)} does, with the driver's options: unordered ones go on after a failure.
     */
    BulkWriteResult bulkWrite(List<? extends WriteModel<? extends T>> writes, BulkWriteOptions options);

    /** Counts all documents. */
    default long countDocuments() {
        return countDocuments(new BsonDocument());
    }

    /** Counts the documents that match. */
    long countDocuments(Bson filter);

    /**
     * Returns the number of documents from the collection's metadata. Where that would be wrong, on a variant of a sealed
     * interface and in a session, the documents are counted.
     */
    long estimatedDocumentCount();

    /** Tells whether there is any document. */
    default boolean exists() {
        return exists(new BsonDocument());
    }

    /** Tells whether any document matches. Reads at most one id. */
    boolean exists(Bson filter);

    /**
     * Returns a query for the values of a field, each once; of a list, those of its elements. Null and absence are left out. It
     * takes no sort, skip, limit or projection.
     */
    default <R> Query<R> distinct(FieldPath<? super T, ? extends @Nullable R> field) {
        return distinct(field, new BsonDocument());
    }

    /** Returns a query for the values of a field in the documents that match, as {@link #distinct(FieldPath)}. */
    <R> Query<R> distinct(FieldPath<? super T, ? extends @Nullable R> field, Bson filter);

    /**
     * Returns a query that runs a pipeline, undecoded. Only a leading {@code $match} is checked. The caller's stages are never
     * changed; on a variant its tag goes in front, behind a stage that has to be the first. A sort, skip, limit and projection
     * of the query become its last stages, in this order.
     *
     * <p>A pipeline that ends in {@code $out} or {@code $merge} gives every document of the collection that it wrote to; a
     * timeout of its query bounds all of it, also as a stream.
     */
    Query<Document> aggregate(List<? extends Bson> pipeline);

    /**
     * Returns a query that runs a pipeline and reads its rows as records, as {@link #aggregate(List)}.
     *
     * @param rowType any record
     */
    <R> Query<R> aggregate(List<? extends Bson> pipeline, Class<R> rowType);

    /** Returns the document with its relations filled, as {@link #loadRelated(Iterable, String...)} does. */
    T loadRelated(T document, String... paths);

    /**
     * Returns the documents with their relations filled: one query for each relation of a level, whatever the number of
     * documents.
     *
     * @param documents any records of this model, in the order of the result; for none nothing is sent
     * @param paths dotted names of relations, {@code "city.country"}; none for every relation of the first level
     * @return new records: references are {@code Loaded} or {@code Missing}
     * @throws InvalidFilterException when a path names no relation
     */
    List<T> loadRelated(Iterable<? extends T> documents, String... paths);

    /** Returns a session for {@link #withSession}. The caller closes it. */
    Session startSession();

    /**
     * Returns a view whose calls carry the session. They queue at its gate, one at a time.
     *
     * @throws IllegalArgumentException when the session belongs to another client
     */
    Model<T> withSession(Session session);

    /**
     * Returns a view whose calls have this much time each, the wait at a session's gate included: the driver's client-side
     * operation timeout, in place of the one in the client's settings, which counts in the same way. A call whose time is
     * over before its turn is an {@link OverloadedException} and was not sent; one of which something may have been sent is the
     * driver's {@code MongoOperationTimeoutException}. Inside a transaction calls through the view are refused, as in the
     * driver.
     *
     * @throws IllegalArgumentException when it is shorter than a millisecond
     */
    Model<T> withTimeout(Duration timeout);

    /**
     * Returns the driver's collection with this model's codecs, for what this library does not do. Its calls are not checked,
     * tagged or stamped, and carry no session.
     */
    MongoCollection<T> collection();
}
