package io.mongoodm;

import com.mongodb.client.result.DeleteResult;
import com.mongodb.client.result.UpdateResult;
import io.mongoodm.internal.execution.ActiveCalls;
import org.bson.conversions.Bson;

/**
 * Gives a record the functions of its model as methods. They use the one open handle that registered the record's class,
 * and block the calling thread.
 *
 * @param <T> the record itself; another type is refused at registration
 */
public interface ActiveRecord<T extends ActiveRecord<T>> {
    /**
     * Stores this record, as {@link Model#create} does.
     *
     * @return the stored record, with id and stamps
     * @throws IllegalStateException when no open handle registered the class, or several did
     */
    default T create() {
        return ActiveCalls.model(this, "create()").create(ActiveCalls.self(this));
    }

    /**
     * Writes this record over the stored one, as {@link Model#update(Object)} does.
     *
     * @throws IllegalStateException when no open handle registered the class, or several did
     */
    default UpdateResult update() {
        return ActiveCalls.model(this, "update()").update(ActiveCalls.self(this));
    }

    /**
     * Updates the stored record with operators, as {@link Model#update(Object, Bson)} does.
     *
     * @throws IllegalStateException when no open handle registered the class, or several did
     */
    default UpdateResult update(Bson update) {
        return ActiveCalls.model(this, "update()").update(ActiveCalls.self(this), update);
    }

    /**
     * Deletes the stored record, as {@link Model#delete} does.
     *
     * @throws IllegalStateException when no open handle registered the class, or several did
     */
    default DeleteResult delete() {
        return ActiveCalls.model(this, "delete()").delete(ActiveCalls.self(this));
    }
}
