package io.mongoodm.reference;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoOperationTimeoutException;
import com.mongodb.WriteConcern;
import com.mongodb.client.model.InsertOneModel;
import com.mongodb.client.result.UpdateResult;
import io.mongoodm.Model;
import io.mongoodm.Odm;
import io.mongoodm.fixture.Form;
import io.mongoodm.reference.Written.Account;
import io.mongoodm.reference.Written.Note;
import io.mongoodm.testkit.CommandRecorder;
import io.mongoodm.testkit.EmbeddedMongo;
import io.mongoodm.testkit.Feature;
import io.mongoodm.testkit.OdmTest;
import io.mongoodm.testkit.Requires;
import io.mongoodm.vthreads.AsyncOdm;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.bson.Document;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What settings and views add to the commands of writes: write concern, timeouts. */
@OdmTest(models = {Note.class, Account.class})
@Timeout(60)
class WriteSettingsTest extends WriteTest {
    private final EmbeddedMongo mongo;

    WriteSettingsTest(Odm odm, CommandRecorder recorder, EmbeddedMongo mongo) {
        super(odm, recorder);
        this.mongo = mongo;
    }

    private Odm with(Consumer<MongoClientSettings.Builder> change) {
        ConnectionString uri = new ConnectionString(mongo.uri());
        MongoClientSettings.Builder settings =
                MongoClientSettings.builder().applyConnectionString(uri).addCommandListener(recorder);
        change.accept(settings);
        return Odm.builder()
                .settings(settings.build())
                .database(Objects.requireNonNull(uri.getDatabase()))
                .models(Note.class, Account.class)
                .build();
    }

    private static Map<String, Consumer<Model<Note>>> writes() {
        Map<String, Consumer<Model<Note>>> writes = new LinkedHashMap<>();
        writes.put("create", notes -> notes.create(Note.of("a", "x")));
        writes.put("createMany", notes -> notes.createMany(List.of(Note.of("b", "x"))));
        writes.put("update", notes -> notes.update(Note.of("a", "y")));
        writes.put("update by operators", notes -> notes.update(Note.of("a", "y"), set("text", "z")));
        writes.put("patch", notes -> notes.patch(Note.of("a", "z"), Note.of("a", "y")));
        writes.put("updateAndGet", notes -> notes.updateAndGet(Note.of("a", "x")));
        writes.put("updateAll", notes -> notes.updateAll(List.of(Note.of("a", "y"))));
        writes.put("replace", notes -> notes.replace(Note.of("a", "x")));
        writes.put("updateOne", notes -> notes.updateOne(eq("_id", "a"), set("text", "z")));
        writes.put("updateMany", notes -> notes.updateMany(new Document(), set("text", "z")));
        writes.put("findOneAndUpdate", notes -> notes.findOneAndUpdate(eq("_id", "a"), set("text", "z")));
        writes.put("findOneAndReplace", notes -> notes.findOneAndReplace(eq("_id", "a"), Note.of("a", "x")));
        writes.put("findOneAndDelete", notes -> notes.findOneAndDelete(eq("_id", "none")));
        writes.put("bulkWrite", notes -> notes.bulkWrite(List.of(new InsertOneModel<>(Note.of("c", "x")))));
        writes.put("delete", notes -> notes.delete(Note.of("c", "x")));
        writes.put("deleteOne", notes -> notes.deleteOne(eq("_id", "b")));
        writes.put("deleteMany", notes -> notes.deleteMany(new Document()));
        return writes;
    }

    @ParameterizedTest
    @EnumSource
    void timeoutOfAViewIsSentWithEveryWrite(Form form) {
        Model<Note> notes = form.model(async, Note.class).withTimeout(Duration.ofSeconds(20));

        writes().forEach((name, write) -> assertThat(sentBy(() -> write.accept(notes)))
                .as(name)
                .singleElement()
                .satisfies(command ->
                        assertThat(command.getNumber("maxTimeMS").longValue()).isBetween(1L, 20_000L)));
    }

