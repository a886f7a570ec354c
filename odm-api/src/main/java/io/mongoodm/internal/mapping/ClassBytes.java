package io.mongoodm.internal.mapping;

import java.util.Arrays;

/** A part of a class file in the making: bytes and big-endian numbers. */
final class ClassBytes {
    private byte[] bytes;
    private int length;

    ClassBytes(int room) {
        bytes = new byte[room];
    }

    int length() {
        return length;
    }

    private int room(int more) {
        int at = length;
        length += more;
        if (length > bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * length);
        }
        return at;
    }

    ClassBytes int8(int value) {
        int at = room(1);
        bytes[at] = (byte) value;
        return this;
    }

    ClassBytes int16(int value) {
        int16(room(2), value);
        return this;
    }

    void int16(int at, int value) {
        bytes[at] = (byte) (value >> Byte.SIZE);
        bytes[at + 1] = (byte) value;
    }

    ClassBytes int32(int value) {
        return int16(value >> Short.SIZE).int16(value);
    }

    /** Appends an instruction with its operand, or anything else that is one byte and two. */
    ClassBytes with(int code, int operand) {
        int at = room(3);
        bytes[at] = (byte) code;
        int16(at + 1, operand);
        return this;
    }

    ClassBytes all(byte[] more, int count) {
        int at = room(count);
        System.arraycopy(more, 0, bytes, at, count);
        return this;
    }

    ClassBytes all(ClassBytes more) {
        return all(more.bytes, more.length);
    }

    byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }
}
