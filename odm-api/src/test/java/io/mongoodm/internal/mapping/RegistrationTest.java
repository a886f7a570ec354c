package io.mongoodm.internal.mapping;

import static io.mongoodm.internal.mapping.Mappings.problems;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mongoodm.ActiveRecord;
import io.mongoodm.InvalidModelException;
import io.mongoodm.Ref;
import io.mongoodm.annotation.Aliases;
import io.mongoodm.annotation.CreatedAt;
import io.mongoodm.annotation.Default;
import io.mongoodm.annotation.OdmModel;
import io.mongoodm.annotation.Relation;
import io.mongoodm.annotation.UpdatedAt;
import io.mongoodm.annotation.Version;
import java.time.DayOfWeek;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import org.bson.BsonType;
import org.bson.Document;
import org.bson.codecs.pojo.annotations.BsonDiscriminator;
import org.bson.codecs.pojo.annotations.BsonExtraElements;
import org.bson.codecs.pojo.annotations.BsonId;
import org.bson.codecs.pojo.annotations.BsonIgnore;
import org.bson.codecs.pojo.annotations.BsonProperty;
import org.bson.codecs.pojo.annotations.BsonRepresentation;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RegistrationTest {
    record SameNames(
            @BsonProperty("x") int a, int x, @Aliases("x") int c) {}

    @Test
    void duplicateStoredNamesAreReportedTogether() {
        assertThat(problems(SameNames.class))
                .containsExactly(
                        "Components a and x of record SameNames have the same stored name x: give one of them another"
                                + " with @BsonProperty",
                        "Components a and c of record SameNames have the same stored name x: give one of them another"
                                + " with @BsonProperty");
    }

    record TwoIds(ObjectId id, @BsonId String key) {}

    @Test
    void twoIdsAreRefused() {
        assertThat(problems(TwoIds.class))
                .containsExactly("Components id and key of record TwoIds are both the id: rename one, or give it"
                        + " another name with @BsonProperty");
    }

    /** As java.sql.Timestamp is one. */
    static final class Moment extends Date {
        private static final long serialVersionUID = 1L;
    }

    record Unread(Moment time, Date date) {}

    @Test
    void subclassesThatTheDriverReadsAsTheirSuperclassAreRefused() {
        assertThat(problems(Unread.class))
                .containsExactly(
                        "Component time of record Unread has type Moment, which has no stored form: use another"
                                + " type, or give the client a codec for it");
    }

    record Unsupported(
            Thread thread,
            Map<Double, String> map,
            @BsonRepresentation(BsonType.OBJECT_ID) int id) {}

    @Test
    void unsupportedTypesAreRefused() {
        assertThat(problems(Unsupported.class))
                .containsExactly(
                        "Component thread of record Unsupported has type Thread, which has no stored form: use another"
                                + " type, or give the client a codec for it",
                        "Component map of record Unsupported is a map with keys of type Double, which cannot be field"
                                + " names: use strings, enums, UUIDs, ObjectIds or whole numbers",
                        "@BsonRepresentation(OBJECT_ID) on component id of record Unsupported has no effect on int:"
                                + " only strings can be stored as OBJECT_ID");
    }

    private static final String REST_OF_NAMES =
            " has no dot, no leading dollar sign, no NUL character and no half of a surrogate pair";

    record BadNames(
            @BsonProperty("a.b") int a,
            @BsonProperty("$c") int c,
            @BsonProperty("x\uD800") @Aliases("\uDC00") int half) {}

    @Test
    void namesThatNoFilterReachesAreRefused() {
        assertThat(problems(BadNames.class))
                .containsExactly(
                        "Component a of record BadNames has the stored name \"a.b\": a stored name is not empty and"
                                + REST_OF_NAMES,
                        "Component c of record BadNames has the stored name \"$c\": a stored name is not empty and"
                                + REST_OF_NAMES,
                        "Component half of record BadNames has the stored name \"x\uD800\": a stored name is not empty"
                                + " and" + REST_OF_NAMES,
                        "Component half of record BadNames has the stored name \"\uDC00\": a stored name is not empty"
                                + " and" + REST_OF_NAMES);
    }

    record Stamps(
            @Version int version,
            @CreatedAt long created,
            @UpdatedAt Instant a,
            @UpdatedAt Instant b) {}

    @Test
    void versionAndStampsHaveFixedTypesAndStandOnce() {
        assertThat(problems(Stamps.class))
                .containsExactly(
                        "@Version is on component version of record Stamps of type int: declare it as long",
                        "@CreatedAt is on component created of record Stamps of type long: declare it as Instant",
                        "Components a and b of record Stamps are both declared as UPDATED_AT: keep one of them");
    }

    record Roles(
            @Version @BsonIgnore long both,
            @BsonExtraElements String extra) {}

    @Test
    void contradictingRolesAreRefused() {
        assertThat(problems(Roles.class))
                .containsExactly(
                        "Component both of record Roles is declared as IGNORED and VERSION: it can be one of them",
                        "@BsonExtraElements is on component extra of record Roles of type String: use Document,"
                                + " BsonDocument or a Map with string keys");
    }

    record Country(String id) {}

    record NoId(String name) {}

    record Referring(
            Ref<Country> country,
            Ref<NoId> none,
            @Relation(localField = "x") @Nullable Country related) {}

    @Test
    void referencesLeadToRegisteredModelsWithIds() {
        assertThat(problems(Referring.class))
                .containsExactly(
                        "Component country of record Referring refers to Country, which is not registered: register"
                                + " it with the handle",
                        "Component none of record Referring refers to NoId, which is not registered: register it with"
                                + " the handle",
                        "@Relation on component related of record Referring leads to Country, which is not"
                                + " registered: register it with the handle");
        assertThat(problems(Referring.class, Country.class, NoId.class))
                .containsExactly(
                        "@Relation on component related of record Referring names the local field x, which record"
                                + " Referring does not store: name one of its components",
                        "Component none of record Referring refers to NoId, which has no id: give it a component"
                                + " named id");
    }

    record Related(
            @Relation(foreignField = "y") List<Country> many,
            @Relation Country required,
            @Relation Optional<String> text) {}

    @Test
    void relationsAreChecked() {
        assertThat(problems(Related.class, Country.class))
                .containsExactly(
                        "@Relation on component many of record Related names the local field _id, which record"
                                + " Related does not store: name one of its components",
                        "@Relation on component many of record Related names the foreign field y, which Country does"
                                + " not store: name one of its components",
                        "Component required of record Related is not stored and cannot be null, so no document can be"
                                + " read: declare it @Nullable",
                        "@Relation on component required of record Related names the local field _id, which record"
                                + " Related does not store: name one of its components",
                        "@Relation is on component text of record Related of type Optional<String>: use a model, an"
                                + " Optional of it, or a List of it");
    }

    sealed interface Event {
        record Created(int id) implements Event {}

        @BsonDiscriminator("Created")
        record Made(int id) implements Event {}

        record Tagged(@BsonProperty("_cls") String type) implements Event {}

        non-sealed interface Other extends Event {}
    }

    @Test
    void sealedHierarchiesAreChecked() {
        assertThat(problems(Event.class))
                .containsExactly(
                        "Other, which sealed interface Event permits, is no record and no sealed interface of"
                                + " records: make it one of the two",
                        "Records Created and Made of sealed interface Event have the same tag Created: give one of"
                                + " them another with @BsonDiscriminator",
                        "Component type of record Tagged has the stored name _cls, where sealed interface Event keeps"
                                + " its tags: give it another with @BsonProperty");
    }

    @BsonDiscriminator(key = "kind")
    sealed interface Keyed {
        @BsonDiscriminator(key = "other", value = "a")
        record A(int id) implements Keyed {}
    }

    @OdmModel(tagField = "a.b")
    sealed interface Dotted {
        record B(int id) implements Dotted {}
    }

    @OdmModel(tagField = "")
    sealed interface Unnamed {
        record C(int id) implements Unnamed {}
    }

    @OdmModel(tagField = "_id")
    sealed interface Identified {
        record D(String name) implements Identified {}
    }

    sealed interface Half {
        @BsonDiscriminator("\uD800")
        record E(int id) implements Half {}
    }

    @OdmModel(tagField = "kind")
    sealed interface Taken {
        record F(int id, @BsonProperty("kind") String old) implements Taken {}
    }

    @Test
    void tagFieldsAreChecked() {
        String names = ": a stored name is not empty and" + REST_OF_NAMES;
        assertThat(problems(Keyed.class, Dotted.class, Unnamed.class, Identified.class, Half.class, Taken.class))
                .containsExactly(
                        "Record A declares the tag field other but sealed interface Keyed keeps its tags in kind:"
                                + " declare the field on the interface, with @OdmModel(tagField)",
                        "Sealed interface Dotted keeps its tags in \"a.b\"" + names,
                        "Sealed interface Unnamed keeps its tags in \"\"" + names,
                        "Sealed interface Identified keeps its tags in _id, so there could be one document of each"
                                + " variant: name another field with @OdmModel(tagField)",
                        "Record E has the tag \"\uD800\", which has half of a surrogate pair: give it another with"
                                + " @BsonDiscriminator",
                        "Component old of record F has the stored name kind, where sealed interface Taken keeps its"
                                + " tags: give it another with @BsonProperty");
    }

    @OdmModel(collection = "a$b", database = "c d")
    record Misnamed(int id) {}

    @OdmModel(collection = ".a", database = "a-database-whose-name-has-just-as-many-bytes-as-a-server-takes-")
    record Leading(int id) {}

    @OdmModel(collection = "\uD800", database = "\uDC00")
    record Halved(int id) {}

    @Test
    void collectionsAndDatabasesHaveNamesThatServersTake() {
        String collections = ": the name of a collection has no dollar sign, no leading dot, no NUL character and no"
                + " half of a surrogate pair";
        String databases = ": the name of a database has at most 63 bytes, and no slash, backslash, dot, space, quote,"
                + " dollar sign, NUL character or half of a surrogate pair";
        assertThat(problems(Misnamed.class, Leading.class, Halved.class))
                .containsExactly(
                        "Model Misnamed has the collection \"a$b\"" + collections,
                        "Model Misnamed has the database \"c d\"" + databases,
                        "Model Leading has the collection \".a\"" + collections,
                        "Model Halved has the collection \"\uD800\"" + collections,
                        "Model Halved has the database \"\uDC00\"" + databases);
    }

    sealed interface Top {
        record Low(int id) implements Top, Beside {}
    }

    sealed interface Beside {}

    @Test
    void recordsAreUnderOneRegisteredModel() {
        assertThat(problems(Top.class, Top.Low.class)).isEmpty();
        assertThat(problems(Top.class, Beside.class))
                .containsExactly("Low is under two registered models, Top and Beside: register one of them");
    }

    record Growing<T>(T value, @Nullable Growing<List<T>> deeper) {}

    sealed interface Spiral<T> {
        record Turn<T>(T value, Optional<Spiral<Map<String, T>>> next) implements Spiral<T> {}
    }

    record Grown(Growing<String> growing, Spiral<String> spiral) {}

    @Test
    void typeArgumentsThatGrowWithoutEndAreRefused() {
        assertThat(problems(Grown.class))
                .containsExactly(
                        "Record Growing contains itself with type arguments that grow without end: use Growing inside"
                                + " itself with the arguments that it has",
                        "Sealed interface Spiral contains itself with type arguments that grow without end: use"
                                + " Spiral inside itself with the arguments that it has");
    }

    record Doubly(Optional<Optional<String>> twice, List<Optional<OptionalInt>> inside, Optional<List<String>> once) {}

    @Test
    void optionalsOfOptionalsAreRefused() {
        assertThat(problems(Doubly.class))
                .containsExactly(
                        "Component twice of record Doubly is an Optional of an Optional, and an empty one inside a"
                                + " present one cannot be stored: use one of the two",
                        "Component inside of record Doubly is an Optional of an Optional, and an empty one inside a"
                                + " present one cannot be stored: use one of the two");
    }

    record Renamed(
            @Aliases({"old", "now"}) int now,
            @Aliases({"b", "b"}) int a) {}

    @Test
    void formerNamesAreOthersThanThePresentOne() {
        assertThat(problems(Renamed.class))
                .containsExactly(
                        "Component now of record Renamed has the name now twice, as its stored name or a former one:"
                                + " name it once",
                        "Component a of record Renamed has the name b twice, as its stored name or a former one:"
                                + " name it once");
    }

    record Defaults(
            @Default("[") int syntax,
            @Default("\"x\"") int type,
            @Default(factory = "none") int missing,
            @Default(value = "1", factory = "one") int both,
            @Default("1, x: 2") int two,
            @Default("[]") @BsonIgnore @Nullable Thread ignored) {}

    @Test
    void defaultsAreChecked() {
        assertThat(problems(Defaults.class))
                .containsExactly(
                        "@Default on component syntax of record Defaults is no extended JSON: write the stored value,"
                                + " with quotes around a string",
                        "@Default on component missing of record Defaults names the factory none, but Defaults has no"
                                + " static method of that name without parameters that returns int: add one",
                        "@Default on component both of record Defaults gives not just one of value and factory: give"
                                + " one",
                        "@Default on component two of record Defaults is no extended JSON: write the stored value,"
                                + " with quotes around a string",
                        "Component ignored of record Defaults has type Thread, which has no stored form: use another"
                                + " type, or give the client a codec for it",
                        "@Default on component type of record Defaults does not fit its type: Expected int32 but was"
                                + " string");
    }

    record Right(int id) implements ActiveRecord<Right> {}

    record Wrong(int id) implements ActiveRecord<Right> {}

    @Test
    void instanceStyleNamesTheRecordItself() {
        assertThat(problems(Right.class)).isEmpty();
        assertThat(problems(Wrong.class))
                .containsExactly("Record Wrong implements ActiveRecord<Right>: the type argument has to be Wrong");
    }

    @Test
    void classesThatAreNoModelsAreRefused() {
        assertThat(problems(String.class))
                .containsExactly("Class java.lang.String is no record and no sealed interface of records: register"
                        + " one of the two");
    }

    @OdmModel(collection = "things")
    sealed interface One {
        record Same(int id) implements One {}
    }

    @OdmModel(collection = "things", tagField = "kind")
    sealed interface Two {
        @BsonDiscriminator("Same")
        record Other(int id) implements Two {}
    }

    @Test
    void rootsThatShareACollectionAgreeOnTags() {
        assertThat(problems(One.class, Two.class))
                .containsExactly(
                        "One and Two share the collection things but keep their tags in different fields, _cls and"
                                + " kind: give them the same @OdmModel(tagField)",
                        "One and Two share the collection things and both have a variant with the tag Same: give one"
                                + " another with @BsonDiscriminator");
    }

    @Test
    void everyProblemOfEveryModelIsReportedAtOnce() {
        assertThatThrownBy(() -> Mappings.of(TwoIds.class, Wrong.class))
                .isExactlyInstanceOf(InvalidModelException.class)
                .hasMessage("2 problems with the models:\n"
                        + "- Components id and key of record TwoIds are both the id: rename one, or give it another"
                        + " name with @BsonProperty\n"
                        + "- Record Wrong implements ActiveRecord<Right>: the type argument has to be Wrong");
    }

    @Test
    void rowsAreParsedWhenTheyAreAskedFor() {
        Mapping mapping = Mappings.of(Country.class);
        assertThat(mapping.row(NoId.class).components())
                .extracting(ComponentModel::name)
                .containsExactly("name");
        assertThatThrownBy(() -> mapping.row(TwoIds.class)).isExactlyInstanceOf(InvalidModelException.class);
        assertThatThrownBy(() -> mapping.row(String.class))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("java.lang.String is no record: rows are read into records");
    }

    sealed interface Job {
        record Versioned(
                int id, @Version long version, @UpdatedAt Instant at) implements Job {}

        record Plain(int id, int version, Instant at) implements Job {}

        record Likewise(int id, @Version long version) implements Job {}
    }

    record Holder(int id, Job job) {}

    @Test
    void whatOneVariantCountsAnotherCannotKeepToItself() {
        String updates = ", which updates through sealed interface Job write, since it is ";
        String remedy = " in Versioned: annotate it likewise, or give it another name with @BsonProperty";
        assertThat(problems(Job.class))
                .containsExactly(
                        "Component version of record Plain has the stored name version" + updates + "VERSION" + remedy,
                        "Component at of record Plain has the stored name at" + updates + "UPDATED_AT" + remedy);
        assertThat(problems(Holder.class)).isEmpty();
    }

    sealed interface Task {
        record Timed(
                int id,
                @Version long version,
                @CreatedAt Instant made,
                @UpdatedAt Instant at) implements Task {}

        record Counting(int id, @BsonExtraElements Map<String, Integer> counts) implements Task {}

        record Named(
                int id,
                @Version long version,
                @BsonExtraElements Map<String, String> names) implements Task {}

        record Open(int id, @BsonExtraElements Document rest) implements Task {}
    }

    @Test
    void whatOneVariantCountsAnotherHasToReadAmongTheFieldsItDoesNotKnow() {
        String updates =
                " cannot hold the stored field at, which updates through sealed interface Task write, since it is"
                        + " UPDATED_AT in Timed: let its values be of type Object, or give ";
        assertThat(problems(Task.class))
                .containsExactly(
                        "Component counts of record Counting" + updates + "Counting such a component too",
                        "Component names of record Named" + updates + "Named such a component too");
    }

    record Unordered(int id) {}

    record Ordered(int id) implements Comparable<Ordered> {
        @Override
        public int compareTo(Ordered other) {
            return Integer.compare(id, other.id);
        }
    }

    record Sorted(
            int id,
            SortedSet<Unordered> records,
            NavigableSet<List<Integer>> lists,
            SortedSet<Ordered> ordered,
            NavigableSet<DayOfWeek> days) {}

    @Test
    void sortedSetsHoldWhatHasAnOrder() {
        assertThat(problems(Sorted.class))
                .containsExactly(
                        "Component records of record Sorted is a sorted set of Unordered, which has no order, so"
                                + " it could not be read: let it implement Comparable, or use a Set");
    }
}
