package io.mongoodm.internal.validation;

import static io.mongoodm.internal.validation.Models.json;
import static io.mongoodm.internal.validation.Models.refused;

import io.mongoodm.internal.validation.Models.User;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Operands that an operator does not take, each followed by its message. */
class OperandFaultTest {
    private static final String FILTERS = """
        {age: {$exists: 'yes'}}
            $exists takes a boolean (filter, at age.$exists): correct the operand
        {age: {$type: 'integer'}}
            $type has a name that is none of a type (filter, at age.$type): use the name of a type, such as "string"
        {age: {$type: []}}
            $type has an empty list (filter, at age.$type): correct the operand
        {age: {$type: 1.5}}
            $type takes the name or the number of a type (filter, at age.$type): correct the operand
        {age: {$type: null}}
            $type takes the name or the number of a type (filter, at age.$type): correct the operand
        {tags: {$size: -1}}
            $size takes a whole number from 0 (filter, at tags.$size): correct the operand
        {tags: {$size: 'two'}}
            $size takes a whole number from 0 (filter, at tags.$size): correct the operand
        {tags: {$size: 1.5}}
            $size takes a whole number from 0 (filter, at tags.$size): correct the operand
        {age: {$mod: [0, 1]}}
            $mod takes two numbers, the divisor not 0 (filter, at age.$mod): correct the operand
        {age: {$mod: [4]}}
            $mod takes two numbers, the divisor not 0 (filter, at age.$mod): correct the operand
        {age: {$mod: 4}}
            $mod takes two numbers, the divisor not 0 (filter, at age.$mod): correct the operand
        {age: {$mod: ['a', 1]}}
            $mod takes two numbers, the divisor not 0 (filter, at age.$mod): correct the operand
        {age: {$bitsAllSet: -1}}
            $bitsAllSet takes a whole number from 0, a binary value, or a list of positions (filter, at age.$bitsAllSet): correct the operand
        {age: {$bitsAllSet: [1, -2]}}
            $bitsAllSet takes a whole number from 0, a binary value, or a list of positions (filter, at age.$bitsAllSet): correct the operand
        {age: {$bitsAnySet: 'x'}}
            $bitsAnySet takes a whole number from 0, a binary value, or a list of positions (filter, at age.$bitsAnySet): correct the operand
        {address: {$geoWithin: {}}}
            $geoWithin takes a document with a geometry (filter, at address.$geoWithin): give {$geometry: ...}
        {address: {$geoWithin: 5}}
            $geoWithin takes a document with a geometry (filter, at address.$geoWithin): give {$geometry: ...}
        {address: {$geoIntersects: {$box: 1}}}
            $geoIntersects has no option $box (filter, at address.$geoIntersects): use one of its options ($geometry)
        {address: {$near: 5}}
            $near takes a point (filter, at address.$near): correct the operand
        {address: {$near: {$geometry: {}, $maxDistanc: 5}}}
            $near has no option $maxDistanc (filter, at address.$near): did you mean "$maxDistance"?
        {address: {$near: [1, 2], $maxDistance: 'x'}}
            $maxDistance takes a number (filter, at address.$maxDistance): correct the operand
        {address: {$maxDistance: 5}}
            $maxDistance stands without $near (filter, at address.$maxDistance): correct the operand
        {name: {$regex: 5}}
            $regex takes a string or a regular expression (filter, at name.$regex): give one
        {name: {$options: 'i'}}
            $options stands alone (filter, at name.$options): give $regex beside it
        {name: {$regex: 'a', $options: 5}}
            $options takes a string (filter, at name.$options): give one
        {age: {$regex: 'a'}}
            "age" is stored as an int and cannot be compared with a regular expression (filter, at age.$regex): give a number
        {age: {$in: 5}}
            $in takes a list (filter, at age.$in): give a list of values
        {tags: {$all: 'a'}}
            $all takes a list (filter, at tags.$all): give a list of values
        {age: {$not: 5}}
            $not takes operators or a regular expression (filter, at age.$not): use $ne for a value, and $nor for whole filters
        {tags: {$elemMatch: 5}}
            $elemMatch takes a filter (filter, at tags.$elemMatch): give a document
        {age: {$elemMatch: {$gt: 5}}}
            "age" is stored as an int and has no elements (filter, at age.$elemMatch): put the conditions under the field itself
        {age: {$and: []}}
            $and stands under a field (filter, at age.$and): put it beside the fields, with whole filters in it
        {age: {$where: 'x'}}
            $where stands under a field (filter, at age.$where): put it beside the fields, with whole filters in it
        {age: {$set: 5}}
            $set changes documents (filter, at age.$set): an update is the argument after the filter
        {$gt: 5}
            $gt names no field (filter, at $gt): put it under the field, as {field: {$gt: ...}}
        {$or: []}
            $or has no filter (filter, at $or): give at least one
        {$or: {}}
            $or takes a list of filters (filter, at $or): give documents in a list
        {$or: [5]}
            $or takes a list of filters (filter, at $or): give documents in a list
        {$set: {age: 5}}
            $set changes documents (filter, at $set): an update is the argument after the filter; a filter names fields
        {$where: 5}
            $where takes JavaScript (filter, at $where): give a string or a code value
        {$text: 'x'}
            $text takes a document with a string in $search (filter, at $text): give {$search: text}
        {$text: {$language: 'de'}}
            $text takes a document with a string in $search (filter, at $text): give {$search: text}
        {$text: {$search: 'x', $languag: 'de'}}
            $text has no option $languag (filter, at $text): did you mean "$language"?
        {$text: {$search: 'x', $caseSensitive: 'yes'}}
            $caseSensitive of $text takes a boolean (filter, at $text): give one
        {$jsonSchema: 5}
            $jsonSchema takes a document (filter, at $jsonSchema): give the schema
        {$sampleRate: 2}
            $sampleRate takes a number from 0 to 1 (filter, at $sampleRate): give the share of documents
        {$sampleRate: 'x'}
            $sampleRate takes a number from 0 to 1 (filter, at $sampleRate): give the share of documents
        {$sampleRate: {$numberDouble: 'NaN'}}
            $sampleRate takes a number from 0 to 1 (filter, at $sampleRate): give the share of documents
        {$alwaysTrue: 'x'}
            $alwaysTrue takes the number 1 (filter, at $alwaysTrue): give 1
        {items: {$elemMatch: {$or: [{count: 'x'}]}}}
            "count" is stored as an int and cannot be compared with a string (filter, at items.$elemMatch.$or[0].count): give a number
        {grid: {$elemMatch: {$elemMatch: {$gt: 'x'}}}}
            "grid" is stored as an int and cannot be compared with a string (filter, at grid.$elemMatch.$elemMatch.$gt): give a number
        """;

