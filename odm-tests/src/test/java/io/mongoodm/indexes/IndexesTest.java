package io.mongoodm.indexes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import io.mongoodm.DuplicateKeyException;
import io.mongoodm.IndexConflictException;
import io.mongoodm.IndexPlan;
import io.mongoodm.Odm;
import io.mongoodm.UndeclaredIndexes;
import io.mongoodm.annotation.Index;
import io.mongoodm.annotation.Indexed;
import io.mongoodm.annotation.OdmModel;
import io.mongoodm.testkit.CommandRecorder;
import io.mongoodm.testkit.Feature;
import io.mongoodm.testkit.OdmTest;
import io.mongoodm.testkit.Requires;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@OdmTest
class IndexesTest {
    private final Odm base;
    private final CommandRecorder recorder;

    IndexesTest(Odm base, CommandRecorder recorder) {
        this.base = base;
        this.recorder = recorder;
    }

    @BeforeEach
    void empty() {
        base.dropDatabase();
        recorder.clear();
    }

    /** A handle with these models on the class's database; its declarations are those of one version of a program. */
    private Odm version(Class<?>... models) {
        return Odm.builder()
                .client(base.client())
                .database(base.database().getName())
                .models(models)
                .build();
    }

    private MongoCollection<Document> users() {
        return base.database().getCollection("users");
    }

    private List<String> names() {
        return users().listIndexes().map(index -> index.getString("name")).into(new ArrayList<>());
    }

    /** Applies one version, checks that nothing is left to do, and returns the commands after the listing. */
    private List<String> apply(IndexForm form, Class<?>... models) {
        try (Odm odm = version(models)) {
            recorder.clear();
            IndexPlan planned = form.plan(odm);
            assertThat(recorder.names()).containsOnly("listIndexes");
            recorder.clear();
            assertThat(form.apply(odm)).isEqualTo(planned);
            List<String> sent = recorder.names();
            recorder.clear();
            IndexPlan second = form.apply(odm);
            assertThat(second.isEmpty()).as(second::toString).isTrue();
            assertThat(recorder.names()).containsOnly("listIndexes");
            return sent.stream().filter(name -> !name.equals("listIndexes")).toList();
        }
    }

    @OdmModel(collection = "users")
    @Index(fields = {"country", "-age"})
    @Index(fields = "email", unique = true, name = "mail")
    @Index(fields = "nick", sparse = true)
    record User(
            ObjectId id,
            String country,
            int age,
            String email,
            String nick,
            @Indexed(expireAfterSeconds = 60) Instant seen) {}

    @ParameterizedTest
    @EnumSource
    void freshDatabaseGetsEverythingInOneCommand(IndexForm form) {
        try (Odm odm = version(User.class)) {
            assertThat(form.plan(odm)).hasToString("""
                ACTION  COLLECTION  INDEX             DESCRIPTION
                create  users       country_1_age_-1  country ascending, age descending
                create  users       mail              email ascending; unique
                create  users       nick_1            nick ascending; sparse
                create  users       seen_1            seen ascending; expires after 60 s\
                """);
        }
        assertThat(apply(form, User.class)).containsExactly("createIndexes");
        assertThat(names()).containsExactlyInAnyOrder("_id_", "country_1_age_-1", "mail", "nick_1", "seen_1");
    }

    @OdmModel(collection = "users")
    @Index(fields = {"location:2dsphere", "name"})
    record Geo(ObjectId id, String name, Document location) {}

    @ParameterizedTest
    @EnumSource
    @Requires(Feature.GEO_INDEXES)
    void geoIndexesRoundTrip(IndexForm form) {
        assertThat(apply(form, Geo.class)).containsExactly("createIndexes");
    }

    @OdmModel(collection = "users")
    @Index(
            fields = {"title:text", "body:text"},
            weights = "title=5")
    record Text(ObjectId id, String title, String body) {}

    @OdmModel(collection = "users")
    @Index(
            fields = {"title:text", "body:text"},
            weights = "title=7")
    record Heavier(ObjectId id, String title, String body) {}

