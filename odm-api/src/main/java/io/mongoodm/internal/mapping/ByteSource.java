package io.mongoodm.internal.mapping;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.bson.BsonBinary;
import org.bson.BsonBinaryReader;
import org.bson.BsonType;
import org.bson.codecs.Codec;
import org.bson.codecs.DecoderContext;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * Reads BSON straight from a byte array. It trusts nothing that it reads: whatever is not in order ends in an unchecked
 * exception, and the caller reads the document again through the driver's reader, whose verdict counts.
 *
 * <p>Public, like what else generated classes call, because those lie in the packages of the records; the package is
 * exported to their modules only.
 */
public final class ByteSource extends Source {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle DOUBLE =
            MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);
    private static final DecoderContext CONTEXT = DecoderContext.builder().build();
    private static final BsonType[] TYPES = new BsonType[256];
    private static final int INITIAL_DEPTH = 16;

    static {
        for (BsonType type : BsonType.values()) {
            TYPES[type.getValue() & 0xff] = type;
        }
    }

    private final byte[] bytes;
    private final int from;
    private final boolean generated;
    private int position;
    private int typeAt;
    private int nameEnd;
    private long nameHash;
    private int[] ends = new int[INITIAL_DEPTH];
    private int level;
    private @Nullable ByteBuffer buffer;

    /**
     * Creates a source that stands at a document.
     *
     * @param from where the document's first field begins, behind its length
     * @param end where the zero byte lies that ends the document
     * @param generated whether records may be read by generated code
     */
    ByteSource(byte[] bytes, int from, int end, boolean generated) {
        this.bytes = bytes;
        this.from = from;
        this.generated = generated;
        this.position = from - Integer.BYTES;
        this.ends[0] = end + 1;
    }

    /** Tells whether records may be read by generated code. */
    boolean isGenerated() {
        return generated;
    }

    // What generated code calls.

    /** Returns the array; not to be changed or kept. */
    public byte[] bytes() {
        return bytes;
    }

    /** Returns where the next byte lies. */
    public int position() {
        return position;
    }

    /** Enters the document or array that is next, and returns where the zero byte lies that ends it. */
    public int open() {
        int start = position;
        int end;
        if (level == 0) {
            end = ends[0] - 1;
        } else {
            int size = int32(bytes, start);
            end = start + size - 1;
            if (size < Integer.BYTES + 1 || end < start || end >= ends[level]) {
                throw malformed();
            }
        }
        if (bytes[end] != 0) {
            throw malformed();
        }
        if (++level > MAX_DEPTH) {
            throw Misfit.depth();
        }
        if (level == ends.length) {
            ends = Arrays.copyOf(ends, 2 * level);
        }
        ends[level] = end;
        position = start + Integer.BYTES;
        return end;
    }

    /** Leaves the document or array at its end, which has to be where its length says. */
    public void close(int at) {
        if (at != ends[level]) {
            throw malformed();
        }
        level--;
        position = at + 1;
    }

    /** Returns the last position at which a name of this length can be compared by whole longs. */
    public int last(int end, int nameLength) {
        return Math.min(end - 1, bytes.length - nameLength);
    }

    /** Goes to a value whose type lies elsewhere. */
    public void at(int type, int value) {
        typeAt = type;
        position = value;
    }

    /** Refuses any value that is no document. */
    void expectDocument() {
        if (level > 0 && bytes[typeAt] != (byte) BsonType.DOCUMENT.getValue()) {
            throw Misfit.type("document", type());
        }
    }

    /** Finds the slot of the field at a position and goes to its value; returns -1 for an unknown name. */
    int find(int field, FieldTable fields) {
        scan(field);
        return fields.slot(bytes, field + 1, nameEnd, nameHash);
    }

    /** Returns the int at a position. */
    public static int int32(byte[] bytes, int at) {
        return (int) INT.get(bytes, at);
    }

    /** Returns the long at a position. */
    public static long int64(byte[] bytes, int at) {
        return (long) LONG.get(bytes, at);
    }

    /** Returns the double at a position. */
    public static double float64(byte[] bytes, int at) {
        return (double) DOUBLE.get(bytes, at);
    }

    /** Returns the boolean at a position. */
    public static boolean bool(byte[] bytes, int at) {
        byte value = bytes[at];
        if ((value & ~1) != 0) {
            throw malformed();
        }
        return value != 0;
    }

    /** Returns the string at a position of a document that ends at {@code end}. */
    public static String string(byte[] bytes, int at, int end) {
        int length = int32(bytes, at);
        int last = at + Integer.BYTES + length - 1;
        if (length < 1 || last < at || last >= end || bytes[last] != 0) {
            throw malformed();
        }
        return new String(bytes, at + Integer.BYTES, length - 1, StandardCharsets.UTF_8);
    }

    /** Returns the ObjectId at a position. */
    public ObjectId objectId(int at) {
        ByteBuffer view = buffer;
        if (view == null) {
            view = ByteBuffer.wrap(bytes);
            buffer = view;
        }
        view.position(at);
        return new ObjectId(view);
    }

    // The rest serves value codecs.

    private static IllegalStateException malformed() {
        return new IllegalStateException("Malformed BSON");
    }

    @Override
    BsonType type() {
        if (level == 0) {
            return BsonType.DOCUMENT;
        }
        BsonType type = TYPES[bytes[typeAt] & 0xff];
        if (type == null) {
            throw malformed();
        }
        return type;
    }

    @Override
    int int32() {
        int value = int32(bytes, position);
        position += Integer.BYTES;
        return value;
    }

    @Override
    long int64() {
        long value = int64(bytes, position);
        position += Long.BYTES;
        return value;
    }

    @Override
    double float64() {
        double value = float64(bytes, position);
        position += Double.BYTES;
        return value;
    }

    @Override
    boolean bool() {
        boolean value = bool(bytes, position);
        position++;
        return value;
    }

    @Override
    String string() {
        String value = string(bytes, position, ends[level]);
        position += Integer.BYTES + int32(bytes, position);
        return value;
    }

    @Override
    ObjectId objectId() {
        ObjectId value = objectId(position);
        position += 12;
        return value;
    }

    @Override
    Decimal128 decimal128() {
        long low = int64();
        return Decimal128.fromIEEE754BIDEncoding(int64(), low);
    }

    @Override
    long dateTime() {
        return int64();
    }

    @Override
    BsonBinary binary() {
        int length = int32();
        byte subtype = bytes[position++];
        if (subtype == 2) {
            // The old form has a second length; the driver's reader knows it.
            throw malformed();
        }
        checkLength(length);
        byte[] data = Arrays.copyOfRange(bytes, position, position + length);
        position += length;
        return new BsonBinary(subtype, data);
    }

    private void checkLength(int length) {
        if (length < 0 || length > ends[level] - position) {
            throw malformed();
        }
    }

    @Override
    void skip() {
        switch (type()) {
            case INT32 -> advance(Integer.BYTES);
            case DOUBLE, DATE_TIME, INT64, TIMESTAMP -> advance(Long.BYTES);
            case DECIMAL128 -> advance(2 * Long.BYTES);
            case OBJECT_ID -> advance(12);
            case BOOLEAN -> advance(1);
            case NULL, UNDEFINED, MIN_KEY, MAX_KEY -> advance(0);
            case STRING, SYMBOL, JAVASCRIPT -> advance(Integer.BYTES + length(1));
            case BINARY -> advance(Integer.BYTES + 1 + length(0));
            case DOCUMENT, ARRAY, JAVASCRIPT_WITH_SCOPE -> advance(length(Integer.BYTES + 1));
            case REGULAR_EXPRESSION -> {
                scan(position - 1);
                scan(position - 1);
            }
            case DB_POINTER -> advance(Integer.BYTES + length(1) + 12);
            case END_OF_DOCUMENT -> throw malformed();
        }
    }

    private int length(int least) {
        int length = int32(bytes, position);
        if (length < least) {
            throw malformed();
        }
        return length;
    }

    private void advance(int count) {
        checkLength(count);
        position += count;
    }

    @Override
    <V> @Nullable V foreign(Codec<V> codec) {
        int start = position;
        int length = wrappedLength();
        byte[] copy = new byte[Integer.BYTES + 2 + length + 1];
        INT.set(copy, 0, copy.length);
        copy[Integer.BYTES] = bytes[typeAt];
        System.arraycopy(bytes, start, copy, Integer.BYTES + 2, length);
        try (BsonBinaryReader reader = new BsonBinaryReader(ByteBuffer.wrap(copy))) {
            reader.readStartDocument();
            reader.readBsonType();
            reader.skipName();
            V value = codec.decode(reader, CONTEXT);
            reader.readBsonType();
            reader.readEndDocument();
            return value;
        }
    }

    /** Passes over the value and returns how many bytes it has; the root has no field around it. */
    private int wrappedLength() {
        if (level == 0) {
            throw malformed();
        }
        int start = position;
        skip();
        return position - start;
    }

    @Override
    boolean nextField() {
        int field = position;
        if (bytes[field] == 0) {
            close(field);
            return false;
        }
        scan(field);
        return true;
    }

    @Override
    boolean nextElement() {
        return nextField();
    }

    /** Finds the end of a field's name, eight bytes at a time, and hashes it on the way. */
    private void scan(int field) {
        typeAt = field;
        int at = field + 1;
        long hash = 0;
        while (true) {
            long word = at + Long.BYTES <= bytes.length ? int64(bytes, at) : tail(at);
            long zeros = (word - 0x0101010101010101L) & ~word & 0x8080808080808080L;
            if (zeros != 0) {
                int bits = Long.numberOfTrailingZeros(zeros) & ~7;
                hash = FieldTable.mix(hash, bits == 0 ? 0 : word & (-1L >>> (Long.SIZE - bits)));
                nameEnd = at + (bits >>> 3);
                break;
            }
            hash = FieldTable.mix(hash, word);
            at += Long.BYTES;
        }
        nameHash = hash;
        position = nameEnd + 1;
    }

    private long tail(int at) {
        if (at >= bytes.length) {
            throw malformed();
        }
        long word = 0;
        for (int i = 0; at + i < bytes.length; i++) {
            word |= (bytes[at + i] & 0xffL) << (8 * i);
        }
        return word;
    }

    @Override
    String name() {
        return new String(bytes, typeAt + 1, nameEnd - typeAt - 1, StandardCharsets.UTF_8);
    }

    @Override
    int slot(FieldTable fields) {
        return fields.slot(bytes, typeAt + 1, nameEnd, nameHash);
    }

    @Override
    @Nullable
    String peek(FieldName field) {
        int start = position;
        int type = typeAt;
        int depth = level;
        open();
        String found = null;
        while (bytes[position] != 0) {
            scan(position);
            if (field.matches(bytes, typeAt + 1, nameEnd)) {
                found = type() == BsonType.STRING ? string() : null;
                break;
            }
            skip();
        }
        level = depth;
        position = start;
        typeAt = type;
        return found;
    }

    @Override
    protected void startDocument() {
        open();
    }

    @Override
    protected void startArray() {
        open();
    }

    /** Returns where the document's first field begins. */
    int from() {
        return from;
    }
}
