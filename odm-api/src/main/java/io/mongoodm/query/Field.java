package io.mongoodm.query;

import java.util.Collection;
import java.util.Optional;
import org.bson.conversions.Bson;
import org.jspecify.annotations.NonNull;
import org.jspecify.annotations.Nullable;

public interface Field<T, R extends @Nullable Object> extends FieldPath<T, R> {
    <S extends @Nullable Object> Field<T, S> then(Accessor<@NonNull R, S> accessor);

    <S> Field<T, S> thenOptional(Accessor<@NonNull R, Optional<S>> accessor);

    <E extends @Nullable Object> ElementField<T, E> thenElements(
            Accessor<@NonNull R, ? extends @Nullable Collection<? extends E>> accessor);

    Bson set(R value);

    Bson setOnInsert(R value);

    Bson unset();

    Bson inc(Number by);

    Bson mul(Number by);

    Bson min(@NonNull R value);

    Bson max(@NonNull R value);
}