    @ParameterizedTest
    @EnumSource
    @Requires(Feature.TEXT_INDEXES)
    void textIndexesRoundTripAndAreRebuilt(IndexForm form) {
        assertThat(apply(form, Text.class)).containsExactly("createIndexes");
        assertThat(apply(form, Heavier.class)).containsExactly("dropIndexes", "createIndexes");
    }

    @OdmModel(collection = "users")
    @Index(fields = "name:hashed")
    record Hashed(ObjectId id, String name) {}

    @ParameterizedTest
    @EnumSource
    @Requires(Feature.HASHED_INDEXES)
    void hashedIndexesRoundTrip(IndexForm form) {
        assertThat(apply(form, Hashed.class)).containsExactly("createIndexes");
    }

    @OdmModel(collection = "users")
    @Index(fields = "attributes.$**")
    record Wildcard(ObjectId id, Document attributes) {}

    @ParameterizedTest
    @EnumSource
    @Requires(Feature.WILDCARD_INDEXES)
    void wildcardIndexesRoundTrip(IndexForm form) {
        assertThat(apply(form, Wildcard.class)).containsExactly("createIndexes");
    }

    @OdmModel(collection = "users")
    @Index(fields = "name", collation = "{\"locale\": \"fr\", \"strength\": 2}")
    record French(ObjectId id, String name) {}

    @OdmModel(collection = "users")
    @Index(fields = "name")
    record Plain(ObjectId id, String name) {}

    @ParameterizedTest
    @EnumSource
    @Requires(Feature.COLLATION)
    void collationsRoundTripAndAreReplaced(IndexForm form) {
        assertThat(apply(form, French.class)).containsExactly("createIndexes");
        assertThat(apply(form, Plain.class)).containsExactly("createIndexes", "dropIndexes");
    }

    @OdmModel(collection = "users")
    @Index(fields = "name", partialFilter = "{\"age\": {\"$gt\": 17}}")
    record Adults(ObjectId id, String name, int age) {}

    @ParameterizedTest
    @EnumSource
    @Requires(Feature.PARTIAL_INDEXES)
    void partialIndexesRoundTripAndAreReplaced(IndexForm form) {
        assertThat(apply(form, Plain.class)).containsExactly("createIndexes");
        assertThat(apply(form, Adults.class)).containsExactly("createIndexes", "dropIndexes");
    }

    @OdmModel(collection = "users")
    record Expiring(
            ObjectId id, @Indexed(expireAfterSeconds = 60) Instant at) {}

    @OdmModel(collection = "users")
    record ExpiringLater(
            ObjectId id, @Indexed(expireAfterSeconds = 90) Instant at) {}

    @ParameterizedTest
    @EnumSource
    @Requires(Feature.COLL_MOD)
    void timeToLiveIsChangedInPlace(IndexForm form) {
        apply(form, Expiring.class);
        assertThat(apply(form, ExpiringLater.class)).containsExactly("collMod");
    }

    @ParameterizedTest
    @EnumSource
    void timeToLiveIsChangedOnEveryServer(IndexForm form) {
        apply(form, Expiring.class);
        assertThat(apply(form, ExpiringLater.class)).startsWith("collMod");
        assertThat(users().listIndexes()
                        .map(index -> index.get("expireAfterSeconds"))
                        .into(new ArrayList<>()))
                .filteredOn(seconds -> seconds instanceof Number)
                .singleElement()
                .satisfies(seconds -> assertThat(((Number) seconds).longValue()).isEqualTo(90));
    }

    @OdmModel(collection = "users")
    record Hidden(ObjectId id, @Indexed(hidden = true) String name) {}

    @ParameterizedTest
    @EnumSource
    void hiddenIndexesRoundTrip(IndexForm form) {
        assertThat(apply(form, Hidden.class)).containsExactly("createIndexes");
    }

    @ParameterizedTest
    @EnumSource
    @Requires(Feature.HIDING_INDEXES)
    void indexesAreHiddenAndShownInPlace(IndexForm form) {
        apply(form, Plain.class);
        assertThat(apply(form, Hidden.class)).containsExactly("collMod");
        assertThat(apply(form, Plain.class)).containsExactly("collMod");
    }

