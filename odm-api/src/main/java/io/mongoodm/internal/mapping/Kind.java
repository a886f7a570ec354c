package io.mongoodm.internal.mapping;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.bson.types.ObjectId;

/** The types that generated code reads and writes by itself; every other goes through its codec. */
enum Kind {
    INT(int.class, 0x10, 4),
    LONG(long.class, 0x12, 8),
    DOUBLE(double.class, 0x01, 8),
    BOOLEAN(boolean.class, 0x08, 1),
    BOXED_INT(Integer.class, 0x10, 4),
    BOXED_LONG(Long.class, 0x12, 8),
    BOXED_DOUBLE(Double.class, 0x01, 8),
    BOXED_BOOLEAN(Boolean.class, 0x08, 1),
    STRING(String.class, 0x02, 0),
    OBJECT_ID(ObjectId.class, 0x07, 12),
    INSTANT(Instant.class, 0x09, 8),
    OTHER(Object.class, 0x00, 0);

    private static final Map<Class<?>, Kind> BY_TYPE;

    static {
        Map<Class<?>, Kind> byType = new HashMap<>();
        for (Kind kind : values()) {
            byType.put(kind.type, kind);
        }
        byType.remove(Object.class);
        BY_TYPE = byType;
    }

    private final Class<?> type;
    private final int code;
    private final int size;

    Kind(Class<?> type, int code, int size) {
        this.type = type;
        this.code = code;
        this.size = size;
    }

    /** Returns the kind of a component: other than {@link #OTHER} only when its codec is that of the table. */
    static Kind of(Component component) {
        Class<?> type = component.erased();
        Kind kind = BY_TYPE.getOrDefault(type, OTHER);
        return component.isStored() && component.codec().equals(Scalars.of(type)) ? kind : OTHER;
    }

    /** Returns the kind of what a codec reads and writes as an object. */
    static Kind of(ValueCodec codec) {
        for (Kind kind : values()) {
            if (kind != OTHER && !kind.type.isPrimitive() && codec.equals(Scalars.of(kind.type))) {
                return kind;
            }
        }
        return OTHER;
    }

    /** Returns the number of the BSON type that it is written as. */
    int code() {
        return code;
    }

    /** Returns how many bytes a value has; 0 when that differs. */
    int size() {
        return size;
    }
}
