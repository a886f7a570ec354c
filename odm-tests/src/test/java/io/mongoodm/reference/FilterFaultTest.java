package io.mongoodm.reference;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.elemMatch;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.nor;
import static com.mongodb.client.model.Filters.not;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Updates.set;
import static io.mongoodm.reference.Sent.command;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mongoodm.InvalidFilterException;
import io.mongoodm.Model;
import io.mongoodm.annotation.OdmModel;
import io.mongoodm.fixture.Form;
import io.mongoodm.testkit.CommandRecorder;
import io.mongoodm.testkit.OdmTest;
import io.mongoodm.vthreads.AsyncOdm;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the reference's filter check lets through or refuses wrongly, through the whole stack. */
@OdmTest(models = FilterFaultTest.Item.class)
final class FilterFaultTest {
    record Part(String name, int count) {}

    @OdmModel(collection = "items")
    record Item(@Nullable ObjectId id, String name, List<Part> parts, Map<String, Integer> stock) {}

    private static final Item CHAIR = new Item(
            new ObjectId(), "chair", List.of(new Part("leg", 4), new Part("seat", 1)), Map.of("rome", 3, "oslo", 0));
    private static final Item TABLE = new Item(new ObjectId(), "table", List.of(new Part("leg", 3)), Map.of("rome", 1));

    private final AsyncOdm odm;
    private final CommandRecorder recorder;

    FilterFaultTest(AsyncOdm odm, CommandRecorder recorder) {
        this.odm = odm;
        this.recorder = recorder;
    }

    @BeforeEach
    void storeItems() {
        Model<Item> items = odm.synchronous().model(Item.class);
        items.deleteMany(new Document());
        items.createMany(List.of(CHAIR, TABLE));
    }

