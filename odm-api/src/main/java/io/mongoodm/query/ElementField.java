package io.mongoodm.query;

import com.mongodb.client.model.PushOptions;
import java.util.Collection;
import org.bson.conversions.Bson;
import org.jspecify.annotations.NonNull;
import org.jspecify.annotations.Nullable;

/**
 * The elements of a collection component: filters hold when they hold for at least one element, and updates change the
 * collection. For the collection as a whole use {@link Fields#field} on the same component.
 *
 * @param <T> the model
 * @param <E> the type of the elements
 */
public interface ElementField<T, E extends @Nullable Object> extends FieldPath<T, E> {
    /** Returns the field of a component of every element. */
    <S extends @Nullable Object> FieldPath<T, S> then(Accessor<@NonNull E, S> accessor);

    /**
     * Returns the same elements, seen as one variant of the sealed interface that is declared, so that its own components
     * can follow: {@code elements(Cart::payments).variant(Card.class).then(Card::number)}.
     */
    <V extends @NonNull E> ElementField<T, V> variant(Class<V> variant);

    /**
     * Returns one element by its index from 0.
     *
     * @throws io.mongoodm.InvalidFilterException when the index is negative
     */
    Field<T, E> at(int index);

    /** Returns the element that the filter of the update matched: {@code $}. In updates only. */
    Field<T, E> matched();

    /** Returns every element: {@code $[]}. In updates only. */
    Field<T, E> each();

    /**
     * Returns the elements that an array filter of the update's options selects: {@code $[name]}. In updates only.
     *
     * @param arrayFilter the filter's identifier
     * @throws io.mongoodm.InvalidFilterException when it is no identifier: a lower-case letter, then letters and digits
     */
    Field<T, E> each(String arrayFilter);

    /** Returns the filter that matches collections which hold all these values. Copies the collection. */
    Bson all(Collection<? extends E> values);

    /**
     * Returns the filter that matches collections in which one element fulfils the whole filter.
     *
     * @param filter on the fields of the element; for elements without fields, operators such as {@code $gte}
     */
    Bson elemMatch(Bson filter);

    /** Returns the filter that matches collections of this size. */
    Bson size(int elements);

    /** Returns the update that appends a value. */
    Bson push(E value);

    /** Returns the update that appends values in their order. Copies the collection. */
    Bson pushAll(Collection<? extends E> values);

    /** Returns the update that appends values with the driver's options: position, slice, sort. Copies the collection. */
    Bson pushEach(Collection<? extends E> values, PushOptions options);

    /** Returns the update that appends the value when the collection does not hold it. */
    Bson addToSet(E value);

    /** Returns the update that appends each value that the collection does not hold. Copies the collection. */
    Bson addEachToSet(Collection<? extends E> values);

    /** Returns the update that removes all elements equal to the value. */
    Bson pull(E value);

    /** Returns the update that removes all elements equal to any of the values. Copies the collection. */
    Bson pullAll(Collection<? extends E> values);

    /**
     * Returns the update that removes all elements which fulfil the filter.
     *
     * @param filter as in {@link #elemMatch}
     */
    Bson pullWhere(Bson filter);

    /** Returns the update that removes the first element. */
    Bson popFirst();

    /** Returns the update that removes the last element. */
    Bson popLast();

    /** Returns the update that removes the field. */
    Bson unset();
}
