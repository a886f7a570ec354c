package io.mongoodm.relations;

import static com.mongodb.client.model.Filters.gte;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.model.Sorts;
import io.mongoodm.InvalidFilterException;
import io.mongoodm.Model;
import io.mongoodm.Ref;
import io.mongoodm.annotation.OdmModel;
import io.mongoodm.annotation.Relation;
import io.mongoodm.fixture.Form;
import io.mongoodm.testkit.CommandRecorder;
import io.mongoodm.testkit.CommandRecorder.Command;
import io.mongoodm.testkit.Feature;
import io.mongoodm.testkit.OdmTest;
import io.mongoodm.testkit.Requires;
import io.mongoodm.vthreads.AsyncIterator;
import io.mongoodm.vthreads.AsyncModel;
import io.mongoodm.vthreads.AsyncOdm;
import io.mongoodm.vthreads.AsyncSession;
import io.mongoodm.vthreads.TransactionScope;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@OdmTest(
        models = {
            LoadRelatedTest.Country.class,
            LoadRelatedTest.City.class,
            LoadRelatedTest.Visit.class,
            LoadRelatedTest.Author.class,
            LoadRelatedTest.Book.class,
            LoadRelatedTest.Archived.class
        })
class LoadRelatedTest {
    public record Country(String id, String name) {}

    public record City(int id, String name, @Nullable Ref<Country> country) {}

    public record Visit(
            int id,
            @Nullable Integer cityId,
            @Relation(localField = "cityId") @Nullable City city,
            Ref<Country> home,
            Optional<Ref<Archived>> note) {}

    @OdmModel(database = "odm_load_related_archive")
    public record Archived(int id, String text) {}

    public sealed interface Author {
        int id();

        record Poet(
                int id, @Relation(foreignField = "author") List<Book> books) implements Author {}

        record Critic(int id, Ref<Book> read) implements Author {}
    }

    public record Book(String id, Ref<Author> author) {}

    private static final Country FRANCE = new Country("FR", "France");
    private static final City PARIS = new City(1, "Paris", Ref.to("FR"));
    private static final City NOWHERE = new City(2, "Nowhere", Ref.to("XX"));

    private final AsyncOdm odm;
    private final CommandRecorder recorder;

    LoadRelatedTest(AsyncOdm odm, CommandRecorder recorder) {
        this.odm = odm;
        this.recorder = recorder;
    }

    @BeforeEach
    void store() {
        odm.adropDatabase().join();
        odm.adropDatabase("odm_load_related_archive").join();
        odm.synchronous().model(Country.class).create(FRANCE);
        odm.synchronous().model(City.class).createMany(List.of(PARIS, NOWHERE));
        odm.synchronous().model(Archived.class).create(new Archived(7, "rain"));
        recorder.clear();
    }

    private static Visit visit(int id, @Nullable Integer city) {
        return new Visit(id, city, null, Ref.to("FR"), Optional.empty());
    }

