package io.mongoodm.internal.mapping;

import static io.mongoodm.internal.mapping.Mappings.read;
import static io.mongoodm.internal.mapping.Mappings.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mongoodm.DecodingException;
import io.mongoodm.EncodingException;
import io.mongoodm.annotation.Aliases;
import io.mongoodm.annotation.Default;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.Document;
import org.bson.codecs.pojo.annotations.BsonExtraElements;
import org.bson.types.Decimal128;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the page on the mapping says of values beside its tables. */
class ValueEdgesTest {
    record Times(Instant instant, LocalDateTime dateTime, LocalTime time, OffsetDateTime offset, ZonedDateTime zoned) {}

    @Test
    void timeBelowAMillisecondIsCut() {
        Instant exact = Instant.parse("2026-01-02T03:04:05.678Z");
        assertThat(write(times(exact.plusNanos(999_999)))).isEqualTo(write(times(exact)));
        Instant before1970 = Instant.parse("1969-12-31T23:59:59.999Z");
        assertThat(write(times(before1970.plusNanos(1)))).isEqualTo(write(times(before1970)));
    }

    private static Times times(Instant instant) {
        OffsetDateTime utc = instant.atOffset(ZoneOffset.UTC);
        return new Times(instant, utc.toLocalDateTime(), utc.toLocalTime(), utc, utc.toZonedDateTime());
    }

    record Wide(BigDecimal decimal, BigInteger integer) {}

    @Test
    void moreThan34DigitsAreRefused() {
        assertThatThrownBy(() -> write(new Wide(new BigDecimal("0." + "1".repeat(35)), BigInteger.ONE)))
                .isExactlyInstanceOf(EncodingException.class)
                .hasMessage("Expected a number that decimal128 holds exactly but it has more than 34 digits, or an"
                        + " exponent out of range at decimal (record Wide, component decimal)");
        assertThatThrownBy(() -> write(new Wide(BigDecimal.ONE, BigInteger.TEN.pow(34))))
                .isExactlyInstanceOf(EncodingException.class)
                .hasMessage("Expected an integer of at most 34 digits but it has 35 at integer (record Wide, component"
                        + " integer)");
        assertThat(write(new Wide(BigDecimal.ONE, BigInteger.TEN.pow(33)))).isNotEmpty();
    }

    record Decimals(BigDecimal big, Decimal128 decimal) {}

    @Test
    void storedDoubleIsTheShortestDecimalThatStandsForIt() {
        assertThat(read(Decimals.class, "{big: 0.1, decimal: 0.3}"))
                .isEqualTo(new Decimals(new BigDecimal("0.1"), Decimal128.parse("0.3")));
    }

    record Numbers(
            int i, long l, short s, byte b, double d, float f, BigDecimal big, BigInteger whole, Decimal128 decimal) {}

    @ParameterizedTest
    @CsvSource({"-0.0, 0.0, -0.0", "{$numberDecimal: '-0'}, 0, -0", "{$numberDecimal: '-0E+3'}, 0E+3, -0E+3"})
    void minusZeroIsZeroWhereTheTypeHasNone(String stored, BigDecimal big, Decimal128 decimal) {
        BsonValue value = BsonDocument.parse("{v: " + stored + "}").get("v");
        BsonDocument document = new BsonDocument();
        for (var component : Numbers.class.getRecordComponents()) {
            document.put(component.getName(), value);
        }
        assertThat(Paths.of(Paths.parse(), Numbers.class).read(document))
                .isEqualTo(new Numbers(0, 0, (short) 0, (byte) 0, -0.0, -0.0f, big, BigInteger.ZERO, decimal));
    }

    record Text(String text, Map<String, String> map) {}

