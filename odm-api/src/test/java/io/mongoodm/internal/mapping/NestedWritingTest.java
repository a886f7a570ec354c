package io.mongoodm.internal.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mongoodm.EncodingException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records and collections that generated code writes without a codec: to the byte as the driver writes the same document. */
class NestedWritingTest {
    private static final String TOO_DEEP = "Expected at most 200 levels of nesting but there are more at ";

    record Point(int x, @Nullable String label) {}

    record Holder(
            @Nullable Point point,
            @Nullable List<Point> points,
            @Nullable List<String> texts,
            int last) {}

    record Scalars(
            List<Integer> ints,
            List<Long> longs,
            List<Double> doubles,
            List<Boolean> booleans,
            List<ObjectId> ids,
            List<Instant> times,
            Set<String> set,
            Collection<Integer> collection,
            Iterable<Long> iterable,
            ArrayList<String> arrayList,
            TreeSet<Integer> treeSet,
            int last) {}

    /** Asserts that the code writes it without help, that every path agrees, and that the driver has the same bytes. */
    private static void assertWritten(Record document) {
        assertThat(byCode(document)).isEqualTo(stored(document));
    }

    @SuppressWarnings("unchecked")
    private static byte[] stored(Record document) {
        Paths<Record> paths = Paths.of(Paths.parse(), (Class<Record>) document.getClass());
        byte[] bytes = paths.bytesOf(document);
        assertThat(bytes).isEqualTo(Paths.bytes(paths.write(document)));
        return bytes;
    }

    /** Returns what generated code alone writes: a codec would write again on another path what it stumbles over. */
    private static byte[] byCode(Record document) {
        Class<?> type = document.getClass();
        RecordBytes code = ((ParsedRecord<?>) Mappings.of(type).row(type)).generated(Set.of());
        ByteSink sink = new ByteSink();
        int end = Objects.requireNonNull(code).write(sink, document, null, 0);
        return Arrays.copyOf(sink.bytes(), end);
    }

    private static List<Point> points(int count) {
        return IntStream.range(0, count).mapToObj(i -> new Point(i, "p" + i)).toList();
    }

    private static List<String> texts(int count) {
        return IntStream.range(0, count).mapToObj(i -> "text " + i).toList();
    }

    @Test
    void recordsAndListsAreWritten() {
        assertWritten(new Holder(new Point(1, "a"), points(3), texts(4), 7));
        assertWritten(new Holder(new Point(1, null), List.of(), List.of(), 7));
    }

    @Test
    void nullRecordsAndListsHaveNoField() {
        assertWritten(new Holder(null, null, null, 7));
        assertThat(Mappings.write(new Holder(null, null, null, 7))).isEqualTo(BsonDocument.parse("{last: 7}"));
    }

    @Test
    void nullElementsAreStoredAsNull() {
        Holder holder = new Holder(
                new Point(1, "a"), Arrays.asList(null, new Point(2, "b"), null), Arrays.asList("a", null, "c"), 7);
        assertWritten(holder);
        assertThat(Mappings.write(holder))
                .isEqualTo(BsonDocument.parse("{point: {x: 1, label: 'a'},"
                        + " points: [null, {x: 2, label: 'b'}, null], texts: ['a', null, 'c'], last: 7}"));
    }

