package io.mongoodm.internal.validation;

import static io.mongoodm.internal.validation.Models.json;
import static io.mongoodm.internal.validation.Models.refused;
import static io.mongoodm.query.Fields.elements;
import static io.mongoodm.query.Fields.entries;
import static io.mongoodm.query.Fields.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.mongodb.client.model.Filters;
import io.mongoodm.Ref;
import io.mongoodm.internal.validation.Models.Address;
import io.mongoodm.internal.validation.Models.Item;
import io.mongoodm.internal.validation.Models.Level;
import io.mongoodm.internal.validation.Models.Loose;
import io.mongoodm.internal.validation.Models.Moved;
import io.mongoodm.internal.validation.Models.Numbered;
import io.mongoodm.internal.validation.Models.Place;
import io.mongoodm.internal.validation.Models.TextId;
import io.mongoodm.internal.validation.Models.User;
import java.util.List;
import java.util.regex.Pattern;
import org.bson.BsonBinaryWriter;
import org.bson.BsonDocument;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.bson.io.BasicOutputBuffer;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("serial") // accessors of records that are not public
class FilterTest {
    private final Validator users = Models.of(User.class);

    private void accepted(String filter) {
        assertThat(users.filter(json(filter))).isEqualTo(json(filter));
    }

    private void refusedFilter(String filter, String message) {
        refused(() -> users.filter(json(filter)), message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{name: 'Ann', age: {$gt: 1, $lt: 5}}",
                "{age: {$numberLong: '5'}}",
                "{age: 1.5}",
                "{age: {$numberDecimal: '1.5'}}",
                "{score: 1, balance: {$gte: 2.5}, views: 3}",
                "{name: null, age: null, address: null, tags: {$ne: null}}",
                "{name: {$in: ['Ann', null, {$regularExpression: {pattern: '^B', options: ''}}]}}",
                "{name: {$regularExpression: {pattern: '^B', options: ''}}}",
                "{name: {$not: {$regularExpression: {pattern: '^B', options: ''}}}}",
                "{name: {$regex: '^a', $options: 'i'}}",
                "{tags: 'a'}",
                "{tags: ['a', 'b']}",
                "{tags: []}",
                "{tags: {$all: ['a', 'b']}}",
                "{tags: {$size: 2}}",
                "{'tags.0': 'a'}",
                "{tags: {$elemMatch: {$gte: 'a', $lt: 'c'}}}",
                "{'items.count': {$gt: 1}}",
                "{'items.0.count': 1}",
                "{'items.0.marks.1': {$lt: 3}}",
                "{items: {$elemMatch: {name: 'x', count: {$gt: 1}}}}",
                "{items: {$elemMatch: {$or: [{name: 'x'}, {count: 1}]}}}",
                "{items: {$all: [{$elemMatch: {name: 'x'}}]}}",
                "{grid: [1, 2]}",
                "{grid: [[1, 2], [3]]}",
                "{'grid.0': 1}",
                "{'grid.0.1': 1}",
                "{'scores.chess': {$gt: 5}}",
                "{'homes.main.city': 'Rome'}",
                "{scores: {chess: 5, go: 6}}",
                "{address: {city: 'Rome', zip: null, lines: []}}",
                "{'address.city': 'Rome'}",
                "{'address.lines': 'x'}",
                "{profile: {any: {thing: 1}}}",
                "{'profile.any.thing': {$gt: 1}}",
                "{profile: 5}",
                "{active: true}",
                "{level: 'HIGH'}",
                "{level: 'FORMER'}",
                "{born: {$gt: {$date: '2020-01-01T00:00:00Z'}}}",
                "{nick: 'a'}",
                "{c: 'IT'}",
                "{age: {$type: 'int'}}",
                "{age: {$type: ['int', 18]}}",
                "{age: {$exists: true}}",
                "{age: {$exists: 0}}",
                "{age: {$mod: [3, 1]}}",
                "{age: {$bitsAllSet: 5}}",
                "{age: {$bitsAnyClear: [0, 3]}}",
                "{age: {$not: {$gt: 5}}}",
                "{age: {$gt: {$minKey: 1}}}",
                "{$and: [{name: 'a'}, {$or: [{age: 1}, {$nor: [{views: 2}]}]}]}",
                "{$expr: {$gt: ['$age', '$views']}}",
                "{$where: 'true'}",
                "{$text: {$search: 'a', $caseSensitive: true}}",
                "{$jsonSchema: {required: ['name']}}",
                "{$comment: 'why', name: 'a'}",
                "{$sampleRate: 0.5}",
                "{$alwaysTrue: 1}",
                "{address: {$geoWithin: {$box: [[0, 0], [1, 1]]}}}",
                "{address: {$near: {$geometry: {type: 'Point', coordinates: [1, 2]}, $maxDistance: 5}}}",
                "{address: {$near: [1, 2], $maxDistance: 5}}",
                "{address: {$geoIntersects: {$geometry: {type: 'Point', coordinates: [1, 2]}}}}",
            })
    void whatTheServerCouldCompareIsSentAsItIs(String filter) {
        accepted(filter);
    }

