package io.mongoodm.internal.mapping;

import java.util.function.BiConsumer;
import java.util.function.Function;
import org.bson.BsonType;
import org.jspecify.annotations.Nullable;

/** A type whose values are single BSON values, always of the same type. */
final class ScalarCodec<V> extends ValueCodec {
    private final Class<V> type;
    private final Shape shape;
    private final Function<Source, V> reading;
    private final BiConsumer<Sink, V> writing;

    /** Creates a codec; the reading function itself checks the stored type, because numbers accept several. */
    ScalarCodec(Class<V> type, BsonType stored, Function<Source, V> reading, BiConsumer<Sink, V> writing) {
        this.type = type;
        this.shape = new Shape.Scalar(stored);
        this.reading = reading;
        this.writing = writing;
    }

    @Override
    Shape shape() {
        return shape;
    }

    @Override
    Object read(Source source) {
        return reading.apply(source);
    }

    @Override
    @Nullable
    Object ofAbsent() {
        return type == byte[].class ? new byte[0] : null;
    }

    @Override
    void write(Sink sink, Object value) {
        if (!type.isInstance(value)) {
            throw Misfit.javaType(type, value);
        }
        writing.accept(sink, type.cast(value));
    }
}
