package io.mongoodm.indexes;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Filters.type;
import static com.mongodb.client.model.Indexes.ascending;
import static com.mongodb.client.model.Indexes.compoundIndex;
import static com.mongodb.client.model.Indexes.descending;
import static com.mongodb.client.model.Indexes.geo2d;
import static com.mongodb.client.model.Indexes.geo2dsphere;
import static com.mongodb.client.model.Indexes.hashed;
import static com.mongodb.client.model.Indexes.text;
import static io.mongoodm.query.Fields.elements;
import static io.mongoodm.query.Fields.field;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.model.Collation;
import com.mongodb.client.model.CollationAlternate;
import com.mongodb.client.model.CollationCaseFirst;
import com.mongodb.client.model.CollationMaxVariable;
import com.mongodb.client.model.CollationStrength;
import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.IndexOptions;
import io.mongoodm.IndexPlan;
import io.mongoodm.Odm;
import io.mongoodm.annotation.OdmModel;
import io.mongoodm.testkit.Feature;
import io.mongoodm.testkit.OdmTest;
import io.mongoodm.testkit.Requires;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bson.BsonType;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Every kind and option of an index that can be declared: once built, a server's listing asks for nothing more. */
@OdmTest
final class IndexRoundTripTest {
    record Room(String name, int size) {}

    @OdmModel(collection = "places")
    record Place(
            int id,
            String name,
            String title,
            String body,
            int age,
            Instant seen,
            Room hall,
            List<Room> rooms,
            Document location,
            Document attributes) {}

    private final Odm base;

    IndexRoundTripTest(Odm base) {
        this.base = base;
    }

    /** One index, under words for what it shows. */
    record Kind(String words, Bson keys, IndexOptions options) {
        @Override
        public String toString() {
            return words;
        }
    }

    private static Kind kind(String words, Bson keys) {
        return new Kind(words, keys, new IndexOptions());
    }

    private static Kind kind(String words, Bson keys, IndexOptions options) {
        return new Kind(words, keys, options);
    }

    private void roundTrip(Kind... kinds) {
        base.database().getCollection("places").drop();
        IndexModel[] indexes = new IndexModel[kinds.length];
        for (int i = 0; i < kinds.length; i++) {
            indexes[i] = new IndexModel(kinds[i].keys, kinds[i].options);
        }
        try (Odm odm = Odm.builder()
                .client(base.client())
                .database(base.database().getName())
                .models(Place.class)
                .indexes(Place.class, indexes)
                .build()) {
            assertThat(odm.applyIndexes().create()).hasSize(kinds.length);

            IndexPlan second = odm.planIndexes();
            assertThat(second.isEmpty()).as(second::toString).isTrue();
            assertThat(second.keep()).hasSize(kinds.length);
        }
    }

    static final List<Kind> PLAIN = List.of(
            kind("ascending", ascending("name")),
            kind("descending", descending("name")),
            kind("compound", compoundIndex(descending("name"), ascending("age"), descending("seen"))),
            kind("on a nested component", field(Place::hall).then(Room::name).ascending()),
            kind(
                    "on a component of elements",
                    elements(Place::rooms).then(Room::size).descending()),
            kind("on one element", ascending("rooms.0.name")),
            kind("with a name", ascending("name"), new IndexOptions().name("by name")),
            kind("unique", ascending("name"), new IndexOptions().unique(true)),
            kind("compound and unique", ascending("name", "age"), new IndexOptions().unique(true)),
            kind("sparse", ascending("name"), new IndexOptions().sparse(true)),
            kind(
                    "sparse and unique",
                    ascending("name"),
                    new IndexOptions().sparse(true).unique(true)),
            kind("hidden", ascending("name"), new IndexOptions().hidden(true)),
            kind(
                    "hidden and unique",
                    ascending("name"),
                    new IndexOptions().hidden(true).unique(true)),
            kind("expiring", ascending("seen"), new IndexOptions().expireAfter(1L, TimeUnit.HOURS)),
            kind("expiring downwards", descending("seen"), new IndexOptions().expireAfter(1L, TimeUnit.SECONDS)),
            kind("expiring at once", ascending("seen"), new IndexOptions().expireAfter(0L, TimeUnit.SECONDS)),
            kind(
                    "expiring as late as can be",
                    ascending("seen"),
                    new IndexOptions().expireAfter((long) Integer.MAX_VALUE, TimeUnit.SECONDS)),
            kind(
                    "expiring, unique, sparse and hidden",
                    ascending("seen"),
                    new IndexOptions()
                            .expireAfter(5L, TimeUnit.DAYS)
                            .unique(true)
                            .sparse(true)
                            .hidden(true)),
            kind(
                    "with options that are off",
                    ascending("name"),
                    new IndexOptions().unique(false).sparse(false)),
            kind("of a version", ascending("name"), new IndexOptions().version(2)),
            kind(
                    "with settings of the storage engine",
                    ascending("name"),
                    new IndexOptions().storageEngine(Document.parse("{wiredTiger: {configString: ''}}"))));

