package io.mongoodm.internal.mapping;

import io.mongoodm.Parts;
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
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.bson.BsonArray;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.Document;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;

/**
 * A type as a class file declares it, with values that mostly fit it.
 *
 * @param signature what stands in a class file's signature; for classes without arguments the same as the descriptor
 * @param scalar whether it can stand in a sorted set
 */
record RandomType(String descriptor, String signature, boolean scalar, Function<Random, BsonValue> fitting) {
    private static final List<RandomType> PRIMITIVES = List.of(
            primitive("Z", RandomValues::bool),
            primitive("B", random -> RandomValues.number(random, random.nextInt(300) - 150)),
            primitive("S", random -> RandomValues.number(random, random.nextInt(70_000) - 35_000)),
            primitive("C", RandomValues::character),
            primitive("I", random -> RandomValues.number(random, random.nextInt())),
            primitive("J", random -> RandomValues.number(random, random.nextLong())),
            primitive("F", RandomValues::real),
            primitive("D", RandomValues::real));

    private static final List<RandomType> SINGLE = List.of(
            of(Boolean.class, RandomValues::bool),
            of(Byte.class, random -> RandomValues.number(random, random.nextInt(300) - 150)),
            of(Short.class, random -> RandomValues.number(random, random.nextInt(70_000) - 35_000)),
            of(Character.class, RandomValues::character),
            of(Integer.class, random -> RandomValues.number(random, random.nextInt())),
            of(Long.class, random -> RandomValues.number(random, random.nextLong())),
            of(Float.class, RandomValues::real),
            of(Double.class, RandomValues::real),
            of(String.class, RandomValues::text),
            of(DayOfWeek.class, RandomValues::day),
            of(ObjectId.class, random -> new BsonObjectId(new ObjectId(random.nextInt(1 << 24), random.nextInt(99)))),
            of(Decimal128.class, RandomValues::decimal),
            of(BigDecimal.class, RandomValues::decimal),
            of(BigInteger.class, RandomValues::decimal),
            of(UUID.class, random -> new BsonBinary(new UUID(random.nextLong(), random.nextLong()))),
            of(Instant.class, RandomValues::date),
            of(LocalDate.class, RandomValues::date),
            of(LocalDateTime.class, RandomValues::date),
            of(LocalTime.class, RandomValues::date),
            of(
                    Duration.class,
                    random -> new BsonString(random.nextInt(9) == 0 ? "P" : "PT" + random.nextInt(99) + "S")),
            of(URI.class, random -> new BsonString(random.nextInt(9) == 0 ? "%" : "a:" + random.nextInt(99))));

    private static final List<RandomType> OTHER = List.of(
            other(OffsetDateTime.class, random -> RandomValues.zoned(random, "+05:30")),
            other(ZonedDateTime.class, random -> RandomValues.zoned(random, "Europe/Berlin")),
            other(byte[].class, random -> new BsonBinary(new byte[random.nextInt(9)])),
            other(int[].class, random -> RandomValues.array(random, r -> RandomValues.number(r, r.nextInt()))),
            other(double[].class, random -> RandomValues.array(random, RandomValues::real)),
            other(
                    boolean[][].class,
                    random -> RandomValues.array(random, one -> RandomValues.array(one, RandomValues::bool))),
            other(OptionalInt.class, random -> RandomValues.number(random, random.nextInt())),
            other(OptionalLong.class, random -> RandomValues.number(random, random.nextLong())),
            other(OptionalDouble.class, RandomValues::real),
            other(Object.class, RandomValues::any),
            other(Document.class, RandomValues::document),
            other(BsonDocument.class, RandomValues::document),
            other(BsonValue.class, RandomValues::any),
            other(BsonInt64.class, random -> new BsonInt64(random.nextLong())),
            other(java.util.Date.class, RandomValues::date),
            other(Parts.Node.class, RandomValues::document),
            other(
                    Parts.Refusing.class,
                    random -> new BsonDocument("a", RandomValues.number(random, random.nextInt(20)))
                            .append("deeper", RandomValues.any(random))),
            other(Parts.Variant.class, RandomValues::variant));

    private static final Map<Class<?>, Function<Random, String>> KEYS = new HashMap<>();

