package io.mongoodm.internal.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mongoodm.DecodingException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonJavaScript;
import org.bson.BsonRegularExpression;
import org.bson.BsonTimestamp;
import org.bson.BsonValue;
import org.bson.Document;
import org.bson.codecs.pojo.annotations.BsonExtraElements;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every case of the corpus as a field that no component names, as a component of any type, and of its own type. */
class BsonCorpusTest {
    private static final HexFormat HEX = HexFormat.of();

    /** The types whose values are written as they were read, by the corpus's name of the type. */
    private static final Map<String, Type> TYPES = Map.ofEntries(
            Map.entry("double", Double.class),
            Map.entry("string", String.class),
            Map.entry("document", Document.class),
            Map.entry("binary", BsonBinary.class),
            Map.entry("objectId", ObjectId.class),
            Map.entry("boolean", Boolean.class),
            Map.entry("date", Instant.class),
            Map.entry("regex", BsonRegularExpression.class),
            Map.entry("code", BsonJavaScript.class),
            Map.entry("int32", Integer.class),
            Map.entry("int64", Long.class),
            Map.entry("timestamp", BsonTimestamp.class),
            Map.entry("decimal128", Decimal128.class));

    record Anything(@BsonExtraElements BsonDocument all) {}

    record Single<T extends @Nullable Object>(T a) {}

    private final Paths.Both mappings = Paths.parse();

    /** A line of the corpus. */
    @SuppressWarnings("ArrayRecordComponent")
    record Case(String kind, String type, String name, byte[] bytes, String json) {
        static Case of(String line) {
            String[] parts = line.split(" \\| ", 3);
            String[] words = parts[0].split(" ", 3);
            return new Case(words[0], words[1], words[2], HEX.parseHex(parts[1]), parts.length < 3 ? "" : parts[2]);
        }

        @Override
        public String toString() {
            return type + " " + name;
        }
    }

    private static Stream<Case> cases(String kind) throws IOException {
        try (InputStream file = BsonCorpusTest.class.getResourceAsStream("/bson-corpus.txt")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith(kind + " "))
                    .map(Case::of);
        }
    }

    static List<Case> valid() throws IOException {
        return cases("valid").toList();
    }

    static List<Case> readable() throws IOException {
        return Stream.concat(cases("valid"), cases("lenient")).toList();
    }

    static List<Case> errors() throws IOException {
        return cases("error").toList();
    }

    @ParameterizedTest
    @MethodSource("readable")
    void isReadAsItsJson(Case one) {
        BsonDocument read = Paths.of(mappings, Anything.class).read(one.bytes()).all();
        assertThat(read).isEqualTo(BsonDocument.parse(one.json()));
    }

    @ParameterizedTest
    @MethodSource("valid")
    void isWrittenAsItWasRead(Case one) {
        Paths<Anything> anything = Paths.of(mappings, Anything.class);
        assertThat(HEX.formatHex(anything.bytesOf(anything.read(one.bytes())))).isEqualTo(HEX.formatHex(one.bytes()));
        Type own = TYPES.get(one.type());
        for (Type type : own == null ? List.<Type>of(BsonValue.class) : List.of(BsonValue.class, Object.class, own)) {
            if (one.json().startsWith("{\"a\"")
                    && !one.json().endsWith(": null}")
                    && !one.type().equals("undefined")) {
                assertSame(one, type);
            }
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private void assertSame(Case one, Type type) {
        Paths<Single<Object>> single = (Paths) Paths.of(mappings, Single.class, type);
        assertThat(HEX.formatHex(single.bytesOf(single.read(one.bytes()))))
                .as(type.getTypeName())
                .isEqualTo(HEX.formatHex(one.bytes()));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void isRefused(Case one) {
        assertRefused(one, Paths.of(mappings, Anything.class));
        for (Type type : List.of(BsonValue.class, Object.class, TYPES.getOrDefault(one.type(), Document.class))) {
            assertRefused(one, Paths.of(mappings, Single.class, type));
        }
    }

    @ParameterizedTest
    @MethodSource("errors")
    void isPassedOverAlikeWhereNobodyWantsIt(Case one) {
        Outcome<Nothing> read =
                Outcome.of(() -> Paths.of(mappings, Nothing.class).read(one.bytes()));
        if (read.failure() != null) {
            assertThat(read.failure()).isExactlyInstanceOf(DecodingException.class);
        }
    }

    record Nothing(@Nullable Integer other) {}

    private static void assertRefused(Case one, Paths<?> paths) {
        assertThatThrownBy(() -> paths.read(one.bytes())).isExactlyInstanceOf(DecodingException.class);
    }
}
