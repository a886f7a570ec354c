package io.mongoodm.internal.mapping;

import static io.mongoodm.internal.mapping.Mappings.assertStored;
import static io.mongoodm.internal.mapping.Mappings.problems;
import static io.mongoodm.internal.mapping.Mappings.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
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
import java.util.Vector;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Each type of collection and map that can be declared, and what becomes of the others. */
class ContainersTest {
    record Part(int n) {}

    record Interfaces(
            List<Part> list,
            Collection<Part> collection,
            SequencedCollection<Part> sequenced,
            Iterable<Part> iterable,
            Set<Part> set,
            SequencedSet<Part> sequencedSet,
            SortedSet<String> sortedSet,
            NavigableSet<String> navigableSet) {
        List<Iterable<?>> all() {
            return List.of(list, collection, sequenced, iterable, set, sequencedSet, sortedSet, navigableSet);
        }
    }

    private static final String ELEMENTS = "{list: [{n: 2}, {n: 1}], collection: [{n: 2}], sequenced: [{n: 2}, {n: 1}],"
            + " iterable: [{n: 2}], set: [{n: 2}, {n: 1}], sequencedSet: [{n: 2}, {n: 1}], sortedSet: ['a', 'b'],"
            + " navigableSet: ['a', 'b']}";

    @Test
    void collectionsComeBackInTheirOrder() {
        assertStored(read(Interfaces.class, ELEMENTS), ELEMENTS);
        assertThat(read(Interfaces.class, ELEMENTS).sequencedSet().getFirst()).isEqualTo(new Part(2));
        assertThat(read(Interfaces.class, "{navigableSet: ['b', 'a']}").navigableSet())
                .containsExactly("a", "b");
    }

    @Test
    void absentCollectionsAreEmpty() {
        assertThat(read(Interfaces.class, "{}").all())
                .allSatisfy(each -> assertThat(each).isEmpty());
    }

    @Test
    void collectionsThatWereReadCannotBeChanged() {
        for (Iterable<?> each : read(Interfaces.class, ELEMENTS).all()) {
            Iterator<?> elements = each.iterator();
            elements.next();
            assertThatThrownBy(elements::remove).isInstanceOf(UnsupportedOperationException.class);
        }
    }

    record MapInterfaces(
            Map<String, Part> map,
            SequencedMap<String, Part> sequenced,
            SortedMap<Integer, Part> sorted,
            NavigableMap<Integer, Part> navigable) {
        List<Map<?, ?>> all() {
            return List.of(map, sequenced, sorted, navigable);
        }
    }

    private static final String ENTRIES = "{map: {b: {n: 1}, a: {n: 2}}, sequenced: {b: {n: 1}, a: {n: 2}},"
            + " sorted: {'1': {n: 1}, '2': {n: 2}}, navigable: {'1': {n: 1}, '2': {n: 2}}}";

    @Test
    void mapsComeBackInTheirOrder() {
        assertStored(read(MapInterfaces.class, ENTRIES), ENTRIES);
        assertThat(read(MapInterfaces.class, ENTRIES).sequenced().firstEntry()).isEqualTo(Map.entry("b", new Part(1)));
        assertThat(read(MapInterfaces.class, "{navigable: {'10': {}, '9': {}}}".replace("{}", "{n: 1}"))
                        .navigable())
                .containsOnlyKeys(9, 10);
    }

    @Test
    void absentMapsAreEmpty() {
        assertThat(read(MapInterfaces.class, "{}").all())
                .allSatisfy(each -> assertThat(each).isEmpty());
    }

    @Test
    void mapsThatWereReadCannotBeChanged() {
        for (Map<?, ?> each : read(MapInterfaces.class, ENTRIES).all()) {
            Iterator<?> keys = each.keySet().iterator();
            keys.next();
            assertThatThrownBy(keys::remove).isInstanceOf(UnsupportedOperationException.class);
        }
    }

    @SuppressWarnings("NonApiType") // The classes are what is tested.
    record Classes(
            ArrayList<Part> arrayList,
            LinkedList<Part> linkedList,
            HashSet<Part> hashSet,
            LinkedHashSet<Part> linkedHashSet,
            TreeSet<String> treeSet,
            HashMap<String, Part> hashMap,
            LinkedHashMap<String, Part> linkedHashMap,
            TreeMap<String, Part> treeMap) {}

    @Test
    void classesAreReadAsThemselves() {
        String json = "{arrayList: [{n: 1}], linkedList: [{n: 1}], hashSet: [{n: 1}], linkedHashSet: [{n: 1}],"
                + " treeSet: ['a'], hashMap: {k: {n: 1}}, linkedHashMap: {k: {n: 1}}, treeMap: {k: {n: 1}}}";
        Classes read = read(Classes.class, json);
        assertStored(read, json);
        assertThat(read.linkedList().removeFirst()).isEqualTo(new Part(1));
        assertThat(read(Classes.class, "{}").linkedList()).isEmpty();
    }

    @SuppressWarnings({"NonApiType", "JdkObsolete"}) // So are these.
    record Others(
            Deque<String> deque,
            EnumSet<TimeUnit> units,
            Vector<String> vector,
            ConcurrentMap<String, String> concurrent,
            Path path,
            Enum<?> any) {}

    /** The driver's codecs write all of these, and cannot read most of them. */
    @Test
    void otherContainersAreRefused() {
        String remedy = ", which has no stored form: use another type, or give the client a codec for it";
        assertThat(problems(Others.class))
                .containsExactly(
                        "Component deque of record Others has type Deque<String>" + remedy,
                        "Component units of record Others has type EnumSet<TimeUnit>" + remedy,
                        "Component vector of record Others has type Vector<String>" + remedy,
                        "Component concurrent of record Others has type ConcurrentMap<String, String>" + remedy,
                        "Component path of record Others has type Path" + remedy,
                        "Component any of record Others has type Enum<Enum<Enum>>" + remedy);
    }

    enum Loud {
        A,
        B {
            @Override
            int volume() {
                return 2;
            }
        };

        int volume() {
            return 1;
        }

        @Override
        public String toString() {
            return "loud " + name() + volume();
        }
    }

    record Louds(Loud one, Set<Loud> set, Map<Loud, List<Loud>> map) {}

    @Test
    void constantsAreTheirNamesWhateverTheirText() {
        assertStored(
                new Louds(Loud.B, Set.of(Loud.A), Map.of(Loud.B, List.of(Loud.A))),
                "{one: 'B', set: ['A'], map: {B: ['A']}}");
    }
}