    private static final String UPDATES = """
        {$inc: {name: 1}}
            "name" is stored as a string and is no number (update, at $inc.name): use $set
        {$inc: {age: 'x'}}
            $inc takes a number (update, at $inc.age): give one
        {$mul: {age: null}}
            $mul takes a number (update, at $mul.age): give one
        {$inc: {age: 1.5}}
            "age" is stored as an int, which cannot hold this double exactly (update, at $inc.age): give an int
        {$currentDate: {born: 5}}
            $currentDate takes true or a $type (update, at $currentDate.born): give true
        {$currentDate: {born: {$type: 'time'}}}
            $currentDate takes true or a $type (update, at $currentDate.born): the type is "date" or "timestamp"
        {$currentDate: {born: {$type: 'timestamp'}}}
            "born" is stored as a date and cannot hold a timestamp (update, at $currentDate.born): use $set
        {$currentDate: {name: true}}
            "name" is stored as a string and cannot hold a date (update, at $currentDate.name): use $set
        {$bit: {age: 5}}
            $bit takes and, or, xor with a number (update, at $bit.age): give {and: number}
        {$bit: {age: {not: 5}}}
            $bit takes and, or, xor with a number (update, at $bit.age): give {and: number}
        {$bit: {age: {}}}
            $bit takes and, or, xor with a number (update, at $bit.age): give {and: number}
        {$bit: {name: {and: 5}}}
            "name" is stored as a string and has no bits (update, at $bit.name): use $bit on an int or a long
        {$bit: {age: {and: 'x'}}}
            "age" is stored as an int and cannot hold a string (update, at $bit.age.and): give a number
        {$push: {age: 5}}
            "age" is stored as an int and has no elements (update, at $push.age): use $push on a list
        {$push: {tags: 5}}
            An element of "tags" is stored as a string and cannot hold an int (update, at $push.tags): give a string
        {$push: {tags: {$each: 'x'}}}
            $each takes a list (update, at $push.tags.$each): give the values in a list
        {$push: {tags: {$each: [5]}}}
            An element of "tags" is stored as a string and cannot hold an int (update, at $push.tags.$each): give a string
        {$push: {tags: {$each: ['a'], $position: 'x'}}}
            $position takes a whole number (update, at $push.tags.$position): give one
        {$push: {tags: {$each: ['a'], $slice: 1.5}}}
            $slice takes a whole number (update, at $push.tags.$slice): give one
        {$push: {tags: {$each: ['a'], $sort: 2}}}
            $sort takes 1, -1, or a sort of the fields of the elements (update, at $push.tags.$sort): give one
        {$push: {tags: {$each: ['a'], $sort: 'x'}}}
            $sort takes 1, -1, or a sort of the fields of the elements (update, at $push.tags.$sort): give one
        {$push: {tags: {$each: ['a'], $slices: 1}}}
            $push has no modifier $slices (update, at $push.tags): did you mean "$slice"?
        {$addToSet: {tags: {$each: ['a'], $slice: 1}}}
            $addToSet has no modifier $slice (update, at $addToSet.tags): use one of its modifiers ($each)
        {$pop: {tags: 2}}
            $pop takes 1 or -1 (update, at $pop.tags): 1 removes the last element, -1 the first
        {$pop: {tags: 'x'}}
            $pop takes 1 or -1 (update, at $pop.tags): 1 removes the last element, -1 the first
        {$pullAll: {tags: 'x'}}
            $pullAll takes a list (update, at $pullAll.tags): give the values in a list
        {$pullAll: {tags: [5]}}
            An element of "tags" is stored as a string and cannot be compared with an int (update, at $pullAll.tags): give a string
        {$pull: {tags: 5}}
            An element of "tags" is stored as a string and cannot be compared with an int (update, at $pull.tags): give a string
        {$pull: {items: {conut: 1}}}
            Item has no field "conut" (update, at $pull.items.conut): did you mean "count"?
        {$pop: {age: 1}}
            "age" is stored as an int and has no elements (update, at $pop.age): use $pop on a list
        {$rename: {name: 5}}
            "name" is required and cannot be removed (update, at $rename.name): declare it @Nullable, or set a value
        {$unset: {_id: ''}}
            The id cannot be changed by $unset (update, at $unset._id): create another document, and delete this one
        {$set: {scores: {a: 'x'}}}
            "scores" has entries, one of which is stored as an int and cannot hold a string (update, at $set.scores): give a number
        {$set: {address: {city: 5}}}
            "address" has a field "city" which is stored as a string and cannot hold an int (update, at $set.address): give a string
        {$set: {address: {city: 'x', lines: [], town: 'y'}}}
            Address has no field "town" (update, at $set.address.town): name one of its fields (city, lines, zip)
        """;

