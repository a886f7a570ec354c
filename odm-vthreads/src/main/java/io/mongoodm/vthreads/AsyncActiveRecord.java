package io.mongoodm.vthreads;

import com.mongodb.client.result.DeleteResult;
import com.mongodb.client.result.UpdateResult;
import java.util.concurrent.CompletableFuture;
import org.bson.conversions.Bson;

/**
 * Instance style for a record that implements it with itself as the type argument: {@code visit.acreate()}.
 *
 * <p>The calls go to the one open {@link AsyncOdm} that registered the record's class, and do what the same calls of its
 * {@link AsyncModel} do. Each throws {@code IllegalStateException} at the call when no open handle or several registered
 * the class, when no AsyncOdm is open over that handle, and on the threads of a transaction.
 *
 * @param <T> the record itself
 */
public interface AsyncActiveRecord<T extends AsyncActiveRecord<T>> {
    /** Stores this record, as {@link AsyncModel#acreate} does. */
    default CompletableFuture<T> acreate() {
        return ActiveAsyncCalls.model(this, "acreate()").acreate(ActiveAsyncCalls.self(this));
    }

    /** Updates the stored document to this record, as {@link AsyncModel#aupdate(Object)} does. */
    default CompletableFuture<UpdateResult> aupdate() {
        return ActiveAsyncCalls.model(this, "aupdate()").aupdate(ActiveAsyncCalls.self(this));
    }

    /** Applies an update to the stored document, as {@link AsyncModel#aupdate(Object, Bson)} does. */
    default CompletableFuture<UpdateResult> aupdate(Bson update) {
        return ActiveAsyncCalls.model(this, "aupdate()").aupdate(ActiveAsyncCalls.self(this), update);
    }

    /** Deletes the stored document, as {@link AsyncModel#adelete} does. */
    default CompletableFuture<DeleteResult> adelete() {
        return ActiveAsyncCalls.model(this, "adelete()").adelete(ActiveAsyncCalls.self(this));
    }
}
