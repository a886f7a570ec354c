package io.mongoodm.reference;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Sorts.ascending;
import static io.mongoodm.query.Fields.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mongoodm.DecodingException;
import io.mongoodm.Model;
import io.mongoodm.Query;
import io.mongoodm.annotation.OdmModel;
import io.mongoodm.fixture.Form;
import io.mongoodm.testkit.CommandRecorder;
import io.mongoodm.testkit.OdmTest;
import io.mongoodm.vthreads.AsyncOdm;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bson.BsonInt32;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Documents that others spoiled: what is in front of them is delivered, what holds the cursor is let go. */
@OdmTest(models = SpoiledDocumentTest.Crate.class)
final class SpoiledDocumentTest {
    record Label(String maker, int weight) {}

    @OdmModel(collection = "crates")
    record Crate(int id, Label label) {}

    private static final int SPOILED = 5;
    private static final String MESSAGE =
            "Expected int32 but was string at label.weight (record Label, component weight)";

    private final AsyncOdm odm;
    private final CommandRecorder recorder;

    SpoiledDocumentTest(AsyncOdm odm, CommandRecorder recorder) {
        this.odm = odm;
        this.recorder = recorder;
    }

    @BeforeEach
    void storeCratesAndSpoilOne() {
        Model<Crate> crates = odm.synchronous().model(Crate.class);
        crates.deleteMany(new Document());
        crates.createMany(
                IntStream.range(0, 20).mapToObj(SpoiledDocumentTest::crate).toList());
        crates.collection().updateOne(eq("_id", SPOILED), new Document("$set", new Document("label.weight", "heavy")));
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void theErrorNamesTheRecordTheComponentAndThePath(Form form) {
        DecodingException error =
                catchThrowableOfType(DecodingException.class, () -> crates(form).get(eq("_id", SPOILED)));

        assertThat(error).hasMessage(MESSAGE);
        assertThat(error.recordType()).isEqualTo(Label.class);
        assertThat(error.component()).isEqualTo("weight");
        assertThat(error.path()).isEqualTo("label.weight");
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void theErrorTellsWhichDocumentItWas(Form form) {
        Model<Crate> crates = crates(form);

        DecodingException error = catchThrowableOfType(
                DecodingException.class, () -> crates.find().toList());

        assertThat(error.documentId()).isEqualTo(new BsonInt32(SPOILED));
        assertThat(crates.findRaw(eq("_id", error.documentId())).get().get("label"))
                .isEqualTo(new Document("maker", "maker").append("weight", "heavy"));
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void everyReadOfItFailsInTheSameWay(Form form) {
        Model<Crate> crates = crates(form);

        for (Runnable read : List.<Runnable>of(
                () -> crates.findOne(eq("_id", SPOILED)),
                () -> crates.findById(SPOILED),
                () -> crates.find(eq("_id", SPOILED)).first(),
                () -> crates.find().toList(),
                () -> crates.getRandomOne(eq("_id", SPOILED)),
                () -> crates.getOrCreate(eq("_id", SPOILED), () -> crate(SPOILED)),
                () -> crates.aggregate(List.of(), Crate.class).toList(),
                () -> crates.find().project(Crate.class).toList(),
                () -> crates.findOneAndUpdate(
                        eq("_id", SPOILED),
                        field(Crate::label).then(Label::maker).set("x")))) {
            assertThatThrownBy(read::run)
                    .isExactlyInstanceOf(DecodingException.class)
                    .hasMessage(MESSAGE);
        }
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void documentsInFrontOfItAreDeliveredAndTheCursorIsClosedAtTheServer(Form form) {
        List<Crate> seen = new ArrayList<>();

        List<String> sent = Sent.namesBy(recorder, () -> {
            Stream<Crate> stream = sorted(form).batchSize(10).stream();
            assertThatThrownBy(() -> stream.forEach(seen::add))
                    .isExactlyInstanceOf(DecodingException.class)
                    .hasMessage(MESSAGE);
        });

        assertThat(seen).extracting(Crate::id).containsExactly(0, 1, 2, 3, 4);
        assertThat(sent).startsWith("find").endsWith("killCursors");
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void inALaterBatchToo(Form form) {
        List<Crate> seen = new ArrayList<>();

        List<String> sent = Sent.namesBy(
                recorder,
                () -> assertThatThrownBy(() -> {
                            for (Crate crate : sorted(form).batchSize(3)) {
                                seen.add(crate);
                            }
                        })
                        .isExactlyInstanceOf(DecodingException.class));

        assertThat(seen).extracting(Crate::id).containsExactly(0, 1, 2, 3, 4);
        assertThat(sent).startsWith("find", "getMore").endsWith("killCursors");
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void aListThatCannotBeCompletedClosesItsCursorToo(Form form) {
        List<String> sent = Sent.namesBy(
                recorder,
                () -> assertThatThrownBy(() -> sorted(form).batchSize(10).toList())
                        .isExactlyInstanceOf(DecodingException.class));

        assertThat(sent).containsExactly("find", "killCursors");
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void theRestIsReadByAFilterThatLeavesItOut(Form form) {
        assertThat(crates(form).find(gte("_id", SPOILED + 1)).toList()).hasSize(14);
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void itIsReadRawAndMendedThroughTheModel(Form form) {
        assertThat(crates(form)
                        .findRaw(eq("_id", SPOILED))
                        .get()
                        .get("label", Document.class)
                        .get("weight"))
                .isEqualTo("heavy");

        crates(form)
                .updateOne(
                        eq("_id", SPOILED),
                        field(Crate::label).then(Label::weight).set(7));

        assertThat(crates(form).get(eq("_id", SPOILED))).isEqualTo(new Crate(SPOILED, new Label("maker", 7)));
    }

    private static Crate crate(int id) {
        return new Crate(id, new Label("maker", id));
    }

    private Query<Crate> sorted(Form form) {
        return crates(form).find().sort(ascending("_id"));
    }

    private Model<Crate> crates(Form form) {
        return form.model(odm, Crate.class);
    }
}
