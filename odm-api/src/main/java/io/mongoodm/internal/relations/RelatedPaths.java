package io.mongoodm.internal.relations;

import io.mongoodm.internal.mapping.ModelType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The relations that a call loads, checked against their models. Immutable; each load is a call of its own.
 *
 * @param <T> the model of the parents
 */
public final class RelatedPaths<T> {
    private final ModelType<T> model;
    private final PathTree tree;

    RelatedPaths(ModelType<T> model, PathTree tree) {
        this.model = model;
        this.tree = tree;
    }

    /**
     * Returns the documents with their relations filled, in their order: new records, except those without anything to
     * fill. References that are loaded already are looked up again. Asks the finder once for each level that has
     * anything to look up, on this thread.
     *
     * @throws IllegalArgumentException when a document is none of the model
     * @throws NullPointerException when a document is null
     */
    public List<T> load(Iterable<? extends T> documents, RelatedDocuments finder) {
        List<T> parents = new ArrayList<>();
        for (T document : documents) {
            model.recordOf(Objects.requireNonNull(document, "document"));
            parents.add(document);
        }
        Loading loading = new Loading(finder);
        loading.run(tree, parents);
        parents.replaceAll(parent -> model.type().cast(loading.fill(tree, parent)));
        return List.copyOf(parents);
    }
}
