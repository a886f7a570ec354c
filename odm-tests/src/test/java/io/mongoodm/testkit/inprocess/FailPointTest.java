package io.mongoodm.testkit.inprocess;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.inc;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoWriteConcernException;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FailPointTest {
    private final ServerFixture server = new ServerFixture();

    @AfterEach
    void disarm() {
        server.admin().runCommand(Document.parse("{configureFailPoint: 'failCommand', mode: 'off'}"));
    }

    @AfterAll
    void closeServer() {
        server.close();
    }

    private void arm(String mode, String data) {
        server.admin()
                .runCommand(
                        Document.parse("{configureFailPoint: 'failCommand', mode: " + mode + ", data: " + data + "}"));
    }

    @Test
    void commandFailsAsOftenAsAskedAndIsRetriedByTheDriver() {
        MongoCollection<Document> accounts = server.collection("times", "{_id: 1, n: 0}");
        arm("{times: 1}", "{failCommands: ['update'], errorCode: 91}");
        accounts.updateOne(eq("_id", 1), inc("n", 1));
        assertThat(accounts.find().first()).containsEntry("n", 1);
        arm("{times: 2}", "{failCommands: ['update'], errorCode: 91}");
        assertThatThrownBy(() -> accounts.updateOne(eq("_id", 1), inc("n", 1)))
                .isInstanceOfSatisfying(MongoException.class, e -> {
                    assertThat(e.getCode()).isEqualTo(91);
                    assertThat(e.hasErrorLabel("RetryableWriteError")).isTrue();
                });
        assertThat(accounts.find().first()).containsEntry("n", 1);
    }

    @Test
    void alwaysOnFailsUntilItIsOff() {
        MongoCollection<Document> accounts = server.collection("always");
        arm("'alwaysOn'", "{failCommands: ['find'], errorCode: 2}");
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> accounts.find().first()).isInstanceOf(MongoException.class);
        }
        disarm();
        assertThat(accounts.find().first()).isNull();
    }

    @Test
    void givenLabelsReplaceTheServersOwn() {
        MongoCollection<Document> accounts = server.collection("labels");
        arm(
                "{times: 1}",
                "{failCommands: ['insert'], errorCode: 8, errorLabels: ['TransientTransactionError', 'Mine']}");
        assertThatThrownBy(() -> accounts.insertOne(new Document()))
                .isInstanceOfSatisfying(
                        MongoException.class,
                        e -> assertThat(e.getErrorLabels()).contains("TransientTransactionError", "Mine"));
    }

    @Test
    void transientErrorMakesWithTransactionRunItsBodyAgain() {
        MongoCollection<Document> accounts = server.collection("body", "{_id: 1, n: 0}");
        arm("{times: 1}", "{failCommands: ['update'], errorCode: 112}");
        int[] attempts = {0};
        try (ClientSession session = server.client().startSession()) {
            session.withTransaction(() -> {
                attempts[0]++;
                return accounts.updateOne(session, eq("_id", 1), inc("n", 1));
            });
        }
        assertThat(attempts[0]).isEqualTo(2);
        assertThat(accounts.find().first()).containsEntry("n", 1);
    }

    @Test
    void connectionIsClosedWithoutAnAnswer() {
        MongoCollection<Document> accounts = server.collection("closed", "{_id: 1, n: 0}");
        arm("{times: 2}", "{failCommands: ['find'], closeConnection: true}");
        assertThatThrownBy(() -> accounts.find().first()).isInstanceOf(MongoSocketException.class);
        assertThat(accounts.find().first()).isNotNull();
    }

    @Test
    void blockedCommandTakesItsTimeAndBlocksNobodyElse() {
        MongoCollection<Document> accounts = server.collection("blocked", "{_id: 1}");
        arm("{times: 1}", "{failCommands: ['find'], blockConnection: true, blockTimeMS: 100}");
        long start = System.nanoTime();
        assertThat(accounts.find().first()).isNotNull();
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(100_000_000);
    }

    @Test
    void writeConcernErrorComesWithTheWriteDone() {
        MongoCollection<Document> accounts = server.collection("concern");
        arm("{times: 1}", "{failCommands: ['insert'], writeConcernError: {code: 64, errmsg: 'late'}}");
        assertThatThrownBy(() -> accounts.insertOne(new Document("_id", 1)))
                .isInstanceOf(MongoWriteConcernException.class);
        assertThat(accounts.countDocuments()).isEqualTo(1);
    }

    @Test
    void onlyTheNamedApplicationIsMeant() {
        MongoCollection<Document> accounts = server.collection("named");
        arm("'alwaysOn'", "{failCommands: ['find'], errorCode: 2, appName: 'victim'}");
        assertThat(accounts.find().first()).isNull();
        try (MongoClient victim = MongoClients.create(server.uri("appName=victim"))) {
            assertThatThrownBy(() -> victim.getDatabase("facts")
                            .getCollection("named")
                            .find()
                            .first())
                    .isInstanceOf(MongoException.class);
        }
    }
}
