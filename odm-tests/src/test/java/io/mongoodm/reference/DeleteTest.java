package io.mongoodm.reference;

import static com.mongodb.client.model.Filters.eq;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.mongodb.client.model.Collation;
import com.mongodb.client.model.DeleteOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.result.DeleteResult;
import io.mongoodm.InvalidFilterException;
import io.mongoodm.Model;
import io.mongoodm.Odm;
import io.mongoodm.fixture.Form;
import io.mongoodm.reference.Written.Account;
import io.mongoodm.reference.Written.Label;
import io.mongoodm.reference.Written.Note;
import io.mongoodm.reference.Written.Person;
import io.mongoodm.reference.Written.Vehicle;
import io.mongoodm.testkit.CommandRecorder;
import io.mongoodm.testkit.Feature;
import io.mongoodm.testkit.OdmTest;
import io.mongoodm.testkit.Requires;
import java.util.List;
import org.bson.BsonString;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code delete(record)}, {@code deleteOne} and {@code deleteMany}. */
@OdmTest(models = {Person.class, Note.class, Account.class, Label.class, Vehicle.class})
class DeleteTest extends WriteTest {
    DeleteTest(Odm odm, CommandRecorder recorder) {
        super(odm, recorder);
    }

    private void storeVehicles() {
        odm.model(Vehicle.class)
                .createMany(List.of(
                        new Vehicle.Car(1, "Fiat", 3),
                        new Vehicle.Car(2, "Seat", 5),
                        new Vehicle.Truck(3, "Fiat", null, null)));
    }

    @ParameterizedTest
    @EnumSource
    void recordIsDeletedByItsId(Form form) {
        Model<Note> notes = form.model(async, Note.class);
        notes.createMany(List.of(Note.of("a", "x"), Note.of("b", "x")));

        assertThat(sentBy(() ->
                        assertThat(notes.delete(Note.of("a", "whatever"))).isEqualTo(DeleteResult.acknowledged(1))))
                .containsExactly(json("{delete: 'notes', ordered: true, deletes: [{q: {_id: 'a'}, limit: 1}]}"));
        assertThat(notes.find().toList()).extracting(Note::id).containsExactly("b");
    }

    @ParameterizedTest
    @EnumSource
    void recordThatIsGoneIsNoError(Form form) {
        assertThat(form.model(async, Note.class).delete(Note.of("gone", "x"))).isEqualTo(DeleteResult.acknowledged(0));
    }

    @ParameterizedTest
    @EnumSource
    void variantIsDeletedWithItsTag(Form form) {
        storeVehicles();
        Model<Vehicle> vehicles = form.model(async, Vehicle.class);

        assertThat(deleteSentBy(() -> vehicles.delete(new Vehicle.Car(1, "", 0))))
                .isEqualTo(json("{q: {_id: 1, _cls: 'Car'}, limit: 1}"));
        assertThat(vehicles.delete(new Vehicle.Car(3, "", 0)).getDeletedCount())
                .as("a truck has that id")
                .isZero();
    }

