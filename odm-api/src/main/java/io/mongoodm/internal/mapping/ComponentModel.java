package io.mongoodm.internal.mapping;

import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** One component of a record, parsed once. Immutable. */
public interface ComponentModel {
    /** Returns the component's name in Java. */
    String name();

    /** Returns its name in the document; for a component that is not stored, its name in Java. */
    String storedName();

    /** Returns former names that are read where the present one is absent. */
    List<String> aliases();

    /** Returns its position in the canonical constructor. */
    int index();

    /** Returns what it is for. */
    Role role();

    /** Returns its declared type, with type variables of the record resolved. */
    Type type();

    /** Tells whether null is a value of it: it then is not stored. False for {@code Optional} and primitives. */
    boolean isNullable();

    /** Tells whether documents without its field, or with null in it, cannot be read. */
    boolean needsField();

    /** Returns what may lie in its field. */
    Shape shape();

    /** Returns its annotation of this type, wherever the compiler put it: component, accessor, field or parameter. */
    <A extends Annotation> Optional<A> annotation(Class<A> type);

    /**
     * Returns the relation that loading fills: the declared one of a component with the role {@link Role#RELATION}, and that of
     * a stored component of references, alone or in a container; empty for every other component.
     */
    Optional<RelationModel> relation();

    /**
     * Returns the stored form of a value, or null when such a value is not stored (null, an empty Optional).
     *
     * @throws io.mongoodm.EncodingException when the value cannot be stored
     */
    @Nullable
    BsonValue encode(@Nullable Object value);

    /**
     * Returns the value of a stored form.
     *
     * @throws io.mongoodm.DecodingException when it does not fit
     */
    @Nullable
    Object decode(BsonValue stored);

    /** What a component is for. */
    enum Role {
        /** A value like any other. */
        VALUE,
        /** Stored as {@code _id}. */
        ID,
        /** Counts writes. */
        VERSION,
        /** When the document was created. */
        CREATED_AT,
        /** When it was last written. */
        UPDATED_AT,
        /** Holds the fields that no component names. */
        EXTRA_ELEMENTS,
        /** Not stored; filled by loading. */
        RELATION,
        /** Not stored and never filled. */
        IGNORED;

        /** Tells whether the library itself counts or sets it: a version or a time. */
        public boolean isStamp() {
            return this == VERSION || this == CREATED_AT || this == UPDATED_AT;
        }
    }
}