    @Test
    void idMeansTheStoredIdAtEveryDepth() {
        String id = "{$oid: '64b000000000000000000001'}";
        assertThat(users.filter(json("{id: " + id + "}"))).isEqualTo(json("{_id: " + id + "}"));
        assertThat(users.filter(json("{$or: [{id: " + id + "}, {name: 'a'}]}")))
                .isEqualTo(json("{$or: [{_id: " + id + "}, {name: 'a'}]}"));
        assertThat(users.filter(json("{'items.id': " + id + "}"))).isEqualTo(json("{'items._id': " + id + "}"));
        assertThat(users.filter(json("{'items.0.id': " + id + "}"))).isEqualTo(json("{'items.0._id': " + id + "}"));
        assertThat(users.filter(json("{items: {$elemMatch: {id: " + id + "}}}")))
                .isEqualTo(json("{items: {$elemMatch: {_id: " + id + "}}}"));
        assertThat(users.filter(json("{items: {id: " + id + ", name: 'x', count: 1, marks: []}}")))
                .isEqualTo(json("{items: {_id: " + id + ", name: 'x', count: 1, marks: []}}"));
        assertThat(users.filter(json("{'profile.id': 1}"))).isEqualTo(json("{'profile.id': 1}"));
    }

    @Test
    void anUnknownNameIsRefusedWithTheNearest() {
        refusedFilter("{nmae: 'a'}", "User has no field 'nmae' (filter, at nmae): did you mean 'name'?");
        refusedFilter(
                "{$and: [{name: 'a'}, {$nor: [{vews: 1}]}]}",
                "User has no field 'vews' (filter, at $and[1].$nor[0].vews): did you mean 'views'?");
        refusedFilter(
                "{'address.citty': 'a'}",
                "Address has no field 'citty' (filter, at address.citty): did you mean 'city'?");
        refusedFilter(
                "{items: {$elemMatch: {cuont: 1}}}",
                "Item has no field 'cuont' (filter, at items.$elemMatch.cuont): did you mean 'count'?");
        refusedFilter(
                "{'items.3.qqqq': 1}",
                "Item has no field 'qqqq' (filter, at items.3.qqqq): name one of its fields (_id, count, marks, name)");
        refusedFilter(
                "{address: {citty: 'a'}}",
                "Address has no field 'citty' (filter, at address.citty): did you mean 'city'?");
        refusedFilter("{country: 'IT'}", "User has no field 'country' (filter, at country): it is stored as 'c'");
        refusedFilter(
                "{'name.first': 'a'}",
                "There is no 'first' in a string (filter, at name.first): name the field itself");
        refusedFilter(
                "{'friend.name': 'a'}",
                "There is no 'name' in an ObjectId (filter, at friend.name): it refers to User, whose fields are in"
                        + " its own document: find that one, and compare with its id");
        refusedFilter("{'': 1}", "A field name is empty (filter, at ''): name a field of User");
        refusedFilter("{'address.': 1}", "A field name is empty (filter, at address.): name a field of User");
        refusedFilter(
                "{'tags.$': 1}",
                "There is no '$' in a list, each element a string (filter, at tags.$): positional operators belong into"
                        + " updates; here a name reaches into every element of a list");
    }

