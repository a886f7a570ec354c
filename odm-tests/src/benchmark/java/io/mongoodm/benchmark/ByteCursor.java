package io.mongoodm.benchmark;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.bson.types.ObjectId;

/** A position in the bytes of a document, for {@link OnBytes}. */
final class ByteCursor {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle DOUBLE =
            MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);
    /** Names are few: a table of them by hash saves most of the strings. */
    private static final String[] NAMES = new String[1024];

    private final byte[] bytes;
    private int at;

    ByteCursor(byte[] bytes) {
        this.bytes = bytes;
    }

    void enter() {
        at += Integer.BYTES;
    }

    /** Returns the type of the next field, 0 at the end. */
    int type() {
        return bytes[at++];
    }

    /** Passes over the index of the next element; returns false at the end. */
    boolean element() {
        if (bytes[at++] == 0) {
            return false;
        }
        cString();
        return true;
    }

    private void cString() {
        while (bytes[at] != 0) {
            at++;
        }
        at++;
    }

    String name() {
        int start = at;
        int hash = 0;
        for (byte b = bytes[at++]; b != 0; b = bytes[at++]) {
            hash = 31 * hash + b;
        }
        int slot = hash & (NAMES.length - 1);
        String known = NAMES[slot];
        int length = at - 1 - start;
        if (known != null && known.length() == length && known.hashCode() == hash) {
            return known;
        }
        String name = new String(bytes, start, length, StandardCharsets.UTF_8);
        NAMES[slot] = name;
        return name;
    }

    ObjectId objectId() {
        ObjectId id = new ObjectId(ByteBuffer.wrap(bytes, at, 12));
        at += 12;
        return id;
    }

    String string() {
        int length = (int) INT.get(bytes, at);
        String value = new String(bytes, at + Integer.BYTES, length - 1, StandardCharsets.UTF_8);
        at += Integer.BYTES + length;
        return value;
    }

    boolean bool() {
        return bytes[at++] != 0;
    }

    long int64() {
        long value = (long) LONG.get(bytes, at);
        at += Long.BYTES;
        return value;
    }

    long integer(int type) {
        return switch (type) {
            case 0x10 -> int32();
            case 0x12 -> int64();
            default -> (long) float64(type);
        };
    }

    private int int32() {
        int value = (int) INT.get(bytes, at);
        at += Integer.BYTES;
        return value;
    }

    double float64(int type) {
        if (type != 0x01) {
            return integer(type);
        }
        double value = (double) DOUBLE.get(bytes, at);
        at += Double.BYTES;
        return value;
    }

    void skip(int type) {
        switch (type) {
            case 0x01, 0x09, 0x11, 0x12 -> at += Long.BYTES;
            case 0x02 -> at += Integer.BYTES + (int) INT.get(bytes, at);
            case 0x03, 0x04 -> at += (int) INT.get(bytes, at);
            case 0x05 -> at += Integer.BYTES + 1 + (int) INT.get(bytes, at);
            case 0x07 -> at += 12;
            case 0x08 -> at++;
            case 0x0A -> {}
            case 0x10 -> at += Integer.BYTES;
            default -> throw new IllegalArgumentException("Type " + type);
        }
    }
}
