package io.mongoodm.internal.validation;

import static com.mongodb.client.model.Updates.combine;
import static io.mongoodm.internal.validation.Models.json;
import static io.mongoodm.internal.validation.Models.refused;
import static io.mongoodm.query.Fields.elements;
import static io.mongoodm.query.Fields.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.mongodb.client.model.PushOptions;
import io.mongoodm.internal.validation.Models.Item;
import io.mongoodm.internal.validation.Models.Loose;
import io.mongoodm.internal.validation.Models.Place;
import io.mongoodm.internal.validation.Models.User;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("serial") // accessors of records that are not public
class UpdateTest {
    private static final String ITEM = "{_id: {$oid: '64b000000000000000000001'}, name: 'x', count: 1, marks: [1]}";

    private final Validator users = Models.of(User.class);

    private void accepted(String update) {
        assertThat(users.update(json(update))).isEqualTo(json(update));
    }

    private void refusedUpdate(String update, String message) {
        refused(() -> users.update(json(update)), message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{$set: {name: 'Ann', age: 1, active: false, level: 'HIGH'}}",
                "{$set: {nick: null, tags: null, scores: null}}",
                "{$set: {renamed: 'a'}, $unset: {oldName: ''}}",
                "{$set: {tags: ['a', null], 'tags.0': 'b'}}",
                "{$set: {address: {city: 'Rome', lines: []}}}",
                "{$set: {address: {city: 'Rome', zip: null}}}",
                "{$set: {'address.city': 'Rome', 'scores.chess': 5, 'homes.main.city': 'x'}}",
                "{$set: {profile: {any: 1}, 'profile.x.y': 2}}",
                "{$set: {grid: [[1], [2, 3]]}}",
                "{$set: {'items.$.count': 1, 'items.$[].name': 'a', 'items.$[x].name': 'b', 'items.0.count': 2}}",
                "{$setOnInsert: {name: 'x'}}",
                "{$unset: {renamed: '', 'address.zip': '', tags: '', oldName: '', lucky: ''}}",
                "{$inc: {age: 1, views: {$numberLong: '1'}, score: 1.5}}",
                "{$mul: {score: 2.0}}",
                "{$min: {age: 1}, $max: {name: 'a'}}",
                "{$rename: {renamed: 'c', oldName: 'renamed'}}",
                "{$currentDate: {born: true}}",
                "{$currentDate: {born: {$type: 'date'}}}",
                "{$push: {tags: 'a'}}",
                "{$push: {tags: {$each: ['a', 'b'], $position: 0, $slice: -5, $sort: 1}}}",
                "{$push: {items: " + ITEM + "}}",
                "{$push: {'items.$[].marks': 5}}",
                "{$addToSet: {tags: {$each: ['a']}}}",
                "{$pull: {tags: 'a'}}",
                "{$pull: {tags: {$in: ['a', 'b']}}}",
                "{$pull: {items: {name: 'x', count: {$gt: 1}}}}",
                "{$pull: {tags: {$regularExpression: {pattern: 'a', options: ''}}}}",
                "{$pullAll: {tags: ['a', 'b']}}",
                "{$pop: {tags: -1}}",
                "{$bit: {age: {and: 5}}}",
            })
    void whatKeepsDocumentsReadableIsSentAsItIs(String update) {
        accepted(update);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{$set: {views: 5}} | {$set: {views: {$numberLong: '5'}}}",
                "{$set: {views: 5.0}} | {$set: {views: {$numberLong: '5'}}}",
                "{$set: {age: {$numberLong: '5'}}} | {$set: {age: 5}}",
                "{$set: {age: {$numberDecimal: '5.0'}}} | {$set: {age: 5}}",
                "{$set: {age: {$numberDecimal: '-0'}}} | {$set: {age: 0}}",
                "{$set: {score: {$numberDecimal: '-0E+3'}}} | {$set: {score: -0.0}}",
                "{$set: {balance: -0.0}} | {$set: {balance: {$numberDecimal: '0'}}}",
                "{$set: {score: 5}} | {$set: {score: 5.0}}",
                "{$set: {score: {$numberDecimal: '0.5'}}} | {$set: {score: 0.5}}",
                "{$set: {balance: 5}} | {$set: {balance: {$numberDecimal: '5'}}}",
                "{$set: {balance: 0.5}} | {$set: {balance: {$numberDecimal: '0.5'}}}",
                "{$inc: {views: 1}} | {$inc: {views: {$numberLong: '1'}}}",
                "{$inc: {age: 2.0}} | {$inc: {age: 2}}",
                "{$push: {'items.0.marks': {$numberLong: '5'}}} | {$push: {'items.0.marks': 5}}",
                "{$push: {grid: {$each: [[{$numberLong: '5'}]]}}} | {$push: {grid: {$each: [[5]]}}}",
                "{$set: {scores: {a: 5.0}}} | {$set: {scores: {a: 5}}}",
                "{$bit: {age: {or: {$numberLong: '5'}}}} | {$bit: {age: {or: 5}}}",
            })
    void numbersGetTheStoredType(String update, String stored) {
        assertThat(users.update(json(update))).isEqualTo(json(stored));
    }

    @Test
    void idMeansTheStoredId() {
        String id = "{$oid: '64b000000000000000000001'}";
        assertThat(users.update(json("{$setOnInsert: {id: " + id + "}}")))
                .isEqualTo(json("{$setOnInsert: {_id: " + id + "}}"));
        assertThat(users.update(json("{$set: {'items.0.id': " + id + "}}")))
                .isEqualTo(json("{$set: {'items.0._id': " + id + "}}"));
        assertThat(users.update(json("{$push: {items: {id: " + id + ", name: 'a', count: 1}}}")))
                .isEqualTo(json("{$push: {items: {_id: " + id + ", name: 'a', count: 1}}}"));
    }

    @Test
    void namesAndOperatorsAreChecked() {
        refusedUpdate("{$set: {nmae: 'a'}}", "User has no field 'nmae' (update, at $set.nmae): did you mean 'name'?");
        refusedUpdate(
                "{$sett: {name: 'a'}}", "There is no update operator $sett (update, at $sett): did you mean '$set'?");
        refusedUpdate(
                "{$set: {'items.count': 1}}",
                "There is no 'count' in a list, each element an Item (update, at $set.items.count): name the element"
                        + " first: by its index, $, $[] or $[name]");
        refusedUpdate(
                "{$pull: {items: {cuont: 1}}}",
                "Item has no field 'cuont' (update, at $pull.items.cuont): did you mean 'count'?");
        refusedUpdate(
                "{$set: {address: {city: 'a', zipp: 'b'}}}",
                "Address has no field 'zipp' (update, at $set.address.zipp): did you mean 'zip'?");
        refusedUpdate(
                "{$set: {oldName: 'a'}}",
                "User has no field 'oldName' (update, at $set.oldName): it is a former name of 'renamed': name that"
                        + " one, and rename what is stored with $rename");
    }

    @Test
    void whatIsNoUpdateIsRefusedWithTheRemedy() {
        refusedUpdate("{}", "The update is empty (update): name at least one operator, such as $set");
        refusedUpdate(
                "{$set: {}}", "$set names no field (update, at $set): give it a document of fields, or leave it out");
        refusedUpdate(
                "{name: 'a'}",
                "'name' stands where an operator such as $set belongs (update): replace(record) stores a whole record;"
                        + " a filter is the argument before the update");
        refusedUpdate(
                "{$and: [{name: 'a'}]}",
                "$and is a query operator (update, at $and): a filter is the argument before the update");
        refused(
                () -> Models.unchecked(User.class).update(json("{name: 'a'}")),
                "'name' stands where an operator such as $set belongs (update): replace(record) stores a whole record;"
                        + " a filter is the argument before the update");
    }

    @Test
    void whatWouldMakeADocumentUnreadableIsRefused() {
        refusedUpdate(
                "{$set: {age: 'secret'}}",
                "'age' is stored as an int and cannot hold a string (update, at $set.age): give a number");
        refusedUpdate(
                "{$set: {age: 1.5}}",
                "'age' is stored as an int, which cannot hold this double exactly (update, at $set.age): give an int");
        refusedUpdate(
                "{$inc: {age: 1.5}}",
                "'age' is stored as an int, which cannot hold this double exactly (update, at $inc.age): give an int");
        refusedUpdate(
                "{$set: {age: {$numberLong: '5000000000'}}}",
                "'age' is stored as an int, which cannot hold this long exactly (update, at $set.age): give an int");
        refusedUpdate(
                "{$set: {score: {$numberDecimal: '0.1'}}}",
                "'score' is stored as a double, which cannot hold this decimal exactly (update, at $set.score): give a"
                        + " double");
        refusedUpdate(
                "{$set: {level: 'secret'}}",
                "'level' could not be read afterwards: expected one of LOW, HIGH but was another string (update, at"
                        + " $set.level): give a value that can be read");
        refusedUpdate(
                "{$set: {age: null}}",
                "'age' is required and cannot be null (update, at $set.age): declare it @Nullable, or give a value");
        refusedUpdate(
                "{$unset: {age: ''}}",
                "'age' is required and cannot be removed (update, at $unset.age): declare it @Nullable, or set a"
                        + " value");
        refusedUpdate(
                "{$set: {tags: 'a'}}",
                "'tags' is stored as a list, each element a string and cannot hold a string (update, at $set.tags):"
                        + " give the whole list; an element is a string");
        refusedUpdate(
                "{$set: {tags: ['a', 1]}}",
                "'tags' has elements, one of which is stored as a string and cannot hold an int (update, at"
                        + " $set.tags): give a string");
        refusedUpdate(
                "{$set: {address: {lines: []}}}",
                "'address' is stored as an Address, whose required 'city' is missing (update, at $set.address): give"
                        + " all required fields, or name one field in the path");
        refusedUpdate(
                "{$set: {scores: {a: 'x'}}}",
                "'scores' has entries, one of which is stored as an int and cannot hold a string (update, at"
                        + " $set.scores): give a number");
        refusedUpdate(
                "{$push: {tags: 1}}",
                "An element of 'tags' is stored as a string and cannot hold an int (update, at $push.tags): give a"
                        + " string");
        refusedUpdate(
                "{$push: {name: 'a'}}",
                "'name' is stored as a string and has no elements (update, at $push.name): use $push on a list");
        refusedUpdate(
                "{$push: {tags: {$each: ['a'], $slize: 1}}}",
                "$push has no modifier $slize (update, at $push.tags): did you mean '$slice'?");
        refusedUpdate(
                "{$pop: {tags: 2}}",
                "$pop takes 1 or -1 (update, at $pop.tags): 1 removes the last element, -1 the first");
        refusedUpdate(
                "{$inc: {name: 1}}", "'name' is stored as a string and is no number (update, at $inc.name): use $set");
        refusedUpdate(
                "{$currentDate: {name: true}}",
                "'name' is stored as a string and cannot hold a date (update, at $currentDate.name): use $set");
        refusedUpdate(
                "{$bit: {name: {and: 1}}}",
                "'name' is stored as a string and has no bits (update, at $bit.name): use $bit on an int or a long");
        refusedUpdate(
                "{$rename: {name: 'nick'}}",
                "'name' is required and cannot be removed (update, at $rename.name): declare it @Nullable, or set a"
                        + " value");
        refusedUpdate(
                "{$rename: {renamed: 'age'}}",
                "'renamed' is stored as a string and 'age' as an int (update, at $rename.renamed): rename between"
                        + " fields of one type");
    }

    @Test
    void sortOfAPushNamesFieldsOfTheElements() {
        assertThat(users.update(json("{$push: {items: {$each: [], $sort: {id: -1, count: 1}}}}")))
                .isEqualTo(json("{$push: {items: {$each: [], $sort: {_id: -1, count: 1}}}}"));
        assertThat(users.update(elements(User::items)
                        .pushEach(
                                List.of(),
                                new PushOptions()
                                        .sortDocument(field(Item::count).descending()))))
                .isEqualTo(json("{$push: {items: {$each: [], $sort: {count: -1}}}}"));
        refusedUpdate(
                "{$push: {items: {$each: [], $sort: {cuont: 1}}}}",
                "Item has no field 'cuont' (update, at $push.items.$sort.cuont): did you mean 'count'?");
        refusedUpdate(
                "{$push: {items: {$each: [], $sort: {count: 2}}}}",
                "A sort takes 1 or -1 (update, at $push.items.$sort.count): give one");
        refusedUpdate(
                "{$push: {tags: {$each: [], $sort: {a: 1}}}}",
                "There is no 'a' in a string (update, at $push.tags.$sort.a): name the field itself");
    }

    @Test
    void theIdKeepsItsType() {
        refusedUpdate(
                "{$set: {id: 'x'}}",
                "'_id' is stored as an ObjectId and cannot hold a string (update, at $set._id): give an ObjectId, such"
                        + " as new ObjectId(text)");
        refusedUpdate(
                "{$unset: {_id: ''}}",
                "The id cannot be changed by $unset (update, at $unset._id): create another document, and delete this"
                        + " one");
    }

    @Test
    void noUpdateChangesTheTag() {
        Validator places = Models.of(Place.class);
        String message = "'_cls' tells variants apart and cannot be changed (update, at $set._cls):"
                + " replace(record) stores another variant";
        refused(() -> places.update(json("{$set: {_cls: 'Park'}}")), message);
        refused(() -> Models.unchecked(Place.class).update(json("{$set: {_cls: 'Park'}}")), message);
        refused(
                () -> places.update(json("{$rename: {name: '_cls'}}")),
                "'name' is required and cannot be removed (update, at $rename.name): declare it @Nullable, or set a"
                        + " value");
        refused(
                () -> places.updatePipeline(List.of(json("{$set: {_cls: 'Park'}}"))),
                "'_cls' tells variants apart and cannot be changed (update, at [0].$set._cls): replace(record)"
                        + " stores another variant");
        refused(
                () -> places.updatePipeline(List.of(json("{$replaceWith: {_cls: 'Park'}}"))),
                "'_cls' tells variants apart and cannot be changed (update, at [0].$replaceWith._cls):"
                        + " replace(record) stores another variant");
        assertThat(places.update(
                        json("{$set: {inside: {_cls: 'Park', _id: {$oid: '64b000000000000000000001'}, name: 'x',"
                                + " hectares: 1}}}")))
                .isEqualTo(json("{$set: {inside: {_cls: 'Park', _id: {$oid: '64b000000000000000000001'}, name: 'x',"
                        + " hectares: 1.0}}}"));
        refused(
                () -> places.update(json("{$set: {inside: {name: 'x'}}}")),
                "'inside' is stored as a Place, whose required '_cls' is missing (update, at $set.inside): give all"
                        + " required fields, or name one field in the path");
    }

    @Test
    void typedUpdatesAreChecked() {
        assertThat(users.update(
                        combine(field(User::views).inc(1), elements(User::tags).push("a"))))
                .isEqualTo(json("{$inc: {views: {$numberLong: '1'}}, $push: {tags: 'a'}}"));
        Item item = new Item(new ObjectId("64b000000000000000000001"), "x", 1, List.of(1));
        assertThat(users.update(elements(User::items).push(item))).isEqualTo(json("{$push: {items: " + ITEM + "}}"));
        assertThat(users.update(
                        elements(User::items).pullWhere(field(Item::count).gt(3))))
                .isEqualTo(json("{$pull: {items: {count: {$gt: 3}}}}"));
        assertThat(users.update(field(User::address).set(null))).isEqualTo(json("{$unset: {address: ''}}"));
        refused(
                () -> users.update(field(User::age).inc(1.5)),
                "'age' is stored as an int, which cannot hold this double exactly (update, at $inc.age): give an int");
        refused(
                () -> users.update(field(User::name).eq("Ann")),
                "'name' stands where an operator such as $set belongs (update): replace(record) stores a whole record;"
                        + " a filter is the argument before the update");
        refused(
                () -> users.filter(field(User::name).set("Ann")),
                "$set changes documents (filter, at $set): an update is the argument after the filter; a filter names"
                        + " fields");
    }

    @Test
    void recordsThatKeepUnknownFieldsTakeThem() {
        Validator loose = Models.of(Loose.class);
        assertThat(loose.update(json("{$set: {any: 1, 'other.x': 'y'}}")))
                .isEqualTo(json("{$set: {any: 1, 'other.x': 'y'}}"));
    }

    @Test
    void withChecksOffOnlyIdIsRenamed() {
        Validator unchecked = Models.unchecked(User.class);
        assertThat(unchecked.update(json("{$set: {zzz: 1, age: 'x', views: 1, 'items.id': 1}, $zzz: 1}")))
                .isEqualTo(json("{$set: {zzz: 1, age: 'x', views: 1, 'items.id': 1}, $zzz: 1}"));
        assertThat(unchecked.update(json("{$setOnInsert: {id: 1}}"))).isEqualTo(json("{$setOnInsert: {_id: 1}}"));
    }

    @Test
    void arrayFiltersSpeakOfTheElementsThatTheUpdateNames() {
        RawBsonDocument update = users.update(json("{$set: {'items.$[x].count': 1, 'items.$[].marks.$[m]': 2}}"));
        assertThat(users.arrayFilters(
                        List.of(
                                json("{'x.name': 'a', 'x.id': {$oid: '64b000000000000000000001'}}"),
                                json("{m: {$gt: 5}}")),
                        update))
                .containsExactly(
                        json("{'x.name': 'a', 'x._id': {$oid: '64b000000000000000000001'}}"), json("{m: {$gt: 5}}"));
        BsonDocument one = users.update(json("{$set: {'items.$[x].count': 1}}"));
        refused(
                () -> users.arrayFilters(List.of(json("{'x.nmae': 'a'}")), one),
                "Item has no field 'nmae' (array filter, at x.nmae): did you mean 'name'?");
        refused(
                () -> users.arrayFilters(List.of(json("{'y.name': 'a'}")), one),
                "The update has no $[y] (array filter, at y.name): did you mean 'x'?");
        refused(
                () -> users.arrayFilters(List.of(), one),
                "The update names $[x], which no array filter describes (array filter): give an array filter on 'x' in"
                        + " the options");
        refused(
                () -> users.arrayFilters(List.of(new Document()), one),
                "An array filter is empty (array filter): name an identifier of the update");
        refused(
                () -> users.arrayFilters(List.of(json("{'x.count': 'a'}")), one),
                "'x.count' is stored as an int and cannot be compared with a string (array filter, at x.count): give a"
                        + " number");
    }

    @Test
    void thePipelineOfAnUpdateNamesFieldsOfTheModel() {
        assertThat(users.updatePipeline(
                        List.of(json("{$set: {views: {$add: ['$views', 1]}}}"), json("{$unset: ['renamed']}"))))
                .containsExactly(json("{$set: {views: {$add: ['$views', 1]}}}"), json("{$unset: ['renamed']}"));
        refused(
                () -> users.updatePipeline(List.of(json("{$set: {vews: 1}}"))),
                "User has no field 'vews' (update, at [0].$set.vews): did you mean 'views'?");
        refused(
                () -> users.updatePipeline(List.of(json("{$match: {age: 1}}"))),
                "An update by pipeline has no stage $match (update, at [0]): use one that an update has ($addFields,"
                        + " $project, $replaceRoot, $replaceWith, $set, $unset)");
        refused(
                () -> users.updatePipeline(List.of(json("{$unset: 'age'}"))),
                "'age' is required and cannot be removed (update, at [0].$unset): declare it @Nullable, or set a"
                        + " value");
        refused(
                () -> users.updatePipeline(List.of()),
                "The update has no stage (update): give at least one, such as $set");
    }

    @Test
    void aStageThatDropsTheRestNamesWhatIsRequired() {
        accepted(users, "{$project: {tags: 0, 'address.zip': false}}");
        accepted(users, "{$replaceWith: {$mergeObjects: ['$$ROOT', {views: 1}]}}");
        accepted(users, "{$replaceRoot: {newRoot: '$profile'}}");
        String remedy = ": declare it @Nullable, or set a value";
        for (String stage : List.of(
                "{$project: {tags: 1}}",
                "{$project: {_id: 1}}",
                "{$project: {address: {city: 1}}}",
                "{$project: {tags: {$slice: ['$tags', 1]}}}")) {
            refused(
                    () -> users.updatePipeline(List.of(json(stage))),
                    "'name' is required and cannot be removed (update, at [0].$project)" + remedy);
        }
        refused(
                () -> users.updatePipeline(List.of(json("{$replaceWith: {tags: []}}"))),
                "'name' is required and cannot be removed (update, at [0].$replaceWith)" + remedy);
        refused(
                () -> users.updatePipeline(List.of(json("{$replaceRoot: {newRoot: {name: 'x'}}}"))),
                "'age' is required and cannot be removed (update, at [0].$replaceRoot)" + remedy);
    }

    @Test
    void noStageDropsTheTag() {
        Validator places = Models.of(Place.class);
        accepted(places, "{$project: {name: 0}}");
        accepted(places, "{$replaceWith: {$mergeObjects: ['$$ROOT', {name: 'x'}]}}");
        for (Validator each : List.of(places, Models.unchecked(Place.class))) {
            refused(
                    () -> each.updatePipeline(List.of(json("{$project: {name: 1}}"))),
                    "$project drops what it does not name, and '_cls', which tells variants apart, cannot be named"
                            + " (update, at [0].$project): change the fields by $set and $unset");
            refused(
                    () -> each.updatePipeline(List.of(json("{$replaceWith: {name: 'x'}}"))),
                    "$replaceWith drops what it does not name, and '_cls', which tells variants apart, cannot be named"
                            + " (update, at [0].$replaceWith): change the fields by $set and $unset");
            refused(
                    () -> each.updatePipeline(List.of(json("{$replaceRoot: {newRoot: {_cls: 'Park'}}}"))),
                    "'_cls' tells variants apart and cannot be changed (update, at [0].$replaceRoot._cls):"
                            + " replace(record) stores another variant");
            refused(
                    () -> each.updatePipeline(
                            List.of(json("{$replaceWith: {$mergeObjects: ['$$ROOT', {_cls: 'Park'}]}}"))),
                    "'_cls' tells variants apart and cannot be changed (update, at [0].$replaceWith._cls):"
                            + " replace(record) stores another variant");
        }
    }

    private static void accepted(Validator model, String stage) {
        assertThat(model.updatePipeline(List.of(json(stage)))).containsExactly(json(stage));
    }

    @Test
    @SuppressWarnings({"NullAway", "DataFlowIssue"})
    void nullIsRefused() {
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> users.update(null))
                .withMessage("update");
    }
}
