package io.mongoodm.internal.relations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mongoodm.Ref;
import io.mongoodm.annotation.Relation;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.SequencedCollection;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonDocumentReader;
import org.bson.BsonInt32;
import org.bson.BsonValue;
import org.bson.codecs.DecoderContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What was read and holds references, or records with references, stays of the kind that the component has. */
@SuppressWarnings({"JdkObsolete", "ArrayRecordComponent"}) // a LinkedList is one of them, and an array
class RelationContainersTest {
    record City(int id, String name) {}

    private static final City PARIS = new City(2, "Paris");
    private static final City LYON = new City(3, "Lyon");

    record Lists(
            int id,
            List<Ref<City>> list,
            Collection<Ref<City>> collection,
            SequencedCollection<Ref<City>> sequenced,
            ArrayList<Ref<City>> arrayList,
            LinkedList<Ref<City>> linkedList,
            Set<Ref<City>> set,
            SequencedSet<Ref<City>> sequencedSet,
            HashSet<Ref<City>> hashSet,
            LinkedHashSet<Ref<City>> linkedHashSet) {}

    record Maps(
            int id,
            Map<String, Ref<City>> map,
            SequencedMap<String, Ref<City>> sequenced,
            SortedMap<String, Ref<City>> sorted,
            NavigableMap<String, Ref<City>> navigable,
            HashMap<String, Ref<City>> hashMap,
            LinkedHashMap<String, Ref<City>> linkedHashMap,
            TreeMap<String, Ref<City>> treeMap) {}

    record Stop(int number, Ref<City> city) implements Comparable<Stop> {
        @Override
        public int compareTo(Stop other) {
            return Integer.compare(other.number, number);
        }
    }

    record Tour(
            int id,
            Stop[] array,
            SortedSet<Stop> sorted,
            NavigableSet<Stop> navigable,
            TreeSet<Stop> treeSet,
            SequencedSet<Stop> sequencedSet,
            LinkedList<Stop> linkedList,
            NavigableMap<String, Stop> map,
            List<List<Stop>> days) {}

    @Test
    void collectionsOfReferencesThatWereReadAreFilled() {
        assertThat(cities(filled(Lists.class, new BsonArray(List.of(new BsonInt32(3), new BsonInt32(2))))))
                .hasSize(9)
                .allSatisfy((component, cities) -> {
                    if (component.equals("hashSet")) {
                        assertThat(cities).containsExactlyInAnyOrder(LYON, PARIS);
                    } else {
                        assertThat(cities).as(component).containsExactly(LYON, PARIS);
                    }
                });
    }

    @Test
    void mapsOfReferencesThatWereReadAreFilled() {
        assertThat(cities(filled(Maps.class, BsonDocument.parse("{b: 3, a: 2}"))))
                .hasSize(7)
                .allSatisfy((component, cities) -> assertThat(cities)
                        .as(component)
                        .containsExactlyElementsOf(
                                Set.of("map", "sequenced", "linkedHashMap").contains(component)
                                        ? List.of(LYON, PARIS)
                                        : List.of(PARIS, LYON)));
    }

    @Test
    void whatHoldsReferencesCanBeChangedWhereItsClassIsDeclaredAndNotElsewhere() {
        for (Class<? extends Record> model : List.of(Lists.class, Maps.class)) {
            Record loaded = filled(
                    model,
                    model == Maps.class ? BsonDocument.parse("{a: 2}") : new BsonArray(List.of(new BsonInt32(2))));
            containers(loaded).forEach((component, container) -> {
                if (component.type().isInterface()) {
                    assertThatThrownBy(() -> clear(container))
                            .as(component.name())
                            .isInstanceOf(UnsupportedOperationException.class);
                } else {
                    assertThat(container).as(component.name()).isExactlyInstanceOf(expected(component.type()));
                    clear(container);
                    assertThat(elements(container)).as(component.name()).isEmpty();
                }
            });
        }
    }

    /** A set that is filled keeps the order of the one before. */
    private static Class<?> expected(Class<?> declared) {
        return declared == HashSet.class
                ? LinkedHashSet.class
                : declared == HashMap.class ? LinkedHashMap.class : declared;
    }

    @Test
    void recordsWithReferencesAreFilledWhateverHoldsThem() {
        Library library = library(Tour.class);
        BsonDocument stops = BsonDocument.parse("{v: [{number: 1, city: 2}, {number: 2, city: 3}]}");
        BsonDocument stored = new BsonDocument("_id", new BsonInt32(1));
        for (String name : List.of("array", "sorted", "navigable", "treeSet", "sequencedSet", "linkedList")) {
            stored.append(name, stops.get("v"));
        }
        stored.append("map", BsonDocument.parse("{b: {number: 1, city: 2}, a: {number: 2, city: 3}}"));
        stored.append("days", new BsonArray(List.of(stops.get("v"), new BsonArray())));
        Tour tour = read(library, Tour.class, stored);

        Tour loaded = library.loadOne(
                Tour.class,
                tour,
                "array.city",
                "sorted.city",
                "navigable.city",
                "treeSet.city",
                "sequencedSet.city",
                "linkedList.city",
                "map.city",
                "days.city");

        assertThat(loaded.array()).extracting(stop -> stop.city().get()).containsExactly(PARIS, LYON);
        assertThat(tour.array()[0].city()).isInstanceOf(Ref.Unloaded.class);
        assertThat(loaded.sorted()).extracting(stop -> stop.city().get()).containsExactly(LYON, PARIS);
        assertThat(loaded.navigable()).extracting(stop -> stop.city().get()).containsExactly(LYON, PARIS);
        assertThat(loaded.treeSet()).extracting(stop -> stop.city().get()).containsExactly(LYON, PARIS);
        assertThat(loaded.sequencedSet()).extracting(stop -> stop.city().get()).containsExactly(PARIS, LYON);
        assertThat(loaded.linkedList()).extracting(stop -> stop.city().get()).containsExactly(PARIS, LYON);
        assertThat(loaded.map().values()).extracting(stop -> stop.city().get()).containsExactly(LYON, PARIS);
        assertThat(loaded.days().get(0)).extracting(stop -> stop.city().get()).containsExactly(PARIS, LYON);
        assertThat(loaded.days().get(1)).isEmpty();
    }

