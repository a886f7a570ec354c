package io.mongoodm.internal.mapping;

import java.lang.reflect.Array;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Stands for the codec of a component that is not stored: any type will do, only its empty value counts. */
final class UnstoredCodec extends ValueCodec {
    private final Supplier<@Nullable Object> empty;

    UnstoredCodec(Class<?> type) {
        this.empty = empty(type);
    }

    /** Containers that can be changed are made for each record. */
    private static Supplier<@Nullable Object> empty(Class<?> type) {
        if (type == Optional.class) {
            return Optional::empty;
        }
        if (type.isArray()) {
            return () -> Array.newInstance(type.componentType(), 0);
        }
        ValueCodec element = Scalars.require(String.class);
        if (ElementsCodec.supports(type)) {
            return ElementsCodec.of(type, element)::ofAbsent;
        }
        if (EntriesCodec.supports(type)) {
            return EntriesCodec.of(type, MapKeys.strings(), element)::ofAbsent;
        }
        ValueCodec optional = Scalars.optional(type);
        return optional == null ? () -> null : optional::ofAbsent;
    }

    @Override
    Shape shape() {
        return new Shape.Open();
    }

    @Override
    @Nullable
    Object ofAbsent() {
        return empty.get();
    }

    @Override
    Object read(Source source) {
        throw new IllegalStateException("A component that is not stored was read");
    }

    @Override
    void write(Sink sink, Object value) {
        throw new IllegalStateException("A component that is not stored was written");
    }
}
