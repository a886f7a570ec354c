package io.mongoodm.reference;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.currentDate;
import static com.mongodb.client.model.Updates.set;
import static io.mongoodm.query.Fields.elements;
import static io.mongoodm.query.Fields.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.mongodb.MongoCommandException;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.ReturnDocument;
import io.mongoodm.DecodingException;
import io.mongoodm.DuplicateKeyException;
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
import java.util.concurrent.TimeUnit;
import org.bson.BsonString;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@OdmTest(models = {Person.class, Note.class, Vehicle.class})
class FindOneAndUpdateTest extends WriteTest {
    FindOneAndUpdateTest(Odm odm, CommandRecorder recorder) {
        super(odm, recorder);
    }

    private static FindOneAndUpdateOptions after() {
        return new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER);
    }

    @ParameterizedTest
    @EnumSource
    void returnsTheDocumentAsItWasBefore(Form form) {
        Model<Note> notes = form.model(async, Note.class);
        Note note = notes.create(Note.of("n", "x"));
        at(LATER);

        assertThat(sentBy(() -> assertThat(notes.findOneAndUpdate(eq("text", "x"), set("text", "y")))
                        .contains(note)))
                .containsExactly(json(
                        "{findAndModify: 'notes', query: {text: 'x'}, new: false,"
                                + " update: {$set: {text: 'y', updated: %s}}}",
                        LATER));
        assertThat(notes.findById("n")).contains(new Note("n", "y", NOON, LATER));
    }

    @ParameterizedTest
    @EnumSource
    @Requires(Feature.RETRYABLE_WRITES)
    void mayBeSentAgainByTheDriver(Form form) {
        var sent = recorder.during(
                () -> form.model(async, Note.class).findOneAndUpdate(eq("text", "x"), set("text", "y")));

        assertThat(sent)
                .singleElement()
                .satisfies(command -> assertThat(command.document()).containsKeys("lsid", "txnNumber"));
    }

    @ParameterizedTest
    @EnumSource
    void returnsTheDocumentAfterwardsWhenTheOptionsSaySo(Form form) {
        Model<Person> people = form.model(async, Person.class);
        Person ann = people.create(Person.named("Ann").withAge(1));

        assertThat(people.findOneAndUpdate(
                        field(Person::name).eq("Ann"), field(Person::age).inc(1), after()))
                .contains(ann.withAge(2));
    }

    @ParameterizedTest
    @EnumSource
    void noMatchIsEmpty(Form form) {
        assertThat(form.model(async, Person.class).findOneAndUpdate(eq("name", "nobody"), set("age", 1)))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void sortDecidesWhichIsFirst(Form form) {
        Model<Person> people = form.model(async, Person.class);
        people.createMany(
                List.of(Person.named("Ann").withAge(1), Person.named("Bob").withAge(2)));

        assertThat(people.findOneAndUpdate(
                        new Document(),
                        set("name", "old"),
                        after().sort(field(Person::age).descending())))
                .hasValueSatisfying(person -> assertThat(person.age()).isEqualTo(2));
    }

    @ParameterizedTest
    @EnumSource
    void ownStampWinsByAnyOperator(Form form) {
        Model<Note> notes = form.model(async, Note.class);
        notes.create(Note.of("n", "x"));

        assertThat(notes.findOneAndUpdate(eq("_id", "n"), set("updated", LATER), after())
                        .map(Note::updatedAt))
                .contains(LATER);
        assertThat(sentBy(() -> notes.findOneAndUpdate(eq("_id", "n"), currentDate("updated"))))
                .singleElement()
                .satisfies(command ->
                        assertThat(command.getDocument("update")).isEqualTo(json("{$currentDate: {updated: true}}")));
    }

    @ParameterizedTest
    @EnumSource
    void upsertIsStampedAndReturned(Form form) {
        Model<Note> notes = form.model(async, Note.class);

        assertThat(notes.findOneAndUpdate(eq("_id", "n"), set("text", "x"), after().upsert(true)))
                .contains(new Note("n", "x", NOON, NOON));
        assertThat(notes.findOneAndUpdate(eq("_id", "m"), set("text", "x"), new FindOneAndUpdateOptions().upsert(true)))
                .as("before the upsert there was none")
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void upsertThatCouldNotBeReadAgainIsRefused(Form form) {
        FindOneAndUpdateOptions upsert = new FindOneAndUpdateOptions().upsert(true);

        assertThat(sentBy(() -> {
                    assertThatExceptionOfType(InvalidFilterException.class)
                            .isThrownBy(() -> form.model(async, Note.class)
                                    .findOneAndUpdate(eq("text", "x"), set("text", "y"), upsert))
                            .withMessage("An upsert on Note does not fix _id, and the server would make an ObjectId,"
                                    + " which is not what is stored for id: put an equality on the id into the filter");
                    assertThatExceptionOfType(InvalidFilterException.class)
                            .isThrownBy(() -> form.model(async, Vehicle.class)
                                    .findOneAndUpdate(eq("_id", 1), set("name", "y"), upsert))
                            .withMessage("An upsert on Vehicle does not say which variant it inserts: use the model of"
                                    + " the variant, or an equality on _cls");
                }))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void variantIsFoundWithItsTag(Form form) {
        Model<Vehicle> vehicles = form.model(async, Vehicle.class);
        vehicles.createMany(List.of(new Vehicle.Truck(1, "Fiat", null, null), new Vehicle.Car(2, "Fiat", 3)));

        assertThat(form.model(async, Vehicle.Car.class).findOneAndUpdate(eq("name", "Fiat"), set("doors", 5), after()))
                .contains(new Vehicle.Car(2, "Fiat", 5));
        assertThat(vehicles.findOneAndUpdate(eq("_id", 1), set("name", "MAN"), after()))
                .contains(new Vehicle.Truck(1, "MAN", null, NOON));
    }

    @ParameterizedTest
    @EnumSource
    void optionsReachTheServerAndStayTheCallers(Form form) {
        odm.model(Person.class).collection().createIndex(Indexes.ascending("name"));
        FindOneAndUpdateOptions options = after().sort(new Document("id", 1))
                .hint(new Document("name", 1))
                .comment(new BsonString("why"))
                .maxTime(5, TimeUnit.SECONDS)
                .arrayFilters(List.of(eq("t", "a")));
        Bson update = elements(Person::tags).each("t").set("z");

        assertThat(sentBy(() -> form.model(async, Person.class).findOneAndUpdate(new Document(), update, options)))
                .containsExactly(json("{findAndModify: 'people', query: {}, sort: {_id: 1}, new: true,"
                        + " update: {$set: {'tags.$[t]': 'z'}}, maxTimeMS: {$numberLong: '5000'},"
                        + " arrayFilters: [{t: 'a'}], hint: {name: 1}, comment: 'why'}"));
        assertThat(options.getSort()).isEqualTo(new Document("id", 1));
        assertThat(options.getHint()).isEqualTo(new Document("name", 1));
    }

    @ParameterizedTest
    @EnumSource
    void projectionThatDropsAComponentIsRefused(Form form) {
        FindOneAndUpdateOptions options = new FindOneAndUpdateOptions().projection(new Document("name", 1));

        assertThat(sentBy(() -> assertThatExceptionOfType(InvalidFilterException.class)
                        .isThrownBy(() -> form.model(async, Person.class)
                                .findOneAndUpdate(new Document(), set("age", 1), options))))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void duplicateKeyNamesItsIndex(Form form) {
        odm.model(Person.class)
                .collection()
                .createIndex(
                        Indexes.ascending("name"),
                        new IndexOptions().unique(true).name("one_name"));
        Model<Person> people = form.model(async, Person.class);
        people.createMany(List.of(Person.named("Ann"), Person.named("Bob")));

        assertThatExceptionOfType(DuplicateKeyException.class)
                .isThrownBy(() -> people.findOneAndUpdate(eq("name", "Bob"), set("name", "Ann")))
                .satisfies(e -> assertThat(e.indexName()).isEqualTo("one_name"))
                .withCauseInstanceOf(MongoCommandException.class);
    }

    @ParameterizedTest
    @EnumSource
    void documentThatDoesNotFitIsUpdatedAndThenAnError(Form form) {
        store("people", "{_id: {$oid: '65f1c0ffee65f1c0ffee65f1'}, name: 5, tags: []}");

        assertThatExceptionOfType(DecodingException.class)
                .isThrownBy(() -> form.model(async, Person.class)
                        .findOneAndUpdate(new Document(), combine(set("age", 1)), after()));
        assertThat(stored("people").getFirst().getInt32("age").getValue()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void nullsAreRefused(Form form) {
        Model<Person> people = form.model(async, Person.class);

        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> people.findOneAndUpdate(none(), set("age", 1)))
                .withMessage("filter");
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> people.findOneAndUpdate(new Document(), none()))
                .withMessage("update");
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> people.findOneAndUpdate(new Document(), set("age", 1), none()))
                .withMessage("options");
    }
}
