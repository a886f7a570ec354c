package io.mongoodm.internal.mapping;

import java.nio.charset.StandardCharsets;

/** A stored name with the bytes that stand for it in BSON, so that writing never converts it again. */
final class FieldName {
    private final String text;
    private final byte[] terminated;

    FieldName(String text) {
        this.text = text;
        this.terminated = (text + '\0').getBytes(StandardCharsets.UTF_8);
    }

    String text() {
        return text;
    }

    /** Returns the UTF-8 bytes and the zero byte that ends them. Not to be changed. */
    byte[] terminated() {
        return terminated;
    }

    @Override
    public String toString() {
        return text;
    }
}
