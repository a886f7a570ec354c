package io.mongoodm.internal.validation;

import static io.mongoodm.internal.validation.Models.json;
import static io.mongoodm.internal.validation.Models.refused;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.mongodb.MongoClientSettings;
import io.mongoodm.InvalidFilterException;
import io.mongoodm.OdmException;
import io.mongoodm.Ref;
import io.mongoodm.annotation.Aliases;
import io.mongoodm.annotation.Default;
import io.mongoodm.annotation.Version;
import io.mongoodm.internal.mapping.ComponentModel;
import io.mongoodm.internal.mapping.Mapping;
import io.mongoodm.internal.mapping.Problems;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonReader;
import org.bson.BsonType;
import org.bson.BsonValue;
import org.bson.BsonWriter;
import org.bson.Document;
import org.bson.codecs.Codec;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.EncoderContext;
import org.bson.codecs.configuration.CodecRegistries;
import org.bson.codecs.pojo.annotations.BsonExtraElements;
import org.bson.codecs.pojo.annotations.BsonRepresentation;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No update makes a document unreadable whose own values show that it would. */
class ReadableUpdateTest {
    record Money(String text) {}

    /** Reads an amount and its currency, such as {@code 5 EUR}. */
    private static final class MoneyCodec implements Codec<Money> {
        @Override
        public Money decode(BsonReader reader, DecoderContext context) {
            String text = reader.readString();
            if (text.indexOf(' ') < 0) {
                throw new IllegalArgumentException("no currency");
            }
            return new Money(text);
        }

        @Override
        public void encode(BsonWriter writer, Money value, EncoderContext context) {
            writer.writeString(value.text());
        }

        @Override
        public Class<Money> getEncoderClass() {
            return Money.class;
        }
    }

    record Range(int low, int high) {
        Range {
            if (low > high) {
                throw new IllegalArgumentException("low is above high");
            }
        }
    }

    sealed interface Form {
        record Circle(double radius) implements Form {}

        record Square(double side) implements Form {}
    }

    @SuppressWarnings("ArrayRecordComponent")
    record Every(
            ObjectId id,
            int i,
            long l,
            short s,
            byte b,
            char c,
            double d,
            float f,
            boolean flag,
            String text,
            DayOfWeek day,
            Decimal128 decimal,
            BigDecimal big,
            BigInteger whole,
            UUID token,
            Instant instant,
            LocalDate date,
            LocalDateTime dateTime,
            LocalTime time,
            OffsetDateTime offset,
            ZonedDateTime zoned,
            Duration duration,
            URI uri,
            byte[] bytes,
            int[] ints,
            @Nullable Integer boxed,
            Optional<Duration> perhaps,
            OptionalInt number,
            List<URI> links,
            URI[] array,
            NavigableSet<Short> sorted,
            Map<Integer, Byte> counts,
            Map<UUID, List<DayOfWeek>> plans,
            Range range,
            List<Range> ranges,
            Form shape,
            Object any,
            Document document,
            Money money,
            Ref<Every> friend,

            @BsonRepresentation(BsonType.OBJECT_ID) String reference) {}

    private static final Mapping MAPPING = mapping();
    private final Validator every = Validator.of(MAPPING.model(Every.class), MAPPING.registry(), true);

    private static Mapping mapping() {
        Problems problems = new Problems();
        Mapping mapping = Mapping.of(
                List.of(Every.class, Typed.class, Defaulted.class, Line.class, Reopened.class, Event.class),
                CodecRegistries.fromRegistries(
                        CodecRegistries.fromCodecs(new MoneyCodec()), MongoClientSettings.getDefaultCodecRegistry()),
                null,
                problems);
        problems.throwIfAny();
        return mapping;
    }

