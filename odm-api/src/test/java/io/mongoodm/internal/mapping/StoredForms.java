package io.mongoodm.internal.mapping;

import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.Document;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;

/** A value of each type of the published table, and a record that holds it in every position a type can have. */
final class StoredForms {
    static final ObjectId OBJECT_ID = new ObjectId("64f0000000000000000000aa");
    static final UUID UNIQUE = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
    private static final Instant TIME = Instant.parse("2026-03-29T01:30:00.123Z");

    private StoredForms() {}

    /** A type with its name in the table and one value. */
    record Form(String name, Type type, Object value) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** A type in every position: component, Optional, list, array, map value, type argument, variant of a sealed type. */
    @SuppressWarnings("ArrayRecordComponent")
    record Box<T>(
            T component,
            Optional<T> optional,
            List<T> list,
            T[] array,
            Map<String, T> map,
            Pair<T> pair,
            Held<T> held) {}

    record Pair<T>(T left, Set<T> right) {}

    sealed interface Held<T> {
        record Full<T>(T value) implements Held<T> {}

        record Empty<T>() implements Held<T> {}
    }

    record Named(int id, String name) {}

    /** Every primitive type, and arrays of some. */
    @SuppressWarnings("ArrayRecordComponent")
    record Primitives(
            boolean bool,
            byte b,
            short s,
            char c,
            int i,
            long l,
            float f,
            double d,
            int[] ints,
            long[] longs,
            double[] doubles,
            boolean[] bools,
            OptionalInt optionalInt,
            OptionalLong optionalLong,
            OptionalDouble optionalDouble) {}

    static Primitives primitives() {
        return new Primitives(
                true,
                (byte) -1,
                (short) 2,
                'c',
                Integer.MIN_VALUE,
                Long.MAX_VALUE,
                0.5f,
                -0.0,
                new int[] {1, 2},
                new long[] {3},
                new double[] {Double.MIN_VALUE, Double.POSITIVE_INFINITY},
                new boolean[] {},
                OptionalInt.of(4),
                OptionalLong.of(5),
                OptionalDouble.of(6));
    }

    /** Maps with every type of key. */
    record Keys(
            Map<String, Integer> text,
            Map<DayOfWeek, Integer> enums,
            Map<UUID, Integer> unique,
            Map<ObjectId, Integer> objectIds,
            Map<Integer, Integer> ints,
            Map<Long, Integer> longs,
            Map<Short, Integer> shorts,
            Map<Byte, Integer> bytes,
            Map<BigInteger, Integer> big) {}

    static Keys keys() {
        return new Keys(
                Map.of("ü", 1),
                Map.of(DayOfWeek.MONDAY, 2),
                Map.of(UNIQUE, 3),
                Map.of(OBJECT_ID, 4),
                Map.of(-5, 5),
                Map.of(6L, 6),
                Map.of((short) 7, 7),
                Map.of((byte) 8, 8),
                Map.of(BigInteger.TEN.pow(30), 9));
    }

    static List<Form> all() {
        return List.of(
                form(Boolean.class, true),
                form(Byte.class, (byte) -128),
                form(Short.class, (short) 32767),
                form(Character.class, 'é'),
                form(Integer.class, 42),
                form(Long.class, 1L << 40),
                form(Float.class, 1.5f),
                form(Double.class, 0.1),
                form(String.class, "text with \0 and €"),
                form(DayOfWeek.class, DayOfWeek.FRIDAY),
                form(ObjectId.class, OBJECT_ID),
                form(Decimal128.class, Decimal128.parse("1.50")),
                form(BigDecimal.class, new BigDecimal("12345678901234567890.0123456789")),
                form(BigInteger.class, new BigInteger("-1234567890123456789012345678901234")),
                form(UUID.class, UNIQUE),
                form(Instant.class, TIME),
                form(LocalDate.class, LocalDate.of(1969, 12, 31)),
                form(LocalDateTime.class, LocalDateTime.of(2026, 1, 2, 3, 4, 5, 678_000_000)),
                form(LocalTime.class, LocalTime.of(23, 59, 59, 999_000_000)),
                form(OffsetDateTime.class, TIME.atOffset(ZoneOffset.ofHoursMinutes(5, 30))),
                form(ZonedDateTime.class, TIME.atZone(java.time.ZoneId.of("Europe/Berlin"))),
                form(Duration.class, Duration.ofSeconds(3661, 5)),
                form(URI.class, URI.create("https://example.com/a?b#c")),
                form(byte[].class, new byte[] {1, -1}),
                form(Object.class, "anything"),
                form(Document.class, new Document("a", List.of(1, "b"))),
                form(BsonDocument.class, new BsonDocument("a", new BsonInt32(1))),
                form(Named.class, new Named(7, "seven")));
    }

    private static <T> Form form(Class<T> type, T value) {
        return new Form(type.getSimpleName(), type, value);
    }

    /** Returns the value in every position. */
    static Box<Object> box(Form form) {
        Object value = form.value();
        Object[] array = (Object[]) java.lang.reflect.Array.newInstance((Class<?>) form.type(), 2);
        array[0] = value;
        array[1] = value;
        return new Box<>(
                value,
                Optional.of(value),
                List.of(value, value),
                array,
                Map.of("key", value),
                new Pair<>(value, Set.of(value)),
                new Held.Full<>(value));
    }
}
