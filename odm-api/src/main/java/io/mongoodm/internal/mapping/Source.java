package io.mongoodm.internal.mapping;

import org.bson.BsonBinary;
import org.bson.BsonType;
import org.bson.codecs.Codec;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * A document that is read once from front to back. It stands at a value; reading or skipping it comes before the next
 * step. Value codecs read through it, so that they exist once for bytes and for the driver's readers.
 */
abstract sealed class Source permits ReaderSource, ByteSource {
    /** What there is behind the last field. */
    static final int END = -2;

    /** How deep documents and arrays may be nested: what a server itself can read. */
    static final int MAX_DEPTH = 200;

    /** Returns the type of the value that is next. */
    abstract BsonType type();

    abstract int int32();

    abstract long int64();

    abstract double float64();

    abstract boolean bool();

    abstract String string();

    abstract ObjectId objectId();

    abstract Decimal128 decimal128();

    abstract long dateTime();

    abstract BsonBinary binary();

    /** Passes over the value. */
    abstract void skip();

    /** Reads the value with a codec of the driver's or the user's. */
    abstract <V> @Nullable V foreign(Codec<V> codec);

    /** Steps to the next field of the document; at its end leaves the document and returns false. */
    abstract boolean nextField();

    /**
     * Steps to the next field of the document and returns its slot; -1 for a name that is not in the table. At the
     * document's end leaves it and returns {@link #END}.
     *
     * @param guess the slot that is compared first, because documents mostly have the order of the record
     */
    abstract int nextSlot(FieldTable fields, int guess);

    /** Steps to the next element of the array; at its end leaves the array and returns false. */
    abstract boolean nextElement();

    /** Returns the name of the field; before its value is read. */
    abstract String name();

    /** Returns the slot of the field's name, or -1; before its value is read. */
    abstract int slot(FieldTable fields);

    /** Returns the string in this field of the document that is next, without reading anything; null for none. */
    abstract @Nullable String peek(FieldName field);

    protected abstract void startDocument();

    protected abstract void startArray();

    /** Enters the document that is next. */
    final void enterDocument() {
        if (type() != BsonType.DOCUMENT) {
            throw Misfit.type("document", type());
        }
        startDocument();
    }

    /** Enters the array that is next. */
    final void enterArray() {
        if (type() != BsonType.ARRAY) {
            throw Misfit.type("array", type());
        }
        startArray();
    }

    /** Tells whether the value is null, or the deprecated type that means the same. */
    boolean isNull() {
        BsonType type = type();
        return type == BsonType.NULL || type == BsonType.UNDEFINED;
    }
}