    private static List<BsonValue> values() {
        BsonArray values = json("""
            {v: [0, 1, -129, 300, 70000, {$numberLong: '5'}, {$numberLong: '5000000000'}, 1.5, 0.1, -0.0, 1e300,
            {$numberDouble: 'NaN'}, {$numberDouble: 'Infinity'}, {$numberDecimal: '0.1'}, {$numberDecimal: '-0'},
            {$numberDecimal: 'NaN'}, {$numberDecimal: '1E+40'}, {$numberDecimal: '7'}, true, '', 'x', 'text', 'FRIDAY',
            'PT1S', 'a b', 'http://[', '64b000000000000000000001', 'MO', {$oid: '64b000000000000000000001'},
            {$date: 5}, {$date: {$numberLong: '9223372036854775807'}}, {$date: {$numberLong: '-9223372036854775808'}},
            {$binary: {base64: 'AQI=', subType: '00'}}, {$binary: {base64: 'AQI=', subType: '04'}},
            {$binary: {base64: 'ABEiM0RVZneImaq7zN3u/w==', subType: '04'}},
            {$binary: {base64: 'ABEiM0RVZneImaq7zN3u/w==', subType: '03'}},
            [], [1], [1, null], [70000], ['a:b', 'FRIDAY'], ['a b'], [{low: 1, high: 2}], [{low: 2, high: 1}],
            {}, {low: 1, high: 2}, {low: 2, high: 1}, {_cls: 'Circle', radius: 1}, {_cls: 'Circle', side: 1},
            {_cls: 'Ellipse', radius: 1}, {at: {$date: 5}, zone: 'Z'}, {at: {$date: 5}, zone: 'Europe/Berlin'},
            {at: {$date: 5}, zone: 'Nowhere'}, {at: {$date: {$numberLong: '9223372036854775807'}}, zone: 'Z'}, {at: 5},
            {'1': 2}, {'01': 2}, {'1': 300}, {'00112233-4455-6677-8899-aabbccddeeff': ['FRIDAY']}, {'x': ['FRIDAY']},
            {'00112233-4455-6677-8899-aabbccddeeff': ['x']}, {$timestamp: {t: 1, i: 1}},
            {$regularExpression: {pattern: 'a', options: ''}}, {$minKey: 1}]}
            """).getArray("v");
        List<BsonValue> all = new ArrayList<>(values);
        all.add(BsonNull.VALUE);
        return all;
    }

    @ParameterizedTest
    @ValueSource(strings = {"$set", "$setOnInsert", "$min", "$max"})
    void whatIsAcceptedCanBeReadAndWhatIsRefusedCouldNot(String operator) {
        List<BsonDocument> strict = new ArrayList<>();
        for (ComponentModel component : MAPPING.row(Every.class).components()) {
            for (BsonValue value : values()) {
                BsonDocument update = new BsonDocument(operator, new BsonDocument(component.storedName(), value));
                BsonDocument checked = checked(update);
                if (checked != null) {
                    BsonValue stored =
                            requireNonNull(checked.getDocument(operator).get(component.storedName()));
                    assertThat(isReadable(component, stored))
                            .as("accepted %s", update)
                            .isTrue();
                } else if (isReadable(component, value)) {
                    strict.add(update.getDocument(operator));
                }
            }
        }
        assertThat(strict)
                .as("doubles that no decimal equals, although they are read as the shortest one that stands for them")
                .containsExactlyInAnyOrder(
                        json("{decimal: 0.1}"), json("{decimal: 1e300}"), json("{big: 0.1}"), json("{big: 1e300}"));
    }

    private @Nullable BsonDocument checked(BsonDocument update) {
        try {
            return every.update(update);
        } catch (InvalidFilterException e) {
            return null;
        }
    }

    private static boolean isReadable(ComponentModel component, BsonValue value) {
        try {
            component.decode(value);
            return true;
        } catch (OdmException e) {
            return false;
        }
    }

    private void refusedUpdate(String update, String message) {
        refused(() -> every.update(json(update)), message);
    }

    private void accepted(String update) {
        assertThat(every.update(json(update))).isEqualTo(json(update));
    }

    @Test
    void messageSaysWhatTheCodecExpected() {
        refusedUpdate(
                "{$set: {uri: 'secret text'}}",
                "'uri' could not be read afterwards: expected a URI but the string is none (update, at $set.uri): give"
                        + " a value that can be read");
        refusedUpdate(
                "{$max: {b: 300}}",
                "'b' could not be read afterwards: expected an 8-bit integer but was an int32 that it cannot hold"
                        + " exactly (update, at $max.b): give a value that can be read");
        refusedUpdate(
                "{$set: {ranges: [{low: 1, high: 2}, {low: 2, high: 1}]}}",
                "'ranges' could not be read afterwards: expected values that the record accepts but its constructor"
                        + " refused them at [1] (record Range) (update, at $set.ranges): give a value that can be read");
        refusedUpdate(
                "{$set: {money: 'secret'}}",
                "'money' could not be read afterwards: expected a value of Money but its codec refused the string"
                        + " (update, at $set.money): give a value that can be read");
    }

