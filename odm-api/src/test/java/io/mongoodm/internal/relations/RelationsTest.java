package io.mongoodm.internal.relations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mongoodm.InvalidFilterException;
import io.mongoodm.Ref;
import io.mongoodm.annotation.OdmModel;
import io.mongoodm.annotation.Relation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RelationsTest {
    record Country(String id, String name, @Nullable Ref<City> capital) {}

    record City(int id, @Nullable Ref<Country> country) {}

    record Visit(
            long id,
            @Nullable Integer cityId,
            @Relation(localField = "cityId") @Nullable City city) {}

    private static final Country FRANCE = new Country("FR", "France", Ref.to(2));
    private static final City PARIS = new City(2, Ref.to("FR"));
    private static final City LYON = new City(3, Ref.to("FR"));

    private final Library library = new Library(Country.class, City.class, Visit.class)
            .with(Country.class, FRANCE)
            .with(City.class, PARIS, LYON);

    @Test
    void referenceIsLoadedMissingOrStaysNull() {
        List<City> loaded =
                library.load(City.class, List.of(PARIS, new City(4, Ref.to("XX")), new City(5, null)), "country");
        assertThat(loaded.get(0).country()).isInstanceOf(Ref.Loaded.class);
        assertThat(get(loaded.get(0).country())).isSameAs(FRANCE);
        assertThat(loaded.get(1).country()).isInstanceOf(Ref.Missing.class).isEqualTo(Ref.to("XX"));
        assertThat(loaded.get(2)).isEqualTo(new City(5, null));
        assertThat(library.levels).containsExactly(List.of("Country._id 2"));
    }

    @Test
    void parentsAreNewRecordsInTheirOrderAndTheirsAreUntouched() {
        List<City> loaded = library.load(City.class, List.of(LYON, PARIS));
        assertThat(loaded).containsExactly(LYON, PARIS);
        assertThat(loaded.getFirst()).isNotSameAs(LYON);
        assertThat(LYON.country()).isInstanceOf(Ref.Unloaded.class);
    }

    @Test
    void idsAreAskedForOnceAndNullNever() {
        library.load(Visit.class, List.of(visit(1, 2), visit(2, 2), visit(3, null), visit(4, 3)));
        assertThat(library.requests).hasSize(1);
        assertThat(library.requests.getFirst().filter().toJson()).isEqualTo("{\"_id\": {\"$in\": [2, 3]}}");
    }

    @Test
    void nothingIsAskedForNothing() {
        assertThat(library.load(Visit.class, List.of(), "city.country")).isEmpty();
        assertThat(library.load(Visit.class, List.of(visit(1, null)))).containsExactly(visit(1, null));
        assertThat(library.levels).isEmpty();
    }

    @Test
    void numberOfFindsDoesNotDependOnTheNumberOfParents() {
        for (int parents : new int[] {1, 500, 100_000}) {
            library.levels.clear();
            List<Visit> visits = IntStream.range(0, parents)
                    .mapToObj(i -> visit(i, 2 + i % 2))
                    .toList();
            library.load(Visit.class, visits, "city.country.capital");
            assertThat(library.levels)
                    .containsExactly(
                            List.of("City._id " + Math.min(parents, 2)),
                            List.of("Country._id 1"),
                            List.of("City._id 1"));
        }
    }

    @Test
    void parentsOfOneTargetShareOneFilledInstance() {
        List<Visit> loaded = library.load(Visit.class, List.of(visit(1, 2), visit(2, 2), visit(3, 3)), "city.country");
        City first = loaded.get(0).city();
        assertThat(first).isNotNull().isSameAs(loaded.get(1).city());
        assertThat(get(there(loaded.get(0).city()).country()))
                .isSameAs(get(there(loaded.get(2).city()).country()));
    }

    @Test
    void withoutPathsOnlyTheFirstLevelIsLoaded() {
        Visit loaded = library.loadOne(Visit.class, visit(1, 2));
        assertThat(loaded.city()).isEqualTo(PARIS);
        assertThat(there(loaded.city()).country()).isInstanceOf(Ref.Unloaded.class);
        assertThat(library.levels).hasSize(1);
    }

    @Test
    void cyclesEndWhereThePathDoes() {
        Country loaded = library.loadOne(Country.class, FRANCE, "capital.country.capital");
        City capital = get(get(get(loaded.capital()).country()).capital());
        assertThat(capital.country()).isInstanceOf(Ref.Unloaded.class);
    }

    @Test
    void loadedReferencesAreLookedUpAgain() {
        City stale = new City(2, Ref.of(new Country("FR", "stale", null)));
        assertThat(get(library.loadOne(City.class, stale).country())).isSameAs(FRANCE);
    }

    @Test
    void missingSingleRelationIsNullWhereThatIsAllowed() {
        assertThat(library.loadOne(Visit.class, new Visit(1, 99, PARIS)).city()).isNull();
    }

    @Test
    void unknownPathsAreRefusedAtTheCall() {
        assertThatThrownBy(() -> library.load(City.class, List.of(), "contry"))
                .isInstanceOf(InvalidFilterException.class)
                .hasMessage("City has no relation \"contry\"; did you mean \"country\"?");
        assertThatThrownBy(() -> library.load(Visit.class, List.of(), "city.country.mayor"))
                .isInstanceOf(InvalidFilterException.class)
                .hasMessage("Country has no relation \"mayor\", which the path \"city.country.mayor\" names; known:"
                        + " capital");
        assertThatThrownBy(() -> library.load(Visit.class, List.of(), "cityId"))
                .isInstanceOf(InvalidFilterException.class)
                .hasMessage("Visit has no relation \"cityId\"; did you mean \"city\"?");
    }

    @Test
    void nullAndForeignDocumentsAreRefused() {
        List<City> withNull = new ArrayList<>(Arrays.asList(PARIS, null));
        assertThatThrownBy(() -> library.load(City.class, withNull))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("document");
    }

    record Person(
            int id,
            Optional<Ref<City>> born,
            List<@Nullable Ref<City>> lived,
            Set<Ref<Country>> visited,
            Map<String, Ref<City>> favourites) {}

    @Test
    void containersOfReferencesKeepTheirKindAndOrder() {
        Library people = new Library(Country.class, City.class, Person.class)
                .with(Country.class, FRANCE)
                .with(City.class, PARIS, LYON);
        Map<String, Ref<City>> favourites = new LinkedHashMap<>();
        favourites.put("food", Ref.to(3));
        favourites.put("none", Ref.to(9));
        Person person = new Person(
                1,
                Optional.of(Ref.to(2)),
                Arrays.asList(Ref.to(3), null, Ref.to(2), Ref.to(3)),
                new LinkedHashSet<>(Ref.<Country>toAll(List.of("XX", "FR"))),
                favourites);
        Person loaded = people.loadOne(Person.class, person);
        assertThat(loaded).isEqualTo(person);
        assertThat(get(loaded.born().orElseThrow())).isSameAs(PARIS);
        assertThat(loaded.lived()).element(1).isNull();
        assertThat(get(loaded.lived().get(2))).isSameAs(PARIS);
        assertThat(get(loaded.lived().get(3))).isSameAs(LYON);
        assertThat(loaded.visited()).extracting(ref -> ref.find().isPresent()).containsExactly(false, true);
        assertThat(get(loaded.favourites().get("food"))).isSameAs(LYON);
        assertThat(loaded.favourites().get("none")).isInstanceOf(Ref.Missing.class);
        assertThat(people.levels).containsExactly(List.of("City._id 1", "City._id 2", "Country._id 2", "City._id 2"));
    }

    @Test
    void emptyContainersAskForNothing() {
        Library people = new Library(Country.class, City.class, Person.class);
        Person person = new Person(1, Optional.empty(), List.of(), Set.of(), Map.of());
        assertThat(people.loadOne(Person.class, person)).isEqualTo(person);
        assertThat(people.levels).isEmpty();
    }

    record Author(
            long id,
            @Relation(foreignField = "author") List<Book> books,
            List<Long> friendIds,
            @Relation(localField = "friendIds") List<Author> friends,

            @Relation(localField = "_id", foreignField = "coAuthors")
            Set<Book> helped) {
        static Author of(long id, Long... friends) {
            return new Author(id, List.of(), List.of(friends), List.of(), Set.of());
        }
    }

    record Book(
            String id,
            Ref<Author> author,
            List<Ref<Author>> coAuthors,
            @Relation(localField = "author") Optional<Author> writer) {
        static Book of(String id, long author, Long... coAuthors) {
            return new Book(id, Ref.to(author), Ref.toAll(List.of(coAuthors)), Optional.empty());
        }
    }

    @Test
    void reverseRelationsTakeEveryDocumentThatRefersToTheParent() {
        Book first = Book.of("a", 1);
        Book second = Book.of("b", 1, 2L);
        Book other = Book.of("c", 2, 1L, 3L);
        Author three = Author.of(3);
        Library books = new Library(Author.class, Book.class)
                .with(Book.class, first, second, other)
                .with(Author.class, Author.of(2), three);
        List<Author> loaded = books.load(Author.class, List.of(Author.of(1, 3L, 2L, 9L), Author.of(4)));
        assertThat(loaded.get(0).books()).containsExactly(first, second);
        assertThat(loaded.get(0).helped()).containsExactly(other);
        assertThat(loaded.get(0).friends()).containsExactly(three, Author.of(2));
        assertThat(loaded.get(1)).isEqualTo(Author.of(4));
        assertThat(books.levels).containsExactly(List.of("Book.author 2", "Author._id 3", "Book.coAuthors 2"));
    }

    @Test
    void optionalRelationIsEmptyWhenItsTargetIsMissing() {
        Library books = new Library(Author.class, Book.class).with(Author.class, Author.of(1));
        assertThat(books.loadOne(Book.class, Book.of("a", 1), "writer").writer())
                .contains(Author.of(1));
        assertThat(books.loadOne(Book.class, Book.of("a", 7), "writer").writer())
                .isEmpty();
    }

    record Address(String street, Ref<Country> country) {}

    record Line(int count, @Nullable Ref<City> from) {}

    record Order(
            int id,
            @Nullable Address address,
            List<Line> lines,
            Map<String, Address> others,
            Optional<Address> billing) {}

    @Test
    void pathsDescendIntoNestedRecordsWhateverHoldsThem() {
        Library orders = new Library(Country.class, City.class, Order.class)
                .with(Country.class, FRANCE)
                .with(City.class, PARIS, LYON);
        Address home = new Address("x", Ref.to("FR"));
        Order order = new Order(
                1, home, List.of(new Line(1, Ref.to(2)), new Line(2, null)), Map.of("work", home), Optional.of(home));
        Order loaded = orders.loadOne(
                Order.class, order, "address.country", "lines.from.country", "others.country", "billing.country");
        assertThat(loaded).isEqualTo(order);
        assertThat(get(there(loaded.address()).country())).isSameAs(FRANCE);
        assertThat(get(get(loaded.lines().get(0).from()).country())).isSameAs(FRANCE);
        assertThat(loaded.lines().get(1).from()).isNull();
        assertThat(get(there(loaded.others().get("work")).country())).isSameAs(FRANCE);
        assertThat(get(loaded.billing().orElseThrow().country())).isSameAs(FRANCE);
        assertThat(orders.levels)
                .containsExactly(
                        List.of("Country._id 1", "City._id 1", "Country._id 1", "Country._id 1"),
                        List.of("Country._id 1"));
        assertThat(orders.loadOne(
                        Order.class, new Order(2, null, List.of(), Map.of(), Optional.empty()), "address.country"))
                .isEqualTo(new Order(2, null, List.of(), Map.of(), Optional.empty()));
    }

    @Test
    void pathThatEndsAtANestedRecordNamesItsRelations() {
        Library orders = new Library(Country.class, City.class, Order.class);
        assertThatThrownBy(() -> orders.load(Order.class, List.of(), "address"))
                .isInstanceOf(InvalidFilterException.class)
                .hasMessage("Order has no relation \"address\"; known: address.country, lines.from, others.country,"
                        + " billing.country");
    }

    sealed interface Pet {
        int id();

        record Dog(
                int id,
                Ref<Pet> friend,
                @Relation(localField = "friend") @Nullable Pet friendly) implements Pet {}

        record Cat(int id, Ref<Pet> friend, @Nullable Ref<Country> origin) implements Pet {}

        record Fish(int id) implements Pet {}
    }

    @Test
    void variantsOfAHierarchyShareOneFindForOneRelation() {
        Pet.Fish fish = new Pet.Fish(3);
        Library pets = new Library(Country.class, City.class, Pet.class)
                .with(Country.class, FRANCE)
                .with(Pet.class, fish);
        Pet dog = new Pet.Dog(1, Ref.to(3), null);
        Pet cat = new Pet.Cat(2, Ref.to(3), Ref.to("FR"));
        List<Pet> loaded = pets.load(Pet.class, List.of(dog, cat, fish), "friend", "friendly", "origin");
        assertThat(loaded.get(0)).isInstanceOfSatisfying(Pet.Dog.class, d -> {
            assertThat(get(d.friend())).isSameAs(fish);
            assertThat(d.friendly()).isSameAs(fish);
        });
        assertThat(loaded.get(1)).isInstanceOfSatisfying(Pet.Cat.class, c -> {
            assertThat(get(c.friend())).isSameAs(fish);
            assertThat(get(c.origin())).isSameAs(FRANCE);
        });
        assertThat(loaded.get(2)).isSameAs(fish);
        assertThat(pets.levels).containsExactly(List.of("Pet._id 1", "Pet._id 1", "Country._id 1"));
        assertThat(pets.load(Pet.class, List.of(dog, cat)))
                .extracting(pet -> pet instanceof Pet.Cat c && c.origin() instanceof Ref.Loaded)
                .containsExactly(false, true);
    }

    @Test
    void pathThatOnlySomeVariantsHaveGoesOnInThose() {
        Pet.Cat cat = new Pet.Cat(3, Ref.to(9), Ref.to("FR"));
        Library pets = new Library(Country.class, City.class, Pet.class)
                .with(Country.class, FRANCE)
                .with(Pet.class, cat, new Pet.Fish(4));
        List<Pet> loaded = pets.load(
                Pet.class, List.of(new Pet.Dog(1, Ref.to(3), null), new Pet.Dog(2, Ref.to(4), null)), "friend.origin");
        assertThat(((Pet.Dog) loaded.get(0)).friend().get())
                .isInstanceOfSatisfying(
                        Pet.Cat.class, c -> assertThat(get(c.origin())).isSameAs(FRANCE));
        assertThatThrownBy(() -> pets.load(Pet.class, List.of(), "friend.orgin"))
                .hasMessage("Pet has no relation \"orgin\", which the path \"friend.orgin\" names; did you mean"
                        + " \"origin\"?");
    }

    record Employee(int id, @Nullable Ref<Employee> boss) {}

    @Test
    void modelsMayReferToThemselves() {
        Employee top = new Employee(1, null);
        Employee middle = new Employee(2, Ref.to(1));
        Library staff = new Library(Employee.class).with(Employee.class, top, middle);
        Employee loaded = staff.loadOne(Employee.class, new Employee(3, Ref.to(2)), "boss.boss");
        assertThat(get(get(loaded.boss()).boss())).isSameAs(top);
        assertThat(staff.levels).hasSize(2);
    }

    @OdmModel(database = "archive")
    record Scroll(int id) {}

    record Reader(int id, Ref<Scroll> scroll) {}

    @Test
    void targetSaysInWhichDatabaseItIs() {
        Library archive = new Library(Scroll.class, Reader.class).with(Scroll.class, new Scroll(1));
        archive.loadOne(Reader.class, new Reader(1, Ref.to(1)));
        assertThat(archive.requests)
                .extracting(request -> request.target().database())
                .containsExactly("archive");
    }

    record Key(String id) {}

    record Holder(int id, Ref<Key> key) {}

    @Test
    void longListsOfIdsAreSplitAndStayInOneLevel() {
        String megabyte = "x".repeat(1 << 20);
        Library keys = new Library(Key.class, Holder.class);
        List<Holder> holders = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            String id = i + megabyte;
            keys.with(Key.class, new Key(id));
            holders.add(new Holder(i, Ref.to(id)));
        }
        List<Holder> loaded = keys.load(Holder.class, holders);
        assertThat(loaded).allMatch(holder -> holder.key() instanceof Ref.Loaded);
        assertThat(keys.levels).containsExactly(List.of("Key._id 7", "Key._id 7", "Key._id 6"));
    }

    @Test
    void documentThatTwoPartsOfAListFindIsThereOnce() {
        String megabyte = "x".repeat(5 << 20);
        Library tagged = new Library(Tagged.class, Tagger.class)
                .with(Tagged.class, new Tagged(1, List.of("a" + megabyte, "b" + megabyte)));
        Tagger loaded = tagged.loadOne(Tagger.class, new Tagger(1, List.of("a" + megabyte, "b" + megabyte), List.of()));
        assertThat(loaded.found()).hasSize(1);
        assertThat(tagged.levels).containsExactly(List.of("Tagged.tags 1", "Tagged.tags 1"));
    }

    record Tagged(int id, List<String> tags) {}

    record Tagger(
            int id,
            List<String> tags,

            @Relation(localField = "tags", foreignField = "tags")
            List<Tagged> found) {}

    @Test
    void sizeOfAChunkIsThatOfItsBytes() {
        String wide = "é€😀".repeat(100_000);
        assertThat(IdChunks.of(List.of(new BsonString(wide), new BsonString("b" + wide), new BsonString("c"))))
                .hasSize(1);
        int bytes = wide.getBytes(StandardCharsets.UTF_8).length;
        List<BsonValue> ids = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            ids.add(new BsonString(wide));
        }
        assertThat(IdChunks.of(ids))
                .first()
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .hasSize(IdChunks.MOST_BYTES / (bytes + 8));
    }

    private static Visit visit(long id, @Nullable Integer city) {
        return new Visit(id, city, null);
    }

    private static <T> T get(@Nullable Ref<T> ref) {
        assertThat(ref).isInstanceOf(Ref.Loaded.class);
        return there(ref).get();
    }

    private static <T> T there(@Nullable T value) {
        return Objects.requireNonNull(value);
    }
}
