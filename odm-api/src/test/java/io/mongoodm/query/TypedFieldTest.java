package io.mongoodm.query;

import static com.mongodb.client.model.Filters.and;
import static io.mongoodm.query.Fields.elements;
import static io.mongoodm.query.Fields.entries;
import static io.mongoodm.query.Fields.field;
import static io.mongoodm.query.Fields.optional;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.mongodb.MongoClientSettings;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.PushOptions;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import com.mongodb.client.model.geojson.Point;
import com.mongodb.client.model.geojson.Position;
import io.mongoodm.InvalidFilterException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.bson.BsonDocument;
import org.bson.BsonType;
import org.bson.Document;
import org.bson.UuidRepresentation;
import org.bson.codecs.configuration.CodecRegistries;
import org.bson.codecs.configuration.CodecRegistry;
import org.bson.codecs.pojo.annotations.BsonProperty;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TypedFieldTest {
    enum Level {
        LOW,
        HIGH
    }

    record Address(String city, List<String> lines) {}

    record Item(String name, int count) {}

    record User(
            ObjectId id,
            String name,
            int age,
            Optional<String> nick,
            @Nullable Address address,
            List<String> tags,
            List<Item> items,
            List<Document> events,
            Document profile,
            Map<String, Integer> scores,
            Map<Level, Address> homes) {}

    record Other(ObjectId id, String name) {}

    record Renamed(@BsonProperty("n") String name, Address address) {}

    sealed interface Place {
        String name();

        record Museum(String name, int exhibits) implements Place {}

        record Park(String name) implements Place {}
    }

    interface Named {
        String name();
    }

    record Thing(String name) implements Named {}

    private static final CodecRegistry REGISTRY = CodecRegistries.withUuidRepresentation(
            CodecRegistries.fromRegistries(
                    CodecRegistries.fromProviders(RecordCodecDouble.PROVIDER),
                    MongoClientSettings.getDefaultCodecRegistry()),
            UuidRepresentation.STANDARD);

    private static String rendered(Bson expression) {
        return rendered(User.class, expression);
    }

    private static String rendered(Class<?> model, Bson expression) {
        return expression.toBsonDocument(model, REGISTRY).toJson().replace("\"", "'");
    }

    @Test
    void comparisonsNameTheStoredFieldAndEncodeTheValue() {
        ObjectId id = new ObjectId("64b000000000000000000001");
        assertThat(rendered(field(User::id).eq(id))).isEqualTo("{'_id': {'$oid': '64b000000000000000000001'}}");
        assertThat(rendered(field(User::name).ne("Ann"))).isEqualTo("{'name': {'$ne': 'Ann'}}");
        assertThat(rendered(field(User::age).gt(1))).isEqualTo("{'age': {'$gt': 1}}");
        assertThat(rendered(field(User::age).gte(1))).isEqualTo("{'age': {'$gte': 1}}");
        assertThat(rendered(field(User::age).lt(1))).isEqualTo("{'age': {'$lt': 1}}");
        assertThat(rendered(field(User::age).lte(1))).isEqualTo("{'age': {'$lte': 1}}");
        assertThat(rendered(field(User::age).isIn(List.of(1, 2)))).isEqualTo("{'age': {'$in': [1, 2]}}");
        assertThat(rendered(field(User::age).notIn(List.of()))).isEqualTo("{'age': {'$nin': []}}");
    }

    @Test
    void theOtherFiltersAreTheDrivers() {
        assertThat(rendered(field(User::name).exists())).isEqualTo("{'name': {'$exists': true}}");
        assertThat(rendered(field(User::name).exists(false))).isEqualTo("{'name': {'$exists': false}}");
        assertThat(rendered(field(User::age).type(BsonType.INT32))).isEqualTo("{'age': {'$type': 16}}");
        assertThat(rendered(field(User::age).mod(3, 1))).isEqualTo("{'age': {'$mod': [3, 1]}}");
        assertThat(rendered(field(User::name).matches(Pattern.compile("^a", Pattern.CASE_INSENSITIVE))))
                .isEqualTo("{'name': {'$regularExpression': {'pattern': '^a', 'options': 'i'}}}");
        assertThat(rendered(field(User::name).regex("^a"))).contains("'pattern': '^a'");
        assertThat(rendered(field(User::age).bitsAllSet(5))).isEqualTo("{'age': {'$bitsAllSet': 5}}");
        assertThat(rendered(field(User::age).bitsAllClear(5))).isEqualTo("{'age': {'$bitsAllClear': 5}}");
        assertThat(rendered(field(User::age).bitsAnySet(5))).isEqualTo("{'age': {'$bitsAnySet': 5}}");
        assertThat(rendered(field(User::age).bitsAnyClear(5))).isEqualTo("{'age': {'$bitsAnyClear': 5}}");
        Point point = new Point(new Position(1, 2));
        assertThat(rendered(field(User::address).near(point, 5.0, null)))
                .startsWith("{'address': {'$near': {'$geometry'")
                .contains("'$maxDistance': 5.0");
        assertThat(rendered(field(User::address).nearSphere(point, null, 5.0))).contains("'$minDistance': 5.0");
        assertThat(rendered(field(User::address).geoIntersects(point))).startsWith("{'address': {'$geoIntersects'");
        assertThat(rendered(field(User::address).geoWithin(point))).startsWith("{'address': {'$geoWithin'");
        assertThat(rendered(field(User::address).geoWithinBox(1, 2, 3, 4)))
                .isEqualTo("{'address': {'$geoWithin': {'$box': [[1.0, 2.0], [3.0, 4.0]]}}}");
        assertThat(rendered(field(User::address).geoWithinCenter(1, 2, 3))).contains("'$center': [[1.0, 2.0], 3.0]");
        assertThat(rendered(field(User::address).geoWithinCenterSphere(1, 2, 3)))
                .contains("'$centerSphere'");
        assertThat(rendered(field(User::address).geoWithinPolygon(List.of(List.of(1.0, 2.0), List.of(3.0, 4.0)))))
                .contains("'$polygon': [[1.0, 2.0], [3.0, 4.0]]");
    }

    @Test
    void nullIsAFilterAndUnsetsANullableComponent() {
        Field<User, @Nullable Address> address = field(User::address);
        assertThat(rendered(address.eq(null))).isEqualTo("{'address': null}");
        assertThat(rendered(address.ne(null))).isEqualTo("{'address': {'$ne': null}}");
        assertThat(rendered(address.isIn(Arrays.asList((Address) null)))).isEqualTo("{'address': {'$in': [null]}}");
        assertThat(rendered(address.set(null))).isEqualTo("{'$unset': {'address': ''}}");
        assertThat(rendered(address.setOnInsert(null))).isEqualTo("{'$setOnInsert': {'address': null}}");
    }

    @Test
    @SuppressWarnings({"NullAway", "NullArgumentForNonNullParameter"
    }) // what the compiler refuses, and a program without its checks can do
    void nullIsRefusedForARequiredComponentAndAsAnOrder() {
        Bson set = field(User::age).set(null);
        assertThatExceptionOfType(InvalidFilterException.class)
                .isThrownBy(() -> rendered(set))
                .withMessage(
                        "Component User.age is required, so it cannot be set to null: declare it @Nullable, or set a"
                                + " value");
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> field(User::name).gt(null))
                .withMessage("value");
    }

    @Test
    void updatesNameTheOperator() {
        assertThat(rendered(field(User::name).set("Ann"))).isEqualTo("{'$set': {'name': 'Ann'}}");
        assertThat(rendered(field(User::name).setOnInsert("Ann"))).isEqualTo("{'$setOnInsert': {'name': 'Ann'}}");
        assertThat(rendered(field(User::name).unset())).isEqualTo("{'$unset': {'name': ''}}");
        assertThat(rendered(field(User::age).inc(1))).isEqualTo("{'$inc': {'age': 1}}");
        assertThat(rendered(field(User::age).mul(2))).isEqualTo("{'$mul': {'age': 2}}");
        assertThat(rendered(field(User::age).min(2))).isEqualTo("{'$min': {'age': 2}}");
        assertThat(rendered(field(User::age).max(2))).isEqualTo("{'$max': {'age': 2}}");
        assertThat(rendered(field(User::age).currentDate())).isEqualTo("{'$currentDate': {'age': true}}");
        assertThat(rendered(field(User::age).currentTimestamp()))
                .isEqualTo("{'$currentDate': {'age': {'$type': 'timestamp'}}}");
        assertThat(rendered(field(User::age).bitwiseAnd(1))).isEqualTo("{'$bit': {'age': {'and': 1}}}");
        assertThat(rendered(field(User::age).bitwiseOr(1))).isEqualTo("{'$bit': {'age': {'or': 1}}}");
        assertThat(rendered(field(User::age).bitwiseXor(1L))).isEqualTo("{'$bit': {'age': {'xor': 1}}}");
        assertThat(rendered(field(User::name).rename(field(User::address).then(Address::city))))
                .isEqualTo("{'$rename': {'name': 'address.city'}}");
    }

    @Test
    void collectionsHaveUpdatesOfTheirElements() {
        ElementField<User, String> tags = elements(User::tags);
        assertThat(rendered(tags.push("a"))).isEqualTo("{'$push': {'tags': 'a'}}");
        assertThat(rendered(tags.pushAll(List.of("a")))).isEqualTo("{'$push': {'tags': {'$each': ['a']}}}");
        assertThat(rendered(tags.pushEach(List.of("a"), new PushOptions().slice(-3))))
                .isEqualTo("{'$push': {'tags': {'$each': ['a'], '$slice': -3}}}");
        assertThat(rendered(tags.addToSet("a"))).isEqualTo("{'$addToSet': {'tags': 'a'}}");
        assertThat(rendered(tags.addEachToSet(List.of("a")))).isEqualTo("{'$addToSet': {'tags': {'$each': ['a']}}}");
        assertThat(rendered(tags.pull("a"))).isEqualTo("{'$pull': {'tags': 'a'}}");
        assertThat(rendered(tags.pullAll(List.of("a")))).isEqualTo("{'$pullAll': {'tags': ['a']}}");
        assertThat(rendered(tags.pullWhere(new Document("$gte", "m")))).isEqualTo("{'$pull': {'tags': {'$gte': 'm'}}}");
        assertThat(rendered(elements(User::items).pullWhere(field(Item::count).lt(1))))
                .isEqualTo("{'$pull': {'items': {'count': {'$lt': 1}}}}");
        assertThat(rendered(tags.popFirst())).isEqualTo("{'$pop': {'tags': -1}}");
        assertThat(rendered(tags.popLast())).isEqualTo("{'$pop': {'tags': 1}}");
        assertThat(rendered(tags.unset())).isEqualTo("{'$unset': {'tags': ''}}");
    }

    @Test
    void collectionsHaveFiltersOfTheirElements() {
        assertThat(rendered(elements(User::tags).eq("a"))).isEqualTo("{'tags': 'a'}");
        assertThat(rendered(elements(User::tags).all(List.of("a", "b")))).isEqualTo("{'tags': {'$all': ['a', 'b']}}");
        assertThat(rendered(elements(User::tags).size(2))).isEqualTo("{'tags': {'$size': 2}}");
        assertThat(rendered(elements(User::items)
                        .elemMatch(Filters.and(
                                field(Item::name).eq("x"), field(Item::count).gt(1)))))
                .isEqualTo("{'items': {'$elemMatch': {'$and': [{'name': 'x'}, {'count': {'$gt': 1}}]}}}");
        assertThat(rendered(elements(User::items).then(Item::count).gt(1))).isEqualTo("{'items.count': {'$gt': 1}}");
        assertThat(rendered(field(User::tags).eq(List.of("a")))).isEqualTo("{'tags': ['a']}");
    }

    @Test
    void placesInACollectionArePartOfThePath() {
        assertThat(rendered(elements(User::items).at(0).then(Item::count).inc(1)))
                .isEqualTo("{'$inc': {'items.0.count': 1}}");
        assertThat(rendered(elements(User::items).matched().then(Item::count).inc(1)))
                .isEqualTo("{'$inc': {'items.$.count': 1}}");
        assertThat(rendered(elements(User::items).each().then(Item::count).inc(1)))
                .isEqualTo("{'$inc': {'items.$[].count': 1}}");
        assertThat(rendered(elements(User::items).each("x").then(Item::count).inc(1)))
                .isEqualTo("{'$inc': {'items.$[x].count': 1}}");
        assertThat(rendered(elements(User::tags).at(1).set("b"))).isEqualTo("{'$set': {'tags.1': 'b'}}");
        assertThatExceptionOfType(InvalidFilterException.class)
                .isThrownBy(() -> elements(User::tags).at(-1))
                .withMessage("The index of an element of User.tags is negative: elements are counted from 0");
        assertThatExceptionOfType(InvalidFilterException.class)
                .isThrownBy(() -> elements(User::tags).each("x.$y"))
                .withMessage("The name of an array filter for User.tags is no identifier: use a lower-case letter, then"
                        + " letters and digits");
    }

    @Test
    void nestedRecordsAndEntriesArePartOfThePath() {
        assertThat(rendered(field(User::address).then(Address::city).eq("Rome")))
                .isEqualTo("{'address.city': 'Rome'}");
        assertThat(rendered(field(User::address).thenElements(Address::lines).eq("x")))
                .isEqualTo("{'address.lines': 'x'}");
        assertThat(rendered(entries(User::scores).key("chess").inc(1))).isEqualTo("{'$inc': {'scores.chess': 1}}");
        assertThat(rendered(
                        entries(User::homes).key(Level.HIGH).then(Address::city).eq("Rome")))
                .isEqualTo("{'homes.HIGH.city': 'Rome'}");
    }

    @Test
    void keysThatNoPathCanNameAreRefused() {
        for (String key : List.of("", "a.b", "$set", "a\0b")) {
            assertThatExceptionOfType(InvalidFilterException.class)
                    .isThrownBy(() -> entries(User::scores).key(key))
                    .withMessage(
                            "A key of User.scores cannot be part of a path, because it is empty, starts with a dollar"
                                    + " sign, or holds a dot or a zero character: compare the whole map, or use $getField"
                                    + " in $expr");
        }
    }

    @Test
    void anOptionalComponentHasTheTypeOfItsValueOrIsTakenAsItIs() {
        assertThat(rendered(optional(User::nick).eq("a"))).isEqualTo("{'nick': 'a'}");
        assertThat(rendered(field(User::nick).eq(Optional.of("a")))).isEqualTo("{'nick': 'a'}");
        assertThat(rendered(field(User::nick).eq(Optional.empty()))).isEqualTo("{'nick': null}");
        assertThat(rendered(field(User::nick).set(Optional.empty()))).isEqualTo("{'$unset': {'nick': ''}}");
    }

    @Test
    void hostileDocumentsStayValues() {
        Document hostile = Document.parse("{$gt: ''}");
        Document elemMatch = Document.parse("{$elemMatch: {}}");
        Document each = Document.parse("{$each: [1], $slice: 0}");
        Field<User, Document> profile = field(User::profile);
        ElementField<User, Document> events = elements(User::events);
        assertThat(rendered(profile.eq(hostile))).isEqualTo("{'profile': {'$eq': {'$gt': ''}}}");
        assertThat(rendered(profile.ne(hostile))).isEqualTo("{'profile': {'$ne': {'$gt': ''}}}");
        assertThat(rendered(profile.set(hostile))).isEqualTo("{'$set': {'profile': {'$gt': ''}}}");
        assertThat(rendered(events.all(List.of(elemMatch))))
                .isEqualTo("{'$and': [{'events': {'$eq': {'$elemMatch': {}}}}]}");
        assertThat(rendered(events.push(each)))
                .isEqualTo("{'$push': {'events': {'$each': [{'$each': [1], '$slice': 0}]}}}");
        assertThat(rendered(events.addToSet(each)))
                .isEqualTo("{'$addToSet': {'events': {'$each': [{'$each': [1], '$slice': 0}]}}}");
        assertThat(rendered(events.pull(hostile))).isEqualTo("{'$pullAll': {'events': [{'$gt': ''}]}}");
    }

    @Test
    void aFieldMixesWithTheDriversBuilders() {
        assertThat(rendered(Filters.and(field(User::age).gt(1), Filters.eq("name", "Ann"))))
                .isEqualTo("{'$and': [{'age': {'$gt': 1}}, {'name': 'Ann'}]}");
        assertThat(rendered(Filters.not(field(User::age).gt(1)))).isEqualTo("{'age': {'$not': {'$gt': 1}}}");
        assertThat(rendered(Updates.combine(
                        field(User::age).inc(1), field(User::name).set("x"))))
                .isEqualTo("{'$inc': {'age': 1}, '$set': {'name': 'x'}}");
        assertThat(rendered(Sorts.orderBy(
                        field(User::age).descending(), field(User::name).ascending())))
                .isEqualTo("{'age': -1, 'name': 1}");
        assertThat(rendered(Document.class, Aggregates.match(field(User::id).exists())))
                .isEqualTo("{'$match': {'_id': {'$exists': true}}}");
    }

    @Test
    void thePathIsTheStoredOneAsFarAsAnnotationsTell() {
        assertThat(field(User::id).path()).isEqualTo("_id");
        assertThat(field(Renamed::name).path()).isEqualTo("n");
        assertThat(field(Renamed::address).then(Address::city).path()).isEqualTo("address.city");
        assertThat(elements(User::items).then(Item::count).path()).isEqualTo("items.count");
        assertThat(elements(User::items).at(3).path()).isEqualTo("items.3");
        assertThat(field(Place::name).path()).isEqualTo("name");
        assertThat(field(Named::name).path()).isEqualTo("name");
    }

    @Test
    void textsNameThePathAndNeverTheOperand() {
        assertThat(field(User::address).then(Address::city)).hasToString("User.address.city");
        assertThat(field(User::name).eq("secret")).hasToString("eq(User.name)");
        assertThat(elements(User::tags).push("secret")).hasToString("push(User.tags)");
        assertThat(entries(User::scores)).hasToString("User.scores");
        assertThat(and(field(User::name).eq("secret"), field(User::age).gt(5)))
                .hasToString("And Filter{filters=[eq(User.name), gt(User.age)]}");
    }

    @Test
    void aFieldOfAnotherModelIsRefusedOutsidePipelines() {
        assertThatExceptionOfType(InvalidFilterException.class)
                .isThrownBy(() -> rendered(field(Other::name).eq("x")))
                .withMessage("A field of Other does not belong to User: use a field of User, or put it into elemMatch");
        assertThatExceptionOfType(InvalidFilterException.class)
                .isThrownBy(() -> rendered(
                        elements(User::items).elemMatch(field(Other::name).eq("x"))))
                .withMessage("A field of Other does not belong to Item: use a field of Item, or put it into elemMatch");
        for (Class<?> untyped : List.of(Document.class, BsonDocument.class, Bson.class)) {
            assertThat(rendered(untyped, field(Other::name).eq("x"))).isEqualTo("{'name': 'x'}");
        }
    }

    @Test
    void rootsInterfacesAndVariantsFitEachOther() {
        assertThat(rendered(Place.class, field(Place.Museum::exhibits).gt(1))).isEqualTo("{'exhibits': {'$gt': 1}}");
        assertThat(rendered(Place.Museum.class, field(Place::name).eq("x"))).isEqualTo("{'name': 'x'}");
        assertThat(rendered(Thing.class, field(Named::name).eq("x"))).isEqualTo("{'name': 'x'}");
        assertThatExceptionOfType(InvalidFilterException.class)
                .isThrownBy(() ->
                        rendered(Place.Park.class, field(Place.Museum::exhibits).gt(1)))
                .withMessage(
                        "A field of Museum does not belong to Park: use a field of Park, or put it into elemMatch");
    }

    @Test
    void aClassWhoseCodecTellsNothingIsRefused() {
        CodecRegistry bare = MongoClientSettings.getDefaultCodecRegistry();
        Bson filter = field(Named::name).eq("x");
        assertThatExceptionOfType(InvalidFilterException.class)
                .isThrownBy(() -> filter.toBsonDocument(Named.class, bare))
                .withMessage(
                        "The registry has no codec for Named, so a typed field of it cannot be rendered: register the"
                                + " class as a model");
        assertThatExceptionOfType(InvalidFilterException.class)
                .isThrownBy(() -> field(Other::name)
                        .eq("x")
                        .toBsonDocument(
                                Other.class,
                                CodecRegistries.fromRegistries(CodecRegistries.fromCodecs(new UntoldCodec()), bare)))
                .withMessage(
                        "The codec of Other does not tell how components are stored, so a typed field of it cannot be"
                                + " rendered: name the field in the driver's Filters and Updates instead");
    }

    @Test
    void collectionsAreCopiedWhenTheExpressionIsMade() {
        List<Integer> ages = new ArrayList<>(List.of(1));
        Bson filter = field(User::age).isIn(ages);
        ages.add(2);
        assertThat(rendered(filter)).isEqualTo("{'age': {'$in': [1]}}");
    }

    @Test
    void aUuidIsStoredInTheStandardForm() {
        record Token(UUID id) {}
        assertThat(rendered(Token.class, field(Token::id).eq(new UUID(1, 2))))
                .isEqualTo("{'_id': {'$binary': {'base64': 'AAAAAAAAAAEAAAAAAAAAAg==', 'subType': '04'}}}");
    }

    private static final class UntoldCodec implements org.bson.codecs.Codec<Other> {
        @Override
        public Other decode(org.bson.BsonReader reader, org.bson.codecs.DecoderContext context) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void encode(org.bson.BsonWriter writer, Other value, org.bson.codecs.EncoderContext context) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Class<Other> getEncoderClass() {
            return Other.class;
        }
    }
}
