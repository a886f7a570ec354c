package io.mongoodm.internal.validation;

import org.jspecify.annotations.Nullable;

/** Where in a document a check stands. A chain, so that its text is made only for an error. */
record Place(@Nullable Place outer, String name) {
    static final Place ROOT = new Place(null, "");

    Place at(String inner) {
        return new Place(this, inner.isEmpty() ? "\"\"" : inner);
    }

    Place at(int index) {
        return new Place(this, "[" + index + "]");
    }

    boolean isRoot() {
        return outer == null;
    }

    @Override
    public String toString() {
        if (outer == null || outer.isRoot()) {
            return name;
        }
        return outer + (name.startsWith("[") ? "" : ".") + name;
    }
}
