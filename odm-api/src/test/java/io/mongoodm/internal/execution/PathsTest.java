package io.mongoodm.internal.execution;

import static org.assertj.core.api.Assertions.assertThat;

import org.bson.BsonDocument;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathsTest {
    private static final BsonDocument DOCUMENT = BsonDocument.parse("""
        {name: 'Ann', age: 5, none: null, home: {city: 'Rome', geo: {lat: 1.5}}, tags: ['a', 'b'],
         lines: [{sku: 'x', marks: [1, 2]}, {sku: 'y'}, 7], grid: [[1, 2], [3]], empty: []}
        """);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "name          | 'Ann'",
                "age           | 5",
                "age           | {$numberLong: '5'}",
                "age           | {$numberDecimal: '5.0'}",
                "none          | null",
                "absent        | null",
                "home          | {city: 'Rome', geo: {lat: 1.5}}",
                "home.city     | 'Rome'",
                "home.geo.lat  | {$numberDecimal: '1.50'}",
                "home.town     | null",
                "name.first    | null",
                "tags          | ['a', 'b']",
                "tags          | 'b'",
                "tags.1        | 'b'",
                "lines.sku     | 'y'",
                "lines.1.sku   | 'y'",
                "lines.marks   | null",
                "lines.marks   | 2",
                "lines.0.marks | [1, 2]",
                "lines.marks.1 | 2",
                "grid          | [3]",
                "grid.0        | 2",
                "grid.0.1      | 2",
                "empty         | []"
            })
    void theConditionMatches(String path, String demanded) {
        assertThat(holds(path, demanded)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "name                 | 'Bob'",
                "name                 | null",
                "age                  | '5'",
                "lines                | {marks: [1, 2], sku: 'x'}",
                "home                 | {geo: {lat: 1.5}, city: 'Rome'}",
                "home.city            | null",
                "name.first           | 'Ann'",
                "tags                 | 'c'",
                "tags.2               | 'b'",
                "tags.01234567890     | 'b'",
                "tags.x               | 'a'",
                "tags..x              | 'a'",
                "lines.sku            | 'z'",
                "lines.0.sku          | 'y'",
                "grid                 | 3",
                "empty                | 'a'",
                "empty.0              | 'a'"
            })
    void theConditionDoesNotMatch(String path, String demanded) {
        assertThat(holds(path, demanded)).isFalse();
    }

    private static boolean holds(String path, String demanded) {
        BsonDocument holder = BsonDocument.parse("{v: " + demanded + "}");
        return Paths.holds(DOCUMENT, path, holder.values().iterator().next());
    }
}
