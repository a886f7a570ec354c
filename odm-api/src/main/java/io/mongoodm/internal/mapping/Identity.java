package io.mongoodm.internal.mapping;

import org.jspecify.annotations.Nullable;

/** Reads the id of any record, registered or not, for references that are made without a handle. */
public final class Identity {
    private Identity() {}

    /**
     * Returns the value of the component that is stored as {@code _id}.
     *
     * @throws IllegalArgumentException when the document's class is no record or has no id
     */
    public static @Nullable Object of(Object document) {
        throw new IllegalArgumentException("mapping: " + document.getClass());
    }
}
