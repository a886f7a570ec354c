package io.mongoodm.reference;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.currentDate;
import static com.mongodb.client.model.Updates.rename;
import static com.mongodb.client.model.Updates.set;
import static io.mongoodm.query.Fields.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.mongodb.client.result.UpdateResult;
import io.mongoodm.InvalidFilterException;
import io.mongoodm.Model;
import io.mongoodm.Odm;
import io.mongoodm.fixture.Form;
import io.mongoodm.reference.Written.Note;
import io.mongoodm.reference.Written.Person;
import io.mongoodm.reference.Written.Vehicle;
import io.mongoodm.testkit.CommandRecorder;
import io.mongoodm.testkit.Feature;
import io.mongoodm.testkit.OdmTest;
import io.mongoodm.testkit.Requires;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code updateOne} and {@code updateMany}: filters, operators and stamps. */
@OdmTest(models = {Person.class, Note.class, Vehicle.class})
class UpdateOneTest extends WriteTest {
    UpdateOneTest(Odm odm, CommandRecorder recorder) {
        super(odm, recorder);
    }

    @ParameterizedTest
    @EnumSource
    void oneOrEveryMatchIsUpdated(Form form) {
        Model<Person> people = form.model(async, Person.class);
        people.createMany(List.of(
                Person.named("Ann").withAge(1),
                Person.named("Bob").withAge(1),
                Person.named("Cid").withAge(9)));

        assertThat(sentBy(() -> assertThat(people.updateOne(
                                field(Person::age).eq(1), field(Person::name).set("Zoe")))
                        .isEqualTo(UpdateResult.acknowledged(1, 1L, null))))
                .containsExactly(json(
                        "{update: 'people', ordered: true," + " updates: [{q: {age: 1}, u: {$set: {name: 'Zoe'}}}]}"));
        assertThat(sentBy(() -> assertThat(people.updateMany(
                                field(Person::age).eq(1), field(Person::age).inc(1)))
                        .isEqualTo(UpdateResult.acknowledged(2, 2L, null))))
                .containsExactly(json("{update: 'people', ordered: true,"
                        + " updates: [{q: {age: 1}, u: {$inc: {age: 1}}, multi: true}]}"));
        assertThat(people.find().toList())
                .extracting(Person::name, Person::age)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("Zoe", 2),
                        org.assertj.core.groups.Tuple.tuple("Bob", 2),
                        org.assertj.core.groups.Tuple.tuple("Cid", 9));
    }

    @ParameterizedTest
    @EnumSource
    @Requires(Feature.RETRYABLE_WRITES)
    void onlyASingleUpdateMayBeSentAgain(Form form) {
        Model<Person> people = form.model(async, Person.class);

        assertThat(recorder.during(() -> people.updateOne(new Document(), set("age", 1)))
                        .getFirst()
                        .document())
                .containsKey("txnNumber");
        assertThat(recorder.during(() -> people.updateMany(new Document(), set("age", 1)))
                        .getFirst()
                        .document())
                .doesNotContainKey("txnNumber");
    }

    @ParameterizedTest
    @EnumSource
    void noMatchIsNoError(Form form) {
        assertThat(form.model(async, Person.class).updateOne(eq("name", "nobody"), set("age", 1)))
                .isEqualTo(UpdateResult.acknowledged(0, 0L, null));
    }

    @ParameterizedTest
    @EnumSource
    void updateIsStamped(Form form) {
        Model<Note> notes = form.model(async, Note.class);
        notes.createMany(List.of(Note.of("a", "x"), Note.of("b", "x")));
        at(LATER);

        notes.updateOne(eq("_id", "a"), set("text", "y"));
        assertThat(notes.findById("a")).contains(new Note("a", "y", NOON, LATER));
        assertThat(updateSentBy(() -> notes.updateMany(new Document(), set("text", "z"))))
                .isEqualTo(json("{q: {}, u: {$set: {text: 'z', updated: %s}}, multi: true}", LATER));
    }

    @ParameterizedTest
    @EnumSource
    void ownStampWinsByAnyOperator(Form form) {
        Model<Note> notes = form.model(async, Note.class);

        assertThat(change(notes, combine(set("text", "y"), set("updated", LATER))))
                .isEqualTo(json("{$set: {text: 'y', updated: %s}}", LATER));
        assertThat(change(notes, currentDate("updated"))).isEqualTo(json("{$currentDate: {updated: true}}"));
        assertThat(change(notes, rename("created", "updated"))).isEqualTo(json("{$rename: {created: 'updated'}}"));
    }

    private BsonDocument change(Model<Note> notes, Bson update) {
        return updateSentBy(() -> notes.updateOne(eq("_id", "a"), update)).getDocument("u");
    }

    @ParameterizedTest
    @EnumSource
    void stampJoinsTheOperatorsThatAreThere(Form form) {
        Model<Note> notes = form.model(async, Note.class);

        assertThat(change(notes, Document.parse("{$unset: {created: ''}, $set: {text: 'y'}}")))
                .isEqualTo(json("{$unset: {created: ''}, $set: {text: 'y', updated: %s}}", NOON));
        assertThat(change(notes, Document.parse("{$unset: {created: ''}}")))
                .isEqualTo(json("{$unset: {created: ''}, $set: {updated: %s}}", NOON));
    }

    @ParameterizedTest
    @EnumSource
    void filterAndUpdateOfTheCallerStayAsTheyWere(Form form) {
        Document filter = Document.parse("{id: 'a', $or: [{text: 'x'}]}");
        Document update = Document.parse("{$set: {text: 'y'}}");

        form.model(async, Note.class).updateOne(filter, update);
        form.model(async, Note.class).updateMany(filter, update);

        assertThat(filter).isEqualTo(Document.parse("{id: 'a', $or: [{text: 'x'}]}"));
        assertThat(update).isEqualTo(Document.parse("{$set: {text: 'y'}}"));
    }

    @ParameterizedTest
    @EnumSource
    void variantUpdatesItsOwnKind(Form form) {
        Model<Vehicle> vehicles = form.model(async, Vehicle.class);
        vehicles.createMany(List.of(new Vehicle.Car(1, "Fiat", 3), new Vehicle.Truck(2, "Fiat", null, null)));

        assertThat(updateSentBy(
                        () -> form.model(async, Vehicle.Car.class).updateMany(eq("name", "Fiat"), set("name", "Seat"))))
                .isEqualTo(json("{q: {_cls: 'Car', name: 'Fiat'}, u: {$set: {name: 'Seat'}}, multi: true}"));
        assertThat(vehicles.find(eq("name", "Seat")).toList()).containsExactly(new Vehicle.Car(1, "Seat", 3));
    }

    @ParameterizedTest
    @EnumSource
    void tagCannotBeSetByAnyOperator(Form form) {
        Model<Vehicle> vehicles = form.model(async, Vehicle.class);

        assertThat(sentBy(() -> {
                    for (String update : List.of(
                            "{$set: {_cls: 'Car'}}",
                            "{$unset: {_cls: ''}}",
                            "{$rename: {load: '_cls'}}",
                            "{$setOnInsert: {_cls: 'Car'}}")) {
                        assertThatExceptionOfType(InvalidFilterException.class)
                                .as(update)
                                .isThrownBy(() -> vehicles.updateMany(new Document(), Document.parse(update)))
                                .withMessageContaining("_cls");
                    }
                }))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void filterWhereAnUpdateBelongsAndTheReverseAreRefused(Form form) {
        Model<Person> people = form.model(async, Person.class);

        assertThat(sentBy(() -> {
                    assertThatExceptionOfType(InvalidFilterException.class)
                            .isThrownBy(() -> people.updateOne(eq("name", "x"), eq("name", "y")));
                    assertThatExceptionOfType(InvalidFilterException.class)
                            .isThrownBy(() -> people.updateOne(set("name", "x"), set("name", "y")));
                    assertThatExceptionOfType(InvalidFilterException.class)
                            .isThrownBy(() -> people.updateMany(new Document(), new Document()));
                }))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void unknownNamesAndWrongTypesAreRefused(Form form) {
        Model<Person> people = form.model(async, Person.class);

        assertThat(sentBy(() -> {
                    assertThatExceptionOfType(InvalidFilterException.class)
                            .isThrownBy(() -> people.updateMany(eq("nmae", "x"), set("age", 1)))
                            .withMessageContaining("name");
                    assertThatExceptionOfType(InvalidFilterException.class)
                            .isThrownBy(() -> people.updateMany(new Document(), set("aeg", 1)))
                            .withMessageContaining("age");
                    assertThatExceptionOfType(InvalidFilterException.class)
                            .isThrownBy(() -> people.updateMany(new Document(), set("age", "old")));
                    assertThatExceptionOfType(InvalidFilterException.class)
                            .isThrownBy(() -> people.updateMany(new Document(), set("name", null)));
                    assertThatExceptionOfType(InvalidFilterException.class)
                            .isThrownBy(() -> people.updateMany(new Document(), Document.parse("{$inc: {age: 1.5}}")));
                }))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void nullsAreRefused(Form form) {
        Model<Person> people = form.model(async, Person.class);

        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> people.updateOne(none(), set("age", 1)))
                .withMessage("filter");
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> people.updateMany(new Document(), WriteTest.<Bson>none()))
                .withMessage("update");
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> people.updateOne(new Document(), set("age", 1), none()))
                .withMessage("options");
    }
}
