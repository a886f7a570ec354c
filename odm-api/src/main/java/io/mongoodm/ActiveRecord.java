package io.mongoodm;

import com.mongodb.client.result.DeleteResult;
import com.mongodb.client.result.UpdateResult;
import org.bson.conversions.Bson;

public interface ActiveRecord<T extends ActiveRecord<T>> {
    default T create() {
        throw new IllegalStateException();
    }

    default UpdateResult update() {
        throw new IllegalStateException();
    }

    default UpdateResult update(Bson update) {
        throw new IllegalStateException();
    }

    default DeleteResult delete() {
        throw new IllegalStateException();
    }
}
