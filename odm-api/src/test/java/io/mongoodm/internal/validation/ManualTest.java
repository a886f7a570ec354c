package io.mongoodm.internal.validation;

import static io.mongoodm.internal.validation.Models.json;
import static io.mongoodm.internal.validation.Models.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.mongoodm.internal.validation.Models.User;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every operator of the server's manual, as of version 8, with an operand that the manual shows. */
class ManualTest {
    private final Validator validator = Models.of(User.class);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{age: {$eq: 5}}",
                "{age: {$ne: 5}}",
                "{age: {$gt: 5}}",
                "{age: {$gte: 5}}",
                "{age: {$lt: 5}}",
                "{age: {$lte: 5}}",
                "{age: {$in: [1, 2]}}",
                "{age: {$nin: [1, 2]}}",
                "{$and: [{age: 5}, {name: 'a'}]}",
                "{$or: [{age: 5}, {name: 'a'}]}",
                "{$nor: [{age: 5}, {name: 'a'}]}",
                "{age: {$not: {$gt: 5}}}",
                "{age: {$exists: true}}",
                "{age: {$type: 'int'}}",
                "{age: {$type: [16, 'long']}}",
                "{$expr: {$gt: ['$age', '$lucky']}}",
                "{$expr: {$lt: [0.5, {$rand: {}}]}}",
                "{$jsonSchema: {required: ['age']}}",
                "{age: {$mod: [4, 0]}}",
                "{name: {$regex: '^a', $options: 'i'}}",
                "{$text: {$search: 'coffee', $language: 'en', $caseSensitive: false, $diacriticSensitive: false}}",
                "{$where: 'this.age == 5'}",
                "{profile: {$geoIntersects: {$geometry: {type: 'Point', coordinates: [1, 2]}}}}",
                "{profile: {$geoWithin: {$geometry: {type: 'Polygon', coordinates: [[[0, 0], [1, 0], [1, 1], [0,"
                        + " 0]]]}}}}",
                "{profile: {$geoWithin: {$box: [[0, 0], [1, 1]]}}}",
                "{profile: {$geoWithin: {$center: [[0, 0], 5]}}}",
                "{profile: {$geoWithin: {$centerSphere: [[0, 0], 0.1]}}}",
                "{profile: {$geoWithin: {$polygon: [[0, 0], [1, 1], [1, 0]]}}}",
                "{profile: {$near: {$geometry: {type: 'Point', coordinates: [1, 2]}, $maxDistance: 5, $minDistance:"
                        + " 1}}}",
                "{profile: {$near: [1, 2], $maxDistance: 5}}",
                "{profile: {$nearSphere: {$geometry: {type: 'Point', coordinates: [1, 2]}, $maxDistance: 5}}}",
                "{tags: {$all: ['a', 'b']}}",
                "{tags: {$elemMatch: {$gte: 'a', $lt: 'b'}}}",
                "{tags: {$size: 2}}",
                "{age: {$bitsAllClear: 35}}",
                "{age: {$bitsAllSet: [1, 5]}}",
                "{age: {$bitsAnyClear: 35}}",
                "{age: {$bitsAnySet: 35}}",
                "{age: 5, $comment: 'why'}",
                "{$sampleRate: 0.33}"
            })
    void queryOperator(String filter) {
        assertThat(validator.filter(json(filter))).isEqualTo(json(filter));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{$currentDate: {born: true}}",
                "{$currentDate: {born: {$type: 'date'}}}",
                "{$inc: {age: 1}}",
                "{$min: {age: 1}}",
                "{$max: {age: 1}}",
                "{$mul: {age: 2}}",
                "{$rename: {oldName: 'renamed'}}",
                "{$set: {age: 1}}",
                "{$setOnInsert: {age: 1}}",
                "{$unset: {address: ''}}",
                "{$set: {'tags.$': 'a'}}",
                "{$set: {'tags.$[]': 'a'}}",
                "{$addToSet: {tags: 'a'}}",
                "{$addToSet: {tags: {$each: ['a', 'b']}}}",
                "{$pop: {tags: -1}}",
                "{$pull: {tags: {$in: ['a']}}}",
                "{$pullAll: {tags: ['a', 'b']}}",
                "{$push: {tags: 'a'}}",
                "{$push: {tags: {$each: ['a'], $position: 0, $slice: -5, $sort: 1}}}",
                "{$bit: {age: {and: 1}}}",
                "{$bit: {age: {or: 1}}}",
                "{$bit: {age: {xor: 1}}}"
            })
    void updateOperator(String update) {
        assertThat(validator.update(json(update))).isEqualTo(json(update));
    }

    @Test
    void anyOtherIsRefused() {
        refused(
                () -> validator.filter(json("{age: {$gtx: 1}}")),
                "There is no query operator $gtx (filter, at age.$gtx): did you mean '$gt'?");
        refused(
                () -> validator.update(json("{$sett: {age: 1}}")),
                "There is no update operator $sett (update, at $sett): did you mean '$set'?");
    }
}
