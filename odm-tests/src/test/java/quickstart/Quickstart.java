package quickstart;

import static com.mongodb.client.model.Accumulators.sum;
import static com.mongodb.client.model.Aggregates.group;
import static com.mongodb.client.model.Aggregates.limit;
import static com.mongodb.client.model.Aggregates.sort;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Sorts.descending;
import static io.mongoodm.query.Fields.elements;
import static io.mongoodm.query.Fields.field;

import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.client.model.DeleteOneModel;
import com.mongodb.client.model.InsertOneModel;
import com.mongodb.client.model.UpdateManyModel;
import com.mongodb.client.model.UpdateOneModel;
import io.mongoodm.DocumentNotFoundException;
import io.mongoodm.GetOrCreate;
import io.mongoodm.InvalidFilterException;
import io.mongoodm.Ref;
import io.mongoodm.annotation.CreatedAt;
import io.mongoodm.annotation.Index;
import io.mongoodm.annotation.Indexed;
import io.mongoodm.annotation.OdmModel;
import io.mongoodm.annotation.UpdatedAt;
import io.mongoodm.testkit.EmbeddedMongo;
import io.mongoodm.vthreads.AsyncActiveRecord;
import io.mongoodm.vthreads.AsyncIterator;
import io.mongoodm.vthreads.AsyncModel;
import io.mongoodm.vthreads.AsyncOdm;
import io.mongoodm.vthreads.AsyncSession;
import io.mongoodm.vthreads.Subtask;
import io.mongoodm.vthreads.TransactionScope;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * A tour of every function over real data: 4,442 cities of GeoNames (Creative Commons Attribution 4.0) and the countries
 * that the JDK knows, on an embedded server. Run it with {@code mvn -q test-compile exec:exec}.
 */
public final class Quickstart {
    /** A country of the JDK; its id is the ISO 3166 code. */
    @OdmModel(collection = "countries")
    public record Country(
            String id,
            String name,
            List<String> languages,
            @Nullable String currency) {}

    /** A GeoJSON point, longitude first. */
    public record Point(String type, List<Double> coordinates) {}

    /** A place of GeoNames; the country is a reference, stored as its code. */
    @Index(fields = {"country", "-population"})
    @Index(fields = "location:2dsphere")
    public record City(
            Integer id,
            @Indexed String name,
            Ref<Country> country,
            String admin,
            String feature,
            long population,
            Point location) {}

    /** What a traveller notes; id and stamps are filled by creating it. */
    public record Visit(
            @Nullable ObjectId id,
            Ref<City> city,
            int rating,
            List<String> tags,
            @CreatedAt @Nullable Instant createdAt,
            @UpdatedAt @Nullable Instant updatedAt)
            implements AsyncActiveRecord<Visit> {
        static Visit of(int city, int rating, String... tags) {
            return new Visit(null, Ref.to(city), rating, List.of(tags), null, null);
        }
    }

    /** A projection: any record is the shape of one. */
    public record Size(String name, long population) {}

    /** A row of an aggregation. */
    public record People(String id, long people) {}

    private static final int DHAKA = 1185241;
    private static final int PARIS = 2988507;
    private static final int ZURICH = 2657896;

    private final AsyncOdm odm;
    private final AsyncModel<Country> countries;
    private final AsyncModel<City> cities;
    private final AsyncModel<Visit> visits;

    private Quickstart(AsyncOdm odm) {
        this.odm = odm;
        this.countries = odm.model(Country.class);
        this.cities = odm.model(City.class);
        this.visits = odm.model(Visit.class);
    }

    /** Runs the tour; takes no arguments. */
    public static void main(String[] arguments) throws Exception {
        try (EmbeddedMongo server = EmbeddedMongo.start();
                // connect: the URI names the database; nothing is sent before the first call
                AsyncOdm odm = AsyncOdm.connect(server.uri(), Country.class, City.class, Visit.class)) {
            new Quickstart(odm).run();
        }
    }

    void run() throws Exception {
        System.out.println();
        say("connect", "the URI names the database; nothing is sent before the first call");
        load();
        find();
        create();
        update();
        count();
        bulk();
        relations();
        transactions();
        delete();
    }

    private void load() {
        head("Load");
        say("asyncApplyIndexes", "declared indexes are compared with the server's, then built");
        show(odm.asyncApplyIndexes().join());
        List<Country> known =
                Stream.of(Locale.getISOCountries()).map(Quickstart::country).toList();
        say("acreateMany", countries.acreateMany(known).join().size() + " countries from the JDK");
        List<City> places = Cities.read();
        System.out.print("    cities of GeoNames:");
        for (int from = 0; from < places.size(); from += 500) {
            int to = Math.min(from + 500, places.size());
            cities.acreateMany(places.subList(from, to)).join();
            System.out.printf(" %,d", to);
        }
        System.out.println();
    }