    @Test
    void bytesThatAreNoUtf8AreReadAsTheDriverReadsThem() {
        for (String around : List.of("", "a text that is longer than any short one ")) {
            byte[] bytes = Paths.bytes(new BsonDocument("text", new BsonString(around + "?"))
                    .append("map", new BsonDocument("k", new BsonString("?" + around))));
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = bytes[i] == '?' ? (byte) 0xff : bytes[i];
            }
            assertThat(new String(bytes, StandardCharsets.ISO_8859_1)).contains("\u00ff");
            assertThat(Paths.of(Paths.parse(), Text.class).read(bytes))
                    .isEqualTo(new Text(around + "\uFFFD", Map.of("k", "\uFFFD" + around)));
        }
    }

    record Letter(char letter) {}

    @Test
    void halfOfASurrogatePairIsNoCharacter() {
        assertThatThrownBy(() -> write(new Letter('\uD800')))
                .isExactlyInstanceOf(EncodingException.class)
                .hasMessage("Expected text that UTF-8 can hold but it has half of a surrogate pair at letter"
                        + " (record Letter, component letter)");
    }

    @SuppressWarnings("NonApiType") // A list that can be changed.
    record Defaults(
            @Default("[1]") ArrayList<Integer> stored,
            @Default(factory = "two") ArrayList<Integer> made) {
        static ArrayList<Integer> two() {
            return new ArrayList<>(List.of(2));
        }
    }

    @Test
    void defaultsAreMadeAnewEachTime() {
        Paths<Defaults> paths = Paths.of(Paths.parse(), Defaults.class);
        Defaults first = paths.read(new BsonDocument());
        first.stored().add(7);
        first.made().add(7);
        assertThat(paths.read(new BsonDocument())).isEqualTo(new Defaults(new ArrayList<>(List.of(1)), Defaults.two()));
    }

    record Failing(
            @Default(factory = "nothing") String none,
            @Default(factory = "failing") String broken) {
        static @Nullable String nothing() {
            return null;
        }

        static String failing() {
            throw new IllegalArgumentException("why");
        }
    }

    @Test
    void factoryThatFailsIsADecodingException() {
        assertThatThrownBy(() -> read(Failing.class, "{broken: ''}"))
                .isExactlyInstanceOf(DecodingException.class)
                .hasMessage("Expected a default but the factory nothing returned null at none (record Failing,"
                        + " component none)");
        assertThatThrownBy(() -> read(Failing.class, "{none: ''}"))
                .isExactlyInstanceOf(DecodingException.class)
                .hasMessage("Expected a default but the factory failing failed at broken (record Failing, component"
                        + " broken)")
                .cause()
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("why");
    }

    record Open(Object value) {}

    record Typed<T>(T value) {}

    record Inner(int id) {}

    record Each(
            Typed<UUID> unique,
            Typed<Duration> duration,
            Typed<URI> uri,
            Typed<BigInteger> integer,
            Typed<OffsetDateTime> offset,
            Typed<ZonedDateTime> zoned,
            Typed<Instant> instant,
            Typed<Inner> inner) {}

    @Test
    void objectIsStoredAsItsOwnClassIs() throws ReflectiveOperationException {
        OffsetDateTime time = OffsetDateTime.parse("2026-01-02T03:04:05.678+05:30");
        Each each = new Each(
                new Typed<>(new UUID(1, 2)),
                new Typed<>(Duration.ofSeconds(7)),
                new Typed<>(URI.create("a:b")),
                new Typed<>(BigInteger.TEN),
                new Typed<>(time),
                new Typed<>(time.toZonedDateTime()),
                new Typed<>(time.toInstant()),
                new Typed<>(new Inner(1)));
        BsonDocument stored = write(each);
        for (var component : Each.class.getRecordComponents()) {
            Typed<?> typed = (Typed<?>) component.getAccessor().invoke(each);
            assertThat(write(new Open(typed.value())))
                    .as(component.getName())
                    .isEqualTo(stored.getDocument(component.getName()));
        }
    }

    record Loose(Object list, Object document, Document declared, List<Object> elements) {}

    @Test
    void uuidsInDocumentsAndListsAreReadAsSuch() {
        UUID unique = new UUID(1, 2);
        Document document = new Document("unique", unique).append("list", List.of(unique));
        Loose loose = new Loose(List.of(unique), document, document, List.of(List.of(unique), document));
        assertThat(read(Loose.class, write(loose).toJson())).isEqualTo(loose);
    }

    record Aliased(@Aliases("old") @Nullable Integer now) {}

    @Test
    void nullUnderThePresentNameCountsBeforeAFormerName() {
        assertThat(read(Aliased.class, "{now: null, old: 1}").now()).isNull();
        assertThat(read(Aliased.class, "{old: 1, now: null}").now()).isNull();
    }

    record Extra(@BsonExtraElements Document document) {}

    @Test
    void extraElementsCanBeChanged() {
        Extra extra = read(Extra.class, "{x: 1}");
        extra.document().append("y", 2);
        assertThat(write(extra)).isEqualTo(BsonDocument.parse("{x: 1, y: 2}"));
    }
}
