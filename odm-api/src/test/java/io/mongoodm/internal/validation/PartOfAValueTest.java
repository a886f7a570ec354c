package io.mongoodm.internal.validation;

import static io.mongoodm.internal.validation.Models.json;
import static io.mongoodm.internal.validation.Models.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mongoodm.InvalidFilterException;
import io.mongoodm.InvalidModelException;
import io.mongoodm.annotation.Index;
import io.mongoodm.internal.indexes.DeclaredIndexes;
import io.mongoodm.internal.mapping.Mapping;
import io.mongoodm.internal.mapping.Problems;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One part of a value that is stored as a document: of a time with its zone, and the tag of a nested variant. */
class PartOfAValueTest {
    sealed interface Form {
        record Circle(double radius) implements Form {}

        record Square(double side) implements Form {}
    }

    record Flight(ObjectId id, ZonedDateTime zoned, OffsetDateTime offset, Form shape, Map<String, String> notes) {}

    record Departure(ZonedDateTime offset) {}

    record Parts(When zoned) {}

    record When(Instant at, String zone) {}

    record Anything(Map<String, Object> zoned) {}

    record Texts(Map<String, String> zoned) {}

    record Written(ZonedDateTime notes) {}

    private static final Mapping MAPPING = Models.mapping(Flight.class);
    private final Validator checks = Validator.of(MAPPING.model(Flight.class), MAPPING.registry(), true);

    private void accepted(String update) {
        assertThat(checks.update(json(update))).isEqualTo(json(update));
    }

    private void refusedUpdate(String update, String message) {
        refused(() -> checks.update(json(update)), message);
    }

    @Test
    void partOfATimeHasToBeReadableBesideTheOther() {
        accepted("{$set: {'zoned.zone': 'Europe/Berlin', 'offset.zone': '+02:00'}, $max: {'zoned.at': {$date: 5}}}");
        accepted("{$currentDate: {'offset.at': true}}");
        refusedUpdate(
                "{$set: {'zoned.zone': 'Nowhere/Nothing'}}",
                "'zoned.zone' could not be read afterwards: expected the id of a time zone or an offset, and a time in"
                        + " its range, but it is another string or time at zone (update, at $set.zoned.zone): give a value"
                        + " that can be read");
        refusedUpdate(
                "{$min: {'offset.zone': 'Europe/Berlin'}}",
                "'offset.zone' could not be read afterwards: expected the id of a time zone or an offset, and a time in"
                        + " its range, but it is another string or time at zone (update, at $min.offset.zone): give a"
                        + " value that can be read");
        refusedUpdate(
                "{$set: {'zoned.at': 'now'}}",
                "'zoned.at' is stored as a date and cannot hold a string (update, at $set.zoned.at): give a date");
        refusedUpdate(
                "{$inc: {'zoned.at': 1}}",
                "'zoned.at' is stored as a date and is no number (update, at $inc.zoned.at): use $set");
        refusedUpdate(
                "{$set: {'zoned.zoen': 'Z'}}",
                "There is no 'zoen' in a document of at and zone (update, at $set.zoned.zoen): did you mean 'zone'?");
        refusedUpdate(
                "{$set: {zoned: 5}}",
                "'zoned' is stored as a document of at and zone and cannot hold an int (update, at $set.zoned): give a"
                        + " document of at and zone, or name one of them in the path");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{$unset: {'zoned.zone': ''}}", "{$set: {'offset.at': null}}", "{$rename: {'zoned.at': 'date'}}"
            })
    void partOfATimeCannotBeTakenAway(String update) {
        assertThatExceptionOfType(InvalidFilterException.class).isThrownBy(() -> checks.update(json(update)));
    }

    @Test
    void partsOfATimeAreFound() {
        BsonDocument found =
                json("{'zoned.zone': {$regex: '^Europe'}, 'offset.at': {$gt: {$date: 5}}, 'zoned.at': null}");
        assertThat(checks.filter(found)).isEqualTo(found);
        refused(
                () -> checks.filter(json("{'zoned.at': 'now'}")),
                "'zoned.at' is stored as a date and cannot be compared with a string (filter, at zoned.at): give a"
                        + " date");
        refused(
                () -> checks.filter(json("{'zoned.offset': 'Z'}")),
                "There is no 'offset' in a document of at and zone (filter, at zoned.offset): name one of its fields"
                        + " (at, zone)");
    }

    @Test
    void tagOfANestedVariantHasToBeOneThatIsKnown() {
        accepted("{$set: {'shape._cls': 'Square', 'shape.side': 1.5}}");
        refusedUpdate(
                "{$set: {'shape._cls': 'Ellipse'}}",
                "'shape._cls' could not be read afterwards: expected one of Circle, Square but it is another tag"
                        + " (update, at $set.shape._cls): give a value that can be read");
        refusedUpdate(
                "{$unset: {'shape._cls': ''}}",
                "'shape._cls' is required and cannot be removed (update, at $unset.shape._cls): declare it @Nullable,"
                        + " or set a value");
        assertThat(checks.filter(json("{'shape._cls': 'Ellipse'}"))).isEqualTo(json("{'shape._cls': 'Ellipse'}"));
    }

    private BsonDocument row(Class<?> row) {
        return checks.projectionFor(MAPPING.row(row));
    }

    @Test
    void rowsReadATimeAsATimeOrAsTheDocumentThatItIs() {
        assertThat(row(Departure.class)).isEqualTo(json("{offset: 1, _id: 0}"));
        assertThat(row(Parts.class)).isEqualTo(json("{zoned: 1, _id: 0}"));
        assertThat(row(Anything.class)).isEqualTo(json("{zoned: 1, _id: 0}"));
        assertThat(row(Written.class)).isEqualTo(json("{notes: 1, _id: 0}"));
        refused(
                () -> row(Texts.class),
                "Component zoned of Texts reads 'zoned' as a map, each value a string, and Flight stores a document of"
                        + " at and zone (projection): declare the component as the model does");
    }

    @Index(fields = {"when.at", "when.zone"})
    record Train(ObjectId id, ZonedDateTime when) {}

    @Index(fields = "when.zoen")
    record Tram(ObjectId id, ZonedDateTime when) {}

    @Test
    void indexesNamePartsOfATime() {
        Problems problems = new Problems();
        DeclaredIndexes unused = DeclaredIndexes.of(Models.mapping(Train.class), Map.of(), problems);
        problems.throwIfAny();
        unused = DeclaredIndexes.of(Models.mapping(Tram.class), Map.of(), problems);
        assertThatExceptionOfType(InvalidModelException.class)
                .isThrownBy(problems::throwIfAny)
                .satisfies(e -> assertThat(e.problems())
                        .containsExactly("@Index(fields = {\"when.zoen\"}) on Tram: There is no \"zoen\" in a document"
                                + " of at and zone; did you mean \"zone\"?"));
    }
}