    @ParameterizedTest
    @EnumSource
    void viewWithATimeoutLeavesItsModelAsItIs(Form form) {
        Model<Note> notes = form.model(async, Note.class);
        notes.withTimeout(Duration.ofSeconds(20)).create(Note.of("a", "x"));

        assertThat(sentBy(() -> notes.create(Note.of("b", "x"))))
                .singleElement()
                .satisfies(command -> assertThat(command).doesNotContainKey("maxTimeMS"));
    }

    @ParameterizedTest
    @EnumSource
    void timeoutThatIsTooShortIsRefused(Form form) {
        Model<Note> notes = form.model(async, Note.class);

        for (Duration tooShort : List.of(Duration.ZERO, Duration.ofMillis(-1), Duration.ofNanos(999_999))) {
            assertThatExceptionOfType(IllegalArgumentException.class)
                    .isThrownBy(() -> notes.withTimeout(tooShort))
                    .withMessage("A timeout has to be at least one millisecond");
        }
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> notes.withTimeout(none()))
                .withMessage("timeout");
    }

    @ParameterizedTest
    @EnumSource
    @Requires(Feature.FAIL_POINTS)
    void callThatTakesLongerMayHaveBeenSent(Form form) {
        try (Odm odm = with(settings -> settings.applicationName("slow-write-" + form));
                AsyncOdm async = AsyncOdm.over(odm)) {
            odm.client()
                    .getDatabase("admin")
                    .runCommand(
                            Document.parse("{configureFailPoint: 'failCommand', mode: {times: 1}, data: {failCommands:"
                                    + " ['insert'], blockConnection: true, blockTimeMS: 3000, appName: 'slow-write-"
                                    + form
                                    + "'}}"));
            Model<Note> notes = form.model(async, Note.class).withTimeout(Duration.ofSeconds(1));

            assertThatExceptionOfType(MongoOperationTimeoutException.class)
                    .isThrownBy(() -> notes.create(Note.of("a", "x")));
        }
    }

    @ParameterizedTest
    @EnumSource
    void writeConcernOfTheSettingsIsSentWithEveryWrite(Form form) {
        try (Odm odm = with(settings -> settings.writeConcern(WriteConcern.W1.withJournal(false)));
                AsyncOdm async = AsyncOdm.over(odm)) {
            Model<Note> notes = form.model(async, Note.class);

            writes().forEach((name, write) -> assertThat(sentBy(() -> write.accept(notes)))
                    .as(name)
                    .singleElement()
                    .satisfies(command ->
                            assertThat(command.getDocument("writeConcern")).isEqualTo(json("{w: 1, j: false}"))));
            odm.dropDatabase();
        }
    }

    @ParameterizedTest
    @EnumSource
    void unacknowledgedWritesAreNeitherMissingNorStale(Form form) {
        try (Odm odm = with(settings -> settings.writeConcern(WriteConcern.UNACKNOWLEDGED));
                AsyncOdm async = AsyncOdm.over(odm)) {
            Model<Note> notes = form.model(async, Note.class);
            Model<Account> accounts = form.model(async, Account.class);

            assertThat(notes.update(Note.of("gone", "x"))).isEqualTo(UpdateResult.unacknowledged());
            assertThat(accounts.update(Account.of("gone", 1)).wasAcknowledged()).isFalse();
            assertThat(accounts.delete(Account.of("gone", 1)).wasAcknowledged()).isFalse();
            assertThat(accounts.updateAll(List.of(Account.of("gone", 1), Account.of("lost", 2), Account.of("never", 3)))
                            .wasAcknowledged())
                    .isFalse();
            assertThat(notes.replace(Note.of("gone", "x")).text()).isEqualTo("x");
            assertThat(notes.bulkWrite(List.of(new InsertOneModel<>(Note.of("a", "x"))))
                            .wasAcknowledged())
                    .isFalse();
        }
    }
}
