package io.mongoodm.internal.mapping;

import org.bson.BsonType;

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

    @Override
    void write(Sink sink, Object value) {
        if (!(value instanceof String text)) {
            throw Misfit.javaType(String.class, value);
        }
        sink.string(text);
    }
}
