package io.mongoodm.internal.mapping;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A stored name with the bytes that stand for it in BSON, so that writing never converts it again. */
final class FieldName {
    /** What {@link #isStorable} asks for. */
    static final String STORABLE =
            "a stored name is not empty and has no dot, no leading dollar sign, no NUL character and no half of a"
                    + " surrogate pair";

    private final String text;
    private final byte[] terminated;

    FieldName(String text) {
        this.text = text;
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        this.terminated = Arrays.copyOf(bytes, bytes.length + 1);
    }

    /** Returns the name, which may come from anywhere, or refuses one that BSON has no bytes for. */
    static String writable(String name) {
        if (name.indexOf('\0') >= 0) {
            throw new Misfit("Expected a field name without the NUL character but it has one");
        }
        return Sink.encodable(name);
    }

    /** Tells whether filters and updates can name a field like this. */
    static boolean isStorable(String name) {
        return !name.isEmpty()
                && !name.startsWith("$")
                && name.indexOf('.') < 0
                && name.indexOf('\0') < 0
                && Sink.isEncodable(name);
    }

    String text() {
        return text;
    }

    /** Returns the UTF-8 bytes and the zero byte that ends them. Not to be changed. */
    byte[] terminated() {
        return terminated;
    }

    /** Tells whether these bytes are this name. */
    boolean matches(byte[] bytes, int from, int to) {
        return Arrays.equals(terminated, 0, terminated.length - 1, bytes, from, to);
    }

    @Override
    public String toString() {
        return text;
    }
}
