package io.mongoodm.internal.mapping;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import org.bson.BsonBinary;
import org.bson.BsonType;
import org.bson.codecs.Codec;
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
    private static final int INITIAL = 1024;

    // The numbers of types, as constants of a switch.
    private static final int DOUBLE = 0x01;
    private static final int STRING = 0x02;
    private static final int DOCUMENT = 0x03;
    private static final int OBJECT_ID = 0x07;
    private static final int BOOLEAN = 0x08;
    private static final int DATE_TIME = 0x09;
    private static final int NULL = 0x0A;
    private static final int INT32 = 0x10;
    private static final int INT64 = 0x12;

    private static final int OBJECT_ID_LENGTH = 12;
    private static final int LONGEST_CHARACTER = 3;
    private static final int NONE = -1;
    /** What an element takes at most before its value, and a value of fixed length. */
    private static final int ELEMENT = Bytes.LONGEST_INDEX + 2 + 2 * Long.BYTES;

    private byte[] bytes = new byte[INITIAL];
    private int position;
    /** The name of the next field, in one of three forms; none of them before the root document. */
    private byte @Nullable [] name;

    private @Nullable String text;
    private int index = NONE;
    private int[] starts = new int[16];
    private int level;
    private @Nullable ByteBuffer view;

    /** Empties the sink for the next document. */
    void reset() {
        position = 0;
        level = 0;
        name = null;
        text = null;
        index = NONE;
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

    /** Returns the array, with this much room behind a position. */
    public byte[] room(int at, int room) {
        if (bytes.length - at < room) {
            grow(at, room);
        }
        return bytes;
    }

    private void grow(int at, int room) {
        bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, at + room));
        view = null;
    }

    /** Enters a document or array that begins at a position; returns the array, with this much room from there. */
    public byte[] open(int start, int room) {
        deeper();
        return room(start, room);
    }

    /** Leaves the document or array that begins and ends at these positions; returns the position behind it. */
    public int close(int start, int at) {
        shallower();
        bytes[at] = 0;
        Bytes.int32(bytes, start, at + 1 - start);
        return at + 1;
    }

    /** Writes a string, and returns the position behind it. */
    public int string(String value, int at, int room) {
        int end = terminated(value, at + Integer.BYTES, room);
        Bytes.int32(bytes, at, end - at - Integer.BYTES);
        return end;
    }

    /**
     * Writes a text in UTF-8 and a zero byte. Most texts are ASCII, whose characters are their bytes; those are copied at
     * once. A loop that does not stop early is compiled to one that looks at many characters at a time.
     *
     * <p>It is one method because it must not be inlined, and HotSpot inlines none of more than 325 bytes: a copy of these
     * loops for each component made the code so large that writing took half as long again.
     */
    private int terminated(String value, int start, int room) {
        int length = value.length();
        byte[] target = room(start, length + 1 + room);
        int every = 0;
        for (int i = 0; i < length; i++) {
            every |= value.charAt(i);
        }
        if (every < 0x80) {
            copy(value, target, start);
            target[start + length] = 0;
            return start + length + 1;
        }
        target = room(start, LONGEST_CHARACTER * length + 1 + room);
        int at = start;
        for (int i = 0; i < length; i++) {
            char c = value.charAt(i);
            if (c < 0x80) {
                target[at++] = (byte) c;
            } else if (c < 0x800) {
                target[at++] = (byte) (0xc0 | (c >> 6));
                target[at++] = (byte) (0x80 | (c & 0x3f));
            } else if (!Character.isSurrogate(c)) {
                target[at++] = (byte) (0xe0 | (c >> 12));
                target[at++] = (byte) (0x80 | ((c >> 6) & 0x3f));
                target[at++] = (byte) (0x80 | (c & 0x3f));
            } else {
                int pair = codePoint(value, i++);
                target[at++] = (byte) (0xf0 | (pair >> 18));
                target[at++] = (byte) (0x80 | ((pair >> 12) & 0x3f));
                target[at++] = (byte) (0x80 | ((pair >> 6) & 0x3f));
                target[at++] = (byte) (0x80 | (pair & 0x3f));
            }
        }
        target[at] = 0;
        return at + 1;
    }

    /** Returns the character of a surrogate pair, or refuses half of one. */
    private static int codePoint(String value, int index) {
        int point = value.codePointAt(index);
        if (!Character.isSupplementaryCodePoint(point)) {
            throw Misfit.surrogate();
        }
        return point;
    }

    /** Writes the array of a list of scalars of this BSON type, and returns the position behind it. */
    public int elements(Object list, int type, int start, int room) {
        return elements(list, type, null, start, room);
    }

    /** Writes the array of a list of records by their generated code, and returns the position behind it. */
    public int records(Object list, RecordBytes code, int start, int room) {
        return elements(list, DOCUMENT, code, start, room);
    }

    private int elements(Object list, int type, @Nullable RecordBytes code, int start, int room) {
        @Nullable Object[] elements = StoredList.elements(list);
        byte[] target = open(start, Integer.BYTES + ELEMENT);
        int at = start + Integer.BYTES;
        for (int i = 0; i < elements.length; i++) {
            Object element = elements[i];
            at = Bytes.element(target, at, element == null ? NULL : type, i);
            if (element != null) {
                at = code == null ? scalar(element, type, at) : code.write(this, element, null, at);
            }
            target = room(at, ELEMENT);
        }
        at = close(start, at);
        room(at, room);
        return at;
    }

    private int scalar(Object value, int type, int at) {
        switch (type) {
            case STRING -> {
                return string((String) value, at, ELEMENT);
            }
            case OBJECT_ID -> {
                return objectId((ObjectId) value, at);
            }
            case BOOLEAN -> {
                bytes[at] = (byte) ((Boolean) value ? 1 : 0);
                return at + 1;
            }
            case INT32 -> {
                Bytes.int32(bytes, at, (Integer) value);
                return at + Integer.BYTES;
            }
            case INT64 -> Bytes.int64(bytes, at, (Long) value);
            case DOUBLE -> Bytes.float64(bytes, at, (Double) value);
            case DATE_TIME -> Bytes.int64(bytes, at, Scalars.millis((Instant) value));
            default -> throw new IllegalStateException("No scalar of generated code: " + type);
        }
        return at + Long.BYTES;
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
        room(position, room);
    }

    // The rest serves value codecs.

    /** Begins a document that generated code is to write, and returns the position. */
    int begin() {
        field(BsonType.DOCUMENT, 0);
        return position;
    }

    /** Goes on behind what generated code has written. */
    void end(int at) {
        position = at;
    }

    @Override
    void name(FieldName field) {
        name = field.terminated();
    }

    @Override
    void name(String field) {
        if (field.indexOf('\0') >= 0) {
            throw new Misfit("Expected a field name without the NUL character but it has one");
        }
        name = null;
        text = field;
    }

    @Override
    void index(int element) {
        name = null;
        text = null;
        index = element;
    }

    /** Writes type and name of a field, with room for a value of this length. The root document has neither. */
    private void field(BsonType type, int length) {
        byte[] field = name;
        if (field != null) {
            ensure(1 + field.length + length);
            bytes[position] = (byte) type.getValue();
            System.arraycopy(field, 0, bytes, position + 1, field.length);
            position += 1 + field.length;
            return;
        }
        if (text != null) {
            ensure(1);
            bytes[position] = (byte) type.getValue();
            position = terminated(text, position + 1, length);
        } else if (index != NONE) {
            position = Bytes.element(room(position, ELEMENT + length), position, type.getValue(), index);
        } else {
            ensure(length);
        }
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
        position = string(value, position, 0);
    }

    @SuppressWarnings("deprecation") // It takes the low byte of each character, which is all of an ASCII one.
    private static void copy(String value, byte[] target, int start) {
        value.getBytes(0, value.length(), target, start);
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
        BasicOutputBuffer output = EncodableWriter.write(codec, value);
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