    static {
        KEYS.put(String.class, random -> List.of("k", "", "a.b", "$x", "ümläut").get(random.nextInt(5)));
        KEYS.put(Integer.class, random -> random.nextInt(9) == 0 ? "no" : "" + random.nextInt(5));
        KEYS.put(DayOfWeek.class, random -> RandomValues.day(random).getValue());
        KEYS.put(UUID.class, random -> new UUID(1, random.nextInt(3)).toString());
        KEYS.put(BigInteger.class, random -> "" + random.nextInt(3));
    }

    private static RandomType primitive(String descriptor, Function<Random, BsonValue> fitting) {
        return new RandomType(descriptor, descriptor, false, fitting);
    }

    private static RandomType of(Class<?> type, Function<Random, BsonValue> fitting) {
        return new RandomType(type.descriptorString(), type.descriptorString(), true, fitting);
    }

    private static RandomType other(Class<?> type, Function<Random, BsonValue> fitting) {
        return new RandomType(type.descriptorString(), type.descriptorString(), false, fitting);
    }

    /** Returns the type of a generated record. */
    static RandomType of(Class<?> record, RandomModel model) {
        return other(record, model::document);
    }

    /** Returns a type of a component: any of the table, with containers up to a depth, or one of those given. */
    static RandomType any(Random random, int depth, List<RandomType> records) {
        int choice = random.nextInt(depth > 0 ? 10 : 6);
        return switch (choice) {
            case 0 -> one(random, PRIMITIVES);
            case 1, 2 -> one(random, SINGLE);
            case 3 -> one(random, OTHER);
            case 4, 5 -> records.isEmpty() ? one(random, SINGLE) : one(random, records);
            default -> container(random, depth, records);
        };
    }

    private static RandomType container(Random random, int depth, List<RandomType> records) {
        RandomType inner = reference(random, depth - 1, records);
        return switch (random.nextInt(8)) {
            case 0 -> new RandomType("[" + inner.descriptor(), "[" + inner.signature(), false, array(inner));
            case 1, 2 -> generic(List.class, inner.signature(), array(inner));
            case 3 -> generic(Set.class, inner.signature(), array(inner));
            case 4 ->
                generic(
                        inner.descriptor().contains("Optional") ? Set.class : Optional.class,
                        inner.signature(),
                        inner.descriptor().contains("Optional") ? array(inner) : inner.fitting());
            case 5 -> {
                RandomType sorted = one(random, SINGLE);
                yield generic(SortedSet.class, sorted.signature(), array(sorted));
            }
            case 6 ->
                generic(
                        Parts.Pair.class,
                        inner.signature(),
                        of -> new BsonDocument("left", inner.fitting().apply(of))
                                .append("right", array(inner).apply(of)));
            default -> map(random, inner);
        };
    }

    private static RandomType map(Random random, RandomType inner) {
        List<Class<?>> keys = new ArrayList<>(KEYS.keySet());
        keys.sort(java.util.Comparator.comparing(Class::getName));
        Class<?> key = keys.get(random.nextInt(keys.size()));
        Class<?> type = random.nextBoolean() ? Map.class : TreeMap.class;
        Function<Random, String> names = Objects.requireNonNull(KEYS.get(key));
        return generic(type, key.descriptorString() + inner.signature(), of -> {
            BsonDocument entries = new BsonDocument();
            for (int i = of.nextInt(4); i > 0; i--) {
                entries.put(names.apply(of), elementOf(inner, of));
            }
            return entries;
        });
    }

    private static RandomType reference(Random random, int depth, List<RandomType> records) {
        RandomType type = any(random, depth, records);
        return type.descriptor().length() == 1 ? one(random, SINGLE) : type;
    }

    private static RandomType generic(Class<?> type, String arguments, Function<Random, BsonValue> fitting) {
        String descriptor = type.descriptorString();
        String open = descriptor.substring(0, descriptor.length() - 1);
        return new RandomType(descriptor, open + "<" + arguments + ">;", false, fitting);
    }

    private static Function<Random, BsonValue> array(RandomType inner) {
        return random -> {
            BsonArray array = new BsonArray();
            for (int i = random.nextInt(4); i > 0; i--) {
                array.add(elementOf(inner, random));
            }
            return array;
        };
    }

    private static BsonValue elementOf(RandomType inner, Random random) {
        return random.nextInt(12) == 0 ? BsonNull.VALUE : inner.fitting().apply(random);
    }

    private static RandomType one(Random random, List<RandomType> types) {
        return types.get(random.nextInt(types.size()));
    }
}
