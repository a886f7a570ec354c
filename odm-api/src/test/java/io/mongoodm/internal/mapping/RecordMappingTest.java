package io.mongoodm.internal.mapping;

import static io.mongoodm.internal.mapping.Mappings.assertStored;
import static io.mongoodm.internal.mapping.Mappings.read;
import static io.mongoodm.internal.mapping.Mappings.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mongoodm.DecodingException;
import io.mongoodm.EncodingException;
import io.mongoodm.Ref;
import io.mongoodm.annotation.Aliases;
import io.mongoodm.annotation.Default;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonType;
import org.bson.Document;
import org.bson.codecs.pojo.annotations.BsonDiscriminator;
import org.bson.codecs.pojo.annotations.BsonExtraElements;
import org.bson.codecs.pojo.annotations.BsonId;
import org.bson.codecs.pojo.annotations.BsonIgnore;
import org.bson.codecs.pojo.annotations.BsonProperty;
import org.bson.codecs.pojo.annotations.BsonRepresentation;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordMappingTest {
    record Inner(String id, int n) {}

    record Outer(int before, @Nullable String id, Inner inner) {}

    @Test
    void idIsStoredFirstAndInNestedRecordsToo() {
        assertStored(new Outer(1, "a", new Inner("b", 2)), "{_id: 'a', before: 1, inner: {_id: 'b', n: 2}}");
        assertThat(write(new Outer(1, "a", new Inner("b", 2))).toJson())
                .isEqualTo("{\"_id\": \"a\", \"before\": 1, \"inner\": {\"_id\": \"b\", \"n\": 2}}");
    }

    record Renamed(
            @BsonId String key,
            @BsonProperty("id") String id,
            @BsonProperty("n") int number) {}

    @Test
    void driverAnnotationsNameFields() {
        assertStored(new Renamed("k", "i", 3), "{_id: 'k', id: 'i', n: 3}");
    }

    record Ids(
            @BsonRepresentation(BsonType.OBJECT_ID) String id,
            @BsonRepresentation(BsonType.OBJECT_ID) List<String> others,
            @BsonRepresentation(BsonType.OBJECT_ID) Optional<String> last) {}

    @Test
    void stringsAreStoredAsObjectIdsAlsoInListsAndOptionals() {
        String a = "64f000000000000000000001";
        assertStored(
                new Ids(a, List.of(a), Optional.of(a)),
                "{_id: {$oid: '" + a + "'}, others: [{$oid: '" + a + "'}], last: {$oid: '" + a + "'}}");
    }

    record Ignoring(
            int a,
            @BsonIgnore @Nullable Thread thread,
            @BsonIgnore int count,
            @BsonIgnore List<Thread> all,
            @BsonIgnore @Default("'x'") String text) {}

    record IgnoringContainers(
            int a,
            @BsonIgnore ArrayList<String> list,
            @BsonIgnore HashMap<String, Integer> map) {}

    @Test
    void emptyContainersOfIgnoredComponentsBelongToOneRecordEach() {
        Mapping mapping = Mappings.of();
        IgnoringContainers one = read(mapping, IgnoringContainers.class, "{a: 1}");
        one.list().add("mine");
        one.map().put("mine", 1);
        assertThat(read(mapping, IgnoringContainers.class, "{a: 1}"))
                .isEqualTo(new IgnoringContainers(1, new ArrayList<>(), new HashMap<>()));
    }

    @Test
    void ignoredComponentsAreNeitherWrittenNorRead() {
        Ignoring full = new Ignoring(1, Thread.currentThread(), 5, List.of(Thread.currentThread()), "y");
        assertThat(write(full)).isEqualTo(BsonDocument.parse("{a: 1}"));
        assertThat(read(Ignoring.class, "{a: 1, thread: 'x', count: 7, text: 'z'}"))
                .isEqualTo(new Ignoring(1, null, 0, List.of(), "x"));
    }

    record Extra(int a, @BsonExtraElements Document rest) {}

    record ExtraBson(int a, @BsonExtraElements BsonDocument rest) {}

    record ExtraMap(int a, @BsonExtraElements Map<String, Integer> rest) {}

    @Test
    void unknownFieldsRoundTripInOrder() {
        String json = "{\"a\": 1, \"z\": 2, \"y\": {\"x\": [null, true]}, \"b\": null}";
        assertThat(write(read(Extra.class, json)).toJson()).isEqualTo(json);
        assertThat(write(read(ExtraBson.class, json)).toJson()).isEqualTo(json);
        assertThat(read(ExtraMap.class, "{z: 1, a: 2, y: 3}").rest())
                .containsExactly(Map.entry("z", 1), Map.entry("y", 3));
        assertThat(read(Extra.class, "{a: 1}").rest()).isEmpty();
    }

    @Test
    void extraElementNamedLikeAComponentIsRefused() {
        assertThatThrownBy(() -> write(new Extra(1, new Document("a", 2))))
                .isExactlyInstanceOf(EncodingException.class)
                .hasMessage("Expected fields that no component stores but there is one named a"
                        + " (record Extra, component rest)");
    }

    record Aliased(@Aliases({"mid", "old"}) int now, String other) {}

    @Test
    void presentNameGoesBeforeFormerNames() {
        assertThat(read(Aliased.class, "{old: 1, other: ''}").now()).isEqualTo(1);
        assertThat(read(Aliased.class, "{old: 1, mid: 2, other: ''}").now()).isEqualTo(2);
        assertThat(read(Aliased.class, "{mid: 2, old: 1, other: ''}").now()).isEqualTo(2);
        assertThat(read(Aliased.class, "{old: 1, mid: 2, now: 3, other: ''}").now())
                .isEqualTo(3);
        assertThat(read(Aliased.class, "{now: 3, mid: 2, old: 1, other: ''}").now())
                .isEqualTo(3);
        assertThat(write(new Aliased(1, ""))).isEqualTo(BsonDocument.parse("{now: 1, other: ''}"));
    }

    record Defaulted(
            @Default("5") int n,
            @Default("\"x\"") String s,
            @Default(factory = "two") List<String> list) {
        static List<String> two() {
            return List.of("a", "b");
        }
    }

    @Test
    void defaultsStandForAbsentAndNull() {
        Defaulted defaults = new Defaulted(5, "x", List.of("a", "b"));
        assertThat(read(Defaulted.class, "{}")).isEqualTo(defaults);
        assertThat(read(Defaulted.class, "{n: null, s: null, list: null}")).isEqualTo(defaults);
    }

    @SuppressWarnings("ArrayRecordComponent")
    record Absence(
            @Nullable String nullable,
            List<String> list,
            Map<String, Integer> map,
            int[] array,
            byte[] bytes,
            @Nullable List<String> nullableList,
            Optional<String> optional) {}

    @Test
    void absentContainersAreEmptyUnlessNullable() {
        for (String json : List.of(
                "{}",
                "{nullable: null, list: null, map: null, array: null, bytes: null, nullableList: null, optional:"
                        + " null}")) {
            Absence read = read(Absence.class, json);
            assertThat(read.nullable()).isNull();
            assertThat(read.list()).isEmpty();
            assertThat(read.map()).isEmpty();
            assertThat(read.array()).isEmpty();
            assertThat(read.bytes()).isEmpty();
            assertThat(read.nullableList()).isNull();
            assertThat(read.optional()).isEmpty();
        }
    }

    record Required(String name, int age) {}

    @Test
    void absentNonNullFails() {
        assertThatThrownBy(() -> read(Required.class, "{age: 1}"))
                .isExactlyInstanceOf(DecodingException.class)
                .hasMessage("Expected a value but the field is absent at name (record Required, component name): store"
                        + " one, or declare the component with @Default, as an Optional or @Nullable");
    }

    @Test
    void nullPrimitiveFails() {
        assertThatThrownBy(() -> read(Required.class, "{name: 'a', age: null}"))
                .hasMessage("Expected a value but the field is null at age (record Required, component age): store"
                        + " one, or declare the component with @Default, as an Optional or @Nullable");
    }

    record Item(String name, int price) {}

    record Order(List<Item> items, Map<String, List<Item>> byName) {}

    @Test
    void wrongTypeNamesPathRecordAndComponent() {
        assertThatThrownBy(() -> read(Order.class, "{items: [{name: '', price: 1}, {name: '', price: 'secret'}]}"))
                .isInstanceOfSatisfying(DecodingException.class, e -> {
                    assertThat(e)
                            .hasMessage(
                                    "Expected int32 but was string at items[1].price (record Item, component price)");
                    assertThat(e.recordType()).isEqualTo(Item.class);
                    assertThat(e.component()).isEqualTo("price");
                    assertThat(e.path()).isEqualTo("items[1].price");
                });
        assertThatThrownBy(() -> read(Order.class, "{byName: {k: [{name: 7}]}}"))
                .hasMessage("Expected string but was int32 at byName.k[0].name (record Item, component name)");
        assertThatThrownBy(() -> read(Order.class, "{items: [[]]}"))
                .hasMessage("Expected document but was array at items[0] (record Order, component items)");
    }

    record Validating(int n) {
        Validating {
            if (n < 0) {
                throw new IllegalArgumentException("negative");
            }
        }
    }

    record Holder(List<Validating> all) {}

    @Test
    void ownValidationIsTheDirectCause() {
        assertThatThrownBy(() -> read(Holder.class, "{all: [{n: 1}, {n: -1}]}"))
                .isInstanceOfSatisfying(DecodingException.class, e -> {
                    assertThat(e)
                            .hasMessage("Expected values that the record accepts but its constructor refused them"
                                    + " at all[1] (record Validating)");
                    assertThat(e.getCause())
                            .isExactlyInstanceOf(IllegalArgumentException.class)
                            .hasMessage("negative");
                });
    }

    record Exact(byte b, short s, int i, long l, float f, double d) {}

    @Test
    void numbersOfOtherTypesAreReadExactly() {
        assertThat(read(
                        Exact.class,
                        "{b: {$numberLong: '-128'}, s: 3.0, i: {$numberLong: '7'}, l: {$numberDecimal: '8'}, f: 2,"
                                + " d: {$numberLong: '9'}}"))
                .isEqualTo(new Exact((byte) -128, (short) 3, 7, 8, 2, 9));
    }

    @Test
    void inexactNumbersFail() {
        Map<String, String> wrong = new LinkedHashMap<>();
        wrong.put("b: 128", "Expected an 8-bit integer but was an int32 that it cannot hold exactly at b");
        wrong.put("s: 40000", "Expected a 16-bit integer but was an int32 that it cannot hold exactly at s");
        wrong.put("i: {$numberLong: '2147483648'}", "Expected int32 but was an int64 that it cannot hold exactly at i");
        wrong.put("i: 1.5", "Expected int32 but was a double that it cannot hold exactly at i");
        wrong.put("l: 9.3e18", "Expected int64 but was a double that it cannot hold exactly at l");
        wrong.put("l: {$numberDecimal: '1.5'}", "Expected int64 but was a decimal128 that it cannot hold exactly at l");
        wrong.put("f: 0.1", "Expected float but was a double that it cannot hold exactly at f");
        wrong.put("f: 16777217", "Expected float but was an int32 that it cannot hold exactly at f");
        wrong.put(
                "d: {$numberLong: '9007199254740993'}",
                "Expected double but was an int64 that it cannot hold exactly at d");
        wrong.put(
                "d: {$numberLong: '9223372036854775807'}",
                "Expected double but was an int64 that it cannot hold exactly at d");
        wrong.put(
                "d: {$numberDecimal: '0.1'}", "Expected double but was a decimal128 that it cannot hold exactly at d");
        wrong.forEach((field, message) -> assertThatThrownBy(() -> read(Exact.class, "{" + field + "}"))
                .as(field)
                .isExactlyInstanceOf(DecodingException.class)
                .hasMessage(message + " (record Exact, component " + field.charAt(0) + ")"));
    }

    sealed interface Shape {
        record Circle(double r) implements Shape {}

        @BsonDiscriminator("sq")
        record Square(double side) implements Shape {}

        sealed interface Poly extends Shape {
            record Tri(int a) implements Poly {}
        }
    }

    record Drawing(Shape main, List<Shape> all, Map<String, Shape> named, Optional<Shape> last) {}

    @Test
    void sealedInterfacesAreTaggedAnywhere() {
        assertStored(
                new Drawing(
                        new Shape.Circle(1),
                        List.of(new Shape.Square(2), new Shape.Poly.Tri(3)),
                        Map.of("x", new Shape.Circle(4)),
                        Optional.of(new Shape.Square(5))),
                "{main: {_cls: 'Circle', r: 1.0}, all: [{_cls: 'sq', side: 2.0}, {_cls: 'Tri', a: 3}],"
                        + " named: {x: {_cls: 'Circle', r: 4.0}}, last: {_cls: 'sq', side: 5.0}}");
    }

    @Test
    void unknownTagNamesTheKnownOnes() {
        assertThatThrownBy(() -> read(Drawing.class, "{all: [{_cls: 'Hexagon'}]}"))
                .isInstanceOfSatisfying(DecodingException.class, e -> {
                    assertThat(e)
                            .hasMessage("Expected one of Circle, sq, Tri but was another tag at all[0]._cls"
                                    + " (type Shape)");
                    assertThat(e.recordType()).isEqualTo(Shape.class);
                });
        assertThatThrownBy(() -> read(Drawing.class, "{main: {r: 1}}"))
                .hasMessage("Expected one of Circle, sq, Tri but there is no such string at main._cls (type Shape)");
    }

    record Node(String name, List<Node> children, @Nullable Node next) {}

    record Page<T>(T first, List<T> rest, Map<String, ? extends T> more) {}

    record Pages(Page<Item> items, Page<String> texts) {}

    @Test
    void recordsMayBeRecursiveAndGeneric() {
        assertStored(
                new Node("a", List.of(new Node("b", List.of(), null)), new Node("c", List.of(), null)),
                "{name: 'a', children: [{name: 'b', children: []}], next: {name: 'c', children: []}}");
        assertStored(
                new Pages(
                        new Page<>(new Item("i", 1), List.of(), Map.of("x", new Item("j", 2))),
                        new Page<>("s", List.of("t"), Map.of())),
                "{items: {first: {name: 'i', price: 1}, rest: [], more: {x: {name: 'j', price: 2}}},"
                        + " texts: {first: 's', rest: ['t'], more: {}}}");
    }

    @Test
    void localRecordsAreServed() {
        record Local(int id, Set<Integer> numbers) {}
        assertStored(new Local(1, new java.util.LinkedHashSet<>(List.of(2, 3))), "{_id: 1, numbers: [2, 3]}");
    }

    record Country(ObjectId id, String name) {}

    record Texted(@BsonRepresentation(BsonType.OBJECT_ID) String id) {}

    record City(
            int id,
            Ref<Country> country,
            Optional<Ref<Country>> twin,
            List<Ref<Texted>> others,
            Map<String, Ref<Country>> map) {}

    @Test
    void referencesAreStoredAsTheIdOfTheirTarget() {
        ObjectId id = new ObjectId("64f000000000000000000001");
        Mapping mapping = Mappings.of(City.class, Country.class, Texted.class);
        City city = new City(
                1,
                Ref.to(id),
                Optional.of(Ref.of(new Country(id, ""))),
                Ref.toAll(List.of(id.toHexString())),
                Map.of("k", Ref.to(id)));
        BsonDocument stored = write(mapping, city);
        String oid = "{$oid: '64f000000000000000000001'}";
        assertThat(stored)
                .isEqualTo(BsonDocument.parse("{_id: 1, country: " + oid + ", twin: " + oid + ", others: [" + oid
                        + "], map: {k: " + oid + "}}"));
        City back = read(mapping, City.class, stored.toJson());
        assertThat(back).isEqualTo(city);
        assertThat(back.twin().orElseThrow()).isInstanceOf(Ref.Unloaded.class);
    }

    @Test
    void referenceOfAnotherTypeIsRefused() {
        Mapping mapping = Mappings.of(City.class, Country.class, Texted.class);
        City city = new City(1, Ref.to("x"), Optional.empty(), List.of(), Map.of());
        assertThatThrownBy(() -> write(mapping, city))
                .isExactlyInstanceOf(EncodingException.class)
                .hasMessage("Expected ObjectId but was String at country (record City, component country): refer to an"
                        + " ObjectId, such as new ObjectId(text)");
    }

    record Keys(Map<String, Integer> map) {}

    @Test
    void keysThatNoFilterReachesAreRefused() {
        for (String key : List.of("a.b", "$a", "a\0b")) {
            assertThatThrownBy(() -> write(new Keys(Map.of(key, 1))))
                    .isExactlyInstanceOf(EncodingException.class)
                    .hasMessage("Expected keys without a dot, a leading dollar sign and the NUL character but one has"
                            + " it at map (record Keys, component map): keep such keys in a list of records");
        }
    }

    record Nulls(List<@Nullable String> list, Map<String, @Nullable Integer> map, List<Optional<Integer>> optionals) {}

    @Test
    void nullElementsAreStored() {
        Map<String, @Nullable Integer> map = new LinkedHashMap<>();
        map.put("k", null);
        List<@Nullable String> list = new java.util.ArrayList<>();
        list.add("a");
        list.add(null);
        assertStored(
                new Nulls(list, map, List.of(Optional.of(1), Optional.empty())),
                "{list: ['a', null], map: {k: null}, optionals: [1, null]}");
    }

    @Test
    @SuppressWarnings("NullAway")
    void nullInARequiredComponentIsNotWritten() {
        assertThatThrownBy(() -> write(new Required(null, 1)))
                .isExactlyInstanceOf(EncodingException.class)
                .hasMessage(
                        "Expected a value but was null at name (record Required, component name): give one, or declare"
                                + " the component as an Optional or @Nullable");
    }

    @Test
    void readCollectionsCannotBeChanged() {
        Absence read = read(Absence.class, "{list: ['a'], map: {a: 1}}");
        assertThatThrownBy(() -> read.list().add("b")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> read.map().put("b", 2)).isInstanceOf(UnsupportedOperationException.class);
    }
}
