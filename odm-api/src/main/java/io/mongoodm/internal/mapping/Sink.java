package io.mongoodm.internal.mapping;

import org.bson.BsonBinary;
import org.bson.codecs.Codec;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;

/** A document that is written once from front to back: inside a document a name comes before each value. */
abstract sealed class Sink permits WriterSink, ByteSink {
    private int depth;

    abstract void name(FieldName name);

    abstract void name(String name);

    /** Says which element of an array comes next. */
    abstract void index(int index);

    abstract void int32(int value);

    abstract void int64(long value);

    abstract void float64(double value);

    abstract void bool(boolean value);

    abstract void string(String value);

    abstract void objectId(ObjectId value);

    abstract void decimal128(Decimal128 value);

    abstract void dateTime(long value);

    abstract void binary(BsonBinary value);

    abstract void nothing();

    /** Writes a value with a codec of the driver's or the user's. */
    abstract <V> void foreign(Codec<V> codec, V value);

    protected abstract void openDocument();

    protected abstract void closeDocument();

    protected abstract void openArray();

    protected abstract void closeArray();

    /** Returns the text, or refuses half of a surrogate pair: UTF-8 has no bytes for it, and would store another character. */
    static String encodable(String text) {
        if (!isEncodable(text)) {
            throw Misfit.surrogate();
        }
        return text;
    }

    /** Tells whether UTF-8 has bytes for a text: not for half of a surrogate pair. */
    static boolean isEncodable(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (!Character.isHighSurrogate(text.charAt(i))
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    final void startDocument() {
        deeper();
        openDocument();
    }

    final void endDocument() {
        shallower();
        closeDocument();
    }

    final void startArray() {
        deeper();
        openArray();
    }

    final void endArray() {
        shallower();
        closeArray();
    }

    /** Forgets the documents that were left open. */
    protected final void depthless() {
        depth = 0;
    }

    /** Enters a document or an array, unless that would be one too many. */
    protected final void deeper() {
        if (++depth > Source.MAX_DEPTH) {
            throw Misfit.depth();
        }
    }

    /** Leaves a document or an array. */
    protected final void shallower() {
        depth--;
    }
}
