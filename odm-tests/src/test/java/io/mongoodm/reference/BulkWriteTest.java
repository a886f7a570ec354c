package io.mongoodm.reference;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.bulk.BulkWriteInsert;
import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.DeleteManyModel;
import com.mongodb.client.model.DeleteOneModel;
import com.mongodb.client.model.DeleteOptions;
import com.mongodb.client.model.InsertOneModel;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.UpdateManyModel;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.WriteModel;
import io.mongoodm.EncodingException;
import io.mongoodm.InvalidFilterException;
import io.mongoodm.Model;
import io.mongoodm.Odm;
import io.mongoodm.fixture.Form;
import io.mongoodm.reference.Written.Label;
import io.mongoodm.reference.Written.Note;
import io.mongoodm.reference.Written.Person;
import io.mongoodm.testkit.CommandRecorder;
import io.mongoodm.testkit.OdmTest;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.Document;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code bulkWrite} on a record; {@link BulkWriteOfVariantsTest} has hierarchies. */
@OdmTest(models = {Person.class, Note.class, Label.class})
class BulkWriteTest extends WriteTest {
    private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().ordered(false);

    BulkWriteTest(Odm odm, CommandRecorder recorder) {
        super(odm, recorder);
    }

    private static List<WriteModel<Note>> oneOfEachKind() {
        return List.of(
                new InsertOneModel<>(Note.of("a", "x")),
                new InsertOneModel<>(Note.of("b", "x")),
                new UpdateOneModel<>(eq("id", "a"), set("text", "y")),
                new UpdateManyModel<>(new Document(), set("text", "z")),
                new ReplaceOneModel<>(eq("_id", "b"), new Note("b", "w", Instant.EPOCH, null)),
                new DeleteOneModel<>(eq("_id", "a")),
                new DeleteManyModel<>(eq("text", "none")));
    }

    @ParameterizedTest
    @EnumSource
    void sendsOneCommandForEachRunOfAKind(Form form) {
        Model<Note> notes = form.model(async, Note.class);

        assertThat(sentBy(() -> assertThat(notes.bulkWrite(oneOfEachKind())).satisfies(result -> {
                    assertThat(result.getInsertedCount()).isEqualTo(2);
                    assertThat(result.getMatchedCount()).isEqualTo(4);
                    assertThat(result.getDeletedCount()).isEqualTo(1);
                })))
                .containsExactly(
                        json(
                                "{insert: 'notes', ordered: true, documents: ["
                                        + "{_id: 'a', text: 'x', created: %s, updated: %s},"
                                        + " {_id: 'b', text: 'x', created: %s, updated: %s}]}",
                                NOON, NOON, NOON, NOON),
                        json(
                                "{update: 'notes', ordered: true, updates: ["
                                        + "{q: {_id: 'a'}, u: {$set: {text: 'y', updated: %s}}},"
                                        + " {q: {}, u: {$set: {text: 'z', updated: %s}}, multi: true}]}",
                                NOON, NOON),
                        json(
                                "{update: 'notes', ordered: true, updates: ["
                                        + "{q: {_id: 'b'}, u: {_id: 'b', text: 'w', created: %s, updated: %s}}]}",
                                Instant.EPOCH, NOON),
                        json("{delete: 'notes', ordered: true, deletes: ["
                                + "{q: {_id: 'a'}, limit: 1}, {q: {text: 'none'}, limit: 0}]}"));
        assertThat(notes.find().toList()).containsExactly(new Note("b", "w", Instant.EPOCH, NOON));
    }