    @OdmModel(collection = "users")
    record UniqueName(ObjectId id, @Indexed(unique = true) String name) {}

    @ParameterizedTest
    @EnumSource
    void uniqueIsAddedAndRemovedWithoutAGap(IndexForm form) {
        apply(form, Plain.class);
        List<String> added = apply(form, UniqueName.class);
        assertThat(added).startsWith("collMod").isSubsetOf("collMod", "createIndexes", "dropIndexes");
        assertThat(apply(form, Plain.class)).containsExactly("createIndexes", "dropIndexes");
    }

    @ParameterizedTest
    @EnumSource
    void failedUniqueBuildLeavesTheOldIndex(IndexForm form) {
        apply(form, Plain.class);
        users().insertMany(List.of(new Document("name", "Ann"), new Document("name", "Ann")));
        try (Odm odm = version(UniqueName.class)) {
            assertThatThrownBy(() -> form.apply(odm))
                    .isInstanceOf(DuplicateKeyException.class)
                    .hasMessage(
                            "Stored documents of collection users have equal keys in the unique index \"name_1\" that"
                                    + " is declared, so it was not built: remove the duplicates and apply again");
        }
        assertThat(names()).containsExactlyInAnyOrder("_id_", "name_1");
        users().insertOne(new Document("name", "Ann"));
    }

    @OdmModel(collection = "users")
    @Index(
            fields = {"a", "b"},
            name = "pair")
    record Pair(ObjectId id, String a, String b) {}

    @OdmModel(collection = "users")
    @Index(
            fields = {"b", "a"},
            name = "pair")
    record Reordered(ObjectId id, String a, String b) {}

    @ParameterizedTest
    @EnumSource
    void otherOrderOfKeysUnderOneNameIsSeen(IndexForm form) {
        apply(form, Pair.class);
        try (Odm odm = version(Reordered.class)) {
            assertThat(form.plan(odm).change())
                    .containsExactly(new IndexPlan.Change(
                            "users",
                            "pair",
                            "built beside as \"pair_v2\", then \"pair\" dropped: a ascending, b ascending becomes b"
                                    + " ascending, a ascending"));
        }
        assertThat(apply(form, Reordered.class)).containsExactly("createIndexes", "dropIndexes");
        assertThat(names()).containsExactlyInAnyOrder("_id_", "pair_v2");
    }

    @OdmModel(collection = "users")
    record Bare(ObjectId id, String name) {}

    @ParameterizedTest
    @EnumSource
    void undeclaredIndexesAreKeptUnlessAsked(IndexForm form) {
        users().createIndex(Indexes.ascending("old"));
        assertThat(apply(form, Plain.class)).containsExactly("createIndexes");
        try (Odm odm = version(Bare.class)) {
            assertThat(form.plan(odm).undeclared())
                    .extracting(IndexPlan.Change::index)
                    .containsExactlyInAnyOrder("old_1", "name_1");
            recorder.clear();
            IndexPlan dropped = form.apply(odm, UndeclaredIndexes.DROP);
            assertThat(dropped.drop()).extracting(IndexPlan.Change::index).containsExactlyInAnyOrder("old_1", "name_1");
            assertThat(recorder.names()).containsExactly("listIndexes", "dropIndexes", "dropIndexes");
            assertThat(names()).containsExactly("_id_");
        }
    }

    @ParameterizedTest
    @EnumSource
    void conflictsAreListedBeforeAnythingIsSent(IndexForm form) {
        users().createIndex(
                        Indexes.ascending("at"),
                        new IndexOptions().name("by hand").expireAfter(5L, TimeUnit.SECONDS));
        try (Odm odm = version(Expiring.class)) {
            assertThat(form.plan(odm).conflicts())
                    .extracting(IndexPlan.Change::index)
                    .containsExactly("at_1");
            recorder.clear();
            assertThatThrownBy(() -> form.apply(odm))
                    .isInstanceOf(IndexConflictException.class)
                    .hasMessage("""
                        1 index conflict, nothing was changed:
                          users, index "at_1": @Indexed on Expiring.at: its keys belong to "by hand" on the server \
                        with different expireAfterSeconds, which is declared nowhere: declare it as it is, drop it, or \
                        apply with UndeclaredIndexes.DROP\
                        """);
            assertThat(recorder.names()).containsExactly("listIndexes");
        }
    }

