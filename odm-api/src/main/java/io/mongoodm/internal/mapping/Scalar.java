package io.mongoodm.internal.mapping;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.UUID;
import org.bson.BsonType;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * The types of the published table that are stored as single values, each with its fixed form. Constants and not a codec
 * of its own for each: a program starts with all of them and uses a few.
 */
enum Scalar {
    INT(BsonType.INT32, Integer.class, int.class),
    LONG(BsonType.INT64, Long.class, long.class),
    SHORT(BsonType.INT32, Short.class, short.class),
    BYTE(BsonType.INT32, Byte.class, byte.class),
    DOUBLE(BsonType.DOUBLE, Double.class, double.class),
    FLOAT(BsonType.DOUBLE, Float.class, float.class),
    DECIMAL128(BsonType.DECIMAL128, Decimal128.class),
    BIG_DECIMAL(BsonType.DECIMAL128, BigDecimal.class),
    BIG_INTEGER(BsonType.DECIMAL128, BigInteger.class),
    BOOLEAN(BsonType.BOOLEAN, Boolean.class, boolean.class),
    CHARACTER(BsonType.STRING, Character.class, char.class),
    ADDRESS(BsonType.STRING, URI.class),
    DURATION(BsonType.STRING, Duration.class),
    INSTANT(BsonType.DATE_TIME, Instant.class),
    LOCAL_DATE(BsonType.DATE_TIME, LocalDate.class),
    LOCAL_DATE_TIME(BsonType.DATE_TIME, LocalDateTime.class),
    LOCAL_TIME(BsonType.DATE_TIME, LocalTime.class),
    BYTES(BsonType.BINARY, byte[].class),
    UNIQUE_ID(BsonType.BINARY, UUID.class),
    OBJECT_ID(BsonType.OBJECT_ID, ObjectId.class),
    /** A string, where it is to be stored as an ObjectId. */
    OBJECT_ID_TEXT(BsonType.OBJECT_ID, String.class);

    private final BsonType stored;
    private final Class<?> type;
    private final @Nullable Class<?> primitive;

    Scalar(BsonType stored, Class<?> type) {
        this(stored, type, null);
    }

    Scalar(BsonType stored, Class<?> type, @Nullable Class<?> primitive) {
        this.stored = stored;
        this.type = type;
        this.primitive = primitive;
    }

    /** Returns the BSON type that it is written as. */
    BsonType stored() {
        return stored;
    }

    /** Returns the class of the values. */
    Class<?> type() {
        return type;
    }

    /** Returns the primitive type that goes with it, or null. */
    @Nullable
    Class<?> primitive() {
        return primitive;
    }
}
