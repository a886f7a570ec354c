package io.mongoodm.internal.mapping;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import org.bson.BsonBinary;
import org.bson.BsonBinarySubType;
import org.bson.BsonType;
import org.bson.UuidRepresentation;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/** Reads and writes the values of the published table that are stored as single values. */
final class Scalars {
    private static final Map<Class<?>, ValueCodec> CODECS = new HashMap<>();

    static {
        for (Scalar scalar : Scalar.values()) {
            ValueCodec codec = new ScalarCodec(scalar);
            CODECS.put(scalar.type(), codec);
            if (scalar.primitive() != null) {
                CODECS.put(scalar.primitive(), codec);
            }
        }
        CODECS.put(String.class, StringCodec.INSTANCE);
    }

    private Scalars() {}

    /** Returns the codec of a type of the table, or null. */
    static @Nullable ValueCodec of(Class<?> type) {
        return CODECS.get(type);
    }

    /** Returns the codec of a type that is known to be in the table. */
    static ValueCodec require(Class<?> type) {
        return Objects.requireNonNull(CODECS.get(type), type::getName);
    }

    /** Returns the codec of a string that is stored as an ObjectId. */
    static ValueCodec objectIdText() {
        return new ScalarCodec(Scalar.OBJECT_ID_TEXT);
    }

    /** Reads a value; each form checks the stored type by itself, because numbers accept several. */
    static Object read(Scalar scalar, Source source) {
        return switch (scalar) {
            case INT -> Numbers.toInt(source);
            case LONG -> Numbers.toLong(source);
            case SHORT -> Numbers.toShort(source);
            case BYTE -> Numbers.toByte(source);
            case DOUBLE -> Numbers.toDouble(source);
            case FLOAT -> Numbers.toFloat(source);
            case DECIMAL128 -> Numbers.toDecimal128(source);
            case BIG_DECIMAL -> Numbers.toBigDecimal(source);
            case BIG_INTEGER -> Numbers.toBigInteger(source);
            case BOOLEAN -> bool(source);
            case CHARACTER -> character(source);
            case ADDRESS -> uri(source);
            case DURATION -> duration(source);
            case INSTANT -> instant(source);
            case LOCAL_DATE -> utc(source).toLocalDate();
            case LOCAL_DATE_TIME -> utc(source);
            case LOCAL_TIME -> utc(source).toLocalTime();
            case BYTES -> binary(source).getData();
            case UNIQUE_ID -> uuid(source);
            case OBJECT_ID -> objectId(source);
            case OBJECT_ID_TEXT -> objectId(source).toHexString();
        };
    }

    /** Writes a value of the scalar's class. */
    static void write(Scalar scalar, Sink sink, Object value) {
        switch (scalar) {
            case INT -> sink.int32((Integer) value);
            case LONG -> sink.int64((Long) value);
            case SHORT -> sink.int32((Short) value);
            case BYTE -> sink.int32((Byte) value);
            case DOUBLE -> sink.float64((Double) value);
            case FLOAT -> sink.float64((Float) value);
            case DECIMAL128 -> sink.decimal128((Decimal128) value);
            case BIG_DECIMAL -> sink.decimal128(Numbers.stored((BigDecimal) value));
            case BIG_INTEGER -> sink.decimal128(Numbers.stored((BigInteger) value));
            case BOOLEAN -> sink.bool((Boolean) value);
            case CHARACTER, ADDRESS, DURATION -> sink.string(value.toString());
            case INSTANT -> sink.dateTime(millis((Instant) value));
            case LOCAL_DATE -> sink.dateTime(millis(((LocalDate) value).atStartOfDay()));
            case LOCAL_DATE_TIME -> sink.dateTime(millis((LocalDateTime) value));
            case LOCAL_TIME -> sink.dateTime(millis(((LocalTime) value).atDate(LocalDate.EPOCH)));
            case BYTES -> sink.binary(new BsonBinary((byte[]) value));
            case UNIQUE_ID -> sink.binary(new BsonBinary((UUID) value, UuidRepresentation.STANDARD));
            case OBJECT_ID -> sink.objectId((ObjectId) value);
            case OBJECT_ID_TEXT -> sink.objectId(parsedId((String) value));
        }
    }