    private static final String SORTS = """
        {age: 2}
            A sort takes 1, -1 or {$meta: ...} (sort, at age): give 1 or -1
        {age: 'up'}
            A sort takes 1, -1 or {$meta: ...} (sort, at age): give 1 or -1
        {age: true}
            A sort takes 1, -1 or {$meta: ...} (sort, at age): give 1 or -1
        {age: {$mta: 'x'}}
            A sort takes 1, -1 or {$meta: ...} (sort, at age): give 1 or -1
        """;

    private final Validator users = Models.of(User.class);

    static Stream<Arguments> filters() {
        return pairs(FILTERS);
    }

    static Stream<Arguments> updates() {
        return pairs(UPDATES);
    }

    static Stream<Arguments> sorts() {
        return pairs(SORTS);
    }

    private static Stream<Arguments> pairs(String text) {
        List<String> lines = text.lines().map(String::strip).toList();
        return IntStream.range(0, lines.size() / 2).mapToObj(i -> Arguments.of(lines.get(2 * i), lines.get(2 * i + 1)));
    }

    @ParameterizedTest
    @MethodSource("filters")
    void filterIsRefused(String filter, String message) {
        refused(() -> users.filter(json(filter)), message);
    }

    @ParameterizedTest
    @MethodSource("updates")
    void updateIsRefused(String update, String message) {
        refused(() -> users.update(json(update)), message);
    }

    @ParameterizedTest
    @MethodSource("sorts")
    void sortIsRefused(String sort, String message) {
        refused(() -> users.sort(json(sort)), message);
    }
}