    @Test
    void collectionsOfEveryScalarAreWritten() {
        assertWritten(new Scalars(
                List.of(1, -2, Integer.MAX_VALUE),
                List.of(1L, Long.MIN_VALUE),
                List.of(0.5, -0.0, Double.NaN),
                Arrays.asList(true, null, false),
                List.of(new ObjectId("0102030405060708090a0b0c"), new ObjectId("ff02030405060708090a0bff")),
                List.of(Instant.ofEpochMilli(-1), Instant.ofEpochMilli(1_700_000_000_123L)),
                new LinkedHashSet<>(List.of("b", "a")),
                List.of(4, 5),
                () -> List.of(6L, 7L).iterator(),
                new ArrayList<>(texts(3)),
                new TreeSet<>(Set.of(9, 8)),
                7));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 9, 10, 11, 99, 100, 101, 1_000, 10_001})
    void indexesHaveAsManyDigitsAsTheyNeed(int elements) {
        assertWritten(new Holder(null, points(elements), texts(elements), 7));
        assertWritten(new Holder(null, new ArrayList<>(points(elements)), Arrays.asList(new String[elements]), 7));
    }

    @Test
    void whatWasReadIsWrittenAgain() {
        Holder holder = new Holder(new Point(1, "a"), points(30), texts(30), 7);
        assertWritten(Mappings.read(Holder.class, Mappings.write(holder).toJson()));
    }

    /** Behind each thing that asks for room itself there is more that does not ask than the thing leaves by accident. */
    record Fixed(
            Point a,
            long a0,
            long a1,
            long a2,
            long a3,
            long a4,
            long a5,
            long a6,
            long a7,
            List<Point> b,
            long b0,
            long b1,
            long b2,
            long b3,
            long b4,
            long b5,
            long b6,
            long b7,
            List<Integer> c,
            long c0,
            long c1,
            long c2,
            long c3,
            long c4,
            long c5,
            long c6,
            long c7) {
        static Fixed of(String text) {
            List<Integer> ints = IntStream.range(0, 150).boxed().toList();
            return new Fixed(
                    new Point(1, text),
                    1,
                    2,
                    3,
                    4,
                    5,
                    6,
                    7,
                    8,
                    points(40),
                    1,
                    2,
                    3,
                    4,
                    5,
                    6,
                    7,
                    8,
                    ints,
                    1,
                    2,
                    3,
                    4,
                    5,
                    6,
                    7,
                    8);
        }
    }

    @Test
    void arrayGrowsAtAnyPlace() {
        RecordBytes code = Objects.requireNonNull(
                ((ParsedRecord<?>) Mappings.of(Fixed.class).row(Fixed.class)).generated(Set.of()));
        byte[] without = byCode(Fixed.of(""));
        for (int length = 0; length < 2_100; length++) {
            ByteSink sink = new ByteSink();
            int end = code.write(sink, Fixed.of("x".repeat(length)), null, 0);
            assertThat(end).isEqualTo(without.length + length);
            BsonDocument read = Paths.document(Arrays.copyOf(sink.bytes(), end));
            assertThat(read.getDocument("a")).containsEntry("label", new BsonString("x".repeat(length)));
            read.getDocument("a").put("label", new BsonString(""));
            assertThat(Paths.bytes(read)).isEqualTo(without);
        }
    }

    record Tree(int n, @Nullable Tree only, List<Tree> several) {}

    private static Tree chain(int levels) {
        Tree tree = new Tree(0, null, List.of());
        for (int n = 1; n < levels; n++) {
            tree = new Tree(n, tree, List.of());
        }
        return tree;
    }

    private static Tree lists(int levels) {
        Tree tree = new Tree(0, null, List.of());
        for (int n = 1; n < levels; n++) {
            tree = new Tree(n, null, List.of(tree));
        }
        return tree;
    }

    @Test
    void recordThatHoldsItselfIsWritten() {
        assertWritten(new Tree(1, chain(3), List.of(chain(2), lists(3), new Tree(2, null, List.of()))));
    }

    @Test
    void nestingHasTheSameBoundOnEveryPath() {
        // The innermost record has a list, which is a level of its own.
        assertWritten(chain(199));
        assertThatThrownBy(() -> stored(chain(200)))
                .isExactlyInstanceOf(EncodingException.class)
                .hasMessageStartingWith(TOO_DEEP + "only.only.");
        assertWritten(lists(100));
        assertThatThrownBy(() -> stored(lists(101)))
                .isExactlyInstanceOf(EncodingException.class)
                .hasMessageStartingWith(TOO_DEEP + "several[0].several[0].");
        assertThatThrownBy(() -> byCode(chain(200))).isInstanceOf(Misfit.class);
        assertThatThrownBy(() -> byCode(lists(101))).isInstanceOf(Misfit.class);
    }

    sealed interface Shape permits Circle, Square {}

    record Circle(Point centre, List<Point> marks) implements Shape {}

    record Square(@Nullable Shape inside) implements Shape {}

    record Drawing(Shape first, List<Shape> shapes, Map<String, Shape> named, Point last) {}

    @Test
    void variantsInAnyPlaceAreWritten() {
        Circle circle = new Circle(new Point(1, "é"), points(2));
        assertWritten(new Drawing(
                new Square(circle), List.of(circle, new Square(null)), Map.of("a", circle), new Point(2, null)));
    }

    record Generic<T>(T value, int last) {}

    record Generics(Generic<List<String>> list, Generic<Point> point, Generic<Set<Point>> set) {}

    @Test
    void valuesOfTypeVariablesAreWritten() {
        assertWritten(new Generics(
                new Generic<>(texts(2), 1), new Generic<>(new Point(1, "a"), 2), new Generic<>(Set.of(), 3)));
    }

    /** Returns the same object as what the caller takes it for, as raw types in a program do. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T> T polluted(Object value) {
        return (T) value;
    }

    @Test
    void valuesOfOtherClassesAreRefusedWithTheirPlace() {
        assertThatThrownBy(() -> stored(new Holder(null, polluted(List.of(new Point(1, "a"), "b")), null, 7)))
                .hasMessage("Expected Point but was String at points[1] (record Holder, component points)");
        assertThatThrownBy(() -> stored(new Holder(null, null, polluted(List.of("a", "b", 3)), 7)))
                .hasMessage("Expected String but was Integer at texts[2] (record Holder, component texts)");
        Generic<List<String>> set = polluted(new Generic<>(Set.of("a"), 1));
        Generics generics = new Generics(set, new Generic<>(new Point(1, "a"), 2), new Generic<>(Set.of(), 3));
        assertThatThrownBy(() -> stored(generics))
                .hasMessageStartingWith("Expected List but was ")
                .hasMessageEndingWith(" at list.value (record Generic, component value)");
        Generic<Point> text = polluted(new Generic<>("a", 1));
        assertThatThrownBy(() -> stored(new Generics(new Generic<>(texts(1), 1), text, new Generic<>(Set.of(), 3))))
                .hasMessage("Expected Point but was String at point.value (record Generic, component value)");
    }

    @Test
    void halfOfASurrogatePairInAListOfRecordsHasItsPlace() {
        Holder holder = new Holder(null, List.of(new Point(1, "a"), new Point(2, "b\uD800")), null, 7);
        assertThatThrownBy(() -> stored(holder))
                .isExactlyInstanceOf(EncodingException.class)
                .hasMessage("Expected text that UTF-8 can hold but it has half of a surrogate pair at points[1].label"
                        + " (record Point, component label)");
    }

    @Test
    void everyCharacterIsWrittenInUtf8() {
        StringBuilder every = new StringBuilder();
        for (int point = 0; point <= Character.MAX_CODE_POINT; point++) {
            if (!Character.isBmpCodePoint(point) || !Character.isSurrogate((char) point)) {
                every.appendCodePoint(point);
            }
        }
        assertWritten(new Point(1, every.toString()));
        for (String edge : List.of("", "\0", "\u007f", "\u0080", "\u07ff", "\u0800", "\uffff", "\ud800\udc00")) {
            assertWritten(new Point(1, edge));
            assertWritten(new Point(1, "a" + edge));
        }
    }
}
