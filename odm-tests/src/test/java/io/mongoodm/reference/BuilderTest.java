package io.mongoodm.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.mongoodm.InvalidFilterException;
import io.mongoodm.Model;
import io.mongoodm.Odm;
import io.mongoodm.annotation.OdmModel;
import io.mongoodm.reference.Written.Note;
import io.mongoodm.testkit.CommandRecorder;
import io.mongoodm.testkit.EmbeddedMongo;
import io.mongoodm.testkit.OdmTest;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.bson.BsonDocument;
import org.bson.Document;
import org.bson.UuidRepresentation;
import org.junit.jupiter.api.Test;

@OdmTest
class BuilderTest {
    private final String uri;

    BuilderTest(EmbeddedMongo mongo) {
        this.uri = mongo.uri();
    }

    @OdmModel(collection = "tokens")
    record Token(UUID id) {}

    @Test
    void databaseGoesBeforeTheOneInTheUri() {
        try (Odm odm = Odm.builder().uri(uri).database("other").build()) {
            assertThat(odm.database().getName()).isEqualTo("other");
        }
    }

    @Test
    void uriIsAppliedOnTopOfTheSettings() {
        CommandRecorder recorder = new CommandRecorder();
        MongoClientSettings settings = MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString("mongodb://127.0.0.1:1"))
                .addCommandListener(recorder)
                .build();

        try (Odm odm =
                Odm.builder().settings(settings).uri(uri).models(Note.class).build()) {
            odm.model(Note.class).create(Note.of("n", "x"));
        }
        assertThat(recorder.names()).contains("insert");
    }

    @Test
    void settingsNeedADatabase() {
        MongoClientSettings settings = MongoClientSettings.builder().build();

        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> Odm.builder().settings(settings).build())
                .withMessage("No database is named: name it in database(name)");
    }

    @Test
    void givenClientStaysOpen() {
        try (MongoClient client = MongoClients.create(uri)) {
            Odm odm = Odm.builder()
                    .client(client)
                    .database("given")
                    .models(Note.class)
                    .build();
            assertThat(odm.client()).isSameAs(client);
            assertThat(odm.disconnect()).isTrue();

            assertThat(client.getDatabase("given").getCollection("notes").countDocuments())
                    .isZero();
        }
    }

    @Test
    void clientNeedsADatabase() {
        try (MongoClient client = MongoClients.create(uri)) {
            assertThatExceptionOfType(IllegalArgumentException.class)
                    .isThrownBy(() -> Odm.builder().client(client).build())
                    .withMessage("No database is named: name it in database(name)");
        }
    }

    @Test
    void clientBesideUriOrSettingsIsRefused() {
        String message =
                "A client was given beside a URI or settings: give one of them, since a client has settings of its own";
        try (MongoClient client = MongoClients.create(uri)) {
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> Odm.builder().client(client).uri(uri).build())
                    .withMessage(message);
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> Odm.builder()
                            .client(client)
                            .settings(MongoClientSettings.builder().build())
                            .build())
                    .withMessage(message);
        }
    }

    @Test
    void nothingToConnectToIsRefused() {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> Odm.builder().models(Note.class).build())
                .withMessage("Nothing to connect to: give uri(...), settings(...) or client(...)");
    }

    @Test
    void nameThatNoDatabaseCanHaveIsRefused() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> Odm.builder().uri(uri).database("a b").build())
                .withMessage(
                        "No database can have the name \"a b\": give it 1 to 63 bytes without / \\ . \" $, space and"
                                + " the null character");
    }

    @Test
    void uuidsAreStandardUnlessTheSettingsSayOtherwise() {
        UUID id = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
        try (Odm odm = Odm.connect(uri, Token.class)) {
            odm.model(Token.class).create(new Token(id));
            assertThat(Objects.requireNonNull(odm.database()
                                    .getCollection("tokens", BsonDocument.class)
                                    .find()
                                    .first())
                            .getBinary("_id")
                            .asUuid())
                    .isEqualTo(id);
        }
        try (MongoClient client = MongoClients.create(MongoClientSettings.builder()
                        .applyConnectionString(new ConnectionString(uri))
                        .uuidRepresentation(UuidRepresentation.UNSPECIFIED)
                        .build());
                Odm odm = Odm.builder()
                        .client(client)
                        .database("given")
                        .models(Token.class)
                        .build()) {
            assertThat(odm.model(Token.class).create(new Token(id))).isEqualTo(new Token(id));
            assertThat(odm.model(Token.class).findById(id)).isPresent();
            odm.dropDatabase();
        }
    }

    @Test
    void clockGivesTheStamps() {
        Instant then = Instant.parse("2000-01-01T00:00:00Z");
        try (Odm odm =
                Odm.builder().uri(uri).models(Note.class).clock(() -> then).build()) {
            assertThat(odm.model(Note.class).create(Note.of("clock", "x")).createdAt())
                    .isEqualTo(then);
        }
    }

    @Test
    void checksCanBeTurnedOff() {
        try (Odm odm =
                Odm.builder().uri(uri).models(Note.class).validateFilters(false).build()) {
            Model<Note> notes = odm.model(Note.class);

            assertThat(notes.countDocuments(new Document("unknown", 1))).isZero();
            assertThat(notes.deleteMany(new Document("id", "none")).getDeletedCount())
                    .isZero();
        }
        try (Odm odm = Odm.builder().uri(uri).models(Note.class).build()) {
            assertThatExceptionOfType(InvalidFilterException.class)
                    .isThrownBy(() -> odm.model(Note.class).countDocuments(new Document("unknown", 1)));
        }
    }

    @Test
    void nullsAreRefused() {
        Odm.Builder builder = Odm.builder();

        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> builder.uri(WriteTest.none()))
                .withMessage("uri");
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> builder.settings(WriteTest.none()))
                .withMessage("settings");
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> builder.client(WriteTest.none()))
                .withMessage("client");
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> builder.database(WriteTest.none()))
                .withMessage("name");
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> builder.clock(WriteTest.none()))
                .withMessage("clock");
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> builder.lookup(WriteTest.none()))
                .withMessage("lookup");
    }
}
