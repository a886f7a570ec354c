package io.mongoodm.query;

import io.mongoodm.InvalidFilterException;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/** A place that holds a map, seen as its entries. */
final class EntriesField<T, K, V extends @Nullable Object> implements MapField<T, K, V> {
    private final Trail trail;

    EntriesField(Trail trail) {
        this.trail = trail;
    }

    @Override
    public Field<T, V> key(K key) {
        String text = text(key);
        if (text.isEmpty() || text.startsWith("$") || text.indexOf('.') >= 0 || text.indexOf('\0') >= 0) {
            throw new InvalidFilterException("A key of " + trail
                    + " cannot be part of a path, because it is empty, starts with a dollar sign, or holds a dot or a zero"
                    + " character: compare the whole map, or use $getField in $expr");
        }
        return new ComponentField<>(trail.plus(new Step.Inside(text)));
    }

    private static String text(Object key) {
        return switch (key) {
            case Enum<?> constant -> constant.name();
            case ObjectId id -> id.toHexString();
            default -> key.toString();
        };
    }

    @Override
    public String toString() {
        return trail.toString();
    }
}
