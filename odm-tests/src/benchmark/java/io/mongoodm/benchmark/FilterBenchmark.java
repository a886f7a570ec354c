package io.mongoodm.benchmark;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gte;
import static io.mongoodm.query.Fields.field;

import io.mongoodm.Model;
import io.mongoodm.Odm;
import io.mongoodm.internal.validation.Checks;
import io.mongoodm.testkit.EmbeddedMongo;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.bson.BsonDocument;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What checking a filter of three keys costs, by itself and in a {@code findOne} on the in-process server. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class FilterBenchmark {
    /** A city with what a filter names. */
    public record City(int id, String name, String country, long population, double area) {}

    @Param({"true", "false"})
    boolean checked;

    private EmbeddedMongo server;
    private Odm odm;
    private Model<City> cities;
    private Checks checks;
    private Bson document;
    private Bson builders;
    private Bson typed;

    @Setup
    public void open() {
        server = EmbeddedMongo.start();
        odm = Odm.builder()
                .uri(server.uri())
                .models(City.class)
                .validateFilters(checked)
                .build();
        cities = odm.model(City.class);
        cities.createMany(IntStream.range(0, 100)
                .mapToObj(i -> new City(i, "n" + i, "c" + i % 10, i * 1000L, i))
                .toList());
        checks = new Checks(City.class, checked);
        document = new Document("_id", 42).append("name", "n42").append("population", new Document("$gte", 5));
        builders = and(eq("_id", 42), eq("name", "n42"), gte("population", 5));
        typed = and(
                field(City::id).eq(42),
                field(City::name).eq("n42"),
                field(City::population).gte(5L));
    }

    @TearDown
    public void close() {
        odm.close();
        server.close();
    }

    @Benchmark
    public BsonDocument filterOfADocument() {
        return checks.filter(document);
    }

    @Benchmark
    public BsonDocument filterOfBuilders() {
        return checks.filter(builders);
    }

    @Benchmark
    public BsonDocument filterOfTypedFields() {
        return checks.filter(typed);
    }

    @Benchmark
    public Optional<City> findOne() {
        return cities.findOne(document);
    }
}