    @Test
    void anUnknownOrMisplacedOperatorIsRefused() {
        refusedFilter("{age: {$gtt: 1}}", "There is no query operator $gtt (filter, at age.$gtt): did you mean '$gt'?");
        refusedFilter("{$orr: []}", "There is no query operator $orr (filter, at $orr): did you mean '$or'?");
        refusedFilter(
                "{$gt: 1}", "$gt names no field (filter, at $gt): put it under the field, as {field: {$gt: ...}}");
        refusedFilter(
                "{age: {$or: [{age: 1}]}}",
                "$or stands under a field (filter, at age.$or): put it beside the fields, with whole filters in it");
        refusedFilter(
                "{address: {$exists: true, city: 'Rome'}}",
                "'city' stands among operators (filter, at address.city): name a nested field by its path, as in"
                        + " 'address.city', beside the operators");
        refusedFilter(
                "{$set: {name: 'a'}}",
                "$set changes documents (filter, at $set): an update is the argument after the filter; a filter names"
                        + " fields");
        refusedFilter(
                "{name: {$push: 'a'}}",
                "$push changes documents (filter, at name.$push): an update is the argument after the filter");
    }

    @Test
    void aValueThatCanNeverMatchIsRefusedWithoutShowingIt() {
        refusedFilter(
                "{age: 'secret'}",
                "'age' is stored as an int and cannot be compared with a string (filter, at age): give a number");
        refusedFilter(
                "{age: {$in: [1, 'secret']}}",
                "'age' is stored as an int and cannot be compared with a string (filter, at age.$in): give a number");
        refusedFilter(
                "{_id: '64b000000000000000000001'}",
                "'_id' is stored as an ObjectId and cannot be compared with a string (filter, at _id): give an"
                        + " ObjectId, such as new ObjectId(text)");
        refusedFilter(
                "{born: '2020-01-01'}",
                "'born' is stored as a date and cannot be compared with a string (filter, at born): give a date");
        refusedFilter(
                "{age: {$regularExpression: {pattern: 'a', options: ''}}}",
                "'age' is stored as an int and cannot be compared with a regular expression (filter, at age): give a"
                        + " number");
        refusedFilter(
                "{name: {$gt: {$regularExpression: {pattern: 'a', options: ''}}}}",
                "'name' is stored as a string and cannot be compared with a regular expression (filter, at name.$gt):"
                        + " give a string");
        refusedFilter(
                "{tags: 1}",
                "'tags' is stored as a list, each element a string and cannot be compared with an int (filter, at"
                        + " tags): give one element or the whole list; an element is a string");
        refusedFilter(
                "{address: 'Rome'}",
                "'address' is stored as an Address and cannot be compared with a string (filter, at address): give a"
                        + " whole Address, or name one of its fields in the path");
        refusedFilter(
                "{scores: 1}",
                "'scores' is stored as a map, each value an int and cannot be compared with an int (filter, at scores):"
                        + " give a map, or name one of its keys in the path");
        refusedFilter(
                "{friend: 'Ann'}",
                "'friend' is stored as an ObjectId and cannot be compared with a string (filter, at friend): give an"
                        + " ObjectId, such as new ObjectId(text)");
    }

