package io.mongoodm.query;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.bson.conversions.Bson;
import org.jspecify.annotations.NonNull;
import org.jspecify.annotations.Nullable;

/**
 * The field of one component, of one element of a list, or of one entry of a map: with its updates, and the way to what is
 * nested in it.
 *
 * @param <T> the model
 * @param <R> the component's type
 */
public interface Field<T, R extends @Nullable Object> extends FieldPath<T, R> {
    /** Returns the field of a component of the nested record. */
    <S extends @Nullable Object> Field<T, S> then(Accessor<@NonNull R, S> accessor);

    /** Returns the field of an {@code Optional} component of the nested record. */
    <S> Field<T, S> thenOptional(Accessor<@NonNull R, Optional<S>> accessor);

    /** Returns the elements of a collection of the nested record. */
    <E extends @Nullable Object> ElementField<T, E> thenElements(
            Accessor<@NonNull R, ? extends @Nullable Collection<? extends E>> accessor);

    /** Returns the entries of a map of the nested record. */
    <K, V extends @Nullable Object> MapField<T, K, V> thenEntries(
            Accessor<@NonNull R, ? extends @Nullable Map<K, ? extends V>> accessor);

    /**
     * Returns the same field, seen as one variant of the sealed interface that is declared, so that its own components can
     * follow: {@code field(Order::payment).variant(Card.class).then(Card::number)}. Filters find documents whose value has
     * such a field; nothing demands the variant's tag.
     */
    <V extends @NonNull R> Field<T, V> variant(Class<V> variant);

    /**
     * Returns the update that stores the value. Null, and an empty {@code Optional}, removes the field, as for every null
     * component; an element of a list is set to null.
     *
     * @throws io.mongoodm.InvalidFilterException when rendered with null for a required component
     */
    Bson set(R value);

    /**
     * Returns the update that stores the value when an upsert inserts the document.
     *
     * @throws io.mongoodm.InvalidFilterException when rendered with null for a required component
     */
    Bson setOnInsert(R value);

    /** Returns the update that removes the field. */
    Bson unset();

    /** Returns the update that moves the value to another field of the same document. */
    Bson rename(FieldPath<? super T, ?> newName);

    /** Returns the update that adds to a number. */
    Bson inc(Number by);

    /** Returns the update that multiplies a number. */
    Bson mul(Number by);

    /** Returns the update that stores the value when it is less than the stored one. */
    Bson min(@NonNull R value);

    /** Returns the update that stores the value when it is greater than the stored one. */
    Bson max(@NonNull R value);

    /** Returns the update that stores the server's time as a date. */
    Bson currentDate();

    /** Returns the update that stores the server's time as a timestamp. */
    Bson currentTimestamp();

    /** Returns the update that stores the bitwise {@code and} of an {@code int}. */
    Bson bitwiseAnd(int value);

    /** Returns the update that stores the bitwise {@code and} of a {@code long}. */
    Bson bitwiseAnd(long value);

    /** Returns the update that stores the bitwise {@code or} of an {@code int}. */
    Bson bitwiseOr(int value);

    /** Returns the update that stores the bitwise {@code or} of a {@code long}. */
    Bson bitwiseOr(long value);

    /** Returns the update that stores the bitwise {@code xor} of an {@code int}. */
    Bson bitwiseXor(int value);

    /** Returns the update that stores the bitwise {@code xor} of a {@code long}. */
    Bson bitwiseXor(long value);
}