    @ParameterizedTest
    @FieldSource("PLAIN")
    void plain(Kind kind) {
        roundTrip(kind);
    }

    static final List<Kind> WILDCARDS = List.of(
            kind("over every field", ascending("$**")),
            kind("below a field", ascending("attributes.$**")),
            kind("hidden", ascending("attributes.$**"), new IndexOptions().hidden(true)),
            kind(
                    "of chosen fields",
                    ascending("$**"),
                    new IndexOptions().wildcardProjection(Document.parse("{attributes: 1, name: 1}"))),
            kind(
                    "without some fields",
                    ascending("$**"),
                    new IndexOptions().wildcardProjection(Document.parse("{attributes: 0}"))),
            kind(
                    "of chosen fields and the id",
                    ascending("$**"),
                    new IndexOptions().wildcardProjection(Document.parse("{_id: 1, attributes: 1}"))));

    @ParameterizedTest
    @FieldSource("WILDCARDS")
    @Requires(Feature.WILDCARD_INDEXES)
    void wildcard(Kind kind) {
        roundTrip(kind);
    }

    static final List<Kind> GEOGRAPHIC = List.of(
            kind("2dsphere", geo2dsphere("location")),
            kind("2dsphere of two", geo2dsphere("location", "attributes")),
            kind("2dsphere among others", compoundIndex(ascending("name"), geo2dsphere("location"), descending("age"))),
            kind("2dsphere of a version", geo2dsphere("location"), new IndexOptions().sphereVersion(3)),
            kind("2dsphere that is said to be sparse", geo2dsphere("location"), new IndexOptions().sparse(true)),
            kind("2dsphere that is hidden", geo2dsphere("location"), new IndexOptions().hidden(true)),
            kind("2d", geo2d("location")),
            kind("2d in front of another", compoundIndex(geo2d("location"), ascending("name"))),
            kind(
                    "2d with precision and bounds",
                    geo2d("location"),
                    new IndexOptions().bits(20).min(-10d).max(10d)),
            kind(
                    "2d with the defaults",
                    geo2d("location"),
                    new IndexOptions().bits(26).min(-180d).max(180d)));

    @ParameterizedTest
    @FieldSource("GEOGRAPHIC")
    @Requires(Feature.GEO_INDEXES)
    void geographic(Kind kind) {
        roundTrip(kind);
    }

    static final List<Kind> HASHES = List.of(
            kind("alone", hashed("name")),
            kind("among others", compoundIndex(ascending("age"), hashed("name"), descending("seen"))),
            kind("hidden", hashed("name"), new IndexOptions().hidden(true)),
            kind("sparse", hashed("name"), new IndexOptions().sparse(true)));

    @ParameterizedTest
    @FieldSource("HASHES")
    @Requires(Feature.HASHED_INDEXES)
    void hash(Kind kind) {
        roundTrip(kind);
    }

