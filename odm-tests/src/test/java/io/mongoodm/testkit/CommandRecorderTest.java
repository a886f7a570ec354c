package io.mongoodm.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import io.mongoodm.testkit.CommandRecorder.Command;
import java.util.List;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CommandRecorderTest {
    private final EmbeddedMongo mongo = EmbeddedMongo.start(Server.IN_PROCESS, Map.of());
    private final CommandRecorder recorder = new CommandRecorder();
    private final MongoClient client = MongoClients.create(MongoClientSettings.builder()
            .applyConnectionString(new ConnectionString(mongo.uri()))
            .addCommandListener(recorder)
            .build());
    private final MongoCollection<Document> things =
            client.getDatabase("recorded").getCollection("things");

    @AfterEach
    void close() {
        client.close();
        mongo.close();
    }

    @Test
    void keepsEachCommandInTheOrderOfSending() {
        things.insertOne(new Document("_id", 1));
        things.find(new Document("_id", 1)).first();
        things.deleteOne(new Document("_id", 1));

        assertThat(recorder.names()).containsExactly("insert", "find", "delete");
        assertThat(recorder.commands("find")).singleElement().satisfies(find -> {
            assertThat(find.database()).isEqualTo("recorded");
            assertThat(find.plain())
                    .isEqualTo(BsonDocument.parse("{find: 'things', filter: {_id: 1}, limit: 1, singleBatch: true}"));
        });
    }

    @Test
    void plainDocumentLeavesTheWholeOneAsItWas() {
        things.find().first();
        Command find = recorder.commands().getFirst();

        assertThat(find.plain()).doesNotContainKeys("$db", "lsid");
        assertThat(find.document()).containsKey("$db");
    }

    @Test
    void clearForgets() {
        things.find().first();
        recorder.clear();

        assertThat(recorder.commands()).isEmpty();
        assertThat(recorder.names()).isEmpty();
        assertThat(recorder.commands("find")).isEmpty();
    }

    @Test
    void blockGivesWhatWasSentInTheMeantime() {
        things.find().first();

        List<Command> sent = recorder.during(() -> things.insertOne(new Document("_id", 2)));

        assertThat(sent).extracting(Command::name).containsExactly("insert");
        assertThat(recorder.names()).containsExactly("find", "insert");
    }

    @Test
    void exceptionOfABlockLeavesAsItIsAndEndsTheBlock() {
        RuntimeException failure = new RuntimeException("mine");

        assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() -> recorder.during(() -> {
                    throw failure;
                }))
                .isSameAs(failure);
        assertThat(recorder.during(() -> {})).isEmpty();
    }

    @Test
    void recorderThatNobodyAskedForKeepsOnlyBlocks() {
        CommandRecorder idle = new CommandRecorder(false);
        try (MongoClient other = MongoClients.create(MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString(mongo.uri()))
                .addCommandListener(idle)
                .build())) {
            other.getDatabase("recorded").getCollection("things").find().first();
            assertThat(idle.commands()).isEmpty();

            idle.record();
            other.getDatabase("recorded").getCollection("things").find().first();
            assertThat(idle.names()).containsExactly("find");
        }
    }
}
