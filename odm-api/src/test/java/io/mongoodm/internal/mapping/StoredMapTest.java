package io.mongoodm.internal.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a component of the type {@code Map} is read into. */
class StoredMapTest {
    record Counts(Map<String, @Nullable Integer> counts) {}

    record Numbered(Map<Integer, String> names) {}

    private static Map<String, @Nullable Integer> read(String json) {
        return Mappings.read(Counts.class, "{counts: " + json + "}").counts();
    }

    @Test
    void entriesKeepTheirOrderAndNull() {
        Map<String, @Nullable Integer> map = read("{z: 1, a: null, m: 3}");
        assertThat(map)
                .containsExactly(entry("z", 1), entry("a", null), entry("m", 3))
                .hasSize(3);
        List<String> seen = new ArrayList<>();
        map.forEach((key, value) -> seen.add(key + value));
        assertThat(seen).containsExactly("z1", "anull", "m3");
        assertThat(map.get("m")).isEqualTo(3);
        assertThat(map.containsKey("a")).isTrue();
        assertThat(map.get("a")).isNull();
        assertThat(map.getOrDefault("x", 7)).isEqualTo(7);
    }

    @Test
    @SuppressWarnings({"NullAway", "CollectionIncompatibleType"})
    void otherKeysAndNullAreAbsent() {
        for (Map<String, @Nullable Integer> map : List.of(read("{a: 1}"), read("{}"))) {
            assertThat(map.containsKey(null)).isFalse();
            assertThat(map.get(null)).isNull();
            assertThat(map.get(1)).isNull();
        }
    }

    @Test
    void mapsOfEverySizeAreEqualToOtherMapsAndCannotBeChanged() {
        for (int size = 0; size < 3 * StoredMap.MOST; size++) {
            Map<String, @Nullable Integer> expected = new LinkedHashMap<>();
            BsonDocument stored = new BsonDocument();
            IntStream.range(0, size).forEach(i -> {
                expected.put("key" + i, i);
                stored.append("key" + i, new BsonInt32(i));
            });
            Map<String, @Nullable Integer> map = read(stored.toJson());
            assertThat(map).isEqualTo(expected).hasSameHashCodeAs(expected);
            assertThat(expected).isEqualTo(map);
            assertThat(map.keySet()).containsExactlyElementsOf(expected.keySet());
            refuses(() -> map.put("key", 1));
            if (size > 0) {
                refuses(map::clear);
                refuses(() -> map.remove("key0"));
                refuses(() -> map.putIfAbsent("key", 1));
                refuses(() -> map.keySet().remove("key0"));
                refuses(() -> map.entrySet().iterator().next().setValue(2));
            }
        }
    }

    private static void refuses(ThrowingCallable change) {
        assertThatThrownBy(change).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void iteratorEnds() {
        Iterator<String> keys = read("{a: 1}").keySet().iterator();
        assertThat(keys.next()).isEqualTo("a");
        assertThatThrownBy(keys::next).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void nameThatComesTwiceHasItsLastValueInItsFirstPlace() {
        assertThat(readTwice(2)).containsExactly(entry("0", 2), entry("1", 1));
        Map<String, @Nullable Integer> many = readTwice(2 * StoredMap.MOST);
        assertThat(many).hasSize(2 * StoredMap.MOST).containsEntry("0", 2 * StoredMap.MOST);
        assertThat(many.keySet()).first().isEqualTo("0");
    }

    /** Reads the names 0, 1, ... and 0 once more, each with its place as the value. */
    private static Map<String, @Nullable Integer> readTwice(int names) {
        BsonDocument counts = new BsonDocument();
        for (int i = 0; i < names; i++) {
            counts.append(Integer.toString(i), new BsonInt32(i));
        }
        counts.append("?", new BsonInt32(names));
        byte[] bytes = Paths.bytes(new BsonDocument("counts", counts));
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '?') {
                bytes[i] = '0';
            }
        }
        assertThat(new RawBsonDocument(bytes).getDocument("counts").getFirstKey())
                .isEqualTo("0");
        return Paths.of(Paths.parse(), Counts.class).read(bytes).counts();
    }

    @Test
    void otherKeysThanStringsAreFound() {
        Map<Integer, String> names = Mappings.read(Numbered.class, "{names: {'7': 'seven', '-1': 'less'}}")
                .names();
        assertThat(names).containsExactly(entry(7, "seven"), entry(-1, "less"));
        assertThat(names.get(-1)).isEqualTo("less");
    }

    @Test
    void mapCanBeSerialized() throws Exception {
        Map<String, @Nullable Integer> map = read("{a: 1, b: null}");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(map);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(in.readObject()).isEqualTo(map);
        }
    }
}
