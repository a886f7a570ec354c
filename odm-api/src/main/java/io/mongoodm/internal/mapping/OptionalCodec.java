package io.mongoodm.internal.mapping;

import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A value that may be missing: stored as the value itself, or not at all. */
final class OptionalCodec extends ValueCodec {
    private final ValueCodec content;
    private final Object empty;
    private final Function<Object, Object> wrap;
    private final Function<Object, @Nullable Object> unwrap;

    OptionalCodec(
            ValueCodec content,
            Object empty,
            Function<Object, Object> wrap,
            Function<Object, @Nullable Object> unwrap) {
        this.content = content;
        this.empty = empty;
        this.wrap = wrap;
        this.unwrap = unwrap;
    }

    static OptionalCodec of(ValueCodec content) {
        return new OptionalCodec(content, Optional.empty(), Optional::of, OptionalCodec::unwrapped);
    }

    private static @Nullable Object unwrapped(Object optional) {
        return ((Optional<?>) optional).orElse(null);
    }

    @Override
    Shape shape() {
        return content.shape();
    }

    @Override
    Object read(Source source) {
        Object value = content.readElement(source);
        return value == null ? empty : wrap.apply(value);
    }

    @Override
    void write(Sink sink, Object value) {
        content.writeElement(sink, contentOf(value));
    }

    @Override
    boolean isStored(Object value) {
        Object inside = contentOf(value);
        return inside != null && content.isStored(inside);
    }

    private @Nullable Object contentOf(Object value) {
        if (!empty.getClass().isInstance(value)) {
            throw Misfit.javaType(empty.getClass(), value);
        }
        return unwrap.apply(value);
    }

    @Override
    Object ofNull() {
        return empty;
    }

    @Override
    Object ofAbsent() {
        return empty;
    }

    @Override
    ValueCodec element() {
        return content.element();
    }

    @Override
    ValueCodec content() {
        return content;
    }
}