    static final List<Kind> TEXTS = List.of(
            kind("of one field", text("title")),
            kind("of two fields", compoundIndex(text("title"), text("body"))),
            kind("of every field", text("$**")),
            kind("among others", compoundIndex(ascending("age"), text("title"), descending("seen"))),
            kind(
                    "with weights",
                    compoundIndex(text("title"), text("body")),
                    new IndexOptions().weights(Document.parse("{title: 5, body: 1}"))),
            kind("in a language", text("title"), new IndexOptions().defaultLanguage("spanish")),
            kind("in the language of a field", text("title"), new IndexOptions().languageOverride("name")),
            kind("of a version", text("title"), new IndexOptions().textVersion(3)),
            kind("hidden", text("title"), new IndexOptions().hidden(true)));

    @ParameterizedTest
    @FieldSource("TEXTS")
    @Requires(Feature.TEXT_INDEXES)
    void texts(Kind kind) {
        roundTrip(kind);
    }

    static final List<Kind> COLLATED = List.of(
            kind("of a locale", ascending("name"), collated(Collation.builder().locale("fr"))),
            kind("simple", ascending("name"), collated(Collation.builder().locale("simple"))),
            kind(
                    "of a strength",
                    ascending("name"),
                    collated(Collation.builder().locale("en").collationStrength(CollationStrength.SECONDARY))),
            kind(
                    "by case",
                    ascending("name"),
                    collated(Collation.builder()
                            .locale("en")
                            .caseLevel(true)
                            .collationCaseFirst(CollationCaseFirst.UPPER))),
            kind(
                    "by numbers",
                    ascending("name"),
                    collated(Collation.builder().locale("en").numericOrdering(true))),
            kind(
                    "without punctuation",
                    ascending("name"),
                    collated(Collation.builder()
                            .locale("en")
                            .collationAlternate(CollationAlternate.SHIFTED)
                            .collationMaxVariable(CollationMaxVariable.SPACE))),
            kind(
                    "normalized",
                    ascending("name"),
                    collated(Collation.builder().locale("en").normalization(true))),
            kind(
                    "backwards",
                    ascending("name"),
                    collated(Collation.builder().locale("fr").backwards(true))),
            kind(
                    "unique",
                    ascending("name"),
                    collated(Collation.builder().locale("fr")).unique(true)));

    private static IndexOptions collated(Collation.Builder collation) {
        return new IndexOptions().collation(collation.build());
    }

    @ParameterizedTest
    @FieldSource("COLLATED")
    @Requires(Feature.COLLATION)
    void collation(Kind kind) {
        roundTrip(kind);
    }

    static final List<Kind> PARTIAL = List.of(
            kind("by a value", ascending("name"), partial(eq("age", 3))),
            kind("by a range", ascending("name"), partial(and(gt("age", 3), lte("age", 30)))),
            kind(
                    "by a typed field",
                    ascending("name"),
                    partial(field(Place::age).gt(3))),
            kind("by presence", ascending("name"), partial(exists("age"))),
            kind("by type", ascending("name"), partial(type("attributes", BsonType.DOCUMENT))),
            kind("by conditions of which all hold", ascending("name"), partial(and(gt("age", 3), exists("title")))),
            kind("by conditions of which one holds", ascending("name"), partial(or(gt("age", 3), eq("title", "x")))),
            kind("by one of some values", ascending("name"), partial(in("age", 1, 2))),
            kind("by a nested field", ascending("name"), partial(gt("hall.size", 10))),
            kind("unique", ascending("name"), partial(gt("age", 3)).unique(true)),
            kind("hidden", ascending("name"), partial(gt("age", 3)).hidden(true)),
            kind("expiring", ascending("seen"), partial(gt("age", 3)).expireAfter(1L, TimeUnit.DAYS)));

    private static IndexOptions partial(Bson filter) {
        return new IndexOptions().partialFilterExpression(filter);
    }

    @ParameterizedTest
    @FieldSource("PARTIAL")
    @Requires(Feature.PARTIAL_INDEXES)
    void partial(Kind kind) {
        roundTrip(kind);
    }
}
