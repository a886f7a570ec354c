package io.mongoodm.internal.mapping;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.bson.BsonBinary;
import org.bson.BsonBinaryWriter;
import org.bson.BsonType;
import org.bson.codecs.Codec;
import org.bson.codecs.EncoderContext;
import org.bson.io.BasicOutputBuffer;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * Writes BSON straight into a byte array that grows.
 *
 * <p>Generated code keeps the array and the position in locals. It asks for room once, and every method here that it
 * calls leaves as much room behind the position again as it was told when the record was opened.
 *
 * <p>Public for the same reason as {@link ByteSource}.
 */
public final class ByteSink extends Sink {
    private static final EncoderContext CONTEXT = EncoderContext.builder().build();
    private static final int INITIAL = 1024;
    private static final int OBJECT_ID_LENGTH = 12;
    private static final byte[][] INDEXES = new byte[1000][];

    static {
        for (int i = 0; i < INDEXES.length; i++) {
            INDEXES[i] = (i + "\0").getBytes(StandardCharsets.US_ASCII);
        }
    }

    private byte[] bytes = new byte[INITIAL];
    private int position;
    private byte @Nullable [] name;
    private int[] starts = new int[16];
    private int level;
    private @Nullable ByteBuffer view;

    /** Empties the sink for the next document. */
    void reset() {
        position = 0;
        level = 0;
        name = null;
        depthless();
    }

    int length() {
        return position;
    }

    // What generated code calls.

    /** Returns the array, which another call may replace. */
    public byte[] bytes() {
        return bytes;
    }

    /** Returns where the next byte goes. */
    public int position() {
        return position;
    }

    /** Begins a document, whose name, if it has one, was given before; leaves this much room behind the position. */
    public int open(int room) {
        startDocument();
        ensure(room);
        return position;
    }

    /** Ends the document at a position. */
    public void close(int at) {
        position = at;
        endDocument();
    }

    /** Writes a string, and returns the position behind it. */
    public int string(String value, int at, int room) {
        position = at;
        text(value);
        ensure(room);
        return position;
    }

    /** Writes an ObjectId, and returns the position behind it. */
    public int objectId(ObjectId value, int at) {
        ByteBuffer buffer = view;
        if (buffer == null) {
            buffer = ByteBuffer.wrap(bytes);
            view = buffer;
        }
        buffer.position(at);
        value.putToByteBuffer(buffer);
        return at + OBJECT_ID_LENGTH;
    }

    /** Writes a component that generated code knows no shorter way for, and returns the position behind it. */
    public int component(Component component, @Nullable Object value, int at, int room) {
        position = at;
        if (component.hasField(value) && value != null) {
            name(component.storedField());
            component.codec().write(this, value);
        }
        ensure(room);
        return position;
    }

    /** Writes the tag of a variant, and returns the position behind it. */
    public int tag(Tag tag, int at, int room) {
        position = at;
        name(tag.field());
        string(tag.value());
        ensure(room);
        return position;
    }

    /** Writes the fields that no component names, and returns the position behind them. */
    public int extra(
            Component component, @Nullable Object fields, RecordFields known, @Nullable Tag tag, int at, int room) {
        position = at;
        if (component.hasField(fields) && fields != null) {
            ((ExtraElements) component.codec()).scatter(this, fields, known.table(), tag);
        }
        ensure(room);
        return position;
    }

