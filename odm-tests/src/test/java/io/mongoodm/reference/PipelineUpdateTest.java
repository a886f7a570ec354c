package io.mongoodm.reference;

import static com.mongodb.client.model.Filters.eq;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Field;
import com.mongodb.client.model.UpdateManyModel;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.result.UpdateResult;
import io.mongoodm.InvalidFilterException;
import io.mongoodm.Model;
import io.mongoodm.Odm;
import io.mongoodm.fixture.Form;
import io.mongoodm.reference.Written.Account;
import io.mongoodm.reference.Written.Note;
import io.mongoodm.reference.Written.Vehicle;
import io.mongoodm.testkit.CommandRecorder;
import io.mongoodm.testkit.Feature;
import io.mongoodm.testkit.OdmTest;
import io.mongoodm.testkit.Requires;
import java.util.List;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code updateOne} and {@code updateMany} with the stages of a pipeline. */
@OdmTest(models = {Note.class, Account.class, Vehicle.class})
class PipelineUpdateTest extends WriteTest {
    private static final List<Bson> DOUBLED =
            List.of(Aggregates.set(new Field<>("balance", Document.parse("{$multiply: ['$balance', 2]}"))));

    PipelineUpdateTest(Odm odm, CommandRecorder recorder) {
        super(odm, recorder);
    }

    @ParameterizedTest
    @EnumSource
    @Requires(Feature.PIPELINE_UPDATES)
    void stagesAreSentWithTheStampsLast(Form form) {
        Model<Account> accounts = form.model(async, Account.class);
        accounts.createMany(List.of(Account.of("a", 1), Account.of("b", 2)));

        assertThat(sentBy(() -> assertThat(accounts.updateMany(new Document(), DOUBLED))
                        .isEqualTo(UpdateResult.acknowledged(2, 2L, null))))
                .containsExactly(json(
                        "{update: 'accounts', ordered: true, updates: [{q: {}, u: ["
                                + "{$set: {balance: {$multiply: ['$balance', 2]}}}, {$set: {updatedAt: %s,"
                                + " version: {$add: [{$ifNull: ['$version', 0]}, 1]}}}], multi: true}]}",
                        NOON));
        assertThat(accounts.updateOne(eq("_id", "a"), DOUBLED)).isEqualTo(UpdateResult.acknowledged(1, 1L, null));
        assertThat(accounts.find().toList())
                .containsExactlyInAnyOrder(new Account("a", 4, NOON, 2), new Account("b", 4, NOON, 1));
    }

    @ParameterizedTest
    @EnumSource
    @Requires(Feature.PIPELINE_UPDATES)
    void upsertSetsTheCreationTimeWhereThereIsNone(Form form) {
        Model<Note> notes = form.model(async, Note.class);
        List<Document> stages = List.of(Document.parse("{$set: {text: 'x'}}"));
        UpdateOptions upsert = new UpdateOptions().upsert(true);

        notes.updateOne(eq("_id", "n"), stages, upsert);
        at(LATER);
        notes.updateMany(eq("_id", "n"), stages, upsert);

        assertThat(notes.find().toList()).containsExactly(new Note("n", "x", NOON, LATER));
    }

    @ParameterizedTest
    @EnumSource
    @Requires(Feature.PIPELINE_UPDATES)
    void variantUpdatesItsOwnKind(Form form) {
        Model<Vehicle> vehicles = form.model(async, Vehicle.class);
        vehicles.createMany(List.of(new Vehicle.Car(1, "Fiat", 3), new Vehicle.Truck(2, "Fiat", null, null)));

        form.model(async, Vehicle.Car.class)
                .updateMany(new Document(), List.of(Document.parse("{$set: {name: {$toUpper: '$name'}}}")));

        assertThat(vehicles.find().toList())
                .containsExactlyInAnyOrder(new Vehicle.Car(1, "FIAT", 3), new Vehicle.Truck(2, "Fiat", null, NOON));
    }

    @ParameterizedTest
    @EnumSource
    @Requires(Feature.PIPELINE_UPDATES)
    void bulkTakesThemToo(Form form) {
        Model<Account> accounts = form.model(async, Account.class);
        accounts.create(Account.of("a", 1));

        accounts.bulkWrite(
                List.of(new UpdateOneModel<>(eq("_id", "a"), DOUBLED), new UpdateManyModel<>(new Document(), DOUBLED)),
                new BulkWriteOptions());

        assertThat(accounts.find().toList()).containsExactly(new Account("a", 4, NOON, 2));
    }

    @ParameterizedTest
    @EnumSource
    void unknownFieldsStagesAndNothingAtAllAreRefused(Form form) {
        Model<Note> notes = form.model(async, Note.class);

        assertThat(sentBy(() -> {
                    assertThatExceptionOfType(InvalidFilterException.class)
                            .isThrownBy(() ->
                                    notes.updateMany(new Document(), List.of(Document.parse("{$set: {txet: 'x'}}"))))
                            .withMessageContaining("text");
                    assertThatExceptionOfType(InvalidFilterException.class)
                            .isThrownBy(() ->
                                    notes.updateMany(new Document(), List.of(Document.parse("{$match: {text: 'x'}}"))))
                            .withMessageContaining("$match");
                    assertThatExceptionOfType(InvalidFilterException.class)
                            .isThrownBy(() -> notes.updateMany(new Document(), List.of()));
                }))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void tagCannotBeSet(Form form) {
        assertThat(sentBy(() -> assertThatExceptionOfType(InvalidFilterException.class)
                        .isThrownBy(() -> form.model(async, Vehicle.class)
                                .updateMany(new Document(), List.of(Document.parse("{$set: {_cls: 'Car'}}"))))
                        .withMessageContaining("_cls")))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void upsertThatCouldNotBeReadAgainIsRefused(Form form) {
        assertThat(sentBy(() -> assertThatExceptionOfType(InvalidFilterException.class)
                        .isThrownBy(() -> form.model(async, Note.class)
                                .updateOne(
                                        eq("text", "x"),
                                        List.of(Document.parse("{$set: {text: 'y'}}")),
                                        new UpdateOptions().upsert(true)))
                        .withMessage(
                                "An upsert on Note does not fix _id, and the server would make an ObjectId, which is"
                                        + " not what is stored for id: put an equality on the id into the filter")))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void nullsAreRefused(Form form) {
        Model<Note> notes = form.model(async, Note.class);

        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> notes.updateOne(none(), List.of(new Document("$set", new Document("text", "x")))))
                .withMessage("filter");
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> notes.updateMany(new Document(), WriteTest.<List<Bson>>none()))
                .withMessage("pipeline");
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(
                        () -> notes.updateMany(new Document(), List.of(Document.parse("{$set: {text: 'x'}}")), none()))
                .withMessage("options");
    }
}