    private void find() {
        head("Find");
        List<City> large = cities.afind(field(City::population).gt(10_000_000L))
                .sort(descending("population"))
                .limit(5)
                .toList()
                .join();
        say("afind", "a typed filter, sorted and cut: " + names(large));
        StringBuilder walked = new StringBuilder();
        try (AsyncIterator<City> iterator =
                cities.afind(field(City::country).eq(Ref.to("CH"))).limit(3)) {
            for (Optional<City> next = iterator.next().join();
                    next.isPresent();
                    next = iterator.next().join()) {
                walked.append(next.get().name()).append(' ');
            }
        }
        say("next", "walked one by one, and closed: " + walked);
        List<Size> sizes = cities.afind(field(City::id).isIn(List.of(DHAKA, PARIS, ZURICH)))
                .project(Size.class)
                .toList()
                .join();
        say("project", "only the fields of another record are fetched: " + sizes);
        List<Document> raw = cities.afindRaw(eq("_id", PARIS))
                .projection(new Document("name", 1))
                .toList()
                .join();
        say("afindRaw", "undecoded: " + raw.getFirst().toJson());
        say(
                "afindOne",
                "an Optional: "
                        + cities.afindOne(field(City::name).eq("Zürich")).join().map(City::name));
        say(
                "aget",
                "a city or an error: " + cities.aget(eq("_id", DHAKA)).join().name());
        try {
            cities.synchronous().get(eq("_id", -1));
        } catch (DocumentNotFoundException expected) {
            say("aget", "the error: " + expected.getMessage());
        }
        try {
            cities.afind(eq("populaton", 1));
        } catch (InvalidFilterException expected) {
            say("afind", "refused before anything is sent: " + expected.getMessage());
        }
    }

    private void create() {
        head("Create");
        Visit visit = Visit.of(PARIS, 4, "museum").acreate().join();
        say("doc.acreate", "the stored record comes back, with an id and stamped " + visit.createdAt());
        GetOrCreate<Country> atlantis = countries
                .agetOrCreate(eq("_id", "AT-L"), () -> new Country("AT-L", "Atlantis", List.of("el"), null))
                .join();
        GetOrCreate<Country> again = countries
                .agetOrCreate(eq("_id", "AT-L"), () -> new Country("AT-L", "Atlantis", List.of("el"), null))
                .join();
        say("agetOrCreate", "one atomic upsert; created: " + atlantis.created() + ", then " + again.created());
    }

    private void update() {
        head("Update");
        Visit visit = visits.aget(field(Visit::city).eq(Ref.to(PARIS))).join();
        say(
                "doc.aupdate",
                "by operators, and stamped: "
                        + modified(visit.aupdate(field(Visit::rating).set(5))
                                .join()
                                .getModifiedCount()));
        Visit tagged = new Visit(visit.id(), visit.city(), 5, List.of("museum", "night"), null, null);
        say(
                "doc.aupdate",
                "the whole record, where null unsets: "
                        + modified(tagged.aupdate().join().getModifiedCount()));
        say(
                "aupdateOne",
                "one more citizen in Zürich: "
                        + modified(cities.aupdateOne(
                                        field(City::id).eq(ZURICH),
                                        field(City::population).inc(1))
                                .join()
                                .getModifiedCount()));
        say(
                "aupdateMany",
                "Swiss German wherever German is spoken: "
                        + modified(countries
                                .aupdateMany(
                                        elements(Country::languages).eq("de"),
                                        elements(Country::languages).addToSet("gsw"))
                                .join()
                                .getModifiedCount()));
    }

    private void count() {
        head("Count and aggregate");
        say(
                "acountDocuments",
                cities.acountDocuments(field(City::country).eq(Ref.to("BD"))).join() + " cities in Bangladesh");
        say(
                "aexists",
                "a city named Dhaka: "
                        + cities.aexists(field(City::name).eq("Dhaka")).join());
        say(
                "agetRandomOne",
                "one of the largest cities, picked by the server: "
                        + cities.agetRandomOne(field(City::population).gt(5_000_000L))
                                .join()
                                .name());
        List<People> people = cities.aaggregate(
                        List.of(group("$country", sum("people", "$population")), sort(descending("people")), limit(3)),
                        People.class)
                .toList()
                .join();
        say("aaggregate", "rows are records: " + people);
    }

