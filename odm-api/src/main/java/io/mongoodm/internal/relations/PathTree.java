package io.mongoodm.internal.relations;

import io.mongoodm.internal.mapping.ComponentModel;
import io.mongoodm.internal.mapping.RecordModel;
import io.mongoodm.internal.mapping.RelationModel;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is filled in the records of one type, a record or all records of a sealed hierarchy. Grows while paths are read,
 * and is not changed afterwards.
 */
final class PathTree {
    private final Map<Class<?>, Filled<?>> byRecord = new HashMap<>();

    /**
     * What is filled in one record class.
     *
     * @param branches what is done with each component
     */
    record Filled<T>(RecordModel<T> model, Map<ComponentModel, Branch> branches) {
        @Nullable
        Object value(Object document, ComponentModel component) {
            return model.value(model.type().cast(document), component);
        }

        Object with(Object document, Map<ComponentModel, @Nullable Object> values) {
            return model.with(model.type().cast(document), values);
        }
    }

    /** What is done with a component. */
    sealed interface Branch {}

    /**
     * It is filled.
     *
     * @param local the component whose stored value is looked up; for a reference, itself
     */
    record Related(RelationModel relation, ComponentModel local, Lookup lookup) implements Branch {}

    /** What is in its value, a record or records in a collection or map, is filled. */
    record Nested(PathTree tree) implements Branch {}

    boolean isEmpty() {
        return byRecord.isEmpty();
    }

    /** Returns what is filled in a record, for more to be added. */
    Filled<?> of(RecordModel<?> model) {
        return byRecord.computeIfAbsent(model.type(), type -> new Filled<>(model, new LinkedHashMap<>()));
    }

    /** Returns what is filled in records of this class; null for nothing. */
    @Nullable
    Filled<?> find(Class<?> type) {
        return byRecord.get(type);
    }
}
