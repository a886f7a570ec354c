package io.mongoodm.internal.relations;

import io.mongoodm.internal.mapping.ModelType;

/** A relation at one place of the paths: what is looked up for it, and what is then filled in what was found. */
final class Lookup {
    private final ModelType<?> target;
    private final String foreignField;
    private final PathTree below = new PathTree();

    Lookup(ModelType<?> target, String foreignField) {
        this.target = target;
        this.foreignField = foreignField;
    }

    ModelType<?> target() {
        return target;
    }

    /** Returns the stored path in the target that has to equal what is looked up. */
    String foreignField() {
        return foreignField;
    }

    /** Returns what is filled in the documents that are found. */
    PathTree below() {
        return below;
    }
}
