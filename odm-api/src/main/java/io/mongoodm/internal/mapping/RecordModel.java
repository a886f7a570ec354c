package io.mongoodm.internal.mapping;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bson.BsonDocument;
import org.bson.codecs.Codec;
import org.jspecify.annotations.Nullable;

/** One record class, parsed once: a model, a variant of one, a nested record, or the row of a projection. Immutable. */
public interface RecordModel<T> {
    /** Returns the record class. */
    Class<T> type();

    /** Returns its components in the order of the canonical constructor. */
    List<ComponentModel> components();

    /** Returns the first component of this role. */
    default Optional<ComponentModel> component(ComponentModel.Role role) {
        return components().stream().filter(c -> c.role() == role).findFirst();
    }

    /** Returns the component of this name in Java. */
    default Optional<ComponentModel> component(String name) {
        return components().stream().filter(c -> c.name().equals(name)).findFirst();
    }

    /** Returns the value of a component of this record. */
    @Nullable
    Object value(T document, ComponentModel component);

    /** Returns a copy with other values for some components, made by the canonical constructor; for none, the record itself. */
    T with(T document, Map<ComponentModel, ? extends @Nullable Object> values);

    /** Returns what the record looks like in a document. */
    Shape.Embedded shape();

    /** Returns the codec; for a variant of a sealed hierarchy, with the tag. */
    Codec<T> codec();

    /** Returns the stored form, with the tag of a variant, null components left out, and the id wherever it is. */
    BsonDocument encode(T document);
}
