package io.mongoodm.internal.indexes;

import java.util.List;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done to one collection.
 *
 * @param inherited the collection's own collation, or null for none
 * @param steps in the order of declaration, then what else the server has
 */
record CollectionPlan(Namespace namespace, @Nullable BsonDocument inherited, List<Step> steps) {
    /** Returns the steps of one kind. */
    <S extends Step> List<S> steps(Class<S> kind) {
        return steps.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
