package io.mongoodm.reference;

import static com.mongodb.client.model.Filters.eq;
import static io.mongoodm.reference.Sent.command;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import io.mongoodm.InvalidFilterException;
import io.mongoodm.Odm;
import io.mongoodm.annotation.OdmModel;
import io.mongoodm.reference.Vehicle.Bike;
import io.mongoodm.testkit.CommandRecorder;
import io.mongoodm.testkit.EmbeddedMongo;
import io.mongoodm.testkit.OdmTest;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Checks can be switched off, for a handle or a model; what they add stays. */
@OdmTest
final class UncheckedTest {
    @OdmModel(collection = "drafts", validateFilters = false)
    record Draft(int id, String text) {}

    private final CommandRecorder recorder = new CommandRecorder();
    private final EmbeddedMongo server;
    private final Odm odm;

    UncheckedTest(EmbeddedMongo server) {
        this.server = server;
        this.odm = handle(false);
    }

    private Odm handle(boolean checked) {
        String uri = server.uri();
        return Odm.builder()
                .settings(MongoClientSettings.builder()
                        .applyConnectionString(new ConnectionString(uri))
                        .addCommandListener(recorder)
                        .build())
                .uri(uri)
                .models(Vehicle.class, Book.class, Draft.class)
                .validateFilters(checked)
                .build();
    }

    @AfterEach
    void close() {
        odm.close();
    }

    @Test
    void anUnknownFieldPassesOnAnUncheckedHandle() {
        assertThat(Sent.by(
                        recorder,
                        () -> odm.model(Book.class)
                                .find(eq("yaer", 1815))
                                .sort(new Document("yaer", 1))
                                .toList()))
                .containsExactly(command("{find: 'books', filter: {yaer: 1815}, sort: {yaer: 1}}"));
    }

    @Test
    void idStillMeansTheStoredId() {
        assertThat(Sent.by(
                        recorder,
                        () -> odm.model(Book.class)
                                .find(new Document("$or", List.of(new Document("id", 3), new Document("yaer", 1))))
                                .toList()))
                .containsExactly(command("{find: 'books', filter: {$or: [{_id: 3}, {yaer: 1}]}}"));
    }

    @Test
    void tagsAreStillAdded() {
        assertThat(Sent.by(
                        recorder,
                        () -> odm.model(Bike.class).find(eq("wings", 2)).toList()))
                .containsExactly(command("{find: 'vehicles', filter: {_cls: 'Bike', wings: 2}}"));
    }

    @Test
    void oneModelCanBeUncheckedOnACheckedHandle() {
        try (Odm checked = handle(true)) {
            assertThat(checked.model(Draft.class).find(eq("txet", "x")).toList())
                    .isEmpty();
            assertThatThrownBy(() -> checked.model(Book.class).find(eq("yaer", 1815)))
                    .isExactlyInstanceOf(InvalidFilterException.class)
                    .hasMessage("Book has no field \"yaer\" (filter, at yaer): did you mean \"year\"?");
        }
    }
}