    @OdmModel(collection = "users")
    record First(ObjectId id, @Indexed String a) {}

    @OdmModel(collection = "users")
    record Second(ObjectId id, @Indexed String b) {}

    @ParameterizedTest
    @EnumSource
    void modelsOnOneCollectionDoNotDropEachOthersIndexes(IndexForm form) {
        try (Odm odm = version(First.class, Second.class)) {
            form.apply(odm, UndeclaredIndexes.DROP);
            assertThat(recorder.names()).containsExactly("listIndexes", "createIndexes");
            assertThat(form.apply(odm, UndeclaredIndexes.DROP).isEmpty()).isTrue();
        }
        assertThat(names()).containsExactlyInAnyOrder("_id_", "a_1", "b_1");
    }

    @OdmModel(collection = "users")
    sealed interface Animal {
        record Dog(ObjectId id, @Indexed(unique = true) String chip) implements Animal {}

        record Cat(ObjectId id, @Nullable String toy) implements Animal {}
    }

    @ParameterizedTest
    @EnumSource
    @Requires(Feature.PARTIAL_INDEXES)
    void uniqueIndexOfAVariantLeavesItsSiblingsAlone(IndexForm form) {
        assertThat(apply(form, Animal.class)).containsExactly("createIndexes");
        assertThat(names()).containsExactlyInAnyOrder("_id_", "_cls_1", "chip_1");
        try (Odm odm = version(Animal.class)) {
            odm.model(Animal.class).create(new Animal.Cat(new ObjectId(), "ball"));
            odm.model(Animal.class).create(new Animal.Cat(new ObjectId(), "mouse"));
            odm.model(Animal.class).create(new Animal.Dog(new ObjectId(), "1"));
            assertThatThrownBy(() -> odm.model(Animal.class).create(new Animal.Dog(new ObjectId(), "1")))
                    .isInstanceOf(DuplicateKeyException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void laterCollectionsAreAttemptedAfterAFailure(IndexForm form) {
        users().insertMany(List.of(new Document("name", "Ann"), new Document("name", "Ann")));
        try (Odm odm = version(UniqueName.class, Later.class)) {
            assertThatThrownBy(() -> form.apply(odm)).isInstanceOf(DuplicateKeyException.class);
        }
        assertThat(base.database().getCollection("later").listIndexes().map(index -> index.getString("name")))
                .containsExactlyInAnyOrder("_id_", "name_1");
    }

    record Later(ObjectId id, @Indexed String name) {}

    @OdmModel(collection = "users")
    record Beside(
            ObjectId id,
            @Indexed int age,
            @Indexed(unique = true) String name,
            @Indexed String city) {}

    @ParameterizedTest
    @EnumSource
    void indexThatCannotBeBuiltDoesNotKeepTheOthersOut(IndexForm form) {
        users().insertMany(List.of(new Document("name", "Ann"), new Document("name", "Ann")));
        try (Odm odm = version(Beside.class)) {
            assertThatThrownBy(() -> form.apply(odm))
                    .isInstanceOfSatisfying(
                            DuplicateKeyException.class,
                            e -> assertThat(e.indexName()).isEqualTo("name_1"));
        }
        assertThat(names()).containsExactlyInAnyOrder("_id_", "age_1", "city_1");
    }

    @ParameterizedTest
    @EnumSource
    void anotherDatabaseHasIndexesOfItsOwn(IndexForm form) {
        try (Odm odm = version(Plain.class);
                Odm other = odm.withDatabase(base.database().getName() + "_other")) {
            form.apply(odm);
            assertThat(form.plan(other).create()).hasSize(1);
            form.apply(other);
            assertThat(form.plan(other).isEmpty()).isTrue();
            other.dropDatabase();
        }
    }
}
