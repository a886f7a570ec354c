package io.mongoodm.internal.relations;

import java.util.List;

/**
 * The relations that a call loads, checked against their models. Immutable; each load is a call of its own.
 *
 * @param <T> the model of the parents
 */
public final class RelatedPaths<T> {
    RelatedPaths() {}

    /**
     * Returns the documents with their relations filled, in their order: new records, except those without anything to
     * fill. Asks the finder once for each level that has anything to look up.
     *
     * @throws IllegalArgumentException when a document is none of the model
     * @throws NullPointerException when a document is null
     */
    public List<T> load(Iterable<? extends T> documents, RelatedDocuments finder) {
        throw new IllegalStateException("load " + documents + finder);
    }
}
