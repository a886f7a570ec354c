package io.mongoodm.internal.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mongoodm.DecodingException;
import io.mongoodm.DriverChain;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.bson.BsonArray;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonJavaScript;
import org.bson.BsonJavaScriptWithScope;
import org.bson.BsonRegularExpression;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents that are made to do harm: lengths that lead astray, nesting without end, work that doubles. */
class HostileDocumentTest {
    private static final byte DOCUMENT = 3;
    private static final byte ARRAY = 4;
    private static final byte STRING = 2;
    private static final byte JAVASCRIPT_WITH_SCOPE = 15;
    private static final String INVALID = "Expected a document of valid BSON but it cannot be read (record Everything)";
    private static final String TOO_DEEP = "Expected at most 200 levels of nesting but there are more";

    @SuppressWarnings("ArrayRecordComponent")
    record Everything(
            @Nullable String text,
            byte[] bytes,
            @Nullable UUID unique,
            @Nullable Document document,
            @Nullable BsonDocument bson,
            @Nullable Object open,
            List<String> list,
            int[] ints,
            Set<Object> set,
            Map<String, byte[]> map,
            @Nullable BsonValue script,
            @Nullable Everything inner) {}

    private final Paths<Everything> everything = Paths.of(Paths.parse(), Everything.class);

    @ParameterizedTest
    @ValueSource(strings = {"bytes", "unique", "document", "bson", "open", "set", "map", "inner"})
    void lengthsBeyondTheDocumentTakeNoRoom(String field) {
        // No array has 2^31-1 bytes: whoever believes the length ends in an OutOfMemoryError, on any machine.
        byte[] bytes = Paths.bytes(new BsonDocument(field, holdingBinary(field)));
        int length = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("\u0010\0\0\0\u0004");
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(length, Integer.MAX_VALUE);

        assertThatThrownBy(() -> everything.read(bytes)).isExactlyInstanceOf(DecodingException.class);
    }

    private static BsonValue holdingBinary(String field) {
        BsonBinary binary = new BsonBinary(new UUID(1, 2));
        return switch (field) {
            case "bytes", "unique", "open" -> binary;
            case "set" -> new BsonArray(List.of(binary));
            case "inner" -> new BsonDocument("bytes", binary);
            default -> new BsonDocument("k", binary);
        };
    }

    @ParameterizedTest
    @ValueSource(
            ints = {Integer.MIN_VALUE, -1, 0, 1, 3, 4, 5, 6, 100, 1 << 24, Integer.MAX_VALUE - 8, Integer.MAX_VALUE})
    void noIntAnywhereDoesHarm(int hostile) {
        byte[] bytes = Paths.bytes(whole());
        for (int at = 0; at <= bytes.length - Integer.BYTES; at++) {
            byte[] spoiled = bytes.clone();
            ByteBuffer.wrap(spoiled).order(ByteOrder.LITTLE_ENDIAN).putInt(at, hostile);
            Outcome<Everything> read = Outcome.of(() -> everything.read(spoiled));
            if (read.failure() != null) {
                assertThat(read.failure()).as("at " + at).isExactlyInstanceOf(DecodingException.class);
            }
        }
    }

