package io.mongoodm.query;

import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

public final class Fields {
    private Fields() {}

    public static <T, R extends @Nullable Object> Field<T, R> field(Accessor<T, R> accessor) {
        throw new IllegalStateException("query");
    }

    public static <T, R> Field<T, R> optional(Accessor<T, Optional<R>> accessor) {
        throw new IllegalStateException("query");
    }

    public static <T, E extends @Nullable Object> ElementField<T, E> elements(
            Accessor<T, ? extends @Nullable Collection<? extends E>> accessor) {
        throw new IllegalStateException("query");
    }
}