    @ParameterizedTest
    @EnumSource
    void nullAndNullIdAreRefused(Form form) {
        Model<Person> people = form.model(async, Person.class);

        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> people.delete(none()))
                .withMessage("document");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> people.delete(Person.named("Ann")))
                .withMessage("The id of this Person is null, so it was never stored: create it first, and go on with"
                        + " what create returns");
    }

    @ParameterizedTest
    @EnumSource
    void oneOrAllOfWhatMatchesIsDeleted(Form form) {
        Model<Note> notes = form.model(async, Note.class);
        notes.createMany(List.of(Note.of("a", "x"), Note.of("b", "x"), Note.of("c", "x"), Note.of("d", "y")));

        assertThat(sentBy(() -> assertThat(notes.deleteOne(eq("text", "x")).getDeletedCount())
                        .isEqualTo(1)))
                .containsExactly(json("{delete: 'notes', ordered: true, deletes: [{q: {text: 'x'}, limit: 1}]}"));
        assertThat(sentBy(() -> assertThat(notes.deleteMany(eq("text", "x")).getDeletedCount())
                        .isEqualTo(2)))
                .containsExactly(json("{delete: 'notes', ordered: true, deletes: [{q: {text: 'x'}, limit: 0}]}"));
        assertThat(notes.deleteMany(eq("text", "x")).getDeletedCount()).isZero();
        assertThat(notes.find().toList()).extracting(Note::id).containsExactly("d");
    }

    @ParameterizedTest
    @EnumSource
    @Requires(Feature.RETRYABLE_WRITES)
    void onlyASingleDeletionMayBeSentAgain(Form form) {
        Model<Note> notes = form.model(async, Note.class);

        assertThat(recorder.during(() -> notes.deleteOne(new Document()))
                        .getFirst()
                        .document())
                .containsKey("txnNumber");
        assertThat(recorder.during(() -> notes.deleteMany(new Document()))
                        .getFirst()
                        .document())
                .doesNotContainKey("txnNumber");
    }

    @ParameterizedTest
    @EnumSource
    void everythingIsSaidWithAnEmptyFilter(Form form) {
        Model<Note> notes = form.model(async, Note.class);
        notes.createMany(List.of(Note.of("a", "x"), Note.of("b", "y")));

        assertThat(notes.deleteMany(new Document()).getDeletedCount()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void everythingOfAVariantIsItsOwnKind(Form form) {
        storeVehicles();

        assertThat(deleteSentBy(() -> form.model(async, Vehicle.Car.class).deleteMany(new Document())))
                .isEqualTo(json("{q: {_cls: 'Car'}, limit: 0}"));
        assertThat(form.model(async, Vehicle.class).find().toList())
                .extracting(Vehicle::id)
                .containsExactly(3);
    }

    @ParameterizedTest
    @EnumSource
    void siblingsAreOutOfReachOfAVariantsFilter(Form form) {
        storeVehicles();

        assertThat(form.model(async, Vehicle.Car.class)
                        .deleteMany(eq("name", "Fiat"))
                        .getDeletedCount())
                .isEqualTo(1);
        assertThat(form.model(async, Vehicle.Car.class).deleteMany(eq("_id", 3)).getDeletedCount())
                .isZero();
        assertThat(form.model(async, Vehicle.class).countDocuments()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void typingErrorInsideNorDeletesNothing(Form form) {
        Model<Note> notes = form.model(async, Note.class);
        notes.create(Note.of("a", "x"));

        assertThat(sentBy(() -> assertThatExceptionOfType(InvalidFilterException.class)
                        .isThrownBy(() -> notes.deleteMany(Document.parse("{$nor: [{txet: 'x'}]}")))
                        .withMessageContaining("txet")
                        .withMessageContaining("text")))
                .isEmpty();
        assertThat(notes.exists()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void idMeansTheStoredId(Form form) {
        Model<Note> notes = form.model(async, Note.class);
        notes.createMany(List.of(Note.of("a", "x"), Note.of("b", "x")));

        assertThat(deleteSentBy(() -> notes.deleteMany(eq("id", "a")))).isEqualTo(json("{q: {_id: 'a'}, limit: 0}"));
    }

    @ParameterizedTest
    @EnumSource
    void textualIdWhereAnObjectIdIsStoredIsRefused(Form form) {
        assertThat(sentBy(() -> assertThatExceptionOfType(InvalidFilterException.class)
                        .isThrownBy(
                                () -> form.model(async, Person.class).deleteOne(eq("_id", new ObjectId().toString())))))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void optionsReachTheServer(Form form) {
        odm.model(Note.class).collection().createIndex(Indexes.ascending("text"));
        DeleteOptions options =
                new DeleteOptions().hint(new Document("text", 1)).comment(new BsonString("why"));

        assertThat(sentBy(() -> form.model(async, Note.class).deleteMany(eq("text", "x"), options)))
                .containsExactly(json("{delete: 'notes', ordered: true, comment: 'why',"
                        + " deletes: [{q: {text: 'x'}, limit: 0, hint: {text: 1}}]}"));
        assertThat(sentBy(() -> form.model(async, Note.class)
                        .deleteOne(eq("text", "x"), new DeleteOptions().hintString("text_1"))))
                .containsExactly(json("{delete: 'notes', ordered: true,"
                        + " deletes: [{q: {text: 'x'}, limit: 1, hint: 'text_1'}]}"));
    }

    @ParameterizedTest
    @EnumSource
    @Requires(Feature.COLLATION)
    void collationDecidesWhatMatches(Form form) {
        Model<Note> notes = form.model(async, Note.class);
        notes.create(Note.of("a", "LOUD"));
        DeleteOptions options = new DeleteOptions()
                .collation(Collation.builder()
                        .locale("en")
                        .collationStrength(com.mongodb.client.model.CollationStrength.SECONDARY)
                        .build());

        assertThat(notes.deleteOne(eq("text", "loud"), options).getDeletedCount())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void nullFilterAndNullOptionsAreRefused(Form form) {
        Model<Note> notes = form.model(async, Note.class);

        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> notes.deleteOne(none()))
                .withMessage("filter");
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> notes.deleteMany(none()))
                .withMessage("filter");
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> notes.deleteOne(new Document(), none()))
                .withMessage("options");
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> notes.deleteMany(new Document(), none()))
                .withMessage("options");
    }
}
