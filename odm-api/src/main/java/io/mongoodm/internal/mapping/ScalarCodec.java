package io.mongoodm.internal.mapping;

import org.jspecify.annotations.Nullable;

/** A type whose values are single BSON values, always of the same type. */
final class ScalarCodec extends ValueCodec {
    private final Scalar scalar;
    private final Shape shape;

    ScalarCodec(Scalar scalar) {
        this.scalar = scalar;
        this.shape = new Shape.Scalar(scalar.stored(), this);
    }

    @Override
    Shape shape() {
        return shape;
    }

    @Override
    Object read(Source source) {
        return Scalars.read(scalar, source);
    }

    @Override
    @Nullable
    Object ofAbsent() {
        return scalar == Scalar.BYTES ? new byte[0] : null;
    }

    @Override
    void write(Sink sink, Object value) {
        if (!scalar.type().isInstance(value)) {
            throw Misfit.javaType(scalar.type(), value);
        }
        Scalars.write(scalar, sink, value);
    }
}
