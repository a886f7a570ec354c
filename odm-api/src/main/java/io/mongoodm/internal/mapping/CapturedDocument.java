package io.mongoodm.internal.mapping;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bson.AbstractBsonReader;
import org.bson.BsonBinaryReader;
import org.bson.BsonReader;
import org.bson.BsonSerializationException;
import org.bson.BsonType;
import org.bson.BsonValue;
import org.bson.codecs.BsonValueCodec;
import org.bson.codecs.DecoderContext;
import org.bson.io.BsonInput;
import org.bson.io.BsonInputMark;
import org.bson.io.BsonOutput;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of the document that a binary reader stands at, taken out of it in one piece: an output that copies nothing
 * and only notes which array it is offered. The array is the driver's receive buffer, so nothing may keep it.
 */
final class CapturedDocument implements BsonOutput {
    private static final int LEAST_SIZE = Integer.BYTES + 1;
    private static final BsonValueCodec VALUES = new BsonValueCodec();

    private final ByteSource source = new ByteSource(true);
    private int from;
    private int length;
    private int size;
    private int depth;

    /** Takes the document; inside another one, the reader then stands behind it. */
    void take(BsonBinaryReader reader) {
        depth = BoundedReader.depth(reader);
        BsonInput input = reader.getBsonInput();
        if (reader.getState() == AbstractBsonReader.State.VALUE) {
            BsonInputMark start = input.getMark(Integer.BYTES);
            take(input);
            // Only the reader's own step tells it that it is behind the document.
            start.reset();
            reader.skipValue();
        } else {
            take(input);
        }
    }

    private void take(BsonInput input) {
        size = input.readInt32();
        if (size < LEAST_SIZE) {
            throw new BsonSerializationException("A document has at least 5 bytes");
        }
        input.pipe(this, size - Integer.BYTES);
    }

    /** Returns the source at the beginning of the document. */
    ByteSource source() {
        return source;
    }

    /** Lets go of the document. */
    void clear() {
        source.clear();
    }

    /** Returns a reader of the same document, for when it does not fit. */
    BsonReader reader() {
        ByteBuffer whole = ByteBuffer.allocate(Integer.BYTES + length).order(ByteOrder.LITTLE_ENDIAN);
        whole.putInt(size).put(source.bytes(), from, length).flip();
        return new BoundedReader(whole, depth, true);
    }

    /** Returns the id, to tell which document is spoiled; null where there is none or it is what is spoiled. */
    @Nullable
    BsonValue id() {
        try (BsonReader reader = reader()) {
            reader.readStartDocument();
            while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
                if (reader.readName().equals("_id")) {
                    return VALUES.decode(reader, DecoderContext.builder().build());
                }
                reader.skipValue();
            }
            return null;
        } catch (RuntimeException e) {
            return null; // reading the document says why
        }
    }

    @Override
    public void writeBytes(byte[] array, int offset, int count) {
        from = offset;
        length = count;
        source.reset(array, offset, offset + count - 1, depth);
    }

    @Override
    public void writeBytes(byte[] array) {
        writeBytes(array, 0, array.length);
    }

    @Override
    public int getPosition() {
        return length;
    }

    @Override
    public int getSize() {
        return getPosition();
    }

    @Override
    public void close() {
        // Nothing is held.
    }

    // A document is piped as bytes; nothing below is called for one.

    private static UnsupportedOperationException unexpected() {
        return new UnsupportedOperationException("A document is piped as bytes");
    }

    @Override
    public void writeInt32(int value) {
        throw unexpected();
    }

    @Override
    public void truncateToPosition(int position) {
        throw unexpected();
    }

    @Override
    public void writeByte(int value) {
        throw unexpected();
    }

    @Override
    public void writeCString(String value) {
        throw unexpected();
    }

    @Override
    public void writeString(String value) {
        throw unexpected();
    }

    @Override
    public void writeDouble(double value) {
        throw unexpected();
    }

    @Override
    public void writeInt32(int position, int value) {
        throw unexpected();
    }

    @Override
    public void writeInt64(long value) {
        throw unexpected();
    }

    @Override
    public void writeObjectId(ObjectId value) {
        throw unexpected();
    }
}
