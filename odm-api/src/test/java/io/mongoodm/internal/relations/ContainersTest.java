package io.mongoodm.internal.relations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mongoodm.InvalidModelException;
import io.mongoodm.Ref;
import io.mongoodm.annotation.Relation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
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
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@SuppressWarnings({"JdkObsolete", "NonApiType"}) // records may be declared with any of them
class ContainersTest {
    private static final Town OSLO = new Town("oslo", "no");
    private static final Town BERGEN = new Town("bergen", "no");
    private static final Country NORWAY = new Country("no");

    record Country(String id) {}

    record Town(String id, String country) implements Comparable<Town> {
        @Override
        public int compareTo(Town other) {
            return id.compareTo(other.id);
        }
    }

    record Part(int number, Ref<Country> origin) implements Comparable<Part> {
        @Override
        public int compareTo(Part other) {
            return Integer.compare(number, other.number);
        }
    }

    record References(
            int id,
            LinkedList<Ref<Country>> linked,
            SequencedCollection<Ref<Country>> ordered,
            SequencedSet<Ref<Country>> distinct,
            SequencedMap<String, Ref<Country>> named,
            NavigableMap<String, Ref<Country>> sorted) {}

    @Test
    void everyKindOfContainerOfReferencesIsFilled() {
        List<Ref<Country>> both = Ref.toAll(List.of("no", "xx"));
        References references = new References(
                1,
                new LinkedList<>(both),
                both,
                new LinkedHashSet<>(both),
                new LinkedHashMap<>(Map.of("a", both.getFirst())),
                new TreeMap<>(Map.of("b", both.getFirst(), "a", both.getLast())));
        Library library = new Library(Country.class, References.class).with(Country.class, NORWAY);

        References loaded = library.loadOne(References.class, references);

        assertThat(loaded).isEqualTo(references);
        assertThat(loaded.linked().getFirst().get()).isSameAs(NORWAY);
        assertThat(loaded.linked()).element(1).isInstanceOf(Ref.Missing.class);
        assertThat(loaded.ordered().getFirst().get()).isSameAs(NORWAY);
        assertThat(loaded.distinct().getFirst().get()).isSameAs(NORWAY);
        assertThat(loaded.distinct().getLast()).isInstanceOf(Ref.Missing.class);
        assertThat(loaded.named().firstEntry().getValue().get()).isSameAs(NORWAY);
        assertThat(loaded.sorted().firstEntry().getValue()).isInstanceOf(Ref.Missing.class);
        assertThat(loaded.sorted().lastEntry().getValue().get()).isSameAs(NORWAY);
    }

    record Nested(
            int id,
            LinkedList<Part> linked,
            SequencedSet<Part> distinct,
            NavigableSet<Part> sorted,
            TreeSet<Part> tree,
            SequencedMap<String, Part> named,
            NavigableMap<String, Part> keyed) {}

    @Test
    void pathsLeadThroughEveryKindOfContainer() {
        Part part = new Part(1, Ref.to("no"));
        NavigableSet<Part> descending = new TreeSet<>(Comparator.reverseOrder());
        descending.addAll(List.of(part, new Part(2, Ref.to("no"))));
        Nested nested = new Nested(
                1,
                new LinkedList<>(List.of(part)),
                new LinkedHashSet<>(List.of(part)),
                Collections.unmodifiableNavigableSet(descending),
                new TreeSet<>(List.of(part)),
                new LinkedHashMap<>(Map.of("a", part)),
                new TreeMap<>(Map.of("a", part)));
        Library library = new Library(Country.class, Nested.class).with(Country.class, NORWAY);

        Nested loaded = library.loadOne(
                Nested.class,
                nested,
                "linked.origin",
                "distinct.origin",
                "sorted.origin",
                "tree.origin",
                "named.origin",
                "keyed.origin");

        assertThat(loaded).isEqualTo(nested);
        assertThat(loaded.sorted()).extracting(Part::number).containsExactly(2, 1);
        for (Part filled : List.of(
                loaded.linked().getFirst(),
                loaded.distinct().getFirst(),
                loaded.sorted().getFirst(),
                loaded.tree().getFirst(),
                loaded.named().firstEntry().getValue(),
                loaded.keyed().firstEntry().getValue())) {
            assertThat(filled.origin().get()).isSameAs(NORWAY);
        }
    }

    record Reverse(
            String id,
            @Relation(foreignField = "country") Collection<Town> any,
            @Relation(foreignField = "country") ArrayList<Town> array,
            @Relation(foreignField = "country") LinkedList<Town> linked,
            @Relation(foreignField = "country") Set<Town> set,
            @Relation(foreignField = "country") SequencedSet<Town> sequenced,
            @Relation(foreignField = "country") LinkedHashSet<Town> hash,
            @Relation(foreignField = "country") HashSet<Town> unordered,
            @Relation(foreignField = "country") SortedSet<Town> sorted,
            @Relation(foreignField = "country") TreeSet<Town> tree) {}

    @Test
    void aReverseRelationIsFilledWhateverCollectionItIs() {
        Reverse norway = new Reverse(
                "no",
                List.of(),
                new ArrayList<>(),
                new LinkedList<>(),
                Set.of(),
                new LinkedHashSet<>(),
                new LinkedHashSet<>(),
                new HashSet<>(),
                new TreeSet<>(),
                new TreeSet<>());
        Library library = new Library(Reverse.class, Town.class).with(Town.class, OSLO, BERGEN);

        Reverse loaded = library.loadOne(Reverse.class, norway);

        for (Collection<Town> towns : List.of(
                loaded.any(), loaded.array(), loaded.linked(), loaded.set(), loaded.sequenced(), loaded.hash())) {
            assertThat(towns).containsExactly(OSLO, BERGEN);
        }
        assertThat(loaded.unordered()).isExactlyInstanceOf(HashSet.class).containsExactlyInAnyOrder(OSLO, BERGEN);
        assertThat(loaded.sorted()).containsExactly(BERGEN, OSLO);
        assertThat(loaded.tree()).containsExactly(BERGEN, OSLO);
    }

    record Queue(
            String id,
            @Relation(foreignField = "country") @Nullable Deque<Town> towns) {}

    @Test
    void aCollectionThatNoComponentCanHaveIsRefused() {
        assertThatThrownBy(() -> new Library(Queue.class, Town.class))
                .isExactlyInstanceOf(InvalidModelException.class)
                .hasMessage("@Relation is on component towns of record Queue of type Deque<Town>: use a model, an"
                        + " Optional of it, or a List of it");
    }
}