    /** In the reference, this deleted every document. */
    @ParameterizedTest
    @EnumSource(Form.class)
    void aTypingErrorInsideNorDeletesNothing(Form form) {
        assertRefused(
                () -> items(form).deleteMany(nor(eq("nmae", "chair"))),
                "Item has no field \"nmae\" (filter, at $nor[0].nmae): did you mean \"name\"?");
        assertThat(items(form).countDocuments()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void anUnknownFieldIsRefusedAtAnyDepthByEveryFunction(Form form) {
        Model<Item> items = items(form);

        for (Bson wrong : List.of(
                eq("nmae", "x"),
                and(eq("name", "x"), eq("nmae", "x")),
                or(eq("name", "x"), and(eq("nmae", "x"), eq("name", "x"))),
                not(eq("nmae", "x")))) {
            for (Runnable call : List.<Runnable>of(
                    () -> items.find(wrong),
                    () -> items.findRaw(wrong),
                    () -> items.findOne(wrong),
                    () -> items.get(wrong),
                    () -> items.getOrCreate(wrong, () -> CHAIR),
                    () -> items.getRandomOne(wrong),
                    () -> items.countDocuments(wrong),
                    () -> items.exists(wrong),
                    () -> items.updateOne(wrong, set("name", "y")),
                    () -> items.updateMany(wrong, set("name", "y")),
                    () -> items.deleteOne(wrong),
                    () -> items.deleteMany(wrong),
                    () -> items.findOneAndUpdate(wrong, set("name", "y")),
                    () -> items.findOneAndReplace(wrong, CHAIR),
                    () -> items.findOneAndDelete(wrong))) {
                assertThat(Sent.by(
                                recorder,
                                () -> assertThatThrownBy(call::run)
                                        .isExactlyInstanceOf(InvalidFilterException.class)
                                        .hasMessageContaining("nmae")
                                        .hasMessageEndingWith("did you mean \"name\"?")))
                        .isEmpty();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void anUnknownFieldOfAnElementIsRefused(Form form) {
        assertRefused(
                () -> items(form).find(elemMatch("parts", eq("nam", "leg"))),
                "Part has no field \"nam\" (filter, at parts.$elemMatch.nam): did you mean \"name\"?");
        assertRefused(
                () -> items(form).find(eq("parts.nam", "leg")),
                "There is no \"nam\" in a list, each element a Part (filter, at parts.nam): did you mean \"name\"?");
        assertRefused(
                () -> items(form).find(eq("parts.0.nam", "leg")),
                "Part has no field \"nam\" (filter, at parts.0.nam): did you mean \"name\"?");
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void pathsOverIndexesElementsAndMapKeysAreUnderstood(Form form) {
        Model<Item> items = items(form);

        assertThat(items.find(eq("parts.0.count", 4)).toList()).containsExactly(CHAIR);
        assertThat(items.find(eq("parts.1.name", "seat")).toList()).containsExactly(CHAIR);
        assertThat(items.find(eq("parts.count", 3)).toList()).containsExactly(TABLE);
        assertThat(items.find(elemMatch("parts", Document.parse("{name: 'leg', count: {$gt: 3}}")))
                        .toList())
                .containsExactly(CHAIR);
        assertThat(items.find(eq("stock.oslo", 0)).toList()).containsExactly(CHAIR);
        assertThat(items.find(gt("stock.rome", 0)).toList()).containsExactlyInAnyOrder(CHAIR, TABLE);
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void aPathUnderAScalarIsRefused(Form form) {
        assertRefused(
                () -> items(form).find(eq("name.first", "x")),
                "There is no \"first\" in a string (filter, at name.first): name the field itself");
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void anEmptyKeyIsRefused(Form form) {
        assertRefused(() -> items(form).find(eq("", "x")), "A field name is empty (filter, at \"\"): name a field of Item");
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void idMeansTheStoredId(Form form) {
        ObjectId id = CHAIR.id();

        assertThat(Sent.by(
                        recorder,
                        () -> assertThat(items(form).find(eq("id", id)).toList())
                                .containsExactly(CHAIR)))
                .containsExactly(command("{find: 'items', filter: {_id: {$oid: '" + id + "'}}}"));
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void aTextualIdIsRefused(Form form) {
        assertRefused(
                () -> items(form).find(eq("_id", "" + CHAIR.id())),
                "\"_id\" is stored as an ObjectId and cannot be compared with a string (filter, at _id): give an ObjectId, such as new ObjectId(text)");
        assertRefused(
                () -> items(form).deleteMany(new Document("_id", new Document("$nin", List.of("x")))),
                "\"_id\" is stored as an ObjectId and cannot be compared with a string (filter, at _id.$nin): give an ObjectId, such as new ObjectId(text)");
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void aValueOfATypeThatCannotMatchIsRefused(Form form) {
        assertRefused(
                () -> items(form).find(eq("name", 5)),
                "\"name\" is stored as a string and cannot be compared with an int (filter, at name): give a string");
        assertRefused(
                () -> items(form).find(eq("parts.count", "four")),
                "\"parts.count\" is stored as an int and cannot be compared with a string (filter, at parts.count): give a number");
        assertRefused(
                () -> items(form).find(eq("stock.rome", "three")),
                "\"stock.rome\" is stored as an int and cannot be compared with a string (filter, at stock.rome): give a number");
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void anUnknownOperatorIsRefused(Form form) {
        assertRefused(
                () -> items(form).find(new Document("name", new Document("$eqq", "x"))),
                "There is no query operator $eqq (filter, at name.$eqq): did you mean \"$eq\"?");
        assertRefused(
                () -> items(form).find(new Document("$orr", List.of(new Document("name", "x")))),
                "There is no query operator $orr (filter, at $orr): did you mean \"$or\"?");
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void anUpdateWhereAFilterBelongsIsRefused(Form form) {
        assertRefused(
                () -> items(form).deleteMany(set("name", "x")),
                "$set changes documents (filter, at $set): an update is the argument after the filter; a filter names fields");
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void theMessageHoldsNoneOfTheValues(Form form) {
        assertThatThrownBy(() -> items(form).find(eq("nmae", "s3cret")))
                .isExactlyInstanceOf(InvalidFilterException.class)
                .message()
                .doesNotContain("s3cret");
    }

    private void assertRefused(Runnable call, String message) {
        assertThat(Sent.by(
                        recorder,
                        () -> assertThatThrownBy(call::run)
                                .isExactlyInstanceOf(InvalidFilterException.class)
                                .hasMessage(message)))
                .isEmpty();
    }

    private Model<Item> items(Form form) {
        return form.model(odm, Item.class);
    }
}
