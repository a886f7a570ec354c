package io.mongoodm.internal.indexes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.mongodb.MongoClientSettings;
import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.IndexOptions;
import io.mongoodm.IndexPlan;
import io.mongoodm.InvalidModelException;
import io.mongoodm.Ref;
import io.mongoodm.UndeclaredIndexes;
import io.mongoodm.annotation.Index;
import io.mongoodm.annotation.Indexed;
import io.mongoodm.annotation.OdmModel;
import io.mongoodm.annotation.Relation;
import io.mongoodm.internal.mapping.Mapping;
import io.mongoodm.internal.mapping.Problems;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bson.BsonDocument;
import org.bson.codecs.pojo.annotations.BsonDiscriminator;
import org.bson.codecs.pojo.annotations.BsonProperty;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeclaredIndexesTest {
    private final FakeServer server = new FakeServer();

    private static DeclaredIndexes declared(Problems problems, Class<?>... models) {
        Mapping mapping = Mapping.of(List.of(models), MongoClientSettings.getDefaultCodecRegistry(), null, problems);
        problems.throwIfAny();
        DeclaredIndexes indexes = DeclaredIndexes.of(mapping, Map.of(), problems);
        problems.throwIfAny();
        return indexes;
    }

    private static DeclaredIndexes declared(Class<?>... models) {
        return declared(new Problems(), models);
    }

    private static List<String> problems(Class<?>... models) {
        return Objects.requireNonNull(catchThrowableOfType(InvalidModelException.class, () -> declared(models)))
                .problems();
    }

    /** Applies, and returns what the server lists, without version and name, by name. */
    private BsonDocument specification(String name, Class<?>... models) {
        DeclaredIndexes indexes = declared(models);
        indexes.apply(server, UndeclaredIndexes.KEEP);
        assertThat(indexes.plan(server).isEmpty()).isTrue();
        BsonDocument listed = Objects.requireNonNull(
                        server.indexes.get(name), () -> server.names().toString())
                .clone();
        listed.remove("v");
        listed.remove("name");
        return listed;
    }

    private static BsonDocument json(String json) {
        return BsonDocument.parse(json);
    }

    record Address(
            @Indexed String city, @BsonProperty("zip") String postCode) {}

    @Index(fields = {"country", "-population"})
    @Index(
            fields = {"home.postCode", "nick"},
            name = "by home",
            sparse = true)
    @Index(fields = "location:2dsphere")
    @Index(
            fields = {"title:text", "body:text"},
            weights = "title=5",
            name = "words")
    @Index(fields = "attributes.$**")
    @Index(fields = "owner:hashed", hidden = true)
    @Index(
            fields = "tags",
            partialFilter = "{\"nick\": {\"$exists\": true}, \"$and\": [{\"population\": {\"$gt\": 5}}]}",
            collation = "{\"locale\": \"fr\", \"strength\": 2}",
            name = "french")
    record Place(
            ObjectId id,
            String country,
            long population,
            Address home,
            @BsonProperty("n") String nick,
            Map<String, Object> location,
            String title,
            String body,
            Map<String, String> attributes,
            Ref<Owner> owner,
            List<String> tags,
            @Indexed(expireAfterSeconds = 3600) Instant seen,
            @Indexed(name = "code", unique = true) String code,
            List<Address> others) {}

    record Owner(String id) {}

    @Test
    void everyKindIsDeclaredByNameOfComponentAndBuiltByStoredName() {
        DeclaredIndexes indexes = declared(Place.class, Owner.class);
        assertThat(indexes.plan(server)).hasToString("""
            ACTION  COLLECTION  INDEX                    DESCRIPTION
            create  place       country_1_population_-1  country ascending, population descending
            create  place       by home                  home.zip ascending, n ascending; sparse
            create  place       location_2dsphere        location 2dsphere
            create  place       words                    text of title (weight 5) and body
            create  place       attributes.$**_1         attributes.$** ascending
            create  place       owner_hashed             owner hashed; hidden
            create  place       french                   tags ascending; only where {"n": {"$exists": true}, \
            "$and": [{"population": {"$gt": 5}}]}; collation fr, strength 2
            create  place       home.city_1              home.city ascending
            create  place       seen_1                   seen ascending; expires after 3600 s
            create  place       code                     code ascending; unique
            create  place       others.city_1            others.city ascending\
            """);
        indexes.apply(server, UndeclaredIndexes.KEEP);
        assertThat(server.commands)
                .filteredOn(c -> c.startsWith("createIndexes"))
                .hasSize(1);
        assertThat(indexes.plan(server).isEmpty()).isTrue();
    }

    @OdmModel(collection = "pets")
    @Index(fields = "owner")
    sealed interface Pet {
        @Index(fields = "chip", unique = true)
        record Dog(ObjectId id, String owner, String chip) implements Pet {}

        sealed interface Wild extends Pet {
            @BsonDiscriminator("fox")
            record Fox(
                    ObjectId id,
                    @Indexed String owner,
                    @Indexed(unique = true) String den) implements Wild {}

            record Wolf(ObjectId id, String owner) implements Wild {}
        }
    }

    @Test
    void uniqueIndexOfAVariantHoldsOnlyItsDocuments() {
        assertThat(specification("chip_1", Pet.class))
                .isEqualTo(json("{key: {chip: 1}, unique: true, partialFilterExpression: {_cls: 'Dog'}}"));
        assertThat(specification("den_1", Pet.class))
                .isEqualTo(json("{key: {den: 1}, unique: true, partialFilterExpression: {_cls: 'fox'}}"));
        assertThat(server.names()).containsExactly("_cls_1", "owner_1", "chip_1", "den_1");
    }

    @OdmModel(tagIndex = false, tagField = "kind")
    @Index(fields = {"kind", "name"})
    sealed interface Shape {
        @Index(fields = "name", unique = true, partialFilter = "{\"name\": {\"$type\": \"string\"}}")
        sealed interface Round extends Shape {}

        record Circle(ObjectId id, String name) implements Round {}

        record Ellipse(ObjectId id, String name) implements Round {}

        record Square(ObjectId id, String name) implements Shape {}
    }

    @Test
    void tagIsIndexedUnlessSwitchedOffAndMayBeAKey() {
        assertThat(specification("kind_1_name_1", Shape.class)).isEqualTo(json("{key: {kind: 1, name: 1}}"));
        assertThat(server.names()).containsExactly("kind_1_name_1", "name_1");
        assertThat(specification("name_1", Shape.class)).isEqualTo(json("""
            {key: {name: 1}, unique: true, partialFilterExpression:
                {kind: {$in: ['Circle', 'Ellipse']}, name: {$type: 'string'}}}\
            """));
    }

    @OdmModel(collection = "shared")
    record First(ObjectId id, @Indexed String a) {}

    @OdmModel(collection = "shared")
    record Second(ObjectId id, @Indexed String a, @Indexed String b) {}

    @OdmModel(collection = "shared")
    record Third(ObjectId id, @Indexed(unique = true) String a) {}

    @OdmModel(collection = "shared", database = "other")
    record Elsewhere(ObjectId id) {}

    @Test
    void modelsOnOneCollectionAreMerged() {
        DeclaredIndexes indexes = declared(First.class, Second.class);
        indexes.apply(server, UndeclaredIndexes.DROP);
        assertThat(server.commands).containsExactly("listIndexes", "createIndexes a_1, b_1");
    }

    @Test
    void modelsOnOneCollectionThatContradictEachOtherConflict() {
        assertThat(declared(First.class, Third.class).plan(server).conflicts())
                .containsExactly(new IndexPlan.Change(
                        "shared",
                        "a_1",
                        "@Indexed on First.a and @Indexed on Third.a declare the same keys with different unique:"
                                + " leave one of them out"));
    }

    @OdmModel(collection = "shared", database = "shop")
    record Fourth(ObjectId id, @Indexed String c) {}

    @Test
    void modelThatNamesTheHandlesOwnDatabaseIsMergedToo() {
        declared(First.class, Fourth.class).apply(server, UndeclaredIndexes.DROP);
        assertThat(server.commands).containsExactly("listIndexes", "createIndexes a_1, c_1");
    }

    @Test
    void collectionOfAnotherDatabaseIsNamedWithIt() {
        server.having("{key: {old: 1}, name: 'old_1'}");
        assertThat(declared(Elsewhere.class).plan(server).undeclared())
                .extracting(IndexPlan.Change::collection)
                .containsExactly("other.shared");
    }

    record Tree(ObjectId id, @Indexed String name, List<Tree> children, Map<String, Address> byKey) {}

    @Test
    void recursionEndsAndMapsHaveNoIndexesInside() {
        declared(Tree.class).apply(server, UndeclaredIndexes.KEEP);
        assertThat(server.names()).containsExactly("name_1");
    }

    @Index(fields = "nmae")
    @Index(fields = {"name:up", "-name:text", "name", "name"})
    @Index(fields = {})
    @Index(fields = "id")
    @Index(fields = "-tags.$**")
    @Index(fields = {"a:text", "name", "b:text"})
    @Index(fields = {"a:hashed", "b:hashed"})
    @Index(fields = "a:hashed", unique = true)
    @Index(fields = "name.first")
    record Wrong(ObjectId id, String name, Map<String, String> tags, String a, String b) {}

    @Test
    void wrongKeysAreReportedTogether() {
        assertThat(problems(Wrong.class))
                .containsExactly(
                        "@Index(fields = {\"nmae\"}) on Wrong: Wrong stores no field \"nmae\"; did you mean \"name\"?",
                        "@Index(fields = {\"name:up\", \"-name:text\", \"name\", \"name\"}) on Wrong: \"name:up\" has"
                                + " the unknown type \"up\"; known: text, 2dsphere, 2d, hashed (descending is a leading"
                                + " \"-\")",
                        "@Index(fields = {\"name:up\", \"-name:text\", \"name\", \"name\"}) on Wrong: \"-name:text\" is"
                                + " descending and has a type; leave one of them out",
                        "@Index(fields = {\"name:up\", \"-name:text\", \"name\", \"name\"}) on Wrong: \"name\" is a key"
                                + " twice; leave one out",
                        "@Index(fields = {}) on Wrong: it names no field; name at least one",
                        "@Index(fields = {\"id\"}) on Wrong: every collection has the index on _id; leave this one out",
                        "@Index(fields = {\"-tags.$**\"}) on Wrong: the wildcard \"tags.$**\" can only be ascending or"
                                + " text",
                        "@Index(fields = {\"a:text\", \"name\", \"b:text\"}) on Wrong: its text keys are apart; put"
                                + " them beside each other",
                        "@Index(fields = {\"a:hashed\", \"b:hashed\"}) on Wrong: it has two hashed keys; a server takes"
                                + " one",
                        "@Index(fields = {\"a:hashed\"}) on Wrong: a hashed or wildcard index cannot be unique; leave"
                                + " unique out",
                        "@Index(fields = {\"name.first\"}) on Wrong: \"first\" is no field, because what is before it"
                                + " is a single value");
    }

    @Index(fields = "name", name = "1", partialFilter = "{nope")
    @Index(fields = "name", name = "2", partialFilter = "{\"nope\": 1}")
    @Index(fields = "name", name = "3", collation = "{\"strength\": 2, \"caseFrist\": 1}")
    @Index(fields = "name", name = "4", sparse = true, partialFilter = "{\"name\": \"x\"}")
    @Index(fields = "name", name = "5", weights = "name=5")
    @Index(
            fields = "body:text",
            name = "6",
            weights = {"body", "body=0"},
            collation = "{\"locale\": \"fr\"}")
    @Index(fields = "name", name = "7", expireAfterSeconds = 5)
    @Index(
            fields = {"at", "name"},
            name = "8",
            expireAfterSeconds = 5)
    @Index(fields = "at", name = "9", expireAfterSeconds = -2)
    @Index(fields = "name", name = "_id_")
    record WrongOptions(
            ObjectId id,
            String name,
            String body,
            Instant at,

            @Indexed @Relation(localField = "name") @Nullable
            Owner owner) {}

    @Test
    void wrongOptionsAreReportedTogether() {
        assertThat(problems(WrongOptions.class, Owner.class))
                .containsExactly(
                        "@Index(fields = {\"name\"}) on WrongOptions: partialFilter is no document in extended JSON;"
                                + " write it like {\"active\": true}",
                        "@Index(fields = {\"name\"}) on WrongOptions: in partialFilter, WrongOptions stores no field"
                                + " \"nope\"; known: at, body, id, name",
                        "@Index(fields = {\"name\"}) on WrongOptions: collation names no locale; write it like"
                                + " {\"locale\": \"fr\"}",
                        "@Index(fields = {\"name\"}) on WrongOptions: collation has no setting \"caseFrist\"; did you"
                                + " mean \"caseFirst\"?",
                        "@Index(fields = {\"name\"}) on WrongOptions: an index is either sparse or partial; leave"
                                + " sparse out and add {\"field\": {\"$exists\": true}} to the filter",
                        "@Index(fields = {\"name\"}) on WrongOptions: \"name\" has a weight and is no text key; name"
                                + " it as \"name:text\"",
                        "@Index(fields = {\"body:text\"}) on WrongOptions: a text or 2d index has no collation; leave"
                                + " it out",
                        "@Index(fields = {\"body:text\"}) on WrongOptions: the weight \"body\" is not like \"field=5\","
                                + " with 1 to 99999",
                        "@Index(fields = {\"body:text\"}) on WrongOptions: the weight \"body=0\" is not like"
                                + " \"field=5\", with 1 to 99999",
                        "@Index(fields = {\"name\"}) on WrongOptions: documents expire by a date, and \"name\" is not"
                                + " stored as one; index a component of type Instant, or leave expireAfterSeconds out",
                        "@Index(fields = {\"at\", \"name\"}) on WrongOptions: documents expire by one ascending or"
                                + " descending key; declare an index of its own for it",
                        "@Index(fields = {\"at\"}) on WrongOptions: expireAfterSeconds is -2; use 0 to 2147483647, or"
                                + " -1 for never",
                        "@Index(fields = {\"name\"}) on WrongOptions: the name \"_id_\" is that of the index on _id;"
                                + " give it another",
                        "@Indexed on WrongOptions.owner: it is not stored as a field; index what is, or leave it out");
    }

    sealed interface Account {
        record Free(
                ObjectId id,
                @Indexed(unique = true, sparse = true) String email) implements Account {}

        record Paid(ObjectId id) implements Account {}
    }

    @Test
    void sparseUniqueIndexOnAVariantIsRefused() {
        assertThat(problems(Account.class))
                .containsExactly(
                        "@Indexed on Free.email: a unique index on a variant indexes only the documents with its"
                                + " tag, and a partial index cannot be sparse; leave sparse out");
    }

    sealed interface Ticket {
        record Day(
                ObjectId id,

                @Indexed(unique = true, partialFilter = "{\"_cls\": \"Year\"}")
                String number) implements Ticket {}

        record Year(ObjectId id, @Indexed(unique = true) String number) implements Ticket {}
    }

    @Test
    void partialFilterCannotNameTheTagThatAUniqueIndexOfAVariantGets() {
        assertThat(problems(Ticket.class))
                .containsExactly("@Indexed on Day.number: partialFilter names \"_cls\", and a unique index on a variant"
                        + " indexes only the documents with its tag; leave it out");
    }

    record Stop(ObjectId id, String name, int zone) {}

    private static List<String> problemsInCode(String key, IndexOptions options) {
        Problems problems = new Problems();
        Mapping mapping =
                Mapping.of(List.of(Stop.class), MongoClientSettings.getDefaultCodecRegistry(), null, problems);
        List<IndexModel> indexes = List.of(new IndexModel(BsonDocument.parse(key), options));
        DeclaredIndexes unused = DeclaredIndexes.of(mapping, Map.of(Stop.class, indexes), problems);
        return Objects.requireNonNull(catchThrowableOfType(InvalidModelException.class, problems::throwIfAny))
                .problems()
                .stream()
                .map(problem -> problem.replace("Index 1 in code for Stop: ", ""))
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{zone: {$ne: 4}} | \"zone\" has $ne",
                "{zone: {$gt: 1, $not: {$gt: 4}}} | \"zone\" has $not",
                "{$or: [{zone: 1}, {zone: {$nin: [1]}}]} | \"zone\" has $nin",
                "{zone: {$exists: false}} | \"zone\" has $exists false",
                "{name: {$regularExpression: {pattern: 'a', options: ''}}} | \"name\" has a regular expression",
            })
    void conditionThatNoServerTakesInAPartialFilterIsRefused(String filter, String fact) {
        assertThat(problemsInCode("{zone: 1}", partial(filter)))
                .containsExactly("in partialFilter, " + fact + ", which no server takes there; use $eq, $exists,"
                        + " $geoIntersects, $geoWithin, $gt, $gte, $in, $lt, $lte, $type");
    }

    @Test
    void partialFilterJoinsFiltersByAndAndOr() {
        assertThat(problemsInCode("{zone: 1}", partial("{$nor: [{zone: 1}]}")))
                .containsExactly("partialFilter has $nor, which no server takes there; use $and, $or and conditions on"
                        + " fields");
        for (String operand : List.of("5", "[]", "[5]")) {
            assertThat(problemsInCode("{zone: 1}", partial("{$or: " + operand + "}")))
                    .containsExactly("in partialFilter, $or takes a list of filters; give at least one");
        }
    }

    private static IndexOptions partial(String filter) {
        return new IndexOptions().partialFilterExpression(BsonDocument.parse(filter));
    }

    @Test
    void numbersThatNoServerTakesAreRefusedInCode() {
        assertThat(problemsInCode("{name: 0}", new IndexOptions()))
                .singleElement()
                .asString()
                .contains("unknown type");
        assertThat(problemsInCode("{name: 'text'}", new IndexOptions().weights(BsonDocument.parse("{name: 1.5}"))))
                .singleElement()
                .asString()
                .contains("is not like \"field=5\", with 1 to 99999");
    }

    @Index(fields = "name", collation = "{\"locale\": \"fr\", \"strength\": \"x\", \"caseLevel\": 1}")
    @Index(fields = "-name", collation = "{\"locale\": \"fr\", \"strength\": 6, \"caseFirst\": \"upper\"}")
    @Index(fields = "name", collation = "{\"locale\": \"fr\", \"alternate\": \"no\", \"maxVariable\": \"space\"}")
    record WrongCollations(ObjectId id, String name) {}

    @Test
    void settingOfACollationThatNoServerTakesIsRefused() {
        String place = "@Index(fields = {\"name\"}) on WrongCollations: collation.";
        assertThat(problems(WrongCollations.class))
                .containsExactly(
                        place + "strength is not what a server takes; give 1 to 5",
                        place + "caseLevel is not what a server takes; give true or false",
                        "@Index(fields = {\"-name\"}) on WrongCollations: collation.strength is not what a server"
                                + " takes; give 1 to 5",
                        place + "alternate is not what a server takes; give non-ignorable or shifted");
    }
}
