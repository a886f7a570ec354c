package io.mongoodm.internal.relations;

import io.mongoodm.internal.mapping.Mapping;
import io.mongoodm.internal.mapping.ModelType;
import java.util.List;

/** Fills the relations of documents of any model of a mapping. Immutable. */
public final class Relations {
    private final Mapping mapping;

    private Relations(Mapping mapping) {
        this.mapping = mapping;
    }

    /** Returns the relations of a mapping's models. */
    public static Relations of(Mapping mapping) {
        return new Relations(mapping);
    }

    /**
     * Checks paths at the call, before anything is sent.
     *
     * @param paths dotted names of relations, such as {@code city.country}; a name may also be that of a component with
     *     nested records, such as {@code address.country}. None for every relation of the model's own components
     * @throws io.mongoodm.InvalidFilterException when a path leads to no relation
     */
    public <T> RelatedPaths<T> paths(ModelType<T> model, List<String> paths) {
        return new RelatedPaths<>(model, new PathReader(mapping).read(model, paths));
    }
}