    sealed interface Transport {
        record Train(String line, Ref<City> from) implements Transport {}

        sealed interface Road extends Transport {
            record Bus(Ref<City> from, Ref<City> to) implements Road {}

            record Walk(int steps) implements Road {}
        }
    }

    record Journey(int id, @Nullable Transport first, List<Transport> then) {}

    @Test
    void variantsOfANestedHierarchyAreFilledWhereTheyHaveTheRelation() {
        Library library = library(Journey.class);
        Journey loaded = library.loadOne(
                Journey.class,
                new Journey(
                        1,
                        new Transport.Train("A", Ref.to(2)),
                        List.of(new Transport.Road.Walk(5), new Transport.Road.Bus(Ref.to(3), Ref.to(2)))),
                "first.from",
                "then.from",
                "then.to");

        assertThat(loaded.first())
                .isInstanceOfSatisfying(
                        Transport.Train.class,
                        train -> assertThat(train.from().get()).isSameAs(PARIS));
        assertThat(loaded.then().get(1)).isInstanceOfSatisfying(Transport.Road.Bus.class, bus -> {
            assertThat(bus.from().get()).isSameAs(LYON);
            assertThat(bus.to().get()).isSameAs(PARIS);
        });
        assertThat(library.levels).containsExactly(List.of("City._id 1", "City._id 1", "City._id 1"));
        assertThatThrownBy(() -> library.load(Journey.class, List.of(), "then.form"))
                .hasMessage("Transport has no relation \"form\", which the path \"then.form\" names; did you mean"
                        + " \"from\"?");
    }

    record Shelf(int id, @Relation(foreignField = "shelves") SequencedSet<Volume> volumes) {}

    record Volume(String id, List<Object> shelves) {}

    @Test
    void arraysWithinArraysAreNoValuesOfAForeignFieldAsTheServerSees() {
        Volume volume = new Volume("a", List.of(List.of(1), 2));
        Library library = new Library(Shelf.class, Volume.class).with(Volume.class, volume);

        List<Shelf> loaded = library.load(
                Shelf.class, List.of(new Shelf(1, new LinkedHashSet<>()), new Shelf(2, new LinkedHashSet<>())));

        assertThat(loaded.get(0).volumes()).isEmpty();
        assertThat(loaded.get(1).volumes()).containsExactly(volume);
    }

    private static Library library(Class<?> model) {
        return new Library(City.class, model).with(City.class, PARIS, LYON);
    }

    /** Reads a document that has this value in each component but its id, and fills it. */
    private static <T extends Record> T filled(Class<T> model, BsonValue value) {
        Library library = library(model);
        BsonDocument stored = new BsonDocument("_id", new BsonInt32(1));
        for (RecordComponent component : model.getRecordComponents()) {
            stored.putIfAbsent(component.getName().equals("id") ? "_id" : component.getName(), value);
        }
        return library.loadOne(model, read(library, model, stored));
    }

    private static <T> T read(Library library, Class<T> model, BsonDocument stored) {
        return library.mapping
                .model(model)
                .codec()
                .decode(new BsonDocumentReader(stored), DecoderContext.builder().build());
    }

    /** A component that holds others. */
    private record Holding(String name, Class<?> type) {}

    private static Map<Holding, Object> containers(Record record) {
        Map<Holding, Object> containers = new LinkedHashMap<>();
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            if (component.getType() != int.class) {
                try {
                    containers.put(
                            new Holding(component.getName(), component.getType()),
                            component.getAccessor().invoke(record));
                } catch (ReflectiveOperationException e) {
                    throw new LinkageError(e.getMessage(), e);
                }
            }
        }
        return containers;
    }

    private static Map<String, List<Object>> cities(Record record) {
        Map<String, List<Object>> cities = new LinkedHashMap<>();
        containers(record)
                .forEach((component, container) -> cities.put(
                        component.name(),
                        elements(container).stream()
                                .<Object>map(ref -> ((Ref<?>) ref).get())
                                .toList()));
        return cities;
    }

    private static Collection<?> elements(Object container) {
        return container instanceof Map<?, ?> map ? map.values() : (Collection<?>) container;
    }

    private static void clear(Object container) {
        if (container instanceof Map<?, ?> map) {
            map.clear();
        } else {
            ((Collection<?>) container).clear();
        }
    }
}
