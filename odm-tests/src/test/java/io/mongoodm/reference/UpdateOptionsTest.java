package io.mongoodm.reference;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.setOnInsert;
import static io.mongoodm.query.Fields.elements;
import static io.mongoodm.query.Fields.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.mongodb.client.model.Collation;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.UpdateManyModel;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.result.UpdateResult;
import io.mongoodm.InvalidFilterException;
import io.mongoodm.Model;
import io.mongoodm.Odm;
import io.mongoodm.fixture.Form;
import io.mongoodm.reference.Written.Line;
import io.mongoodm.reference.Written.Note;
import io.mongoodm.reference.Written.Order;
import io.mongoodm.reference.Written.Person;
import io.mongoodm.reference.Written.Vehicle;
import io.mongoodm.testkit.CommandRecorder;
import io.mongoodm.testkit.Feature;
import io.mongoodm.testkit.OdmTest;
import io.mongoodm.testkit.Requires;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bson.BsonString;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The options of {@code updateOne} and {@code updateMany}, upserts among them. */
@OdmTest(models = {Person.class, Note.class, Order.class, Vehicle.class})
class UpdateOptionsTest extends WriteTest {
    UpdateOptionsTest(Odm odm, CommandRecorder recorder) {
        super(odm, recorder);
    }

    private static UpdateOptions upsert() {
        return new UpdateOptions().upsert(true);
    }

    @ParameterizedTest
    @EnumSource
    void upsertSetsTheCreationTimeOnInsert(Form form) {
        Model<Note> notes = form.model(async, Note.class);

        assertThat(updateSentBy(() -> notes.updateOne(eq("_id", "n"), set("text", "x"), upsert())))
                .isEqualTo(json(
                        "{q: {_id: 'n'}, u: {$set: {text: 'x', updated: %s}, $setOnInsert: {created: %s}}, upsert:"
                                + " true}",
                        NOON, NOON));
        at(LATER);
        notes.updateOne(eq("_id", "n"), set("text", "y"), upsert());

        assertThat(notes.find().toList()).containsExactly(new Note("n", "y", NOON, LATER));
    }

    @ParameterizedTest
    @EnumSource
    void ownCreationTimeOfAnUpsertWins(Form form) {
        Model<Note> notes = form.model(async, Note.class);

        notes.updateOne(eq("_id", "n"), combine(set("text", "x"), setOnInsert("created", LATER)), upsert());

        assertThat(notes.find().toList()).containsExactly(new Note("n", "x", LATER, NOON));
    }

    @ParameterizedTest
    @EnumSource
    void upsertTellsTheIdThatTheServerMade(Form form) {
        Model<Person> people = form.model(async, Person.class);

        UpdateResult result = people.updateMany(
                field(Person::name).eq("Ann"), combine(set("age", 1), set("tags", List.of())), upsert());

        ObjectId id =
                Objects.requireNonNull(result.getUpsertedId()).asObjectId().getValue();
        assertThat(people.find().toList()).containsExactly(new Person(id, "Ann", 1, null, List.of()));
    }

    @ParameterizedTest
    @EnumSource
    void upsertHasToFixAnIdThatIsNoObjectId(Form form) {
        Model<Note> notes = form.model(async, Note.class);

        assertThat(sentBy(() -> assertThatExceptionOfType(InvalidFilterException.class)
                        .isThrownBy(() -> notes.updateOne(eq("text", "x"), set("text", "y"), upsert()))
                        .withMessage(
                                "An upsert on Note does not fix _id, and the server would make an ObjectId, which is"
                                        + " not what is stored for id: put an equality on the id into the filter")))
                .isEmpty();
        notes.updateOne(eq("text", "x"), combine(set("text", "y"), setOnInsert("_id", "n")), upsert());
        notes.updateOne(
                Filters.and(eq("text", "z"), Filters.in("_id", "m", "o"), eq("id", "m")), set("text", "z"), upsert());
        assertThat(notes.find().toList()).extracting(Note::id).containsExactlyInAnyOrder("n", "m");
    }

