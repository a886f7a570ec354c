package io.mongoodm.internal.mapping;

import java.nio.ByteBuffer;
import org.bson.BsonBinary;
import org.bson.BsonBinaryReader;
import org.bson.BsonReader;
import org.bson.BsonWriter;
import org.bson.codecs.BsonValueCodec;
import org.bson.codecs.Codec;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.EncoderContext;
import org.bson.io.BasicOutputBuffer;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;

/** Writes through any writer of the driver. */
final class WriterSink extends Sink {
    private static final EncoderContext CONTEXT = EncoderContext.builder().build();
    private static final DecoderContext DECODING = DecoderContext.builder().build();
    private static final BsonValueCodec VALUES = new BsonValueCodec();

    private final BsonWriter writer;

    WriterSink(BsonWriter writer) {
        this.writer = writer;
    }

    @Override
    void name(FieldName name) {
        writer.writeName(name.text());
    }

    @Override
    void name(String name) {
        writer.writeName(name);
    }

    @Override
    void index(int index) {
        // The driver's writers count by themselves.
    }

    @Override
    void int32(int value) {
        writer.writeInt32(value);
    }

    @Override
    void int64(long value) {
        writer.writeInt64(value);
    }

    @Override
    void float64(double value) {
        writer.writeDouble(value);
    }

    @Override
    void bool(boolean value) {
        writer.writeBoolean(value);
    }

    @Override
    void string(String value) {
        writer.writeString(encodable(value));
    }

    @Override
    void objectId(ObjectId value) {
        writer.writeObjectId(value);
    }

    @Override
    void decimal128(Decimal128 value) {
        writer.writeDecimal128(value);
    }

    @Override
    void dateTime(long value) {
        writer.writeDateTime(value);
    }

    @Override
    void binary(BsonBinary value) {
        writer.writeBinaryData(value);
    }

    @Override
    void nothing() {
        writer.writeNull();
    }

    /** Goes by way of bytes, which refuse what the other writer would store as something else. */
    @Override
    <V> void foreign(Codec<V> codec, V value) {
        BasicOutputBuffer output = EncodableWriter.write(codec, value);
        ByteBuffer bytes = ByteBuffer.wrap(output.getInternalBuffer(), 0, output.getPosition());
        try (BsonReader reader = new BsonBinaryReader(bytes)) {
            reader.readStartDocument();
            reader.readBsonType();
            reader.skipName();
            VALUES.encode(writer, VALUES.decode(reader, DECODING), CONTEXT);
        }
    }

    @Override
    protected void openDocument() {
        writer.writeStartDocument();
    }

    @Override
    protected void closeDocument() {
        writer.writeEndDocument();
    }

    @Override
    protected void openArray() {
        writer.writeStartArray();
    }

    @Override
    protected void closeArray() {
        writer.writeEndArray();
    }
}