    @Test
    void anOperandOfAWrongKindIsRefused() {
        refusedFilter("{$and: []}", "$and has no filter (filter, at $and): give at least one");
        refusedFilter("{$or: {a: 1}}", "$or takes a list of filters (filter, at $or): give documents in a list");
        refusedFilter("{age: {$in: 5}}", "$in takes a list (filter, at age.$in): give a list of values");
        refusedFilter(
                "{age: {$not: 5}}",
                "$not takes operators or a regular expression (filter, at age.$not): use $ne for a value, and $nor for"
                        + " whole filters");
        refusedFilter(
                "{tags: {$size: 1.5}}",
                "$size takes a whole number from 0 (filter, at tags.$size): correct the operand");
        refusedFilter("{age: {$exists: 'x'}}", "$exists takes a boolean (filter, at age.$exists): correct the operand");
        refusedFilter(
                "{age: {$type: 'integer'}}",
                "$type has a name that is none of a type (filter, at age.$type): use the name of a type, such as"
                        + " 'string'");
        refusedFilter(
                "{age: {$mod: [0, 1]}}",
                "$mod takes two numbers, the divisor not 0 (filter, at age.$mod): correct the operand");
        refusedFilter(
                "{age: {$bitsAllSet: -1}}",
                "$bitsAllSet takes a whole number from 0, a binary value, or a list of positions (filter, at"
                        + " age.$bitsAllSet): correct the operand");
        refusedFilter(
                "{items: {$elemMatch: 1}}", "$elemMatch takes a filter (filter, at items.$elemMatch): give a document");
        refusedFilter(
                "{name: {$elemMatch: {$gt: 'a'}}}",
                "'name' is stored as a string and has no elements (filter, at name.$elemMatch): put the conditions"
                        + " under the field itself");
        refusedFilter(
                "{$text: {$serch: 'a'}}",
                "$text takes a document with a string in $search (filter, at $text): give {$search: text}");
        refusedFilter(
                "{$text: {$search: 'a', $langage: 'b'}}",
                "$text has no option $langage (filter, at $text): did you mean '$language'?");
        refusedFilter("{$where: 1}", "$where takes JavaScript (filter, at $where): give a string or a code value");
        refusedFilter(
                "{address: {$near: {$geometri: 1}}}",
                "$near has no option $geometri (filter, at address.$near): did you mean '$geometry'?");
        refusedFilter(
                "{address: {$maxDistance: 1}}",
                "$maxDistance stands without $near (filter, at address.$maxDistance): correct the operand");
        refusedFilter(
                "{name: {$options: 'i'}}", "$options stands alone (filter, at name.$options): give $regex beside it");
        refusedFilter(
                "{$sampleRate: 2}",
                "$sampleRate takes a number from 0 to 1 (filter, at $sampleRate): give the share of documents");
    }

    @Test
    void valuesOfTheDriversFiltersAreEncodedByTheRegistry() {
        assertThat(users.filter(Filters.eq("level", Level.HIGH))).isEqualTo(json("{level: 'HIGH'}"));
        assertThat(users.filter(Filters.eq("name", Pattern.compile("^a"))))
                .isEqualTo(json("{name: {$regularExpression: {pattern: '^a', options: ''}}}"));
        assertThat(users.filter(
                        Filters.and(Filters.gt("age", 1L), Filters.eq("id", new ObjectId("64b000000000000000000001")))))
                .isEqualTo(
                        json("{$and: [{age: {$gt: {$numberLong: '1'}}}, {_id: {$oid: '64b000000000000000000001'}}]}"));
    }

    @Test
    void typedFieldsAreChecked() {
        ObjectId id = new ObjectId("64b000000000000000000001");
        assertThat(users.filter(field(User::friend).isIn(Ref.toAll(List.of(id)))))
                .isEqualTo(json("{friend: {$in: [{$oid: '64b000000000000000000001'}]}}"));
        assertThat(users.filter(field(User::country).eq("IT"))).isEqualTo(json("{c: 'IT'}"));
        assertThat(users.filter(field(User::level).eq(Level.LOW))).isEqualTo(json("{level: 'LOW'}"));
        assertThat(users.filter(
                        entries(User::homes).key("main").then(Address::city).eq("Rome")))
                .isEqualTo(json("{'homes.main.city': 'Rome'}"));
        assertThat(Models.of(TextId.class).filter(field(TextId::id).eq("64b000000000000000000001")))
                .isEqualTo(json("{_id: {$oid: '64b000000000000000000001'}}"));
    }