    private List<String> finds() {
        return recorder.commands("find").stream()
                .map(Command::plain)
                .map(command -> command.getString("find").getValue() + " "
                        + command.getDocument("filter").toJson())
                .sorted()
                .toList();
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void oneFindForEachRelationWhateverTheNumberOfParents(Form form) {
        Model<Visit> visits = form.model(odm, Visit.class);
        for (int parents : new int[] {1, 500}) {
            recorder.clear();
            List<Visit> all =
                    IntStream.range(0, parents).mapToObj(i -> visit(i, 1)).toList();
            List<Visit> loaded = visits.loadRelated(all);
            assertThat(loaded).hasSize(parents).allSatisfy(visit -> {
                assertThat(visit.city()).isEqualTo(PARIS);
                assertThat(visit.home().get()).isEqualTo(FRANCE);
            });
            assertThat(finds())
                    .containsExactly("city {\"_id\": {\"$in\": [1]}}", "country {\"_id\": {\"$in\": [\"FR\"]}}");
            assertThat(recorder.names()).containsOnly("find");
        }
    }

    /** Two relations on the first level and one on the second, without a find for any of the parents. */
    @ParameterizedTest
    @EnumSource(Form.class)
    void aHundredThousandParentsCostOneFindForEachRelationOfEachLevel(Form form) {
        List<Visit> visits =
                IntStream.range(0, 100_000).mapToObj(i -> visit(i, 1 + i % 2)).toList();

        List<Visit> loaded = form.model(odm, Visit.class).loadRelated(visits, "city.country", "home");

        assertThat(finds())
                .containsExactly(
                        "city {\"_id\": {\"$in\": [1, 2]}}",
                        "country {\"_id\": {\"$in\": [\"FR\", \"XX\"]}}",
                        "country {\"_id\": {\"$in\": [\"FR\"]}}");
        assertThat(recorder.names()).containsOnly("find");
        assertThat(loaded).hasSize(100_000);
        assertThat(loaded.stream().map(Visit::home).filter(home -> home instanceof Ref.Loaded))
                .hasSize(100_000);
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void commandsCarryOnlyWhatIsNeeded(Form form) {
        form.model(odm, City.class).loadRelated(PARIS);
        assertThat(recorder.commands())
                .singleElement()
                .extracting(Command::plain)
                .isEqualTo(BsonDocument.parse("{find: 'country', filter: {_id: {$in: ['FR']}}}"));
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void nestedPathsLoadTheirParentsLevelByLevel(Form form) {
        List<Visit> loaded = form.model(odm, Visit.class)
                .loadRelated(
                        List.of(visit(1, 1), visit(2, 2), visit(3, null), visit(4, 9), visit(5, 1)), "city.country");
        City paris = Objects.requireNonNull(loaded.get(0).city());
        City nowhere = Objects.requireNonNull(loaded.get(1).city());
        assertThat(Objects.requireNonNull(paris.country()).get()).isEqualTo(FRANCE);
        assertThat(nowhere.country()).isInstanceOf(Ref.Missing.class);
        assertThat(loaded.get(2).city()).isNull();
        assertThat(loaded.get(3).city()).isNull();
        assertThat(loaded.get(4).city()).isSameAs(paris);
        assertThat(loaded.get(0).home()).isInstanceOf(Ref.Unloaded.class);
        assertThat(finds())
                .containsExactly(
                        "city {\"_id\": {\"$in\": [1, 2, 9]}}", "country {\"_id\": {\"$in\": [\"FR\", \"XX\"]}}");
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void nothingIsSentForNothing(Form form) {
        Model<City> cities = form.model(odm, City.class);
        assertThat(cities.loadRelated(List.of())).isEmpty();
        assertThat(cities.loadRelated(new City(3, "x", null))).isEqualTo(new City(3, "x", null));
        assertThat(recorder.commands()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void anyIterableIsTakenAndAQueryIsRunOnce(Form form) {
        Model<City> cities = form.model(odm, City.class);
        List<City> loaded =
                cities.loadRelated(odm.synchronous().model(City.class).find(gte("_id", 1)), "country");
        assertThat(loaded)
                .extracting(
                        city -> Objects.requireNonNull(city.country()).find().isPresent())
                .containsExactly(true, false);
        assertThat(recorder.names()).containsExactly("find", "find");
    }

    @Test
    void asyncIteratorsAreTaken() {
        List<City> loaded = odm.model(City.class)
                .aloadRelated(odm.model(City.class).afind())
                .join();
        assertThat(loaded)
                .extracting(
                        city -> Objects.requireNonNull(city.country()).find().isPresent())
                .containsExactly(true, false);
    }

    @Test
    void theRestOfAnIteratorIsTakenUnlessAPathIsWrong() {
        AsyncModel<City> cities = odm.model(City.class);
        try (AsyncIterator<City> iterator =
                cities.afind().sort(Sorts.ascending("_id")).open()) {
            City first = iterator.next().join().orElseThrow();
            assertThatThrownBy(() -> cities.aloadRelated(iterator, "contry"))
                    .isInstanceOf(InvalidFilterException.class);

            List<City> rest = cities.aloadRelated(iterator, "country").join();

            assertThat(rest).hasSize((int) (cities.acountDocuments().join() - 1));
            assertThat(rest).extracting(City::id).doesNotContain(first.id());
            assertThatThrownBy(iterator::next)
                    .isExactlyInstanceOf(IllegalStateException.class)
                    .hasMessage("next() came after aloadRelated(), which goes through all the rest. Open another"
                            + " iterator");
        }
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void targetsInAnotherDatabaseAreFoundThere(Form form) {
        Visit visit = new Visit(1, null, null, Ref.to("FR"), Optional.of(Ref.to(7)));
        Visit loaded = form.model(odm, Visit.class).loadRelated(visit, "note");
        assertThat(loaded.note().orElseThrow().get()).isEqualTo(new Archived(7, "rain"));
        assertThat(recorder.commands("find")).extracting(Command::database).containsExactly("odm_load_related_archive");
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void reverseRelationsAndVariants(Form form) {
        Model<Book> books = odm.synchronous().model(Book.class);
        books.createMany(List.of(new Book("a", Ref.to(1)), new Book("b", Ref.to(1)), new Book("c", Ref.to(2))));
        odm.synchronous().model(Author.class).create(new Author.Critic(2, Ref.to("a")));
        recorder.clear();
        List<Author> loaded = form.model(odm, Author.class)
                .loadRelated(
                        List.of(new Author.Poet(1, List.of()), new Author.Critic(2, Ref.to("c"))),
                        "books",
                        "read.author");
        assertThat(loaded.get(0))
                .isInstanceOfSatisfying(
                        Author.Poet.class,
                        poet -> assertThat(poet.books()).extracting(Book::id).containsExactly("a", "b"));
        assertThat(loaded.get(1))
                .isInstanceOfSatisfying(
                        Author.Critic.class,
                        critic -> assertThat(critic.read().get().author().get())
                                .isEqualTo(new Author.Critic(2, Ref.to("a"))));
        assertThat(finds())
                .containsExactly(
                        "author {\"_id\": {\"$in\": [2]}}",
                        "book {\"_id\": {\"$in\": [\"c\"]}}",
                        "book {\"author\": {\"$in\": [1]}}");
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void unknownPathsAreRefusedAtTheCall(Form form) {
        Model<City> cities = form.model(odm, City.class);
        assertThatThrownBy(() -> cities.loadRelated(PARIS, "contry"))
                .isInstanceOf(InvalidFilterException.class)
                .hasMessage("City has no relation \"contry\"; did you mean \"country\"?");
        assertThat(recorder.commands()).isEmpty();
    }

    @Test
    @Requires(Feature.TRANSACTIONS)
    void sessionIsHonoured() {
        try (AsyncSession session = odm.astartSession().join();
                TransactionScope tx = session.startTransaction()) {
            odm.model(Country.class)
                    .withSession(session)
                    .acreate(new Country("XX", "New"))
                    .join();
            City inside = odm.model(City.class)
                    .withSession(session)
                    .aloadRelated(NOWHERE)
                    .join();
            City blocking = tx.model(City.class).loadRelated(NOWHERE, "country");
            assertThat(Objects.requireNonNull(inside.country()).get().name()).isEqualTo("New");
            assertThat(blocking.country()).isInstanceOf(Ref.Loaded.class);
            tx.abort();
        }
        City outside = odm.model(City.class).aloadRelated(NOWHERE).join();
        assertThat(outside.country()).isInstanceOf(Ref.Missing.class);
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void tenThousandParentsCostOneFindForEachRelation(Form form) {
        Model<Country> countries = odm.synchronous().model(Country.class);
        countries.createMany(IntStream.range(0, 100)
                .mapToObj(i -> new Country("c" + i, "n" + i))
                .toList());
        odm.synchronous()
                .model(City.class)
                .createMany(IntStream.range(100, 200)
                        .mapToObj(i -> new City(i, "n" + i, Ref.to("c" + (i - 100))))
                        .toList());
        recorder.clear();
        List<Visit> visits = IntStream.range(0, 10_000)
                .mapToObj(i -> new Visit(i, 100 + i % 100, null, Ref.to("c" + i % 100), Optional.of(Ref.to(7))))
                .toList();
        List<Visit> loaded = form.model(odm, Visit.class).loadRelated(visits);
        assertThat(recorder.commands("find")).hasSize(3);
        assertThat(recorder.names()).containsOnly("find");
        assertThat(loaded).hasSize(10_000).allMatch(visit -> visit.home() instanceof Ref.Loaded);
    }
}
