package io.mongoodm.internal.mapping;

import java.io.Serializable;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/** A list as it was stored: it cannot be changed, and its elements may be null, which no list of the platform offers. */
final class StoredList extends AbstractList<@Nullable Object> implements RandomAccess, Serializable {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // As serialisable as its elements.
    private final @Nullable Object[] elements;

    private StoredList(@Nullable Object[] elements) {
        this.elements = elements;
    }

    /** Returns a list over the array, which nobody else may keep. */
    static List<@Nullable Object> of(@Nullable Object[] elements) {
        return elements.length == 0 ? List.of() : new StoredList(elements);
    }

    /** Returns the elements of a collection in an array, which nobody may change. */
    static @Nullable Object[] elements(Object collection) {
        if (collection instanceof StoredList stored) {
            return stored.elements;
        }
        if (collection instanceof Collection<?> elements) {
            return elements.toArray();
        }
        List<@Nullable Object> elements = new ArrayList<>();
        ((Iterable<?>) collection).forEach(elements::add);
        return elements.toArray();
    }

    @Override
    public @Nullable Object get(int index) {
        return elements[index];
    }

    @Override
    public int size() {
        return elements.length;
    }
}
