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
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.bson.BsonBinary;
import org.bson.BsonBinarySubType;
import org.bson.BsonType;
import org.bson.UuidRepresentation;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/** The types of the published table that are stored as single values, each with its fixed form. */
final class Scalars {
    private static final Map<Class<?>, ValueCodec> CODECS = new HashMap<>();

    static {
        numbers();
        texts();
        times();
        binaries();
        add(boolean.class, Boolean.class, BsonType.BOOLEAN, Scalars::bool, Sink::bool);
        add(ObjectId.class, BsonType.OBJECT_ID, Scalars::objectId, Sink::objectId);
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
        return new ScalarCodec<>(
                String.class,
                BsonType.OBJECT_ID,
                source -> objectId(source).toHexString(),
                (sink, text) -> sink.objectId(parsedId(text)));
    }

    private static void numbers() {
        add(int.class, Integer.class, BsonType.INT32, Numbers::toInt, Sink::int32);
        add(long.class, Long.class, BsonType.INT64, Numbers::toLong, Sink::int64);
        add(short.class, Short.class, BsonType.INT32, Numbers::toShort, (sink, value) -> sink.int32(value));
        add(byte.class, Byte.class, BsonType.INT32, Numbers::toByte, (sink, value) -> sink.int32(value));
        add(double.class, Double.class, BsonType.DOUBLE, Numbers::toDouble, Sink::float64);
        add(float.class, Float.class, BsonType.DOUBLE, Numbers::toFloat, (sink, value) -> sink.float64(value));
        add(Decimal128.class, BsonType.DECIMAL128, Numbers::toDecimal128, Sink::decimal128);
        add(
                BigDecimal.class,
                BsonType.DECIMAL128,
                Numbers::toBigDecimal,
                (sink, value) -> sink.decimal128(Numbers.stored(value)));
        add(
                BigInteger.class,
                BsonType.DECIMAL128,
                Numbers::toBigInteger,
                (sink, value) -> sink.decimal128(Numbers.stored(value)));
    }

    private static void texts() {
        CODECS.put(String.class, StringCodec.INSTANCE);
        add(
                char.class,
                Character.class,
                BsonType.STRING,
                Scalars::character,
                (sink, value) -> sink.string(value.toString()));
        add(URI.class, BsonType.STRING, Scalars::uri, (sink, value) -> sink.string(value.toString()));
        add(Duration.class, BsonType.STRING, Scalars::duration, (sink, value) -> sink.string(value.toString()));
    }

    private static void times() {
        add(Instant.class, BsonType.DATE_TIME, Scalars::instant, (sink, value) -> sink.dateTime(millis(value)));
        add(
                LocalDate.class,
                BsonType.DATE_TIME,
                source -> utc(source).toLocalDate(),
                (sink, value) -> sink.dateTime(millis(value.atStartOfDay().toInstant(ZoneOffset.UTC))));
        add(
                LocalDateTime.class,
                BsonType.DATE_TIME,
                Scalars::utc,
                (sink, value) -> sink.dateTime(millis(value.toInstant(ZoneOffset.UTC))));
        add(
                LocalTime.class,
                BsonType.DATE_TIME,
                source -> utc(source).toLocalTime(),
                (sink, value) ->
                        sink.dateTime(millis(value.atDate(LocalDate.EPOCH).toInstant(ZoneOffset.UTC))));
    }

    private static void binaries() {
        add(
                byte[].class,
                BsonType.BINARY,
                source -> binary(source).getData(),
                (sink, value) -> sink.binary(new BsonBinary(value)));
        add(
                UUID.class,
                BsonType.BINARY,
                Scalars::uuid,
                (sink, value) -> sink.binary(new BsonBinary(value, UuidRepresentation.STANDARD)));
    }

    private static <V> void add(
            Class<V> type, BsonType stored, Function<Source, V> reading, BiConsumer<Sink, V> writing) {
        CODECS.put(type, new ScalarCodec<>(type, stored, reading, writing));
    }

    private static <V> void add(
            Class<V> primitive,
            Class<V> wrapper,
            BsonType stored,
            Function<Source, V> reading,
            BiConsumer<Sink, V> writing) {
        add(wrapper, stored, reading, writing);
        CODECS.put(primitive, new ScalarCodec<>(wrapper, stored, reading, writing));
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
