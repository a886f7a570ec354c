package io.mongoodm.internal.relations;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Reaches the values in what a component may hold them in, and makes the same kind of container with others: mutable
 * classes stay what they are, every other container cannot be changed.
 */
final class Containers {
    private Containers() {}

    /** Calls the action with the value, or with each value of a container at any depth; null is left out. */
    static void forEach(@Nullable Object value, Consumer<Object> action) {
        switch (value) {
            case null -> {}
            case Optional<?> optional -> optional.ifPresent(inner -> forEach(inner, action));
            case Collection<?> collection -> collection.forEach(inner -> forEach(inner, action));
            case Map<?, ?> map -> map.values().forEach(inner -> forEach(inner, action));
            case Object[] array -> Arrays.asList(array).forEach(inner -> forEach(inner, action));
            default -> action.accept(value);
        }
    }

    /**
     * Returns the value, or the container with each value at any depth, exchanged; null stays null, and a container in
     * which nothing changed stays the same.
     */
    @SuppressWarnings("ReferenceEquality") // a loaded reference equals the unloaded one
    static @Nullable Object replace(@Nullable Object value, UnaryOperator<Object> change) {
        return switch (value) {
            case null -> null;
            case Optional<?> optional -> {
                Object before = optional.orElse(null);
                Object after = replace(before, change);
                yield after == before ? optional : Optional.ofNullable(after);
            }
            case Collection<?> collection -> {
                List<@Nullable Object> values = new ArrayList<>(collection.size());
                yield replaceEach(collection, values, change) ? like(collection, values) : collection;
            }
            case Map<?, ?> map -> {
                List<@Nullable Object> values = new ArrayList<>(map.size());
                yield replaceEach(map.values(), values, change) ? like(map, values) : map;
            }
            case Object[] array -> {
                List<@Nullable Object> values = new ArrayList<>(array.length);
                yield replaceEach(Arrays.asList(array), values, change)
                        ? values.toArray(Arrays.copyOf(array, array.length))
                        : array;
            }
            default -> change.apply(value);
        };
    }

    @SuppressWarnings("ReferenceEquality") // as above
    private static boolean replaceEach(
            Collection<?> before, List<@Nullable Object> after, UnaryOperator<Object> change) {
        boolean changed = false;
        for (Object each : before) {
            Object other = replace(each, change);
            changed |= other != each;
            after.add(other);
        }
        return changed;
    }

    @SuppressWarnings("JdkObsolete") // who has a LinkedList keeps one
    private static Collection<@Nullable Object> like(Collection<?> old, List<@Nullable Object> values) {
        return switch (old) {
            case SortedSet<?> sorted -> {
                @SuppressWarnings("unchecked") // it holds values of the same component
                NavigableSet<@Nullable Object> made = new TreeSet<>(((SortedSet<Object>) sorted).comparator());
                made.addAll(values);
                yield old instanceof TreeSet ? made : Collections.unmodifiableNavigableSet(made);
            }
            case HashSet<?> set -> new LinkedHashSet<>(values);
            case Set<?> set -> Collections.unmodifiableSequencedSet(new LinkedHashSet<>(values));
            case ArrayList<?> list -> values;
            case LinkedList<?> list -> new LinkedList<>(values);
            default -> Collections.unmodifiableList(values);
        };
    }

    private static Map<Object, @Nullable Object> like(Map<?, ?> old, List<@Nullable Object> values) {
        @SuppressWarnings("unchecked") // it gets the same keys
        SequencedMap<Object, @Nullable Object> made = old instanceof SortedMap<?, ?> sorted
                ? new TreeMap<>(((SortedMap<Object, Object>) sorted).comparator())
                : new LinkedHashMap<>();
        int next = 0;
        for (Object key : old.keySet()) {
            made.put(key, values.get(next++));
        }
        return switch (old) {
            case TreeMap<?, ?> tree -> made;
            case HashMap<?, ?> hash -> made;
            case SortedMap<?, ?> sorted ->
                Collections.unmodifiableNavigableMap((NavigableMap<Object, @Nullable Object>) made);
            default -> Collections.unmodifiableSequencedMap(made);
        };
    }
}
