package io.mongoodm.reference;

import static com.mongodb.client.model.Filters.eq;
import static io.mongoodm.query.Fields.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mongoodm.ActiveRecord;
import io.mongoodm.DocumentNotFoundException;
import io.mongoodm.InvalidModelException;
import io.mongoodm.Odm;
import io.mongoodm.annotation.OdmModel;
import io.mongoodm.testkit.CommandRecorder;
import io.mongoodm.testkit.EmbeddedMongo;
import io.mongoodm.testkit.OdmTest;
import io.mongoodm.vthreads.AsyncOdm;
import java.util.Objects;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@OdmTest(models = {ActiveRecordTest.Letter.class, ActiveRecordTest.Parcel.class})
final class ActiveRecordTest {
    @OdmModel(collection = "letters")
    record Letter(
            @Nullable ObjectId id,
            String text) implements ActiveRecord<Letter> {
        static Letter of(String text) {
            return new Letter(null, text);
        }
    }

    @OdmModel(collection = "parcels")
    sealed interface Parcel {
        record Box(@Nullable ObjectId id, int weight) implements Parcel, ActiveRecord<Box> {}

        record Tube(@Nullable ObjectId id, int length) implements Parcel, ActiveRecord<Tube> {}
    }

    record Unregistered(@Nullable ObjectId id) implements ActiveRecord<Unregistered> {}

    record Impostor(@Nullable ObjectId id) implements ActiveRecord<Letter> {}

    private final Odm odm;
    private final CommandRecorder recorder;
    private final EmbeddedMongo server;

    ActiveRecordTest(Odm odm, CommandRecorder recorder, EmbeddedMongo server) {
        this.odm = odm;
        this.recorder = recorder;
        this.server = server;
    }

    @Test
    void createReturnsTheStoredRecord() {
        Letter stored = Letter.of("hello").create();

        assertThat(stored.id()).isNotNull();
        assertThat(odm.model(Letter.class).findById(Objects.requireNonNull(stored.id())))
                .contains(stored);
    }

    @Test
    void updateWritesTheRecordOrWhatOperatorsSay() {
        Letter stored = Letter.of("hello").create();

        assertThat(new Letter(stored.id(), "hello again").update().getModifiedCount())
                .isEqualTo(1);
        assertThat(odm.model(Letter.class).get(eq("_id", stored.id())).text()).isEqualTo("hello again");
        assertThat(stored.update(field(Letter::text).set("bye")).getModifiedCount())
                .isEqualTo(1);
        assertThat(odm.model(Letter.class).get(eq("_id", stored.id())).text()).isEqualTo("bye");
    }

    @Test
    void deleteTellsWhetherItWasThere() {
        Letter stored = Letter.of("hello").create();

        assertThat(stored.delete().getDeletedCount()).isEqualTo(1);
        assertThat(stored.delete().getDeletedCount()).isZero();
        assertThatThrownBy(stored::update)
                .isExactlyInstanceOf(DocumentNotFoundException.class)
                .hasMessage("There is no stored Letter with this id; nothing was written. It was deleted, or never"
                        + " created");
    }

    @Test
    void eachCallIsOneCommand() {
        Letter letter = Letter.of("hello");

        assertThat(Sent.namesBy(recorder, () -> letter.create().delete())).containsExactly("insert", "delete");
    }

    @Test
    void aVariantGoesToItsRegisteredRoot() {
        Parcel.Box box = new Parcel.Box(null, 3).create();
        Parcel.Tube tube = new Parcel.Tube(null, 90).create();

        assertThat(odm.model(Parcel.class).find().toList()).containsExactlyInAnyOrder(box, tube);
        assertThat(box.delete().getDeletedCount()).isEqualTo(1);
        assertThat(tube.delete().getDeletedCount()).isEqualTo(1);
    }

    @Test
    void withoutAnOpenHandleThatRegisteredItACallIsRefused() {
        assertThatThrownBy(() -> new Unregistered(null).create())
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage("No open handle has registered Unregistered, so create() does not know where to go: call"
                        + " odm.model(Unregistered.class).create(...) on the handle that you mean");
        assertThatThrownBy(() -> new Unregistered(null).update())
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage("No open handle has registered Unregistered, so update() does not know where to go: call"
                        + " odm.model(Unregistered.class).update(...) on the handle that you mean");
        assertThatThrownBy(() -> new Unregistered(null).delete())
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage("No open handle has registered Unregistered, so delete() does not know where to go: call"
                        + " odm.model(Unregistered.class).delete(...) on the handle that you mean");
    }

    @Test
    void withSeveralOpenHandlesACallIsRefusedUntilOneIsLeft() {
        try (Odm second = Odm.connect(server.uri(), Letter.class)) {
            assertThatThrownBy(() -> Letter.of("hello").create())
                    .isExactlyInstanceOf(IllegalStateException.class)
                    .hasMessage("2 open handles have registered Letter, so create() does not know where to go: call"
                            + " odm.model(Letter.class).create(...) on the handle that you mean");
            assertThat(second.model(Letter.class).create(Letter.of("hello")).id())
                    .isNotNull();
        }
        assertThat(Letter.of("hello").create().id()).isNotNull();
    }

    @Test
    void anAsyncHandleOverAHandleAndViewsOfItCountAsOne() {
        try (AsyncOdm over = AsyncOdm.over(odm);
                Odm view = odm.withDatabase("elsewhere")) {
            assertThat(over.synchronous()).isNotNull();
            assertThat(view.database().getName()).isEqualTo("elsewhere");
            assertThat(Letter.of("hello").create().id()).isNotNull();
        }
    }

    @Test
    void anotherTypeArgumentIsRefusedAtRegistration() {
        assertThatThrownBy(() -> Odm.connect(server.uri(), Impostor.class))
                .isExactlyInstanceOf(InvalidModelException.class)
                .hasMessage(
                        "Record Impostor implements ActiveRecord<Letter>: the type argument has to be" + " Impostor");
    }
}
