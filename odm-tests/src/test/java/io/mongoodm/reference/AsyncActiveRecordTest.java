package io.mongoodm.reference;

import static com.mongodb.client.model.Filters.eq;
import static io.mongoodm.query.Fields.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mongoodm.DocumentNotFoundException;
import io.mongoodm.InvalidModelException;
import io.mongoodm.Odm;
import io.mongoodm.annotation.OdmModel;
import io.mongoodm.testkit.CommandRecorder;
import io.mongoodm.testkit.EmbeddedMongo;
import io.mongoodm.testkit.Feature;
import io.mongoodm.testkit.OdmTest;
import io.mongoodm.testkit.Requires;
import io.mongoodm.vthreads.AsyncActiveRecord;
import io.mongoodm.vthreads.AsyncModel;
import io.mongoodm.vthreads.AsyncOdm;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@OdmTest(models = AsyncActiveRecordTest.Postcard.class)
final class AsyncActiveRecordTest {
    @OdmModel(collection = "postcards")
    record Postcard(@Nullable ObjectId id, String text) implements AsyncActiveRecord<Postcard> {
        static Postcard of(String text) {
            return new Postcard(null, text);
        }
    }

    record Lonely(@Nullable ObjectId id) implements AsyncActiveRecord<Lonely> {}

    record Impostor(@Nullable ObjectId id) implements AsyncActiveRecord<Postcard> {}

    private final AsyncOdm odm;
    private final AsyncModel<Postcard> postcards;
    private final CommandRecorder recorder;
    private final EmbeddedMongo server;

    AsyncActiveRecordTest(AsyncOdm odm, CommandRecorder recorder, EmbeddedMongo server) {
        this.odm = odm;
        this.postcards = odm.model(Postcard.class);
        this.recorder = recorder;
        this.server = server;
    }

    @Test
    void createUpdateAndDeleteAreFutures() {
        Postcard stored = Postcard.of("sun").acreate().join();
        assertThat(postcards.afindById(Objects.requireNonNull(stored.id())).join())
                .contains(stored);

        assertThat(new Postcard(stored.id(), "rain").aupdate().join().getModifiedCount())
                .isEqualTo(1);
        assertThat(postcards.aget(eq("_id", stored.id())).join().text()).isEqualTo("rain");

        assertThat(stored.aupdate(field(Postcard::text).set("snow")).join().getModifiedCount())
                .isEqualTo(1);
        assertThat(postcards.aget(eq("_id", stored.id())).join().text()).isEqualTo("snow");

        assertThat(stored.adelete().join().getDeletedCount()).isEqualTo(1);
        assertThat(stored.adelete().join().getDeletedCount()).isZero();
        assertThatThrownBy(() -> stored.aupdate().join())
                .isExactlyInstanceOf(CompletionException.class)
                .cause()
                .isExactlyInstanceOf(DocumentNotFoundException.class)
                .hasMessage("There is no stored Postcard with this id; nothing was written. It was deleted, or never"
                        + " created: create it, or replace it with upsert");
    }

    @Test
    void eachCallIsOneCommand() {
        assertThat(Sent.namesBy(
                        recorder,
                        () -> Postcard.of("sun").acreate().join().adelete().join()))
                .containsExactly("insert", "delete");
    }

    @Test
    void withoutAnOpenHandleThatRegisteredItACallThrows() {
        assertThatThrownBy(() -> new Lonely(null).acreate())
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage("No open handle has registered Lonely, so acreate() does not know where to go: call"
                        + " odm.model(Lonely.class).acreate(...) on the handle that you mean");
    }

    @Test
    void withAHandleThatHasNoAsyncOneACallThrows() {
        try (Odm blocking = Odm.connect(server.uri(), Lonely.class)) {
            assertThat(blocking.model(Lonely.class).exists()).isFalse();
            assertThatThrownBy(() -> new Lonely(null).acreate())
                    .isExactlyInstanceOf(IllegalStateException.class)
                    .hasMessage("No AsyncOdm is open over the handle that has registered Lonely, so acreate() does"
                            + " not know where to go: open one with AsyncOdm.over(odm)");
        }
    }

    @Test
    void ofSeveralAsyncHandlesOverOneAnyThatIsOpenWillDo() {
        try (Odm blocking = Odm.connect(server.uri(), Lonely.class)) {
            List<AsyncOdm> handles = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                handles.add(AsyncOdm.over(blocking));
            }
            for (int closing : new int[] {1, 2, 0}) {
                assertThat(new Lonely(null).acreate().join().id()).isNotNull();
                handles.get(closing).close();
            }
            assertThatThrownBy(() -> new Lonely(null).acreate()).hasMessageStartingWith("No AsyncOdm is open");
        }
    }

    @Test
    void withSeveralOpenHandlesACallThrowsUntilOneIsLeft() {
        try (AsyncOdm second = AsyncOdm.connect(server.uri(), Postcard.class)) {
            assertThatThrownBy(() -> Postcard.of("sun").acreate())
                    .isExactlyInstanceOf(IllegalStateException.class)
                    .hasMessage("2 open handles have registered Postcard, so acreate() does not know where to"
                            + " go: call"
                            + " odm.model(Postcard.class).acreate(...) on the handle that you mean");
            assertThat(second.model(Postcard.class)
                            .acreate(Postcard.of("sun"))
                            .join()
                            .id())
                    .isNotNull();
        }
        assertThat(Postcard.of("sun").acreate().join().id()).isNotNull();
    }

    @Test
    @Requires(Feature.TRANSACTIONS)
    void insideATransactionACallThrows() {
        assertThatThrownBy(() -> odm.transaction(tx -> Postcard.of("sun").acreate()))
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage("This call would not take part in the transaction that its thread works in: use"
                        + " tx.model(Postcard.class), or a view of another session to stay outside");
    }

    @Test
    void anotherTypeArgumentIsRefusedAtRegistration() {
        assertThatThrownBy(() -> Odm.connect(server.uri(), Impostor.class))
                .isExactlyInstanceOf(InvalidModelException.class)
                .hasMessage("Record Impostor implements AsyncActiveRecord<Postcard>: the type argument has to be"
                        + " Impostor");
    }
}