    private void ensure(int room) {
        if (bytes.length - position < room) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, position + room));
            view = null;
        }
    }

    // The rest serves value codecs.

    @Override
    void name(FieldName field) {
        name = field.terminated();
    }

    @Override
    void name(String field) {
        if (field.indexOf('\0') >= 0) {
            throw new Misfit("Expected a field name without the NUL character but it has one");
        }
        name = (field + '\0').getBytes(StandardCharsets.UTF_8);
    }

    @Override
    void index(int index) {
        name = index < INDEXES.length ? INDEXES[index] : (index + "\0").getBytes(StandardCharsets.US_ASCII);
    }

    /** Writes type and name of a field, with room for a value of this length. The root document has neither. */
    private void field(BsonType type, int length) {
        byte[] field = name;
        if (field == null) {
            ensure(length);
            return;
        }
        ensure(1 + field.length + length);
        bytes[position++] = (byte) type.getValue();
        System.arraycopy(field, 0, bytes, position, field.length);
        position += field.length;
    }

    @Override
    void int32(int value) {
        field(BsonType.INT32, Integer.BYTES);
        Bytes.int32(bytes, position, value);
        position += Integer.BYTES;
    }

    @Override
    void int64(long value) {
        field(BsonType.INT64, Long.BYTES);
        Bytes.int64(bytes, position, value);
        position += Long.BYTES;
    }

    @Override
    void float64(double value) {
        field(BsonType.DOUBLE, Double.BYTES);
        Bytes.float64(bytes, position, value);
        position += Double.BYTES;
    }

    @Override
    void bool(boolean value) {
        field(BsonType.BOOLEAN, 1);
        bytes[position++] = (byte) (value ? 1 : 0);
    }

    @Override
    void string(String value) {
        field(BsonType.STRING, 0);
        text(value);
    }

    /** Most strings are ASCII, whose characters are their bytes; that needs no array in between. */
    private void text(String value) {
        int length = value.length();
        ensure(Integer.BYTES + length + 1);
        int start = position + Integer.BYTES;
        if (!isAscii(value)) {
            unicode(value);
            return;
        }
        copy(value, bytes, start);
        bytes[start + length] = 0;
        Bytes.int32(bytes, position, length + 1);
        position = start + length + 1;
    }

    /** A loop that does not stop early is compiled to one that takes many characters at a time. */
    private static boolean isAscii(String value) {
        int all = 0;
        for (int i = 0; i < value.length(); i++) {
            all |= value.charAt(i);
        }
        return all < 0x80;
    }

    @SuppressWarnings("deprecation") // It takes the low byte of each character, which is all of an ASCII one.
    private static void copy(String value, byte[] target, int start) {
        value.getBytes(0, value.length(), target, start);
    }

    private void unicode(String value) {
        byte[] encoded = encodable(value).getBytes(StandardCharsets.UTF_8);
        ensure(Integer.BYTES + encoded.length + 1);
        Bytes.int32(bytes, position, encoded.length + 1);
        position += Integer.BYTES;
        System.arraycopy(encoded, 0, bytes, position, encoded.length);
        position += encoded.length;
        bytes[position++] = 0;
    }

    @Override
    void objectId(ObjectId value) {
        field(BsonType.OBJECT_ID, OBJECT_ID_LENGTH);
        position = objectId(value, position);
    }

    @Override
    void decimal128(Decimal128 value) {
        field(BsonType.DECIMAL128, 2 * Long.BYTES);
        Bytes.int64(bytes, position, value.getLow());
        Bytes.int64(bytes, position + Long.BYTES, value.getHigh());
        position += 2 * Long.BYTES;
    }

    @Override
    void dateTime(long value) {
        field(BsonType.DATE_TIME, Long.BYTES);
        Bytes.int64(bytes, position, value);
        position += Long.BYTES;
    }

    @Override
    void binary(BsonBinary value) {
        byte[] data = value.getData();
        field(BsonType.BINARY, Integer.BYTES + 1 + data.length);
        Bytes.int32(bytes, position, data.length);
        position += Integer.BYTES;
        bytes[position++] = value.getType();
        System.arraycopy(data, 0, bytes, position, data.length);
        position += data.length;
    }

    @Override
    void nothing() {
        field(BsonType.NULL, 0);
    }

    /** Has the codec write a document with one field, and takes that field's type and value out of it. */
    @Override
    <V> void foreign(Codec<V> codec, V value) {
        BasicOutputBuffer output = new BasicOutputBuffer();
        try (BsonBinaryWriter writer = new BsonBinaryWriter(output)) {
            writer.writeStartDocument();
            writer.writeName("");
            codec.encode(writer, value, CONTEXT);
            writer.writeEndDocument();
        }
        byte[] written = output.getInternalBuffer();
        int from = Integer.BYTES + 2;
        int length = output.getPosition() - from - 1;
        field(BsonType.findByValue(written[Integer.BYTES]), length);
        System.arraycopy(written, from, bytes, position, length);
        position += length;
    }

    @Override
    protected void openDocument() {
        begin(BsonType.DOCUMENT);
    }

    @Override
    protected void openArray() {
        begin(BsonType.ARRAY);
    }

    private void begin(BsonType type) {
        field(type, Integer.BYTES);
        if (level == starts.length) {
            starts = Arrays.copyOf(starts, 2 * level);
        }
        starts[level++] = position;
        position += Integer.BYTES;
    }

    @Override
    protected void closeDocument() {
        end();
    }

    @Override
    protected void closeArray() {
        end();
    }

    private void end() {
        ensure(1);
        bytes[position++] = 0;
        int start = starts[--level];
        Bytes.int32(bytes, start, position - start);
    }
}
