package io.mongoodm.internal.mapping;

import org.bson.BsonType;
import org.jspecify.annotations.Nullable;

/** A string, stored as one. It has a class of its own because most of what is read is strings. */
final class StringCodec extends ValueCodec {
    static final StringCodec INSTANCE = new StringCodec();

    private StringCodec() {}

    @Override
    Shape shape() {
        return new Shape.Scalar(BsonType.STRING);
    }

    @Override
    Object read(Source source) {
        return Scalars.string(source);
    }

    /** Reads an element, which may be null. */
    @Nullable
    Object readElement(ByteSource source) {
        return source.code() == ByteSource.STRING ? source.string() : readElement((Source) source);
    }

    @Override
    void write(Sink sink, Object value) {
        if (!(value instanceof String text)) {
            throw Misfit.javaType(String.class, value);
        }
        sink.string(text);
    }
}
