package io.mongoodm.internal.mapping;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Values as they lie in BSON. Public for generated code, like {@link ByteSource}. */
public final class Bytes {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle DOUBLE =
            MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);

    /** How many digits an index has at most. */
    static final int LONGEST_INDEX = 10;

    private Bytes() {}

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

    /** Writes an int. */
    public static void int32(byte[] bytes, int at, int value) {
        INT.set(bytes, at, value);
    }

    /** Writes a long. */
    public static void int64(byte[] bytes, int at, long value) {
        LONG.set(bytes, at, value);
    }

    /** Writes a double. */
    public static void float64(byte[] bytes, int at, double value) {
        DOUBLE.set(bytes, at, value);
    }

    /** Writes the type and the name of an array's element, and returns the position behind it. */
    static int element(byte[] bytes, int at, int type, int index) {
        if (index < 10) {
            // A fourth byte is overwritten by what follows.
            int32(bytes, at, type | (('0' + index) << Byte.SIZE));
            return at + 3;
        }
        int end = at + 1;
        for (int left = index; left > 0; left /= 10) {
            end++;
        }
        bytes[at] = (byte) type;
        int left = index;
        for (int digit = end - 1; digit > at; digit--) {
            bytes[digit] = (byte) ('0' + left % 10);
            left /= 10;
        }
        bytes[end] = 0;
        return end + 1;
    }

    /** Returns the next eight bytes, or what there is up to the end of the array. */
    static long word(byte[] bytes, int at) {
        if (at + Long.BYTES <= bytes.length) {
            return int64(bytes, at);
        }
        if (at >= bytes.length) {
            throw malformed();
        }
        long word = 0;
        for (int i = 0; at + i < bytes.length; i++) {
            word |= (bytes[at + i] & 0xffL) << (Byte.SIZE * i);
        }
        return word;
    }

    /** Returns the text of these bytes, which are UTF-8: most are ASCII, whose bytes are its characters. */
    static String text(byte[] bytes, int from, int length) {
        return length >= Long.BYTES && length <= 4 * Long.BYTES && isAscii(bytes, from, from + length)
                ? ascii(bytes, from, length)
                : new String(bytes, from, length, StandardCharsets.UTF_8);
    }

    /** Looks at 8 to 32 bytes by words that overlap, without a loop: what the platform does pays off for longer ones. */
    private static boolean isAscii(byte[] bytes, int from, int end) {
        long all = int64(bytes, from) | int64(bytes, end - Long.BYTES);
        if (end - from > 2 * Long.BYTES) {
            all |= int64(bytes, from + Long.BYTES) | int64(bytes, end - 2 * Long.BYTES);
        }
        return (all & 0x8080808080808080L) == 0;
    }

    @SuppressWarnings("deprecation") // It makes characters of bytes as they are, which is right for ASCII.
    private static String ascii(byte[] bytes, int from, int length) {
        return new String(bytes, 0, from, length);
    }

    /** Returns a document with one nameless field, whose value is taken from an array. */
    static byte[] document(byte type, byte[] bytes, int from, int length) {
        byte[] document = new byte[Integer.BYTES + 2 + length + 1];
        int32(document, 0, document.length);
        document[Integer.BYTES] = type;
        System.arraycopy(bytes, from, document, Integer.BYTES + 2, length);
        return document;
    }

    /** Returns what ends the fast way; the caller reads again, and finds out what is wrong. */
    static IllegalStateException malformed() {
        return new IllegalStateException("Malformed BSON");
    }
}