    private void bulk() {
        head("Bulk");
        BulkWriteResult result = visits.abulkWrite(List.of(
                        new InsertOneModel<>(Visit.of(DHAKA, 3)),
                        new InsertOneModel<>(Visit.of(ZURICH, 2)),
                        new UpdateOneModel<>(
                                field(Visit::rating).eq(2),
                                elements(Visit::tags).push("lake")),
                        new UpdateManyModel<>(
                                field(Visit::rating).gte(3),
                                field(Visit::rating).inc(1)),
                        new DeleteOneModel<>(field(Visit::rating).gt(5))))
                .join();
        say(
                "abulkWrite",
                "several kinds of writes in one call: " + result.getInsertedCount() + " inserted, "
                        + result.getModifiedCount() + " modified, " + result.getDeletedCount() + " deleted");
    }

    private void relations() {
        head("Relations");
        List<Visit> loaded = visits.aloadRelated(visits.afind(), "city.country").join();
        say(
                "aloadRelated",
                "two queries for two levels, whatever the number of visits: "
                        + loaded.stream()
                                .map(visit -> visit.city().get())
                                .map(city -> city.name() + " in "
                                        + city.country().get().name())
                                .toList());
    }

    private void transactions() throws Exception {
        head("Transactions");
        long moved = odm.transaction(tx -> {
            var bound = tx.model(City.class);
            Subtask<Long> from = tx.fork(() -> bound.updateOne(
                            eq("_id", DHAKA), field(City::population).inc(-100))
                    .getModifiedCount());
            Subtask<Long> to = tx.fork(() -> bound.updateOne(
                            eq("_id", PARIS), field(City::population).inc(100))
                    .getModifiedCount());
            tx.join();
            return from.get() + to.get();
        });
        say("transaction", "two forks, one commit: " + moved + " cities changed together");
        try {
            odm.transaction(tx -> {
                tx.model(City.class).deleteMany(new Document());
                throw new IllegalStateException("no");
            });
        } catch (IllegalStateException expected) {
            say(
                    "transaction",
                    "a body that fails changes nothing: there still are %,d cities"
                            .formatted(cities.acountDocuments().join()));
        }
        try (AsyncSession session = cities.astartSession().join();
                TransactionScope tx = session.startTransaction()) {
            cities.withSession(session)
                    .aupdateOne(eq("_id", DHAKA), field(City::population).inc(100))
                    .join();
            tx.commit();
            say("astartSession", "start_transaction by hand, committed; closing without it aborts");
        }
    }

    private void delete() {
        head("Delete");
        Visit visit = visits.agetRandomOne().join();
        say("doc.adelete", visit.adelete().join().getDeletedCount() + " visit");
        say(
                "adeleteOne",
                cities.adeleteOne(field(City::name).eq("Dhaka")).join().getDeletedCount() + " city");
        say(
                "adeleteMany",
                visits.adeleteMany(new Document()).join().getDeletedCount()
                        + " left, all of them, said with an empty filter");
        odm.adropDatabase().join();
        say("adropDatabase", "the database is gone");
        say(
                "adisconnect",
                "closed by this call: " + odm.adisconnect().join() + "; by a second one: "
                        + odm.adisconnect().join());
    }

    private static Country country(String code) {
        Locale locale = Locale.of("", code);
        List<String> languages = LANGUAGES.getOrDefault(code, List.of());
        Currency currency = Currency.getInstance(locale);
        return new Country(
                code,
                locale.getDisplayCountry(Locale.ENGLISH),
                languages,
                currency == null ? null : currency.getCurrencyCode());
    }

    /** The languages that the JDK has a locale for, by country. */
    private static final Map<String, List<String>> LANGUAGES = Stream.of(Locale.getAvailableLocales())
            .filter(locale -> locale.getCountry().length() == 2)
            .collect(Collectors.groupingBy(
                    Locale::getCountry,
                    Collectors.collectingAndThen(
                            Collectors.mapping(Locale::getLanguage, Collectors.toCollection(TreeSet::new)),
                            List::copyOf)));

    private static String names(List<City> found) {
        return found.stream().map(City::name).collect(Collectors.joining(", "));
    }

    private static String modified(long count) {
        return count + " modified";
    }

    private static void head(String title) {
        System.out.println();
        System.out.println(title);
    }

    private static void say(String function, String what) {
        System.out.printf("  %-18s %s%n", function, what);
    }

    private static void show(Object value) {
        value.toString().lines().forEach(line -> System.out.println("    " + line));
    }
}