    @ParameterizedTest
    @EnumSource
    void upsertThroughARootHasToFixTheVariant(Form form) {
        Model<Vehicle> vehicles = form.model(async, Vehicle.class);

        assertThat(sentBy(() -> assertThatExceptionOfType(InvalidFilterException.class)
                        .isThrownBy(() -> vehicles.updateOne(eq("_id", 1), set("name", "Fiat"), upsert()))
                        .withMessage("An upsert on Vehicle does not say which variant it inserts: use the model of the"
                                + " variant, or an equality on _cls")))
                .isEmpty();
        vehicles.updateOne(Document.parse("{_cls: 'Truck', _id: 1}"), set("name", "MAN"), upsert());
        form.model(async, Vehicle.Car.class)
                .updateOne(eq("_id", 2), combine(set("name", "Fiat"), set("doors", 3)), upsert());

        assertThat(vehicles.find().toList())
                .containsExactlyInAnyOrder(new Vehicle.Truck(1, "MAN", null, NOON), new Vehicle.Car(2, "Fiat", 3));
    }

    @ParameterizedTest
    @EnumSource
    void upsertMayNotInsertWhatCannotBeRead(Form form) {
        Model<Person> people = form.model(async, Person.class);
        Bson filter = eq("tags", "a");
        Bson update = set("name", "Ann");
        List<ThrowingCallable> calls = List.of(
                () -> people.updateOne(filter, update, upsert()),
                () -> people.updateMany(filter, update, upsert()),
                () -> people.findOneAndUpdate(filter, update, new FindOneAndUpdateOptions().upsert(true)),
                () -> people.bulkWrite(List.of(new UpdateOneModel<>(filter, update, upsert()))),
                () -> people.bulkWrite(List.of(new UpdateManyModel<>(filter, update, upsert()))));

        assertThat(sentBy(() -> assertThat(calls)
                        .allSatisfy(call -> assertThatExceptionOfType(InvalidFilterException.class)
                                .isThrownBy(call)
                                .withMessage(
                                        "An upsert stores what its filter demands, and \"tags\" is stored as a list,"
                                                + " each element a string and cannot hold a string (upsert, at tags): give"
                                                + " the whole list; an element is a string"))))
                .isEmpty();
        people.updateOne(filter, combine(update, setOnInsert("tags", List.of("a"))), upsert());
        assertThat(people.find().toList()).extracting(Person::tags).containsExactly(List.of("a"));
    }