    /** Returns the codec of a primitive optional, or null. */
    static @Nullable ValueCodec optional(Class<?> type) {
        if (type == OptionalInt.class) {
            return new OptionalCodec(
                    require(int.class),
                    OptionalInt.empty(),
                    value -> OptionalInt.of((Integer) value),
                    optional -> ((OptionalInt) optional).isPresent() ? ((OptionalInt) optional).getAsInt() : null);
        }
        if (type == OptionalLong.class) {
            return new OptionalCodec(
                    require(long.class),
                    OptionalLong.empty(),
                    value -> OptionalLong.of((Long) value),
                    optional -> ((OptionalLong) optional).isPresent() ? ((OptionalLong) optional).getAsLong() : null);
        }
        if (type == OptionalDouble.class) {
            return new OptionalCodec(
                    require(double.class),
                    OptionalDouble.empty(),
                    value -> OptionalDouble.of((Double) value),
                    optional ->
                            ((OptionalDouble) optional).isPresent() ? ((OptionalDouble) optional).getAsDouble() : null);
        }
        return null;
    }

    static boolean bool(Source source) {
        expect(source, BsonType.BOOLEAN);
        return source.bool();
    }

    static String string(Source source) {
        if (source instanceof ByteSource bytes && bytes.code() == ByteSource.STRING) {
            return bytes.string();
        }
        expect(source, BsonType.STRING);
        return source.string();
    }

    static ObjectId objectId(Source source) {
        expect(source, BsonType.OBJECT_ID);
        return source.objectId();
    }

    static char character(Source source) {
        String text = string(source);
        if (text.length() != 1) {
            throw new Misfit("Expected a string of one character but it has " + text.length());
        }
        return text.charAt(0);
    }

    static Instant instant(Source source) {
        expect(source, BsonType.DATE_TIME);
        return Instant.ofEpochMilli(source.dateTime());
    }

    private static LocalDateTime utc(Source source) {
        return LocalDateTime.ofInstant(instant(source), ZoneOffset.UTC);
    }

    private static BsonBinary binary(Source source) {
        expect(source, BsonType.BINARY);
        return source.binary();
    }

    // The exceptions of the parsers below quote the text, so they are no causes.

    private static URI uri(Source source) {
        try {
            return new URI(string(source));
        } catch (URISyntaxException e) {
            throw new Misfit("Expected a URI but the string is none");
        }
    }

    private static Duration duration(Source source) {
        try {
            return Duration.parse(string(source));
        } catch (DateTimeParseException e) {
            throw new Misfit("Expected an ISO-8601 duration but the string is none");
        }
    }

    private static ObjectId parsedId(String text) {
        if (!ObjectId.isValid(text)) {
            throw new Misfit("Expected 24 hexadecimal digits, because the string is stored as an ObjectId, but it is"
                    + " another text");
        }
        return new ObjectId(text);
    }

    private static UUID uuid(Source source) {
        BsonBinary binary = binary(source);
        if (binary.getType() != BsonBinarySubType.UUID_STANDARD.getValue()) {
            throw new Misfit(
                    "Expected a UUID, binary of subtype 4, but the subtype is " + (binary.getType() & 0xff),
                    "set uuidRepresentation in the settings of the client when UUIDs are stored in another form",
                    null);
        }
        if (binary.getData().length != 2 * Long.BYTES) {
            throw new Misfit("Expected a UUID of 16 bytes but it has " + binary.getData().length);
        }
        return binary.asUuid();
    }

    private static long millis(LocalDateTime utc) {
        return millis(utc.toInstant(ZoneOffset.UTC));
    }

    static long millis(Instant value) {
        try {
            return value.toEpochMilli();
        } catch (ArithmeticException e) {
            throw new Misfit("Expected a time that 64 bits of milliseconds hold but it is out of range", "", e);
        }
    }

    private static void expect(Source source, BsonType expected) {
        if (source.type() != expected) {
            throw Misfit.type(BsonTypes.name(expected), source.type());
        }
    }
}
