package io.mongoodm.reference;

import io.mongoodm.Odm;
import io.mongoodm.testkit.CommandRecorder;
import io.mongoodm.testkit.OdmTest;
import io.mongoodm.vthreads.AsyncOdm;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What the tests of writes stand on: an empty database, a clock that a test sets, and the commands that were sent. */
abstract class WriteTest {
    static final Instant NOON = Instant.parse("2024-05-01T12:00:00.123Z");
    static final Instant LATER = Instant.parse("2024-05-01T13:30:00.456Z");

    final Odm odm;
    final AsyncOdm async;
    final CommandRecorder recorder;
    private volatile Instant now = NOON;

    WriteTest(Odm injected, CommandRecorder recorder) {
        this.recorder = recorder;
        this.odm = Odm.builder()
                .client(injected.client())
                .database(injected.database().getName())
                .models(Objects.requireNonNull(getClass().getAnnotation(OdmTest.class))
                        .models())
                .clock(() -> now)
                .build();
        this.async = AsyncOdm.over(odm);
    }

    @BeforeEach
    void empty() {
        odm.dropDatabase();
        recorder.clear();
    }

    @AfterEach
    void close() {
        async.close();
        odm.close();
    }

    /** Sets the time that stamps have from now on. */
    void at(Instant time) {
        now = time;
    }

    /** Runs a call and returns the commands that it sent. */
    List<BsonDocument> sentBy(Runnable call) {
        return Sent.by(recorder, call);
    }

    /** Runs a call and returns the one update statement that it sent, with its filter, change and options. */
    BsonDocument updateSentBy(Runnable call) {
        return statementSentBy("updates", call);
    }

    /** Runs a call and returns the one delete statement that it sent. */
    BsonDocument deleteSentBy(Runnable call) {
        return statementSentBy("deletes", call);
    }

    private BsonDocument statementSentBy(String statements, Runnable call) {
        List<BsonDocument> commands = sentBy(call);
        if (commands.size() != 1 || commands.getFirst().getArray(statements).size() != 1) {
            throw new AssertionError("Not one command with one statement: " + commands);
        }
        return commands.getFirst().getArray(statements).get(0).asDocument();
    }

    /** Stores a document as it is written. */
    void store(String collection, String json) {
        odm.database().getCollection(collection, BsonDocument.class).insertOne(BsonDocument.parse(json));
    }

    /** Returns what is stored in a collection, in the order of the ids. */
    List<BsonDocument> stored(String collection) {
        return odm.database()
                .getCollection(collection, BsonDocument.class)
                .find()
                .sort(new Document("_id", 1))
                .into(new ArrayList<>());
    }

    /** Returns a document as it is written. */
    static BsonDocument json(String text) {
        return BsonDocument.parse(text);
    }

    /** Returns a document as it is written, with {@code %s} replaced by times as they are stored. */
    static BsonDocument json(String text, Instant... times) {
        Object[] dates = new Object[times.length];
        for (int i = 0; i < times.length; i++) {
            dates[i] = "{$date: {$numberLong: '" + new BsonDateTime(times[i].toEpochMilli()).getValue() + "'}}";
        }
        return BsonDocument.parse(String.format(text, dates));
    }

    /** Returns null where the compiler knows that none may be. */
    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    static <T> T none() {
        return null;
    }
}
