package io.mongoodm.internal.mapping;

import java.util.List;
import org.bson.codecs.Codec;
import org.jspecify.annotations.Nullable;

/**
 * A class that a handle has a model for: a registered record or sealed root, or a variant or interface under a
 * registered root, which shares the root's settings and has tags of its own. Immutable.
 */
public interface ModelType<T> {
    /** Returns the class. */
    Class<T> type();

    /** Returns the registered class: the type itself, or the sealed root above it. */
    Class<?> root();

    /** Returns the collection's name. */
    String collection();

    /** Returns the database's name, or null for the handle's own. */
    @Nullable
    String database();

    /** Tells whether the model wants its filters checked. */
    boolean validateFilters();

    /** Returns the field that holds the tag of variants, or null when the root is a record. */
    @Nullable
    String tagField();

    /** Returns the tags of the records under this type, in the order of declaration; empty when the root is a record. */
    List<String> tags();

    /**
     * Tells whether filters have to name the tags: true for what lies under a sealed root, and for a root that shares
     * its collection with another model.
     */
    boolean filtersOnTags();

    /** Tells whether an index on the tag is declared. */
    boolean tagIndex();

    /** Returns the records under this type: one for a record, the variants for a sealed interface. */
    List<RecordModel<? extends T>> records();

    /**
     * Returns the model of a document's own class.
     *
     * @throws IllegalArgumentException when the document is none of this type
     */
    RecordModel<T> recordOf(T document);

    /** Returns the tag of a variant, or null when the root is a record. */
    @Nullable
    String tagOf(Class<?> variant);

    /** Returns what a document looks like: for a sealed type, the fields of all variants together. */
    Shape.Embedded shape();

    /** Returns the codec: for a sealed type, the one that chooses by the tag. */
    Codec<T> codec();
}
