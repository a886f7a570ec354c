package io.mongoodm.query;

import java.util.Collection;
import org.bson.conversions.Bson;
import org.jspecify.annotations.NonNull;
import org.jspecify.annotations.Nullable;

public interface ElementField<T, E extends @Nullable Object> extends FieldPath<T, E> {
    <S extends @Nullable Object> FieldPath<T, S> then(Accessor<@NonNull E, S> accessor);

    Field<T, E> at(int index);

    Field<T, E> matched();

    Field<T, E> each();

    Field<T, E> each(String arrayFilter);

    Bson all(Collection<? extends E> values);

    Bson elemMatch(Bson filter);

    Bson size(int elements);

    Bson push(E value);

    Bson pushAll(Collection<? extends E> values);

    Bson addToSet(E value);

    Bson pull(E value);

    Bson pullWhere(Bson filter);

    Bson unset();
}