    @ParameterizedTest
    @EnumSource
    void noneSendsNothing(Form form) {
        assertThat(sentBy(() -> assertThat(form.model(async, Note.class).bulkWrite(List.of()))
                        .isEqualTo(BulkWriteResult.acknowledged(0, 0, 0, 0, List.of(), List.of()))))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void idsAreGeneratedWhereTheyCanBe(Form form) {
        BulkWriteResult result = form.model(async, Person.class)
                .bulkWrite(List.of(new DeleteManyModel<>(new Document()), new InsertOneModel<>(Person.named("Ann"))));

        assertThat(form.model(async, Person.class).find().toList())
                .singleElement()
                .satisfies(ann -> assertThat(result.getInserts())
                        .containsExactly(new BulkWriteInsert(1, new BsonObjectId(Objects.requireNonNull(ann.id())))));
        assertThat(sentBy(() -> assertThatExceptionOfType(IllegalArgumentException.class)
                        .isThrownBy(() -> form.model(async, Note.class)
                                .bulkWrite(List.of(
                                        new InsertOneModel<>(Note.of("a", "x")),
                                        new InsertOneModel<>(new Note(null, "x", null, null)))))
                        .withMessage("Of 2 writes the one at [1] was refused, and none was sent. The id of this Note is"
                                + " null, and only ids that are stored as ObjectId are generated: give it an id")))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void upsertsAreStampedAndTold(Form form) {
        Model<Note> notes = form.model(async, Note.class);

        BulkWriteResult result = notes.bulkWrite(List.of(
                new UpdateOneModel<>(eq("_id", "a"), set("text", "x"), new UpdateOptions().upsert(true)),
                new ReplaceOneModel<>(eq("_id", "b"), Note.of("b", "y"), new ReplaceOptions().upsert(true))));

        assertThat(result.getUpserts())
                .extracting(upsert -> upsert.getId().asString().getValue())
                .containsExactly("a", "b");
        assertThat(notes.find().toList())
                .containsExactlyInAnyOrder(new Note("a", "x", NOON, NOON), new Note("b", "y", NOON, NOON));
    }

    @ParameterizedTest
    @EnumSource
    void upsertsThatCouldNotBeReadAgainAreRefused(Form form) {
        Model<Note> notes = form.model(async, Note.class);
        String message =
                "An upsert on Note does not fix _id, and the server would make an ObjectId, which is not what is"
                        + " stored for id: put an equality on the id into the filter";

        assertThat(sentBy(() -> {
                    assertThatExceptionOfType(InvalidFilterException.class)
                            .isThrownBy(() -> notes.bulkWrite(List.of(new UpdateManyModel<>(
                                    eq("text", "x"), set("text", "y"), new UpdateOptions().upsert(true)))))
                            .withMessage(message);
                    assertThatExceptionOfType(InvalidFilterException.class)
                            .isThrownBy(() -> notes.bulkWrite(List.of(new ReplaceOneModel<>(
                                    eq("text", "x"),
                                    new Note(null, "y", null, null),
                                    new ReplaceOptions().upsert(true)))))
                            .withMessage(message);
                }))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void oneWriteThatIsWrongStopsAllOfThemAndIsNamed(Form form) {
        assertThat(sentBy(() -> {
                    assertRefused(
                            form,
                            new DeleteManyModel<>(Document.parse("{$nor: [{txet: 'x'}]}")),
                            "Note has no field \"txet\" (filter, at $nor[0].txet): did you mean \"text\"?");
                    assertRefused(
                            form,
                            new UpdateOneModel<>(new Document(), set("txet", "x")),
                            "Note has no field \"txet\" (update, at $set.txet): did you mean \"text\"?");
                    assertRefused(
                            form,
                            new DeleteOneModel<>(new Document(), new DeleteOptions().hint(new Document("txet", 1))),
                            "Note has no field \"txet\" (hint, at txet): did you mean \"text\"?");
                }))
                .isEmpty();
    }

    private void assertRefused(Form form, WriteModel<Note> wrong, String message) {
        List<WriteModel<Note>> writes =
                List.of(new InsertOneModel<>(Note.of("a", "x")), wrong, new InsertOneModel<>(Note.of("b", "x")));

        assertThatExceptionOfType(InvalidFilterException.class)
                .isThrownBy(() -> form.model(async, Note.class).bulkWrite(writes))
                .withMessage("Of 3 writes the one at [1] was refused, and none was sent. " + message);
    }

    @ParameterizedTest
    @EnumSource
    void oneRecordThatCannotBeEncodedStopsAllOfThemAndIsNamed(Form form) {
        assertThat(sentBy(() -> assertThatExceptionOfType(EncodingException.class)
                        .isThrownBy(() -> form.model(async, Label.class)
                                .bulkWrite(List.of(
                                        new DeleteManyModel<>(new Document()),
                                        new InsertOneModel<>(new Label("bad", "bad")))))
                        .withMessage("Of 2 writes the one at [1] was refused, and none was sent. Expected 24"
                                + " hexadecimal digits, because the string is stored as an ObjectId, but it"
                                + " is another text at _id (record Label, component id)")))
                .isEmpty();
    }

    private static List<WriteModel<Note>> withADuplicateInTheMiddle() {
        return List.of(
                new InsertOneModel<>(Note.of("a", "x")),
                new InsertOneModel<>(Note.of("a", "again")),
                new InsertOneModel<>(Note.of("b", "y")));
    }

    @ParameterizedTest
    @EnumSource
    void orderedWritesStopAtAFailureThatStaysTheDrivers(Form form) {
        Model<Note> notes = form.model(async, Note.class);

        assertThatExceptionOfType(MongoBulkWriteException.class)
                .isThrownBy(() -> notes.bulkWrite(withADuplicateInTheMiddle()))
                .satisfies(e -> {
                    assertThat(e.getWriteErrors())
                            .extracting(BulkWriteError::getIndex)
                            .containsExactly(1);
                    assertThat(e.getWriteResult())
                            .isEqualTo(BulkWriteResult.acknowledged(
                                    1, 0, 0, 0, List.of(), List.of(new BulkWriteInsert(0, new BsonString("a")))));
                });
        assertThat(notes.find().toList()).extracting(Note::id).containsExactly("a");
    }

    @ParameterizedTest
    @EnumSource
    void unorderedWritesGoOnAfterAFailure(Form form) {
        Model<Note> notes = form.model(async, Note.class);

        assertThatExceptionOfType(MongoBulkWriteException.class)
                .isThrownBy(() -> notes.bulkWrite(withADuplicateInTheMiddle(), UNORDERED))
                .satisfies(e -> {
                    assertThat(e.getWriteErrors()).hasSize(1);
                    assertThat(e.getWriteResult())
                            .isEqualTo(BulkWriteResult.acknowledged(
                                    2,
                                    0,
                                    0,
                                    0,
                                    List.of(),
                                    List.of(
                                            new BulkWriteInsert(0, new BsonString("a")),
                                            new BulkWriteInsert(2, new BsonString("b")))));
                });
        assertThat(notes.find().toList()).extracting(Note::id).containsExactlyInAnyOrder("a", "b");
    }

    @ParameterizedTest
    @EnumSource
    void unorderedWritesAreOneCommandForEachKind(Form form) {
        assertThat(Sent.namesBy(
                        recorder,
                        () -> form.model(async, Note.class)
                                .bulkWrite(
                                        List.of(
                                                new InsertOneModel<>(Note.of("a", "x")),
                                                new UpdateOneModel<>(eq("_id", "z"), set("text", "y")),
                                                new InsertOneModel<>(Note.of("b", "x"))),
                                        UNORDERED)))
                .containsExactly("insert", "update");
    }

    @ParameterizedTest
    @EnumSource
    void optionsReachTheServerAndStayTheCallers(Form form) {
        BulkWriteOptions options = new BulkWriteOptions().ordered(false).comment(new BsonString("why"));
        ReplaceOptions replace = new ReplaceOptions().hint(new Document("id", 1));

        assertThat(sentBy(() -> form.model(async, Note.class)
                        .bulkWrite(
                                List.of(new ReplaceOneModel<>(eq("_id", "a"), Note.of("a", "x"), replace)), options)))
                .containsExactly(json(
                        "{update: 'notes', ordered: false, comment: 'why', updates: [{q: {_id: 'a'},"
                                + " u: {_id: 'a', text: 'x', created: %s, updated: %s}, hint: {_id: 1}}]}",
                        NOON, NOON));
        assertThat(replace.getHint()).isEqualTo(new Document("id", 1));
        assertThat(options.isOrdered()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void nullsAreRefused(Form form) {
        Model<Note> notes = form.model(async, Note.class);

        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> notes.bulkWrite(none()))
                .withMessage("writes");
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> notes.bulkWrite(Arrays.asList(new InsertOneModel<>(Note.of("a", "x")), none())))
                .withMessage("writes[1]");
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> notes.bulkWrite(List.of(), none()))
                .withMessage("options");
    }
}
