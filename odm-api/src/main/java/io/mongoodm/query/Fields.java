package io.mongoodm.query;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Typed fields: a record component as the receiver of filters, updates and sorts, so that the compiler checks the value.
 *
 * <pre>{@code
 * cities.find(and(field(City::population).gt(1_000_000L), field(City::location).then(Point::type).eq("Point")));
 * cities.updateOne(field(City::id).eq(5), combine(field(City::name).set("Rome"), elements(City::tags).push("old")));
 * }</pre>
 *
 * <p>A typed field is an immutable value without a connection. What its methods return is an ordinary {@code Bson} that
 * mixes with the driver's {@code Filters}, {@code Updates}, {@code Sorts} and {@code Aggregates}; stored names and the
 * stored form of values come from the codec registry when it is rendered, so renamed components, representations, enums,
 * references and sealed variants need no care. Values are never read as operators, whatever they contain.
 *
 * <p>All factories throw {@link NullPointerException} for null and {@link io.mongoodm.InvalidFilterException} when what
 * they are given names no component of a record or interface.
 */
public final class Fields {
    private Fields() {}

    /** Returns the field of a component. */
    public static <T, R extends @Nullable Object> Field<T, R> field(Accessor<T, R> accessor) {
        return new ComponentField<>(Trail.of(accessor));
    }

    /** Returns the field of an {@code Optional} component, with the type of the value in it. */
    public static <T, R> Field<T, R> optional(Accessor<T, Optional<R>> accessor) {
        return new ComponentField<>(Trail.of(accessor));
    }

    /** Returns the elements of a collection: its filters hold when they hold for at least one element. */
    public static <T, E extends @Nullable Object> ElementField<T, E> elements(
            Accessor<T, ? extends @Nullable Collection<? extends E>> accessor) {
        return new CollectionField<>(Trail.of(accessor));
    }

    /** Returns the entries of a map, whose keys are part of paths. */
    public static <T, K, V extends @Nullable Object> MapField<T, K, V> entries(
            Accessor<T, ? extends @Nullable Map<K, ? extends V>> accessor) {
        return new EntriesField<>(Trail.of(accessor));
    }
}