    @Test
    void elementsHaveToBeReadableInTheirList() {
        accepted("{$push: {links: {$each: ['a:b', null]}, sorted: 1, array: null}}");
        refusedUpdate(
                "{$push: {links: 'a b'}}",
                "An element of 'links' could not be read afterwards: expected a URI but the string is none at [0]"
                        + " (update, at $push.links): give a value that can be read");
        refusedUpdate(
                "{$addToSet: {sorted: {$each: [1, null]}}}",
                "An element of 'sorted' could not be read afterwards: expected a value that the sorted set can order"
                        + " but it cannot at [0] (update, at $addToSet.sorted.$each): give a value that can be read");
        refusedUpdate(
                "{$push: {ints: null}}",
                "An element of 'ints' could not be read afterwards: expected int but was null at [0] (update, at"
                        + " $push.ints): give a value that can be read");
        refusedUpdate(
                "{$set: {'links.$[]': 'a b'}}",
                "'links.$[]' could not be read afterwards: expected a URI but the string is none (update, at"
                        + " $set.links.$[]): give a value that can be read");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{$set: {'ints.0': null}}", "{$set: {'sorted.0': null}}"})
    void nullIsNoElementOfWhatCannotHoldIt(String update) {
        assertThat(checked(json(update))).isNull();
        assertThat(checked(json(update.replace("ints", "links").replace("sorted", "array"))))
                .isNotNull();
    }

    @Test
    void removedElementLeavesNull() {
        refusedUpdate(
                "{$unset: {'ints.0': ''}}",
                "'ints.0' is required and cannot be removed (update, at $unset.ints.0): declare it @Nullable, or set a"
                        + " value");
        accepted("{$unset: {'links.0': ''}}");
    }

    @Test
    void keysHaveToBeReadableButCanBeCleanedAway() {
        accepted("{$set: {'counts.7': 1, 'plans.00112233-4455-6677-8899-aabbccddeeff.0': 'FRIDAY'}}");
        refusedUpdate(
                "{$set: {'counts.seven': 1}}",
                "There is no 'seven' in a map, each value an int (update, at $set.counts.seven): name a key that can be"
                        + " read");
        refusedUpdate(
                "{$push: {'plans.x': 'FRIDAY'}}",
                "There is no 'x' in a map, each value a list, each element a string (update, at $push.plans.x): name a"
                        + " key that can be read");
        accepted("{$unset: {'counts.seven': ''}}");
        assertThat(every.filter(json("{'counts.seven': 1}"))).isEqualTo(json("{'counts.seven': 1}"));
    }

    @Test
    void whatANumberIsChangedByIsNoValueItself() {
        accepted("{$inc: {b: 200, s: -40000}, $mul: {d: 0.1}, $bit: {i: {xor: 5}}}");
    }

    @Test
    void whatIsCountedHasToStayReadable() {
        refusedUpdate(
                "{$inc: {f: 0.5}}",
                "'f' is stored as a double of 32 bits, and the server counts in 64: the result could not be read"
                        + " (update, at $inc.f): declare it as double, or use $set");
        refusedUpdate(
                "{$mul: {whole: {$numberDecimal: '0.5'}}}",
                "'whole' could not be read afterwards: expected an integer of at most 34 digits but was a decimal128"
                        + " that it cannot hold exactly (update, at $mul.whole): give a value that can be read");
        refusedUpdate(
                "{$inc: {big: {$numberDecimal: 'NaN'}}}",
                "'big' could not be read afterwards: expected decimal128 but was a decimal128 that it cannot hold"
                        + " exactly (update, at $inc.big): give a value that can be read");
        accepted("{$inc: {whole: {$numberDecimal: '7'}, big: {$numberDecimal: '0.5'}, decimal: {$numberDecimal:"
                + " 'NaN'}}}");
    }

    record Typed(ObjectId id, @BsonExtraElements Map<String, Integer> counts) {}

    record Defaulted(ObjectId id, @Default("7") int lucky) {}

    @Test
    void unknownFieldsHaveToFitTheExtraElements() {
        Validator typed = validator(Typed.class);
        assertThat(typed.update(json("{$set: {x: 5.0}}"))).isEqualTo(json("{$set: {x: 5}}"));
        refused(
                () -> typed.update(json("{$set: {x: 'secret'}}")),
                "'x' is stored as an int and cannot hold a string (update, at $set.x): give a number");
        assertThat(typed.filter(json("{x: 'any'}"))).isEqualTo(json("{x: 'any'}"));
    }

    @Test
    void nullMeansTheDefault() {
        assertThat(validator(Defaulted.class).update(json("{$set: {lucky: null}}")))
                .isEqualTo(json("{$set: {lucky: null}}"));
    }

    private static Validator validator(Class<?> model) {
        return Validator.of(MAPPING.model(model), MAPPING.registry(), true);
    }

    private void upsert(String conditions, String update) {
        validator(Line.class).requireReadable(json(conditions), json(update), MAPPING.row(Line.class));
    }

    record Line(
            int id,
            String name,
            List<String> tags,
            @Nullable URI link,
            @Version long version) {}

    @Test
    void upsertMayNotInsertWhatCannotBeRead() {
        assertThatCode(() -> upsert("{_id: 1, name: 'a'}", "{$set: {link: 'a:b'}}"))
                .doesNotThrowAnyException();
        assertThatCode(() -> upsert("{_id: 1, tags: 'a'}", "{$setOnInsert: {name: 'a', tags: ['a']}}"))
                .doesNotThrowAnyException();
        refused(
                () -> upsert("{_id: 1, name: 'a', link: 'secret text'}", "{$push: {tags: 'a'}}"),
                "An upsert stores what its filter demands, and 'link' could not be read afterwards: expected a URI but"
                        + " the string is none (upsert, at link): give a value that can be read");
        refused(
                () -> upsert("{_id: 1, name: 'a', tags: 'secret'}", "{$set: {link: null}}"),
                "An upsert stores what its filter demands, and 'tags' is stored as a list, each element a string and"
                        + " cannot hold a string (upsert, at tags): give the whole list; an element is a string");
        refused(
                () -> upsert("{_id: 1}", "{$push: {tags: 'a'}, $unset: {name: ''}}"),
                "An upsert on Line inserts documents without the required 'name' (upsert): give it in setOnInsert, or"
                        + " declare it @Nullable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "document.a", "any", "document.half\uD800"})
    void halfOfASurrogatePairIsNeverSent(String name) {
        String half = "x\uDC00";
        String fault = "A name or a text has half of a surrogate pair, for which UTF-8 has no bytes (%s): give whole"
                + " characters";
        refused(() -> every.update(new Document("$set", new Document(name, half))), fault.formatted("update"));
        refused(() -> every.filter(new Document(name, half)), fault.formatted("filter"));
        refused(
                () -> every.update(new Document("$set", new Document("document." + half, 1))),
                fault.formatted("update"));
        refused(
                () -> every.updatePipeline(List.of(new Document("$set", new Document(name, half)))),
                fault.formatted("update"));
    }

    record Reopened(
            ObjectId id,
            @Aliases("title") @Nullable String name,
            @BsonExtraElements Document rest) {}

    @Test
    void formerNameIsNoExtraElement() {
        Validator reopened = validator(Reopened.class);
        String remedy = "it is a former name of 'name': name that one, and rename what is stored with $rename";
        refused(
                () -> reopened.update(json("{$set: {title: 'a'}}")),
                "Reopened has no field 'title' (update, at $set.title): " + remedy);
        refused(
                () -> reopened.filter(json("{title: 'a'}")),
                "Reopened has no field 'title' (filter, at title): " + remedy);
        assertThat(reopened.update(json("{$rename: {title: 'name'}}"))).isEqualTo(json("{$rename: {title: 'name'}}"));
        assertThat(reopened.update(json("{$set: {other: 'a'}}"))).isEqualTo(json("{$set: {other: 'a'}}"));
    }

    record Event(String name) {}

    @Test
    void documentsHaveAnIdAlsoWhereTheRecordHasNone() {
        Validator events = validator(Event.class);
        BsonDocument found = json("{_id: {$in: [{$oid: '64b000000000000000000001'}]}}");
        assertThat(events.filter(found)).isEqualTo(found);
        assertThat(events.filter(json("{id: 1}"))).isEqualTo(json("{_id: 1}"));
        assertThat(events.sort(json("{name: 1, id: 1}"))).isEqualTo(json("{name: 1, _id: 1}"));
        assertThat(events.update(json("{$setOnInsert: {_id: 1}}"))).isEqualTo(json("{$setOnInsert: {_id: 1}}"));
        assertThatCode(() -> events.requireReadable(
                        json("{_id: 1, name: 'a'}"), json("{$inc: {x: 1}}"), MAPPING.row(Event.class)))
                .doesNotThrowAnyException();
    }
}
