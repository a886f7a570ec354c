package io.mongoodm.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.throwable;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.bulk.BulkWriteInsert;
import com.mongodb.bulk.BulkWriteResult;
import io.mongoodm.DuplicateKeyException;
import io.mongoodm.EncodingException;
import io.mongoodm.Model;
import io.mongoodm.Odm;
import io.mongoodm.fixture.Form;
import io.mongoodm.reference.Written.Label;
import io.mongoodm.reference.Written.Note;
import io.mongoodm.reference.Written.Person;
import io.mongoodm.reference.Written.Vehicle;
import io.mongoodm.testkit.CommandRecorder;
import io.mongoodm.testkit.OdmTest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.bson.BsonString;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@OdmTest(models = {Person.class, Note.class, Label.class, Vehicle.class})
class CreateManyTest extends WriteTest {
    CreateManyTest(Odm odm, CommandRecorder recorder) {
        super(odm, recorder);
    }

    @ParameterizedTest
    @EnumSource
    void sendsOneInsertForAllOfThem(Form form) {
        List<Note> notes = List.of(Note.of("a", "x"), Note.of("b", "y"));

        assertThat(sentBy(() -> form.model(async, Note.class).createMany(notes)))
                .containsExactly(json(
                        "{insert: 'notes', ordered: true, documents: [{_id: 'a', text: 'x', created: %s, updated: %s},"
                                + " {_id: 'b', text: 'y', created: %s, updated: %s}]}",
                        NOON, NOON, NOON, NOON));
    }

    @ParameterizedTest
    @EnumSource
    void returnsWhatIsStoredInTheOrderOfTheArgument(Form form) {
        Model<Person> people = form.model(async, Person.class);

        List<Person> created = people.createMany(List.of(Person.named("Zoe"), Person.named("Ann")));

        assertThat(created).extracting(Person::name).containsExactly("Zoe", "Ann");
        assertThat(created).extracting(Person::id).doesNotContainNull().doesNotHaveDuplicates();
        assertThat(people.find().toList()).containsExactlyInAnyOrderElementsOf(created);
    }

    @ParameterizedTest
    @EnumSource
    void noneSendsNothing(Form form) {
        assertThat(sentBy(() -> assertThat(form.model(async, Note.class).createMany(List.of()))
                        .isEmpty()))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void nullIdThatCannotBeGeneratedIsRefusedBeforeAnythingIsSent(Form form) {
        assertThat(sentBy(() -> assertThatExceptionOfType(IllegalArgumentException.class)
                        .isThrownBy(() -> form.model(async, Note.class)
                                .createMany(List.of(Note.of("a", "x"), new Note(null, "y", null, null))))
                        .withMessage(
                                "Of 2 Note records the one at [1] was refused, and none was sent. The id of this Note"
                                        + " is null, and only ids that are stored as ObjectId are generated: give it an"
                                        + " id")))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void oneThatCannotBeEncodedStopsAllOfThem(Form form) {
        assertThat(sentBy(() -> assertThatExceptionOfType(EncodingException.class)
                        .isThrownBy(() -> form.model(async, Label.class)
                                .createMany(List.of(new Label(null, "good"), new Label("bad", "bad"))))
                        .withMessage("Of 2 Label records the one at [1] was refused, and none was sent. Expected 24"
                                + " hexadecimal digits, because the string is stored as an ObjectId, but it"
                                + " is another text at _id (record Label, component id)")))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void nullListAndNullElementAreRefused(Form form) {
        Model<Note> notes = form.model(async, Note.class);

        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> notes.createMany(none()))
                .withMessage("documents");
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> notes.createMany(Arrays.asList(Note.of("a", "x"), none())))
                .withMessage("documents[1]");
        assertThat(stored("notes")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void duplicateStopsTheRestAndKeepsWhatWasBeforeIt(Form form) {
        Model<Note> notes = form.model(async, Note.class);
        notes.create(Note.of("b", "there"));

        assertThatExceptionOfType(DuplicateKeyException.class)
                .isThrownBy(() -> notes.createMany(List.of(Note.of("a", "x"), Note.of("b", "y"), Note.of("c", "z"))))
                .withMessage("Another document has the same key in the unique index _id_ of Note's collection: give the"
                        + " document another key, or change the one that is there")
                .satisfies(e -> assertThat(e.indexName()).isEqualTo("_id_"))
                .havingCause()
                .asInstanceOf(throwable(MongoBulkWriteException.class))
                .extracting(MongoBulkWriteException::getWriteResult)
                .isEqualTo(BulkWriteResult.acknowledged(
                        1, 0, 0, 0, List.of(), List.of(new BulkWriteInsert(0, new BsonString("a")))));

        assertThat(notes.find().toList()).extracting(Note::id).containsExactlyInAnyOrder("a", "b");
    }

    @ParameterizedTest
    @EnumSource
    void variantsAreMixedThroughTheRoot(Form form) {
        form.model(async, Vehicle.class)
                .createMany(List.of(new Vehicle.Car(1, "Fiat", 3), new Vehicle.Truck(2, "MAN", null, null)));

        assertThat(stored("vehicles"))
                .containsExactly(
                        json("{_cls: 'Car', _id: 1, name: 'Fiat', doors: 3}"),
                        json("{_cls: 'Truck', _id: 2, name: 'MAN', updatedAt: %s}", NOON));
    }

    @ParameterizedTest
    @EnumSource
    void thousandsGoInFewCommands(Form form) {
        List<Person> many =
                IntStream.range(0, 5_000).mapToObj(i -> Person.named("p" + i)).toList();

        assertThat(sentBy(() -> form.model(async, Person.class).createMany(many)))
                .hasSize(1);
        assertThat(form.model(async, Person.class).countDocuments()).isEqualTo(5_000);
    }

    @ParameterizedTest
    @EnumSource
    void listMayChangeAfterTheCall(Form form) {
        List<Note> notes = new ArrayList<>(List.of(Note.of("a", "x")));

        List<Note> created = form.model(async, Note.class).createMany(notes);
        notes.clear();

        assertThat(created).hasSize(1);
    }
}
