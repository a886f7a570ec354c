package io.mongoodm.internal.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.mongoodm.DecodingException;
import io.mongoodm.annotation.Aliases;
import io.mongoodm.annotation.Default;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.bson.BsonArray;
import org.bson.BsonBinary;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDecimal128;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonObjectId;
import org.bson.BsonRegularExpression;
import org.bson.BsonString;
import org.bson.BsonTimestamp;
import org.bson.BsonUndefined;
import org.bson.BsonValue;
import org.bson.codecs.pojo.annotations.BsonExtraElements;
import org.bson.codecs.pojo.annotations.BsonIgnore;
import org.bson.codecs.pojo.annotations.BsonProperty;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Random documents, in order, shuffled, mistyped, cut and mutated: every path has to give the same value or error. */
class DifferentialTest {
    private static final int ROUNDS = Integer.getInteger("io.mongoodm.fuzz.rounds", 2_000);
    private static final long SEED = Long.getLong("io.mongoodm.fuzz.seed", 42);

    record Wide(
            @Nullable ObjectId id,
            String name,
            int count,
            long total,
            double ratio,
            boolean active,
            @Nullable Integer boxedInt,
            @Nullable Long boxedLong,
            @Nullable Double boxedDouble,
            @Nullable Boolean boxedBoolean,
            @Nullable Instant created,
            List<String> tags,
            Optional<Inner> inner,
            List<Inner> inners,
            Map<String, Integer> map,

            @BsonProperty("aNameThatIsLongerThanEightBytes") @Nullable
            String longName,

            @BsonProperty("aNameThatIsLongerThanEightByteX") @Nullable
            String otherLongName,

            @Aliases({"old", "older"}) @Default("7") int renamed,
            @Nullable Sealed variant,
            @BsonIgnore int ignored) {}

    record Inner(int a, @Nullable String b, @Nullable Inner deeper) {
        Inner {
            if (a == 13) {
                throw new IllegalArgumentException("unlucky");
            }
        }
    }

    sealed interface Sealed {
        record One(int id, String x) implements Sealed {}

        record Two(long x, @BsonExtraElements Map<String, Object> rest) implements Sealed {}
    }

    private final Paths<Wide> wide = Paths.of(Paths.parse(), Wide.class);
    private final Paths<Sealed> variants = Paths.of(Paths.parse(), Sealed.class);
    private final Random random = new Random(SEED);

    @Test
    void randomDocumentsAreReadAlike() {
        int values = 0;
        for (int i = 0; i < ROUNDS; i++) {
            Outcome<Wide> read = read(wide, document());
            if (read.value() != null) {
                assertThat(wide.read(wide.write(read.value()))).isEqualTo(read.value());
                values++;
            }
        }
        assertThat(values).isGreaterThan(ROUNDS / 10);
    }

    @Test
    void randomVariantsAreReadAlike() {
        for (int i = 0; i < ROUNDS; i++) {
            Outcome<Sealed> read = read(variants, variant());
            if (read.value() != null) {
                assertThat(variants.read(variants.write(read.value()))).isEqualTo(read.value());
            }
        }
    }