    @Test
    void everyCutOfADocumentIsRefused() {
        byte[] bytes = Paths.bytes(whole());
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = java.util.Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> everything.read(cut))
                    .as("length " + length)
                    .isExactlyInstanceOf(DecodingException.class)
                    .hasMessage(INVALID);
        }
    }

    private static BsonDocument whole() {
        BsonBinary binary = new BsonBinary(new UUID(1, 2));
        BsonDocument part = new BsonDocument("a", new BsonInt32(1))
                .append("b", binary)
                .append("c", new BsonArray(List.of(new BsonString("x"))))
                .append("d", new BsonRegularExpression("a", "i"))
                .append("e", new BsonJavaScript("f()"));
        return new BsonDocument("unknown", part)
                .append("text", new BsonString("some text"))
                .append("bytes", binary)
                .append("unique", binary)
                .append("document", part)
                .append("bson", part)
                .append("open", new BsonArray(List.of(binary, part)))
                .append("list", new BsonArray(List.of(new BsonString("x"), new BsonString("y"))))
                .append("ints", new BsonArray(List.of(new BsonInt32(1), new BsonInt32(2))))
                .append("set", new BsonArray(List.of(part)))
                .append("map", new BsonDocument("k", binary))
                .append("script", new BsonJavaScriptWithScope("f()", part))
                .append("inner", new BsonDocument("text", new BsonString("more")));
    }

    record Node(@Nullable Node next) {}

    sealed interface Chain {
        record Link(@Nullable Chain next) implements Chain {}
    }

    record Open(@Nullable Object next) {}

    record Documents(@Nullable Document next) {}

    record Bson(@Nullable BsonDocument next) {}

    record Arrays(@Nullable List<List<Object>> next) {}

    record Scripts(@Nullable BsonValue next) {}

    @Test
    void twoHundredLevelsAreRead() {
        assertThat(depth(read(Node.class, 200, DOCUMENT))).isEqualTo(199);
        assertThat(read(Chain.class, 200, DOCUMENT)).isNotNull();
        assertThat(read(Open.class, 200, DOCUMENT).next()).isNotNull();
        assertThat(read(Documents.class, 200, DOCUMENT).next()).isNotNull();
        assertThat(read(Bson.class, 200, DOCUMENT).next()).isNotNull();
        assertThat(read(Arrays.class, 200, ARRAY).next()).isNotNull();
        assertThat(read(Scripts.class, 200, JAVASCRIPT_WITH_SCOPE).next()).isNotNull();
    }

    private static int depth(@Nullable Node node) {
        int depth = 0;
        for (Node each = node; each != null && each.next() != null; each = each.next()) {
            depth++;
        }
        return depth;
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 250, 100_000})
    void moreLevelsAreRefused(int levels) {
        refused(Node.class, levels, DOCUMENT);
        refused(Chain.class, levels, DOCUMENT);
        refused(Open.class, levels, DOCUMENT);
        refused(Documents.class, levels, DOCUMENT);
        refused(Bson.class, levels, DOCUMENT);
        refused(Arrays.class, levels, ARRAY);
        refused(Scripts.class, levels, JAVASCRIPT_WITH_SCOPE);
    }

    @Test
    void depthOfUnknownFieldsDoesNotCount() {
        Paths<Inner> paths = Paths.of(Paths.parse(), Inner.class);
        assertThat(paths.read(deep(Inner.class, 100_000, DOCUMENT)).n()).isNull();
    }

    record Inner(@Nullable Integer n) {}

    private static <T> T read(Class<T> type, int levels, byte nested) {
        Paths<T> paths = Paths.of(Paths.parse(), type);
        byte[] bytes = deep(type, levels, nested);
        return levels <= 250 ? paths.read(Paths.document(bytes)) : paths.read(bytes);
    }

    private static void refused(Class<?> type, int levels, byte nested) {
        assertThatThrownBy(() -> read(type, levels, nested))
                .as(type.getSimpleName())
                .isExactlyInstanceOf(DecodingException.class)
                .hasMessageStartingWith(TOO_DEEP);
    }

    /** Returns a document of so many levels, each in the field {@code next} of the one around it. */
    private static byte[] deep(Class<?> type, int levels, byte nested) {
        byte[] tag = type == Chain.class
                ? new byte[] {STRING, '_', 'c', 'l', 's', 0, 5, 0, 0, 0, 'L', 'i', 'n', 'k', 0}
                : new byte[0];
        boolean script = nested == JAVASCRIPT_WITH_SCOPE;
        int code = script ? Integer.BYTES + Integer.BYTES + 1 : 0;
        int each = Integer.BYTES + tag.length + 1 + "next".length() + 1 + code + 1;
        ByteBuffer buffer =
                ByteBuffer.allocate(each * (levels - 1) + 5 + tag.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int left = levels - 1; left >= 0; left--) {
            buffer.putInt(each * left + 5 + tag.length).put(tag);
            if (left > 0) {
                buffer.put(nested).put("next\0".getBytes(StandardCharsets.UTF_8));
                if (script) {
                    buffer.putInt(code + each * (left - 1) + 5).putInt(1).put((byte) 0);
                }
            }
        }
        return buffer.array();
    }

    @Test
    @Timeout(60)
    void codecsInsideCodecsDoNotDoubleTheWork() {
        BsonDocument inner = new BsonDocument("n", new BsonString("no number"));
        for (int i = 0; i < 60; i++) {
            inner = new BsonDocument("n", new BsonInt32(i)).append("next", inner);
        }
        BsonDocument document = inner;

        assertThatThrownBy(() -> Mappings.read(DriverChain.Link.class, document.toJson()))
                .isExactlyInstanceOf(DecodingException.class)
                .hasMessage("Expected a value of DriverChain but its codec refused the document at next"
                        + " (record DriverChain)");
    }

    @Test
    void stringIsNoDocumentHoweverItLooksLike() {
        // The bytes of the string, its length included, are those of a document with the field n.
        String text =
                new String(new byte[] {16, 'n', 0, 7, 0, 0, 0, 0, 0, 0, 0, 0}, 0, 11, StandardCharsets.ISO_8859_1);
        BsonDocument document = new BsonDocument("n", new BsonInt32(1))
                .append("next", new BsonDocument("n", new BsonInt32(2)).append("next", new BsonString(text)));

        assertThatThrownBy(() -> Paths.of(Paths.parse(), DriverChain.Link.class).read(document))
                .isExactlyInstanceOf(DecodingException.class)
                .rootCause()
                .hasMessage("Expected document but was string (record Link)");
    }
}
