package io.mongoodm.queries;

import static com.mongodb.client.model.Accumulators.sum;
import static com.mongodb.client.model.Aggregates.group;
import static com.mongodb.client.model.Aggregates.lookup;
import static com.mongodb.client.model.Aggregates.match;
import static com.mongodb.client.model.Aggregates.project;
import static com.mongodb.client.model.Aggregates.sort;
import static com.mongodb.client.model.Aggregates.unwind;
import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Projections.computed;
import static com.mongodb.client.model.Projections.excludeId;
import static com.mongodb.client.model.Projections.fields;
import static com.mongodb.client.model.Projections.include;
import static com.mongodb.client.model.Sorts.orderBy;
import static io.mongoodm.query.Fields.elements;
import static io.mongoodm.query.Fields.field;
import static org.assertj.core.api.Assertions.assertThat;

import io.mongoodm.Model;
import io.mongoodm.Odm;
import io.mongoodm.annotation.OdmModel;
import io.mongoodm.fixture.Form;
import io.mongoodm.query.FieldPath;
import io.mongoodm.testkit.OdmTest;
import io.mongoodm.vthreads.AsyncOdm;
import java.util.List;
import org.bson.Document;
import org.bson.codecs.pojo.annotations.BsonProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Typed fields among the driver's builders: what takes {@code Bson} takes them, what takes a name takes their path. */
@OdmTest(models = {FieldsInBuildersTest.Country.class, FieldsInBuildersTest.City.class})
class FieldsInBuildersTest {
    @OdmModel(collection = "field_countries")
    record Country(String id, String label) {}

    @OdmModel(collection = "field_cities")
    record City(
            int id,
            @BsonProperty("n") String name,
            @BsonProperty("c") String country,
            long population,
            List<String> tags) {}

    private final AsyncOdm odm;

    FieldsInBuildersTest(AsyncOdm odm) {
        this.odm = odm;
    }

    @BeforeEach
    void store() {
        Odm blocking = odm.synchronous();
        blocking.dropDatabase();
        blocking.model(Country.class).createMany(List.of(new Country("it", "Italy"), new Country("de", "Germany")));
        blocking.model(City.class)
                .createMany(List.of(
                        new City(1, "Rome", "it", 2_800_000, List.of("old")),
                        new City(2, "Milan", "it", 1_400_000, List.of()),
                        new City(3, "Bonn", "de", 330_000, List.of("old"))));
    }

    private static String reference(FieldPath<?, ?> field) {
        return "$" + field.path();
    }

    @ParameterizedTest
    @EnumSource
    void stagesOfAnAggregation(Form form) {
        Model<City> cities = form.model(odm, City.class);

        List<Document> rows = cities.aggregate(List.of(
                        match(and(
                                field(City::population).gt(1_000L),
                                elements(City::tags).size(1))),
                        sort(orderBy(
                                field(City::country).descending(),
                                field(City::name).ascending())),
                        group(reference(field(City::country)), sum("people", reference(field(City::population)))),
                        lookup("field_countries", "_id", field(Country::id).path(), "country"),
                        unwind("$country"),
                        project(fields(
                                include("people"),
                                computed(
                                        "label",
                                        "$country." + field(Country::label).path()))),
                        sort(field(City::id).ascending())))
                .toList();

        assertThat(rows)
                .containsExactly(
                        Document.parse("{_id: 'de', people: {$numberLong: '330000'}, label: 'Germany'}"),
                        Document.parse("{_id: 'it', people: {$numberLong: '2800000'}, label: 'Italy'}"));
    }

    @ParameterizedTest
    @EnumSource
    void sortsAndProjectionsOfAQuery(Form form) {
        Model<City> cities = form.model(odm, City.class);

        List<Document> rows = cities.findRaw(field(City::country).eq("it"))
                .sort(orderBy(field(City::population).ascending()))
                .projection(fields(include(field(City::name).path()), excludeId()))
                .toList();

        assertThat(rows).containsExactly(new Document("n", "Milan"), new Document("n", "Rome"));
    }
}