    @Test
    void aFieldOfTheElementFitsInsideElemMatchOnly() {
        assertThat(users.filter(
                        elements(User::items).elemMatch(field(Item::name).eq("x"))))
                .isEqualTo(json("{items: {$elemMatch: {name: 'x'}}}"));
        assertThat(users.filter(Filters.elemMatch(
                        "items",
                        Filters.and(
                                field(Item::name).eq("x"), field(Item::count).gt(1)))))
                .isEqualTo(json("{items: {$elemMatch: {$and: [{name: 'x'}, {count: {$gt: 1}}]}}}"));
        refused(
                () -> users.filter(field(Item::name).eq("x")),
                "A field of Item does not belong to User (filter, at name): use a field of User, or put it into"
                        + " elemMatch");
        refused(
                () -> users.filter(
                        Filters.elemMatch("items", field(Address::city).eq("x"))),
                "A field of Address does not belong to Item (filter, at items.$elemMatch.city): use a field of Item,"
                        + " or put it into elemMatch");
        refused(
                () -> users.filter(
                        elements(User::items).elemMatch(field(Address::city).eq("x"))),
                "A field of Address does not belong to Item: use a field of Item, or put it into elemMatch");
        refused(
                () -> Models.unchecked(User.class).filter(field(Numbered::name).eq("x")),
                "A field of Numbered does not belong to User (filter, at name): use a field of User, or put it into"
                        + " elemMatch");
    }

    @Test
    void recordsThatKeepUnknownFieldsHaveFiltersOnThem() {
        Validator loose = Models.of(Loose.class);
        assertThat(loose.filter(json("{'any.thing': {$gt: 1}, name: 'x'}")))
                .isEqualTo(json("{'any.thing': {$gt: 1}, name: 'x'}"));
        refused(
                () -> loose.filter(json("{name: 1}")),
                "'name' is stored as a string and cannot be compared with an int (filter, at name): give a string");
    }

    @Test
    void recordsThatKeepUnknownFieldsKnowTheirOwnByTheStoredNameAlone() {
        Validator moved = Models.of(Moved.class);
        assertThat(moved.filter(json("{name: 'x', c: 'SE', other: 1}")))
                .isEqualTo(json("{name: 'x', c: 'SE', other: 1}"));
        refused(
                () -> moved.filter(json("{oldName: 'x'}")),
                "Moved has no field 'oldName' (filter, at oldName): it is a former name of 'name': name that one, and"
                        + " rename what is stored with $rename");
        refused(
                () -> moved.update(json("{$set: {oldName: 'x'}}")),
                "Moved has no field 'oldName' (update, at $set.oldName): it is a former name of 'name': name that one,"
                        + " and rename what is stored with $rename");
        refused(
                () -> moved.sort(json("{country: 1}")),
                "Moved has no field 'country' (sort, at country): it is stored as 'c'");
        assertThat(moved.update(json("{$unset: {oldName: '', country: ''}}")))
                .isEqualTo(json("{$unset: {oldName: '', country: ''}}"));
    }

    @Test
    void aSealedRootHasTheFieldsOfAllVariantsAndItsTag() {
        Validator places = Models.of(Place.class);
        assertThat(places.filter(json("{exhibits: {$gt: 1}, hectares: 2.5, _cls: 'Museum'}")))
                .isEqualTo(json("{exhibits: {$gt: 1}, hectares: 2.5, _cls: 'Museum'}"));
        assertThat(places.filter(json("{'inside.exhibits': 1, 'inside._cls': 'Museum'}")))
                .isEqualTo(json("{'inside.exhibits': 1, 'inside._cls': 'Museum'}"));
        refused(
                () -> places.filter(json("{exibits: 1}")),
                "Place has no field 'exibits' (filter, at exibits): did you mean 'exhibits'?");
        refused(
                () -> Models.of(Place.Park.class).filter(json("{exhibits: 1}")),
                "Park has no field 'exhibits' (filter, at exhibits): name one of its fields (_cls, _id, hectares,"
                        + " inside, name)");
    }

    @Test
    void tagsAreAddedInFrontAndCannotBeEscaped() {
        Validator museums = Models.of(Place.Museum.class);
        assertThat(museums.filterWithTags(json("{name: 'x'}"))).isEqualTo(json("{_cls: 'Museum', name: 'x'}"));
        assertThat(museums.filterWithTags(json("{_cls: 'Park', name: 'x'}")))
                .isEqualTo(json("{$and: [{_cls: 'Museum'}, {_cls: 'Park', name: 'x'}]}"));
        assertThat(museums.filterWithTags(new Document())).isEqualTo(json("{_cls: 'Museum'}"));
        assertThat(Models.of(Place.class).filterWithTags(json("{name: 'x'}"))).isEqualTo(json("{name: 'x'}"));
        assertThat(Models.unchecked(Place.Museum.class).filterWithTags(json("{zzz: 'x'}")))
                .isEqualTo(json("{_cls: 'Museum', zzz: 'x'}"));
    }

