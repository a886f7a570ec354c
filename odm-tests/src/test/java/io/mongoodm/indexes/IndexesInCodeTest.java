package io.mongoodm.indexes;

import static com.mongodb.client.model.Indexes.compoundIndex;
import static io.mongoodm.query.Fields.elements;
import static io.mongoodm.query.Fields.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import io.mongoodm.IndexPlan;
import io.mongoodm.InvalidModelException;
import io.mongoodm.Odm;
import io.mongoodm.annotation.Index;
import io.mongoodm.annotation.OdmModel;
import io.mongoodm.testkit.Feature;
import io.mongoodm.testkit.OdmTest;
import io.mongoodm.testkit.Requires;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.bson.codecs.pojo.annotations.BsonProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Indexes that are declared in code, with typed fields and the driver's options. */
@OdmTest
class IndexesInCodeTest {
    record Spot(double longitude, double latitude) {}

    @Index(fields = "population")
    @OdmModel(collection = "towns")
    record Town(
            int id,
            @BsonProperty("n") String name,
            @BsonProperty("name") String formerName,
            long population,
            List<Spot> spots,
            Map<String, String> attributes,
            Instant seen) {}

    @OdmModel(collection = "animals", tagIndex = false)
    sealed interface Animal {
        int id();

        record Dog(int id, String chip) implements Animal {}

        record Cat(int id, String chip) implements Animal {}
    }

    private final Odm injected;

    IndexesInCodeTest(Odm injected) {
        this.injected = injected;
    }

    @BeforeEach
    void empty() {
        injected.dropDatabase();
    }

    private Odm with(Class<?> model, IndexModel... indexes) {
        return Odm.builder()
                .client(injected.client())
                .database(injected.database().getName())
                .models(Town.class, Animal.class)
                .indexes(model, indexes)
                .build();
    }

    @ParameterizedTest
    @EnumSource
    void typedFieldsBuiltBesideAnnotationsAndThenNothingIsToDo(IndexForm form) {
        try (Odm odm = with(
                Town.class,
                new IndexModel(compoundIndex(
                        field(Town::name).ascending(), field(Town::population).descending())),
                new IndexModel(field(Town::seen).ascending(), new IndexOptions().expireAfter(1L, TimeUnit.HOURS)),
                new IndexModel(
                        Indexes.descending("formerName"),
                        new IndexOptions().unique(true).name("former")),
                new IndexModel(elements(Town::spots).then(Spot::latitude).ascending()))) {
            IndexPlan applied = form.apply(odm);

            assertThat(applied.toString()).isEqualTo("""
                ACTION  COLLECTION  INDEX              DESCRIPTION
                create  towns       population_1       population ascending
                create  towns       n_1_population_-1  n ascending, population descending
                create  towns       seen_1             seen ascending; expires after 3600 s
                create  towns       former             name descending; unique
                create  towns       spots.latitude_1   spots.latitude ascending\
                """);
            assertThat(form.plan(odm).isEmpty()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    @Requires(Feature.PARTIAL_INDEXES)
    void partialFiltersMayBeTypedAndVariantsGetTheirTag(IndexForm form) {
        try (Odm odm = with(
                Animal.Dog.class,
                new IndexModel(
                        field(Animal.Dog::chip).ascending(),
                        new IndexOptions()
                                .unique(true)
                                .partialFilterExpression(field(Animal.Dog::chip).gt("c"))))) {
            form.apply(odm);

            assertThat(listed("animals"))
                    .extracting(index -> index.get("partialFilterExpression"))
                    .contains(Document.parse("{_cls: 'Dog', chip: {$gt: 'c'}}"));
            assertThat(form.plan(odm).isEmpty()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    @Requires({Feature.WILDCARD_INDEXES, Feature.PARTIAL_INDEXES})
    void optionsThatNoAnnotationHasAreBuiltAndCompared(IndexForm form) {
        IndexModel some = new IndexModel(
                Indexes.ascending("$**"), new IndexOptions().wildcardProjection(Document.parse("{attributes: 1}")));
        try (Odm odm = with(Town.class, some)) {
            form.apply(odm);

            assertThat(form.plan(odm).isEmpty()).isTrue();
        }
        try (Odm odm = with(Town.class, new IndexModel(Indexes.ascending("$**")))) {
            assertThat(form.plan(odm).isEmpty()).isFalse();
        }
    }

    private List<Document> listed(String collection) {
        return injected.database().getCollection(collection).listIndexes().into(new ArrayList<>());
    }

    @Test
    void declaringAgainTakesThePlaceOfWhatWasDeclaredBefore() {
        try (Odm odm = Odm.builder()
                .client(injected.client())
                .database(injected.database().getName())
                .models(Town.class, Animal.class)
                .indexes(Town.class, new IndexModel(field(Town::name).ascending()))
                .indexes(Animal.class, new IndexModel(Indexes.descending("chip"), new IndexOptions().name("chips")))
                .indexes(Town.class, new IndexModel(field(Town::seen).ascending()))
                .build()) {
            assertThat(odm.planIndexes().create())
                    .extracting(IndexPlan.Change::index)
                    .containsExactlyInAnyOrder("population_1", "seen_1", "chips");
        }
    }

    @Test
    void whatIsWrongIsListedWhenTheHandleIsBuilt() {
        assertThatExceptionOfType(InvalidModelException.class)
                .isThrownBy(() -> with(
                        Town.class,
                        new IndexModel(Indexes.ascending("nmae")),
                        new IndexModel(field(Animal.Dog::chip).ascending()),
                        new IndexModel(
                                field(Town::name).ascending(), new IndexOptions().expireAfter(1L, TimeUnit.DAYS))))
                .withMessageContaining("Index 1 in code for Town: Town stores no field \"nmae\"")
                .withMessageContaining("Index 2 in code for Town: A field of Dog does not belong to Town")
                .withMessageContaining(
                        "Index 3 in code for Town: documents expire by a date, and \"n\" is not stored as one");
        assertThatExceptionOfType(InvalidModelException.class)
                .isThrownBy(() -> with(Spot.class, new IndexModel(Indexes.ascending("longitude"))))
                .withMessageContaining(
                        "Indexes in code for Spot: it is no model of this handle; register it with" + " models(...)");
    }
}
