package io.mongoodm.reference;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.DeleteManyModel;
import com.mongodb.client.model.InsertOneModel;
import com.mongodb.client.model.UpdateOptions;
import io.mongoodm.EncodingException;
import io.mongoodm.InvalidFilterException;
import io.mongoodm.Odm;
import io.mongoodm.reference.Written.Label;
import io.mongoodm.reference.Written.Note;
import io.mongoodm.testkit.CommandRecorder;
import io.mongoodm.testkit.OdmTest;
import io.mongoodm.vthreads.AsyncModel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the async form of a write throws at the call, before anything is queued, and what its future fails with. */
@OdmTest(models = {Note.class, Label.class})
@Timeout(60)
class WrongCallTest extends WriteTest {
    private static final Note NOTE = Note.of("n", "x");
    private static final Note WITHOUT_ID = new Note(null, "x", null, null);
    private static final Document ALL = new Document();
    private static final Document UNKNOWN = new Document("unknown", 1);

    WrongCallTest(Odm odm, CommandRecorder recorder) {
        super(odm, recorder);
    }

    private void throwAtTheCall(
            Class<? extends Exception> expected, List<Function<AsyncModel<Note>, CompletableFuture<?>>> calls) {
        AsyncModel<Note> notes = async.model(Note.class);
        assertThat(sentBy(() -> {
                    for (int i = 0; i < calls.size(); i++) {
                        Function<AsyncModel<Note>, CompletableFuture<?>> call = calls.get(i);
                        assertThatThrownBy(() -> call.apply(notes))
                                .as("call %d", i)
                                .isInstanceOf(expected);
                    }
                }))
                .isEmpty();
    }

    @Test
    void nullsThrow() {
        throwAtTheCall(
                NullPointerException.class,
                List.of(
                        notes -> notes.acreate(none()),
                        notes -> notes.acreateMany(none()),
                        notes -> notes.aupdate(none()),
                        notes -> notes.aupdate(NOTE, none()),
                        notes -> notes.apatch(NOTE, none()),
                        notes -> notes.aupdateAndGet(none()),
                        notes -> notes.aupdateAll(none()),
                        notes -> notes.areplace(none()),
                        notes -> notes.adelete(none()),
                        notes -> notes.agetOrCreate(ALL, none()),
                        notes -> notes.afindOneAndUpdate(ALL, none()),
                        notes -> notes.afindOneAndReplace(ALL, none()),
                        notes -> notes.afindOneAndDelete(none()),
                        notes -> notes.aupdateOne(none(), set("text", "y")),
                        notes -> notes.aupdateMany(ALL, set("text", "y"), none()),
                        notes -> notes.adeleteOne(none()),
                        notes -> notes.adeleteMany(none()),
                        notes -> notes.abulkWrite(none())));
    }

    @Test
    void filtersAndUpdatesThatDoNotFitThrow() {
        throwAtTheCall(
                InvalidFilterException.class,
                List.of(
                        notes -> notes.aupdate(NOTE, set("unknown", 1)),
                        notes -> notes.agetOrCreate(UNKNOWN, () -> NOTE),
                        notes -> notes.afindOneAndUpdate(UNKNOWN, set("text", "y")),
                        notes -> notes.afindOneAndReplace(UNKNOWN, NOTE),
                        notes -> notes.afindOneAndDelete(UNKNOWN),
                        notes -> notes.aupdateOne(ALL, set("unknown", 1)),
                        notes -> notes.aupdateMany(UNKNOWN, set("text", "y")),
                        notes -> notes.aupdateMany(ALL, List.of(new Document("$set", UNKNOWN))),
                        notes -> notes.aupdateOne(ALL, set("text", "y"), new UpdateOptions().upsert(true)),
                        notes -> notes.adeleteOne(UNKNOWN),
                        notes -> notes.adeleteMany(UNKNOWN),
                        notes -> notes.abulkWrite(List.of(new DeleteManyModel<>(UNKNOWN)), new BulkWriteOptions())));
    }

    @Test
    void nullIdsThrow() {
        throwAtTheCall(
                IllegalArgumentException.class,
                List.of(
                        notes -> notes.acreate(WITHOUT_ID),
                        notes -> notes.acreateMany(List.of(WITHOUT_ID)),
                        notes -> notes.aupdate(WITHOUT_ID),
                        notes -> notes.aupdate(WITHOUT_ID, set("text", "y")),
                        notes -> notes.apatch(NOTE, WITHOUT_ID),
                        notes -> notes.aupdateAndGet(WITHOUT_ID),
                        notes -> notes.aupdateAll(List.of(NOTE, WITHOUT_ID)),
                        notes -> notes.areplace(WITHOUT_ID),
                        notes -> notes.adelete(WITHOUT_ID),
                        notes -> notes.abulkWrite(List.of(new InsertOneModel<>(WITHOUT_ID)))));
    }

    @Test
    void recordThatCannotBeEncodedFailsTheFutureWithTheExceptionItself() {
        CompletableFuture<Label> future = async.model(Label.class).acreate(new Label("no id", "red"));

        assertThatThrownBy(future::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(EncodingException.class);
        assertThat(future.exceptionNow()).isInstanceOf(EncodingException.class);
    }

    @Test
    void argumentsMayChangeAfterTheCall() {
        Document filter = new Document("_id", "a");
        Document update = new Document("$set", new Document("text", "y"));
        List<Note> created = new ArrayList<>(List.of(Note.of("a", "x"), Note.of("b", "x")));
        AsyncModel<Note> notes = async.model(Note.class);

        CompletableFuture<List<Note>> creating = notes.acreateMany(created);
        created.clear();
        assertThat(creating.join()).hasSize(2);
        CompletableFuture<?> updating = notes.aupdateMany(filter, update);
        filter.put("_id", "b");
        update.put("$set", new Document("text", "z"));
        updating.join();

        assertThat(odm.model(Note.class).find(eq("text", "y")).toList())
                .extracting(Note::id)
                .containsExactly("a");
    }
}
