package io.mongoodm.internal.mapping;

import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** How the values of one Java type lie in a document. Public for generated code, like {@link ByteSource}. */
public abstract class ValueCodec implements Shape.Reading {
    /** Returns what may lie in a field of this type. Asked for after all models are parsed, since it may be recursive. */
    abstract Shape shape();

    /** Reads the value, which is not null. */
    abstract Object read(Source source);

    /** Writes the value, for which {@link #isStored} is true. */
    abstract void write(Sink sink, Object value);

    /** Tells whether there is anything to store: false for an empty {@code Optional}. */
    boolean isStored(Object value) {
        return true;
    }

    /** Returns what a stored null means among elements and map values. */
    @Nullable
    Object ofNull() {
        return null;
    }

    /** Returns what an absent field means where the component does not say: nothing, or an empty container. */
    @Nullable
    Object ofAbsent() {
        return null;
    }

    /** Returns the codec of one element of a collection or an array, of one value of a map, else this. */
    ValueCodec element() {
        return this;
    }

    /** Returns the codec of the value in an {@code Optional}, else this. */
    ValueCodec content() {
        return this;
    }

    @Override
    public final @Nullable String fault(BsonValue stored) {
        try {
            readElement(ReaderSource.of(stored));
            return null;
        } catch (Misfit misfit) {
            return misfit.phrase();
        }
    }

    final @Nullable Object readElement(Source source) {
        if (source.isNull()) {
            source.skip();
            return ofNull();
        }
        return read(source);
    }

    final void writeElement(Sink sink, @Nullable Object value) {
        if (value == null || !isStored(value)) {
            sink.nothing();
        } else {
            write(sink, value);
        }
    }
}
