package io.mongoodm.internal.mapping;

import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonDocumentReader;
import org.bson.BsonReader;
import org.bson.BsonReaderMark;
import org.bson.BsonType;
import org.bson.BsonValue;
import org.bson.codecs.Codec;
import org.bson.codecs.DecoderContext;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/** Reads through any reader of the driver: JSON, a {@code BsonDocument}, or bytes where nothing better can be had. */
final class ReaderSource extends Source {
    private static final String VALUE = "v";
    private static final DecoderContext CONTEXT = DecoderContext.builder().build();

    private final BsonReader reader;
    private String name = "";
    private int depth;

    /** Creates a source that stands where the reader stands: at a document, whose type a fresh reader does not know. */
    ReaderSource(BsonReader reader) {
        this.reader = reader;
        this.depth = BoundedReader.depth(reader);
    }

    /** Returns a source that stands at a value. */
    static ReaderSource of(BsonValue value) {
        BsonDocumentReader reader = new BsonDocumentReader(new BsonDocument(VALUE, value));
        reader.readStartDocument();
        reader.readBsonType();
        reader.readName();
        return new ReaderSource(reader);
    }

    @Override
    BsonType type() {
        BsonType type = reader.getCurrentBsonType();
        return type == null ? BsonType.DOCUMENT : type;
    }

    @Override
    int int32() {
        return reader.readInt32();
    }

    @Override
    long int64() {
        return reader.readInt64();
    }

    @Override
    double float64() {
        return reader.readDouble();
    }

    @Override
    boolean bool() {
        return reader.readBoolean();
    }

    @Override
    String string() {
        return reader.readString();
    }

    @Override
    ObjectId objectId() {
        return reader.readObjectId();
    }

    @Override
    Decimal128 decimal128() {
        return reader.readDecimal128();
    }

    @Override
    long dateTime() {
        return reader.readDateTime();
    }

    @Override
    BsonBinary binary() {
        return reader.readBinaryData();
    }

    @Override
    void skip() {
        reader.skipValue();
    }

    @Override
    <V> @Nullable V foreign(Codec<V> codec) {
        if (!(reader instanceof BoundedReader)) {
            new Depth(reader, depth).check();
        }
        return codec.decode(reader, CONTEXT);
    }

    @Override
    protected void startDocument() {
        deeper();
        reader.readStartDocument();
    }

    @Override
    protected void startArray() {
        deeper();
        reader.readStartArray();
    }

    private void deeper() {
        if (++depth > MAX_DEPTH) {
            throw Misfit.depth();
        }
    }

    @Override
    boolean nextField() {
        if (reader.readBsonType() == BsonType.END_OF_DOCUMENT) {
            reader.readEndDocument();
            depth--;
            return false;
        }
        name = reader.readName();
        return true;
    }

    @Override
    int nextSlot(FieldTable fields, int guess) {
        return nextField() ? fields.slot(name) : END;
    }

    @Override
    boolean nextElement() {
        if (reader.readBsonType() == BsonType.END_OF_DOCUMENT) {
            reader.readEndArray();
            depth--;
            return false;
        }
        return true;
    }

    @Override
    String name() {
        return name;
    }

    @Override
    int slot(FieldTable fields) {
        return fields.slot(name);
    }

    @Override
    @Nullable
    String peek(FieldName field) {
        BsonReaderMark mark = reader.getMark();
        try {
            reader.readStartDocument();
            while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
                if (reader.readName().equals(field.text())) {
                    return reader.getCurrentBsonType() == BsonType.STRING ? reader.readString() : null;
                }
                reader.skipValue();
            }
            return null;
        } finally {
            mark.reset();
        }
    }
}
