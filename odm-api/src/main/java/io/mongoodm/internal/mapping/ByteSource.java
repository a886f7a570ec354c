package io.mongoodm.internal.mapping;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
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
    private static final DecoderContext CONTEXT = DecoderContext.builder().build();
    private static final BsonType[] TYPES = new BsonType[256];
    /** The number of the type of strings. */
    static final int STRING = 0x02;

    private static final int INITIAL_DEPTH = 8;
    /** So many documents a source reads before strings are worth sharing: most that are made read only one. */
    private static final int SHARING_FROM = 16;

    private static final int SIZES = 1 << 7;

    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private static final int ID_LENGTH = 12;
    private static final byte[] NO_BYTES = {};

    static {
        for (BsonType type : BsonType.values()) {
            TYPES[type.getValue() & 0xff] = type;
        }
    }

    private final ByteBuffer idBuffer = ByteBuffer.allocate(ID_LENGTH);
    private final byte[] idBytes = idBuffer.array();
    private final boolean generated;
    private byte[] bytes = NO_BYTES;
    private int position;
    private int typeAt;
    private int nameEnd;
    private long nameHash;
    private int[] ends = new int[INITIAL_DEPTH];
    private int level;
    private int above;
    private final int[] sizes = new int[SIZES];
    private @Nullable ShortStrings shared;
    private int documents;

    /**
     * Creates a source without a document.
     *
     * @param generated whether records may be read by generated code
     */
    ByteSource(boolean generated) {
        this.generated = generated;
    }

    /**
     * Goes to a document.
     *
     * @param from where its first field begins, behind its length
     * @param end where the zero byte lies that ends it
     * @param depth how many documents and arrays there are around it
     */
    void reset(byte[] array, int from, int end, int depth) {
        bytes = array;
        position = from - Integer.BYTES;
        ends[0] = end + 1;
        level = 0;
        above = depth;
        if (++documents == SHARING_FROM) {
            shared = new ShortStrings();
        }
    }

    /** Lets go of the document. */
    void clear() {
        bytes = NO_BYTES;
    }

    /** Returns a number for the collections of one component; so few differ that each source has a size for all of them. */
    static int number() {
        return NUMBERS.getAndIncrement() & (SIZES - 1);
    }

    /** Returns the size of the last collection of this number that was read from here, which the next one mostly has too. */
    int size(int number) {
        return sizes[number];
    }

    void size(int number, int size) {
        sizes[number] = size;
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

    /** Enters the document or array at a position, and returns where the zero byte lies that ends it. */
    public int open(int start) {
        int end;
        if (level == 0) {
            end = ends[0] - 1;
        } else {
            int size = Bytes.int32(bytes, start);
            end = start + size - 1;
            if (size < Integer.BYTES + 1 || end < start || end >= ends[level]) {
                throw Bytes.malformed();
            }
        }
        if (bytes[end] != 0) {
            throw Bytes.malformed();
        }
        if (++level > MAX_DEPTH - above) {
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
            throw Bytes.malformed();
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

    /** Returns the position behind the name of an element, which nobody needs, because it is the index. */
    public static int behindName(byte[] bytes, int from) {
        if (bytes[from] != 0 && bytes[from + 1] == 0) {
            return from + 2;
        }
        int at = from;
        while (bytes[at] != 0) {
            at++;
        }
        return at + 1;
    }

    /** Returns the string at a position of a document that ends at {@code end}. */
    public String string(int at, int end) {
        byte[] array = bytes;
        int length = Bytes.int32(array, at);
        int start = at + Integer.BYTES;
        int last = start + length - 1;
        if (length < 1 || last < at || last >= end || array[last] != 0) {
            throw Bytes.malformed();
        }
        ShortStrings strings = shared;
        return strings != null && length <= ShortStrings.LONGEST && start + ShortStrings.LONGEST <= array.length
                ? strings.get(array, start, length)
                : Bytes.text(array, start, length - 1);
    }

    /** Finds the slot of the field at a position and goes to its value; returns -1 for an unknown name. */
    int find(int field, FieldTable fields) {
        scan(field);
        return fields.slot(bytes, field + 1, nameEnd, nameHash);
    }

    /** Returns the ObjectId at a position. */
    public ObjectId objectId(int at) {
        Bytes.int32(idBytes, 0, Bytes.int32(bytes, at));
        Bytes.int64(idBytes, Integer.BYTES, Bytes.int64(bytes, at + Integer.BYTES));
        idBuffer.position(0);
        return new ObjectId(idBuffer);
    }

    // The rest serves value codecs.

    @Override
    BsonType type() {
        if (level == 0) {
            return BsonType.DOCUMENT;
        }
        BsonType type = TYPES[bytes[typeAt] & 0xff];
        if (type == null) {
            throw Bytes.malformed();
        }
        return type;
    }

    @Override
    int int32() {
        int value = Bytes.int32(bytes, position);
        position += Integer.BYTES;
        return value;
    }

    @Override
    long int64() {
        long value = Bytes.int64(bytes, position);
        position += Long.BYTES;
        return value;
    }

    @Override
    double float64() {
        double value = Bytes.float64(bytes, position);
        position += Double.BYTES;
        return value;
    }

    @Override
    boolean bool() {
        boolean value = Bytes.bool(bytes, position);
        position++;
        return value;
    }

    @Override
    String string() {
        String value = string(position, ends[level]);
        position += Integer.BYTES + Bytes.int32(bytes, position);
        return value;
    }

    @Override
    ObjectId objectId() {
        ObjectId value = objectId(position);
        position += ID_LENGTH;
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
            throw Bytes.malformed();
        }
        checkLength(length);
        byte[] data = Arrays.copyOfRange(bytes, position, position + length);
        position += length;
        return new BsonBinary(subtype, data);
    }

    private void checkLength(int length) {
        if (length < 0 || length > ends[level] - position) {
            throw Bytes.malformed();
        }
    }

    @Override
    void skip() {
        position = Lengths.behind(code(), bytes, position, ends[level]);
    }

    @Override
    <V> @Nullable V foreign(Codec<V> codec) {
        int start = position;
        byte[] wrapped = Bytes.document(bytes[typeAt], bytes, start, wrappedLength());
        // The document around the value stands for the one that holds it.
        try (BsonBinaryReader reader = new BoundedReader(ByteBuffer.wrap(wrapped), above + level - 1, false)) {
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
            throw Bytes.malformed();
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
    int nextSlot(FieldTable fields, int guess) {
        int field = position;
        int length = fields.match(guess, bytes, field + 1);
        if (length > 0 && bytes[field] != 0) {
            typeAt = field;
            nameEnd = field + length;
            position = nameEnd + 1;
            return guess;
        }
        return nextField() ? slot(fields) : END;
    }

    @Override
    boolean nextElement() {
        int field = position;
        if (bytes[field] == 0) {
            close(field);
            return false;
        }
        typeAt = field;
        position = behindName(bytes, field + 1);
        return true;
    }

    @Override
    boolean isNull() {
        int code = code();
        return level > 0 && (code == 0x0A || code == 0x06);
    }

    /** Returns the number of the type of the value that is next. */
    int code() {
        return bytes[typeAt];
    }

    /** Finds the end of a field's name, eight bytes at a time, and hashes it on the way. */
    private void scan(int field) {
        typeAt = field;
        int at = field + 1;
        long hash = 0;
        while (true) {
            long word = Bytes.word(bytes, at);
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

    @Override
    String name() {
        int start = typeAt + 1;
        int length = nameEnd - typeAt;
        ShortStrings strings = shared;
        return strings != null && length <= ShortStrings.LONGEST && start + ShortStrings.LONGEST <= bytes.length
                ? strings.get(bytes, start, length)
                : Bytes.text(bytes, start, length - 1);
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
        open(start);
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
        open(position);
    }

    @Override
    protected void startArray() {
        open(position);
    }
}
