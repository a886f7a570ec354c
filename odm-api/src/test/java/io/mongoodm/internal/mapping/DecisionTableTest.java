package io.mongoodm.internal.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mongoodm.DecodingException;
import io.mongoodm.annotation.Default;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.NonNull;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The published table of what an absent field, a null and a value of another type mean, row by row, on every path. */
class DecisionTableTest {
    private static final String FAILS = "fails";

    @SuppressWarnings({"ArrayRecordComponent", "NullableOptional"}) // A row of the table.
    record Marked<T extends @Nullable Object, N>(
            int primitive,
            String required,
            @Nullable String nullable,
            Optional<String> optional,
            @Nullable Optional<String> nullableOptional,
            OptionalInt optionalInt,
            OptionalLong optionalLong,
            OptionalDouble optionalDouble,
            List<String> list,
            Collection<String> collection,
            Set<String> set,
            Map<String, Integer> map,
            SortedMap<String, Integer> sortedMap,
            String[] array,
            byte[] bytes,
            @Nullable List<String> nullableList,
            @Nullable Map<String, Integer> nullableMap,
            String @Nullable [] nullableArray,
            byte @Nullable [] nullableBytes,
            @Default("7") int defaultPrimitive,
            @Default("'d'") String defaultText,
            @Default("'d'") @Nullable String defaultNullable,
            @Default("['d']") List<String> defaultList,
            @Default("'d'") Optional<String> defaultOptional,
            T open,
            N closed) {}

    @NullUnmarked
    @SuppressWarnings("ArrayRecordComponent")
    record Unmarked(
            int primitive,
            String reference,
            Integer boxed,
            Instant time,
            @NonNull String required,
            Optional<String> optional,
            List<String> list,
            byte[] bytes,
            @Nullable List<String> nullableList,
            @Default("7") Integer defaultBoxed) {}

    /** One row: a component, and what it is when its field is absent or null. */
    record Row(Class<?> type, String component, @Nullable Object expected) {
        @Override
        public String toString() {
            return type.getSimpleName() + "." + component;
        }
    }

    static List<Row> rows() {
        return List.of(
                marked("primitive", FAILS),
                marked("required", FAILS),
                marked("nullable", null),
                marked("optional", Optional.empty()),
                marked("nullableOptional", Optional.empty()),
                marked("optionalInt", OptionalInt.empty()),
                marked("optionalLong", OptionalLong.empty()),
                marked("optionalDouble", OptionalDouble.empty()),
                marked("list", List.of()),
                marked("collection", List.of()),
                marked("set", Set.of()),
                marked("map", Map.of()),
                marked("sortedMap", Map.of()),
                marked("array", new String[0]),
                marked("bytes", new byte[0]),
                marked("nullableList", null),
                marked("nullableMap", null),
                marked("nullableArray", null),
                marked("nullableBytes", null),
                marked("defaultPrimitive", 7),
                marked("defaultText", "d"),
                marked("defaultNullable", "d"),
                marked("defaultList", List.of("d")),
                marked("defaultOptional", Optional.of("d")),
                marked("open", null),
                marked("closed", FAILS),
                unmarked("primitive", FAILS),
                unmarked("reference", null),
                unmarked("boxed", null),
                unmarked("time", null),
                unmarked("required", FAILS),
                unmarked("optional", Optional.empty()),
                unmarked("list", List.of()),
                unmarked("bytes", new byte[0]),
                unmarked("nullableList", null),
                unmarked("defaultBoxed", 7));
    }

    private static Row marked(String component, @Nullable Object expected) {
        return new Row(Marked.class, component, expected);
    }

    private static Row unmarked(String component, @Nullable Object expected) {
        return new Row(Unmarked.class, component, expected);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void absentIs(Row row) throws ReflectiveOperationException {
        check(row, "", "is absent");
    }

    @ParameterizedTest
    @MethodSource("rows")
    void nullIs(Row row) throws ReflectiveOperationException {
        check(row, ", " + row.component() + ": null", "is null");
        check(row, ", " + row.component() + ": undefined", "is undefined");
    }

    @ParameterizedTest
    @MethodSource("rows")
    void anotherTypeFails(Row row) {
        assertThatThrownBy(() ->
                        read(row, ", " + row.component() + ": {$regularExpression: {pattern: 'secret', options: ''}}"))
                .isInstanceOfSatisfying(DecodingException.class, e -> {
                    assertThat(e.getMessage())
                            .startsWith("Expected ")
                            .contains("regular expression at " + row.component() + " (record "
                                    + row.type().getSimpleName() + ", component " + row.component() + ")")
                            .doesNotContain("secret");
                    assertThat(e.recordType()).isEqualTo(row.type());
                    assertThat(e.component()).isEqualTo(row.component());
                    assertThat(e.path()).isEqualTo(row.component());
                });
    }

    private static void check(Row row, String field, String state) throws ReflectiveOperationException {
        if (FAILS.equals(row.expected())) {
            assertThatThrownBy(() -> read(row, field))
                    .isExactlyInstanceOf(DecodingException.class)
                    .hasMessage("Expected a value but the field " + state + " at " + row.component() + " (record "
                            + row.type().getSimpleName() + ", component " + row.component() + "): store one, or declare"
                            + " the component with @Default, as an Optional or @Nullable");
            return;
        }
        Object document = read(row, field);
        assertThat(Alike.alike(
                        List.of(Optional.ofNullable(row.expected())),
                        List.of(Optional.ofNullable(
                                row.type().getDeclaredMethod(row.component()).invoke(document)))))
                .isTrue();
    }

    /** Reads a document with every required field but the one in question. */
    private static Object read(Row row, String field) {
        StringBuilder json = new StringBuilder("{other: 1");
        for (String required : List.of("primitive", "required", "closed")) {
            if (!required.equals(row.component())) {
                json.append(", ").append(required).append(required.equals("primitive") ? ": 1" : ": 'x'");
            }
        }
        return Paths.of(Paths.parse(), row.type(), arguments(row.type()))
                .read(org.bson.BsonDocument.parse(json + field + "}"));
    }

    private static java.lang.reflect.Type[] arguments(Class<?> type) {
        return type == Marked.class
                ? new java.lang.reflect.Type[] {String.class, String.class}
                : new java.lang.reflect.Type[0];
    }
}