    @ParameterizedTest
    @EnumSource
    void upsertHasToGiveWhatIsRequired(Form form) {
        Model<Vehicle> vehicles = form.model(async, Vehicle.class);

        assertThat(sentBy(() -> assertThatExceptionOfType(InvalidFilterException.class)
                        .isThrownBy(() -> vehicles.updateOne(
                                Document.parse("{_cls: 'Car', _id: 1}"), set("name", "Fiat"), upsert()))
                        .withMessage("An upsert on Vehicle inserts documents without the required \"doors\" (upsert):"
                                + " give it in setOnInsert, or declare it @Nullable")))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void arrayFiltersChooseTheElements(Form form) {
        Model<Order> orders = form.model(async, Order.class);
        orders.create(new Order(1, List.of(new Line("pen", 2), new Line("ink", 9)), Map.of()));
        UpdateOptions options = new UpdateOptions().arrayFilters(List.of(Document.parse("{'many.pieces': {$gt: 5}}")));

        orders.updateOne(eq("_id", 1), set("lines.$[many].pieces", 0), options);

        assertThat(orders.findById(1).orElseThrow().lines()).containsExactly(new Line("pen", 2), new Line("ink", 0));
    }

    @ParameterizedTest
    @EnumSource
    void typedFieldNamesItsArrayFilter(Form form) {
        Model<Person> people = form.model(async, Person.class);
        people.create(Person.named("Ann").withTags("a", "b"));
        UpdateOptions options = new UpdateOptions().arrayFilters(List.of(eq("t", "a")));

        people.updateMany(new Document(), elements(Person::tags).each("t").set("z"), options);

        assertThat(people.get(new Document()).tags()).containsExactly("z", "b");
    }

    @ParameterizedTest
    @EnumSource
    void arrayFilterWithAnUnknownFieldIsRefused(Form form) {
        UpdateOptions options = new UpdateOptions().arrayFilters(List.of(Document.parse("{'many.peices': {$gt: 5}}")));

        assertThat(sentBy(() -> assertThatExceptionOfType(InvalidFilterException.class)
                        .isThrownBy(() -> form.model(async, Order.class)
                                .updateOne(new Document(), set("lines.$[many].pieces", 0), options))
                        .withMessageContaining("pieces")))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void elementsThatNoArrayFilterDescribesAreRefused(Form form) {
        Model<Order> orders = form.model(async, Order.class);
        Order order = orders.create(new Order(1, List.of(new Line("pen", 2)), Map.of()));
        Bson update = elements(Order::lines).each("many").then(Line::pieces).set(0);
        List<ThrowingCallable> calls = List.of(
                () -> orders.updateOne(eq(1), update),
                () -> orders.updateMany(eq(1), update, new UpdateOptions()),
                () -> orders.update(order, update),
                () -> orders.findOneAndUpdate(eq(1), update),
                () -> orders.bulkWrite(List.of(new UpdateOneModel<>(eq(1), update))));

        assertThat(sentBy(() -> assertThat(calls)
                        .allSatisfy(call -> assertThatExceptionOfType(InvalidFilterException.class)
                                .isThrownBy(call)
                                .withMessage("The update names $[many], which no array filter describes (array filter):"
                                        + " give an array filter on \"many\" in the options"))))
                .isEmpty();
        orders.updateOne(eq(1), elements(Order::lines).at(0).then(Line::article).set("costs $[many]"));
        assertThat(orders.get(eq(1)).lines()).containsExactly(new Line("costs $[many]", 2));
    }

    @ParameterizedTest
    @EnumSource
    void hintCommentAndVariablesReachTheServer(Form form) {
        odm.model(Note.class).collection().createIndex(Indexes.ascending("text"));
        UpdateOptions options =
                new UpdateOptions().hint(field(Note::text).ascending()).comment(new BsonString("why"));

        assertThat(sentBy(() -> form.model(async, Note.class).updateOne(eq("text", "x"), set("text", "y"), options)))
                .containsExactly(json(
                        "{update: 'notes', ordered: true, comment: 'why', updates: [{q: {text: 'x'},"
                                + " u: {$set: {text: 'y', updated: %s}}, hint: {text: 1}}]}",
                        NOON));
        assertThat(updateSentBy(() -> form.model(async, Note.class)
                        .updateMany(eq("text", "x"), set("text", "y"), new UpdateOptions().hintString("text_1"))))
                .containsEntry("hint", new BsonString("text_1"));
    }

    @ParameterizedTest
    @EnumSource
    void hintWithAnUnknownFieldIsRefused(Form form) {
        UpdateOptions options = new UpdateOptions().hint(new Document("txet", 1));

        assertThat(sentBy(() -> assertThatExceptionOfType(InvalidFilterException.class)
                        .isThrownBy(() ->
                                form.model(async, Note.class).updateOne(new Document(), set("text", "y"), options))
                        .withMessageContaining("text")))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    @Requires(Feature.COLLATION)
    void collationAndVariablesReachTheServer(Form form) {
        UpdateOptions options = new UpdateOptions()
                .collation(Collation.builder().locale("en").build())
                .let(new Document("wanted", "x"));

        assertThat(sentBy(() -> form.model(async, Note.class)
                        .updateMany(
                                Document.parse("{$expr: {$eq: ['$text', '$$wanted']}}"), set("text", "y"), options)))
                .singleElement()
                .satisfies(command -> {
                    assertThat(command.getDocument("let")).isEqualTo(json("{wanted: 'x'}"));
                    assertThat(command.getArray("updates").get(0).asDocument().getDocument("collation"))
                            .isEqualTo(json("{locale: 'en'}"));
                });
    }

    @ParameterizedTest
    @EnumSource
    void optionsOfTheCallerStayAsTheyWere(Form form) {
        Document arrayFilter = Document.parse("{'t': 'a'}");
        Document hint = new Document("id", 1);
        UpdateOptions options =
                new UpdateOptions().arrayFilters(List.of(arrayFilter)).hint(hint);

        form.model(async, Person.class).updateOne(new Document(), set("tags.$[t]", "z"), options);

        assertThat(options.getHint()).isSameAs(hint).isEqualTo(new Document("id", 1));
        assertThat(options.getArrayFilters()).isEqualTo(List.of(Document.parse("{'t': 'a'}")));
        assertThat(options.isUpsert()).isFalse();
    }
}
