package io.mongoodm.query;

import org.jspecify.annotations.Nullable;

/**
 * The entries of a map component, stored as a document whose keys are the map's.
 *
 * @param <T> the model
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public interface MapField<T, K, V extends @Nullable Object> {
    /**
     * Returns the field of the entry with this key.
     *
     * @throws io.mongoodm.InvalidFilterException when the key cannot be part of a path: it is empty, starts with a dollar
     *     sign or holds a dot or a zero character
     */
    Field<T, V> key(K key);
}
