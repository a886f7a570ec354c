package io.mongoodm.reference;

import static com.mongodb.client.model.Filters.eq;
import static io.mongoodm.reference.Sent.command;
import static org.assertj.core.api.Assertions.assertThat;

import io.mongoodm.Model;
import io.mongoodm.annotation.OdmModel;
import io.mongoodm.fixture.Form;
import io.mongoodm.testkit.CommandRecorder;
import io.mongoodm.testkit.OdmTest;
import io.mongoodm.vthreads.AsyncOdm;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two sealed roots and a record in one collection, the tag in a field of the user's choice. */
@OdmTest(
        models = {SharedCollectionTest.Signal.class, SharedCollectionTest.Sensor.class, SharedCollectionTest.Any.class})
final class SharedCollectionTest {
    @OdmModel(collection = "events", tagField = "kind")
    sealed interface Signal {
        int id();

        record Alarm(int id, int level) implements Signal {}

        record Note(int id, String text) implements Signal {}
    }

    @OdmModel(collection = "events", tagField = "kind")
    sealed interface Sensor {
        int id();

        record Heat(int id, double degrees) implements Sensor {}
    }

    /** What all of them have. */
    @OdmModel(collection = "events")
    record Any(int id) {}

    private static final Signal ALARM = new Signal.Alarm(1, 3);
    private static final Signal NOTE = new Signal.Note(2, "tea");
    private static final Sensor HEAT = new Sensor.Heat(3, 36.6);

    private final AsyncOdm odm;
    private final CommandRecorder recorder;

    SharedCollectionTest(AsyncOdm odm, CommandRecorder recorder) {
        this.odm = odm;
        this.recorder = recorder;
    }

    @BeforeEach
    void storeEvents() {
        odm.synchronous().model(Any.class).deleteMany(new Document());
        odm.synchronous().model(Signal.class).createMany(List.of(ALARM, NOTE));
        odm.synchronous().model(Sensor.class).create(HEAT);
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void aRootThatSharesItsCollectionFindsItsOwnVariants(Form form) {
        Model<Signal> signals = form.model(odm, Signal.class);

        assertThat(Sent.by(recorder, () -> assertThat(signals.find().toList()).containsExactlyInAnyOrder(ALARM, NOTE)))
                .containsExactly(command("{find: 'events', filter: {kind: {$in: ['Alarm', 'Note']}}}"));
        assertThat(form.model(odm, Sensor.class).find().toList()).containsExactly(HEAT);
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void aRootOfOneVariantNeedsNoList(Form form) {
        assertThat(Sent.by(recorder, () -> form.model(odm, Sensor.class).findById(3)))
                .containsExactly(
                        command("{find: 'events', filter: {kind: 'Heat', _id: 3}, limit: 1, singleBatch: true}"));
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void itsOtherFunctionsStayAmongItsOwnToo(Form form) {
        Model<Signal> signals = form.model(odm, Signal.class);

        assertThat(signals.countDocuments()).isEqualTo(2);
        assertThat(signals.estimatedDocumentCount()).isEqualTo(2);
        assertThat(signals.exists(eq("_id", 3))).isFalse();
        assertThat(signals.getRandomOne()).isIn(ALARM, NOTE);
        assertThat(signals.aggregate(List.of(), Any.class).toList()).containsExactlyInAnyOrder(new Any(1), new Any(2));
        assertThat(signals.deleteMany(new Document()).getDeletedCount()).isEqualTo(2);
        assertThat(form.model(odm, Any.class).find().toList()).containsExactly(new Any(3));
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void aRecordThatSharesTheCollectionFindsEverything(Form form) {
        assertThat(form.model(odm, Any.class).find().toList())
                .containsExactlyInAnyOrder(new Any(1), new Any(2), new Any(3));
    }
}
