package io.mongoodm.internal.mapping;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bson.BsonBinaryReader;
import org.bson.BsonBinaryWriter;
import org.bson.io.BsonOutput;
import org.bson.types.ObjectId;

/**
 * The bytes of the document that a binary reader stands at, taken out of it in one piece: an output that copies nothing
 * and only notes which array it is offered. The array is the driver's receive buffer, so nothing may keep it.
 */
final class CapturedDocument implements BsonOutput {
    private byte[] bytes = {};
    private int from;
    private int length;
    private int size;

    private CapturedDocument() {}

    /** Takes the document; the reader then stands behind it. */
    static CapturedDocument of(BsonBinaryReader reader) {
        CapturedDocument captured = new CapturedDocument();
        try (BsonBinaryWriter writer = new BsonBinaryWriter(captured)) {
            writer.pipe(reader);
        }
        return captured;
    }

    ByteSource source(boolean generated) {
        return new ByteSource(bytes, from, from + length - 1, generated);
    }

    /** Returns a reader of the same document. */
    BsonBinaryReader reader() {
        ByteBuffer whole = ByteBuffer.allocate(Integer.BYTES + length).order(ByteOrder.LITTLE_ENDIAN);
        whole.putInt(size).put(bytes, from, length).flip();
        return new BsonBinaryReader(whole);
    }

    @Override
    public void writeBytes(byte[] array, int offset, int count) {
        bytes = array;
        from = offset;
        length = count;
    }

    @Override
    public void writeBytes(byte[] array) {
        writeBytes(array, 0, array.length);
    }

    @Override
    public void writeInt32(int value) {
        size = value;
    }

    @Override
    public int getPosition() {
        return length == 0 ? 0 : size;
    }

    @Override
    public int getSize() {
        return getPosition();
    }

    @Override
    public void close() {
        // Nothing is held.
    }

    // A document is piped as its length and its bytes; nothing below is called for one.

    private static UnsupportedOperationException unexpected() {
        return new UnsupportedOperationException("A piped document consists of its length and its bytes");
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
