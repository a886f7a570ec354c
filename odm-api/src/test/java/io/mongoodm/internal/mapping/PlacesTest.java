package io.mongoodm.internal.mapping;

import static io.mongoodm.internal.mapping.Mappings.assertStored;
import static io.mongoodm.internal.mapping.Mappings.read;
import static io.mongoodm.internal.mapping.Mappings.write;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.codecs.pojo.annotations.BsonId;
import org.bson.codecs.pojo.annotations.BsonProperty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Records wherever Java lets them be declared, and of any size. */
class PlacesTest {
    private record Hidden(int id, @Nullable Hidden inner) {}

    interface Around {
        record Inside(int id) {}
    }

    enum Constants {
        ONE;

        record Within(Constants constant) {}
    }

    record Outer(int n) {
        record Nested(int n, Outer outer) {}
    }

    @Test
    void privateRecordsAreServed() {
        assertStored(new Hidden(1, new Hidden(2, null)), "{_id: 1, inner: {_id: 2}}");
    }

    @Test
    void recordsInInterfacesEnumsAndRecordsAreServed() {
        assertStored(new Around.Inside(1), "{_id: 1}");
        assertStored(new Constants.Within(Constants.ONE), "{constant: 'ONE'}");
        assertStored(new Outer.Nested(1, new Outer(2)), "{n: 1, outer: {n: 2}}");
    }

    @Test
    void genericLocalRecordsAreServed() {
        record Local<T>(T value, List<T> all) {}
        record Holder(Local<String> texts, Local<Map<String, Optional<Long>>> maps) {}
        assertStored(
                new Holder(
                        new Local<>("a", List.of("b")),
                        new Local<>(Map.of("k", Optional.of(1L)), List.of(Map.of("k", Optional.<Long>empty())))),
                "{texts: {value: 'a', all: ['b']}, maps: {value: {k: {$numberLong: '1'}}, all: [{k: null}]}}");
    }

    record Empty() {}

    @Test
    void recordsWithoutComponentsAreEmptyDocuments() {
        assertStored(new Empty(), "{}");
        assertThat(read(Empty.class, "{a: 1}")).isEqualTo(new Empty());
    }

    record Wild(List<? extends Number> numbers, Map<String, ?> any, Optional<? super Integer> above) {}

    @Test
    void wildcardsAreTheirUpperBounds() {
        assertThat(Mappings.problems(Wild.class))
                .containsExactly("Component numbers of record Wild has type Number, which has no stored form: use"
                        + " another type, or give the client a codec for it");
        record Open(List<?> list, Map<String, ? extends CharSequence> none) {}
        assertThat(Mappings.problems(Open.class))
                .containsExactly("Component none of record Open has type CharSequence, which has no stored form: use"
                        + " another type, or give the client a codec for it");
        record Fine(List<?> list, Map<String, ? extends String> map, Optional<? super Integer> above) {}
        assertStored(
                new Fine(List.of("a", 1), Map.of("k", "v"), Optional.of(5)),
                "{list: ['a', 1], map: {k: 'v'}, above: 5}");
    }

    @Test
    void recordsBeyondWhatCodeIsGeneratedForAreServed() {
        for (int count : List.of(63, 64, 65, 253)) {
            RandomModel large = RandomModel.ofInts("large/Ints" + count, count);
            List<Integer> values = new ArrayList<>();
            BsonDocument document = new BsonDocument();
            Random random = new Random(count);
            for (int i = 0; i < count; i++) {
                values.add(random.nextInt());
                document.put("c" + i, new BsonInt32(values.get(i)));
            }
            Object read = Paths.of(Paths.parse(), large.type()).read(document);
            assertThat(write(read)).isEqualTo(document);
        }
    }

    @Test
    void recordsThatNoMethodHandleMakesAreRefused() {
        assertThat(Mappings.problems(RandomModel.ofInts("large/Ints254", 254).type()))
                .containsExactly("Record Ints254 has more components than a method handle takes, 253 with long and"
                        + " double counted twice: move some into a nested record");
    }

    record Prefixes(
            int a,
            int ab,
            int abcdefg,
            int abcdefgh,
            int abcdefghi,
            int abcdefghijklmnop,
            @BsonProperty("größe") int large) {}

    @Test
    void namesMayBeginLikeOthers() {
        assertStored(
                new Prefixes(1, 2, 3, 4, 5, 6, 7),
                "{a: 1, ab: 2, abcdefg: 3, abcdefgh: 4, abcdefghi: 5, abcdefghijklmnop: 6, größe: 7}");
        assertThat(read(
                        Prefixes.class,
                        "{größe: 7, abcdefghijklmnop: 6, abcdefghi: 5, abcdefgh: 4, abcdefg: 3, ab: 2, a: 1}"))
                .isEqualTo(new Prefixes(1, 2, 3, 4, 5, 6, 7));
    }

    record OnTheAccessor(String key) {
        @BsonId
        @Override
        public String key() {
            return key;
        }
    }

    record OnTheParameter(String key) {
        OnTheParameter(@BsonId String key) {
            this.key = key;
        }
    }

    @Test
    void annotationsMayStandOnTheAccessorAndTheParameter() {
        assertStored(new OnTheAccessor("a"), "{_id: 'a'}");
        assertStored(new OnTheParameter("a"), "{_id: 'a'}");
    }
}