    @Test
    void mutatedBytesGiveAValueOrADecodingException() {
        for (int i = 0; i < ROUNDS; i++) {
            byte[] bytes = Paths.bytes(document());
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                int at = random.nextInt(bytes.length);
                bytes[at] = (byte) (random.nextBoolean() ? random.nextInt() : bytes[at] ^ (1 << random.nextInt(8)));
            }
            readBytes(bytes, "round " + i);
        }
    }

    @Test
    void truncatedBytesGiveADecodingException() {
        byte[] bytes = Paths.bytes(document());
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThat(Outcome.of(() -> wide.read(cut)).failure()).isExactlyInstanceOf(DecodingException.class);
        }
    }

    private void readBytes(byte[] bytes, String what) {
        Outcome<Wide> read = Outcome.of(() -> wide.read(bytes));
        if (read.failure() != null) {
            assertThat(read.failure()).as(what).isExactlyInstanceOf(DecodingException.class);
        }
    }

    private static <T> Outcome<T> read(Paths<T> paths, BsonDocument document) {
        Outcome<T> outcome = Outcome.of(() -> paths.read(document));
        if (outcome.failure() != null) {
            assertThat(outcome.failure()).as(document.toJson()).isExactlyInstanceOf(DecodingException.class);
        }
        return outcome;
    }

    private BsonDocument document() {
        List<String> names = new ArrayList<>(List.of(
                "_id",
                "name",
                "count",
                "total",
                "ratio",
                "active",
                "boxedInt",
                "boxedLong",
                "boxedDouble",
                "boxedBoolean",
                "created",
                "tags",
                "inner",
                "inners",
                "map",
                "aNameThatIsLongerThanEightBytes",
                "aNameThatIsLongerThanEightByteX",
                "renamed",
                "variant"));
        if (random.nextInt(3) == 0) {
            names.addAll(List.of("old", "older", "unknown", "", "ignored", "nam", "names", "aNameThatIsLongerThan"));
            names.removeIf(name -> random.nextInt(12) == 0);
        }
        if (random.nextInt(3) == 0) {
            Collections.shuffle(names, random);
        }
        boolean wrong = random.nextInt(4) == 0;
        BsonDocument document = new BsonDocument();
        for (String name : names) {
            document.put(name, wrong && random.nextInt(10) == 0 ? any(0) : fitting(name));
        }
        return document;
    }

    private BsonValue fitting(String name) {
        boolean absent = random.nextInt(20) == 0;
        return switch (name) {
            case "_id" -> absent ? new BsonNull() : new BsonObjectId(new ObjectId());
            case "name" -> text();
            case "count", "renamed", "old", "older" -> number(random.nextInt());
            case "boxedInt" -> absent ? new BsonNull() : number(random.nextInt());
            case "total" -> number(random.nextInt(10) == 0 ? random.nextLong() : random.nextInt());
            case "boxedLong" -> absent ? new BsonUndefined() : number(random.nextInt());
            case "ratio", "boxedDouble" ->
                random.nextBoolean() ? new BsonDouble(random.nextGaussian()) : number(random.nextInt());
            case "active", "boxedBoolean" -> BsonBoolean.valueOf(random.nextBoolean());
            case "created" -> new BsonDateTime(random.nextLong());
            case "tags" -> new BsonArray(List.of(text(), text()));
            case "inner" -> inner(0);
            case "inners" -> new BsonArray(List.of(inner(0), inner(0)));
            case "map" -> new BsonDocument("k", number(1)).append("ü", number(2));
            case "variant" -> variant();
            default -> absent ? new BsonNull() : text();
        };
    }

    private BsonDocument inner(int depth) {
        BsonDocument inner = new BsonDocument("a", number(random.nextInt(300))).append("b", text());
        return depth < 3 && random.nextBoolean() ? inner.append("deeper", inner(depth + 1)) : inner;
    }

    private BsonDocument variant() {
        BsonDocument variant = new BsonDocument();
        boolean one = random.nextBoolean();
        List<Runnable> fields = new ArrayList<>(List.of(
                () -> variant.put("_id", number(5)),
                () -> variant.put("_cls", new BsonString(random.nextInt(30) == 0 ? "Three" : one ? "One" : "Two")),
                () -> variant.put("x", one ? text() : number(random.nextInt())),
                () -> variant.put("more", random.nextInt(30) == 0 ? any(0) : text())));
        if (random.nextBoolean()) {
            Collections.shuffle(fields, random);
        }
        fields.forEach(Runnable::run);
        return variant;
    }

    private BsonString text() {
        return new BsonString(List.of("", "a", "short", "ümläut €", "a text of more than thirty-two characters")
                .get(random.nextInt(5)));
    }

    private BsonValue number(long value) {
        return switch (random.nextInt(8)) {
            case 0 -> new BsonInt64(value);
            case 1 -> new BsonDouble(value);
            case 2 -> new BsonDecimal128(new Decimal128(value));
            default -> (int) value == value ? new BsonInt32((int) value) : new BsonInt64(value);
        };
    }

    private BsonValue any(int depth) {
        return switch (random.nextInt(depth < 2 ? 14 : 12)) {
            case 0 -> new BsonInt32(random.nextInt());
            case 1 -> new BsonInt64(random.nextLong());
            case 2 -> new BsonDouble(random.nextDouble());
            case 3 -> text();
            case 4 -> new BsonObjectId(new ObjectId());
            case 5 -> BsonBoolean.TRUE;
            case 6 -> new BsonDateTime(random.nextLong());
            case 7 -> new BsonNull();
            case 8 -> new BsonTimestamp(random.nextLong());
            case 9 -> new BsonRegularExpression("a", "i");
            case 10 -> new BsonBinary(new byte[random.nextInt(20)]);
            case 11 -> new BsonDecimal128(Decimal128.parse("1.5"));
            case 12 -> new BsonArray(List.of(any(depth + 1), any(depth + 1)));
            default -> new BsonDocument("a", any(depth + 1)).append("b", any(depth + 1));
        };
    }
}
