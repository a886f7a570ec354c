package io.mongoodm.internal.mapping;

import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Equality that looks into records, containers and arrays, and takes NaN for equal to itself. */
final class Alike {
    private Alike() {}

    static boolean alike(@Nullable Object one, @Nullable Object other) {
        if (Objects.equals(one, other)) {
            return true;
        }
        if (one == null || other == null || one.getClass() != other.getClass()) {
            return false;
        }
        return switch (one) {
            case Record record -> records(record, (Record) other);
            case Optional<?> optional -> alike(optional.orElse(null), ((Optional<?>) other).orElse(null));
            case Map<?, ?> map -> elements(map.entrySet(), ((Map<?, ?>) other).entrySet());
            case Map.Entry<?, ?> entry ->
                alike(entry.getKey(), ((Map.Entry<?, ?>) other).getKey())
                        && alike(entry.getValue(), ((Map.Entry<?, ?>) other).getValue());
            case Iterable<?> elements -> elements(elements, (Iterable<?>) other);
            default -> one.getClass().isArray() && arrays(one, other);
        };
    }

    private static boolean records(Record one, Record other) {
        try {
            for (RecordComponent component : one.getClass().getRecordComponents()) {
                component.getAccessor().setAccessible(true);
                if (!alike(
                        component.getAccessor().invoke(one),
                        component.getAccessor().invoke(other))) {
                    return false;
                }
            }
            return true;
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("An accessor cannot be called", e);
        }
    }

    private static boolean elements(Iterable<?> one, Iterable<?> other) {
        Iterator<?> ones = one.iterator();
        Iterator<?> others = other.iterator();
        while (ones.hasNext() && others.hasNext()) {
            if (!alike(ones.next(), others.next())) {
                return false;
            }
        }
        return ones.hasNext() == others.hasNext();
    }

    private static boolean arrays(Object one, Object other) {
        if (Array.getLength(one) != Array.getLength(other)) {
            return false;
        }
        for (int i = 0; i < Array.getLength(one); i++) {
            if (!alike(Array.get(one, i), Array.get(other, i))) {
                return false;
            }
        }
        return true;
    }
}
