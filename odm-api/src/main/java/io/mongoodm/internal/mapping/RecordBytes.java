package io.mongoodm.internal.mapping;

import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The generated code of one record: what {@link RecordGenerator} emits extends it. It reads fast and says nothing: a
 * document that does not fit ends in any unchecked exception, and is read again by {@link RecordCodec}, which knows
 * where it is.
 */
public abstract class RecordBytes {
    /** Type, index and terminator. */
    private static final int LEAST_ELEMENT = 3;

    private static final int MORE_ELEMENTS = 8;

    /** Reads the document that begins at a position; the source then stands behind it. */
    public abstract Object read(ByteSource source, int start, @Nullable Tag tag);

    /** Writes the document at a position, and returns the one behind it. */
    public abstract int write(ByteSink sink, Object document, @Nullable Tag tag, int start);

    // What generated code calls.

    /** Reads a value in its usual form or another. */
    public static @Nullable Object value(
            ByteSource source, Component component, ValueCodec codec, int type, int value) {
        source.at(type, value);
        byte stored = source.bytes()[type];
        // Null and the deprecated undefined mean what the component says; everything else is the codec's.
        return stored == 0x0A || stored == 0x06 ? component.read(source) : codec.read(source);
    }

    /** Reads an element that is not of the usual type. */
    public static @Nullable Object element(ByteSource source, ValueCodec list, int type, int value) {
        source.at(type, value);
        return list.element().readElement(source);
    }

    /** Returns an array for the elements of the list of this number that lies between two positions. */
    public static @Nullable Object[] elements(ByteSource source, int number, int from, int end) {
        return new @Nullable Object[Math.min(source.size(number), (end - from) / LEAST_ELEMENT)];
    }

    /** Returns an array with these elements and room for another one behind so many. */
    public static @Nullable Object[] room(@Nullable Object[] elements, int count) {
        return count < elements.length ? elements : Arrays.copyOf(elements, Math.max(MORE_ELEMENTS, 2 * count));
    }

    /** Returns the list of the first so many of these elements; nobody else may keep the array. */
    public static Object list(ByteSource source, int number, @Nullable Object[] elements, int count) {
        source.size(number, count);
        return StoredList.of(count == elements.length ? elements : Arrays.copyOf(elements, count));
    }

    /** Reads a number that is stored in another type than the component's. */
    public static int int32(ByteSource source, int type, int value) {
        source.at(type, value);
        return Numbers.toInt(source);
    }

    /** Reads a number that is stored in another type than the component's. */
    public static long int64(ByteSource source, int type, int value) {
        source.at(type, value);
        return Numbers.toLong(source);
    }

    /** Reads a number that is stored in another type than the component's. */
    public static double float64(ByteSource source, int type, int value) {
        source.at(type, value);
        return Numbers.toDouble(source);
    }

    /** Returns the time at a position. */
    public static Instant instant(byte[] bytes, int at) {
        return Instant.ofEpochMilli(Bytes.int64(bytes, at));
    }

    /** Returns the milliseconds of a time. */
    public static long millis(Instant time) {
        return Scalars.millis(time);
    }

    /** The same for a component that generated code reads by itself as long as it is stored in its usual form. */
    public static @Nullable Object value(ByteSource source, RecordFields fields, int index, int type, int value) {
        Component component = fields.at(index);
        return value(source, component, component.codec(), type, value);
    }

    /** Returns the value of a component whose field is absent. */
    public static @Nullable Object absent(RecordFields fields, int index) {
        return fields.at(index).ofAbsent();
    }

    /** Refuses to write null for a component where it is no value. */
    public static void requireNullable(RecordFields fields, int index) {
        fields.at(index).requireNullable();
    }

    /** Finds the component of a field, by its slot among the stored and former names; -1 for none. */
    public static int find(ByteSource source, int field, RecordFields fields) {
        return source.find(field, fields.table());
    }

    /** Passes over a field, or keeps it in the component for such fields, whose value is returned. */
    public static @Nullable Object unknown(
            ByteSource source, @Nullable Component extra, @Nullable Object kept, @Nullable Tag tag) {
        if (extra == null || (tag != null && tag.field().text().equals(source.name()))) {
            source.skip();
            return kept;
        }
        ExtraElements elements = (ExtraElements) extra.codec();
        Object gathered = kept == null ? elements.ofAbsent() : kept;
        elements.gather(source, gathered);
        return gathered;
    }

    /** Goes behind the tag where it is the next field; returns the position. */
    public static int tag(ByteSource source, int at, int end, Tag tag) {
        byte[] bytes = source.bytes();
        byte[] name = tag.field().terminated();
        int value = at + 1 + name.length;
        if (value >= end || bytes[at] != 0x02) {
            return at;
        }
        for (int i = 0; i < name.length; i++) {
            if (bytes[at + 1 + i] != name[i]) {
                return at;
            }
        }
        source.at(at, value);
        source.skip();
        return source.position();
    }
}