    @Test
    void withChecksOffOnlyIdIsRenamed() {
        Validator unchecked = Models.unchecked(User.class);
        assertThat(unchecked.filter(
                        json("{id: 'x', zzz: {$what: 1}, age: 'x', $or: [{id: 1}], items: {$elemMatch: {id: 1}}}")))
                .isEqualTo(
                        json("{_id: 'x', zzz: {$what: 1}, age: 'x', $or: [{_id: 1}], items: {$elemMatch: {_id: 1}}}"));
        assertThat(unchecked.filter(json("{age: {$in: 5}, $and: 3, $zzz: 1, name: {$elemMatch: {$gt: 1}}}")))
                .isEqualTo(json("{age: {$in: 5}, $and: 3, $zzz: 1, name: {$elemMatch: {$gt: 1}}}"));
    }

    @Test
    void aFilterNeverMatchesMoreBecauseANameWasLost() {
        refusedFilter(
                "{id: {$oid: '64b000000000000000000001'}, _id: {$oid: '64b000000000000000000002'}}",
                "'_id' is named twice, once as 'id' (filter): combine the two with and(...), or leave one out");
        refused(
                () -> users.filter(twice()),
                "'age' is named twice (filter): combine the two with and(...), or leave one out");
    }

    private static RawBsonDocument twice() {
        try (BasicOutputBuffer output = new BasicOutputBuffer();
                BsonBinaryWriter writer = new BsonBinaryWriter(output)) {
            writer.writeStartDocument();
            writer.writeInt32("age", 1);
            writer.writeInt32("age", 2);
            writer.writeEndDocument();
            return new RawBsonDocument(output.toByteArray());
        }
    }

    @Test
    void theFilterIsACopyOfItsExactSize() {
        BsonDocument mutable = json("{name: 'a'}");
        RawBsonDocument filter = users.filter(mutable);
        mutable.clear();
        assertThat(filter).isEqualTo(json("{name: 'a'}"));
        assertThat(filter.getByteBuffer().capacity())
                .isEqualTo(filter.getByteBuffer().getInt());
    }

    @Test
    @SuppressWarnings({"NullAway", "DataFlowIssue"})
    void nullIsRefused() {
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> users.filter(null))
                .withMessage("filter");
    }

    @Test
    void anIdIsStoredInItsOwnTypeOrRefused() {
        assertThat(users.id(new ObjectId("64b000000000000000000001"))
                        .asObjectId()
                        .getValue())
                .isEqualTo(new ObjectId("64b000000000000000000001"));
        assertThat(Models.of(TextId.class).id("64b000000000000000000001").isObjectId())
                .isTrue();
        assertThat(Models.of(TextId.class).id(new ObjectId()).isObjectId()).isTrue();
        assertThat(Models.of(Numbered.class).id(5).isInt32()).isTrue();
        assertThat(Models.of(Numbered.class).id(5L).isInt64()).isTrue();
        refused(
                () -> users.id("64b000000000000000000001"),
                "'_id' of User is stored as an ObjectId and cannot be compared with a string (id): give an ObjectId,"
                        + " such as new ObjectId(text)");
    }

    @Test
    void distinctTellsTheStoredPathAndRefusesAWholeList() {
        assertThat(users.distinct(field(User::country)).name()).isEqualTo("c");
        assertThat(users.distinct(elements(User::tags)).name()).isEqualTo("tags");
        assertThat(users.distinct(elements(User::items).then(Item::count)).name())
                .isEqualTo("items.count");
        refused(
                () -> users.distinct(field(User::tags)),
                "Field 'tags' of User is a list, and distinct gives its elements: name them by elements(...) instead of"
                        + " field(...)");
    }
}
