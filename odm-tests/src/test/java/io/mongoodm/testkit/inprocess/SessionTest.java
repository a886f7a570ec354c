package io.mongoodm.testkit.inprocess;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.inc;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoCursorNotFoundException;
import com.mongodb.MongoException;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.bson.BsonDocument;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What ends a transaction, besides its client. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SessionTest {
    private final AtomicLong nanoTime = new AtomicLong();
    private final ServerFixture server = new ServerFixture(nanoTime::get);

    @AfterAll
    void closeServer() {
        server.close();
    }

    @Test
    void commandThatCannotRunInATransactionIs263AndLeavesItOpen() {
        MongoCollection<Document> accounts = server.collection("unfit", "{_id: 1, n: 0}");
        try (ClientSession session = server.transaction()) {
            accounts.updateOne(session, eq("_id", 1), inc("n", 1));
            assertThatThrownBy(() -> server.database().runCommand(session, new Document("count", "unfit")))
                    .isInstanceOfSatisfying(
                            MongoException.class, e -> assertThat(e.getCode()).isEqualTo(263));
            session.commitTransaction();
        }
        assertThat(accounts.find().first()).containsEntry("n", 1);
    }

    @Test
    void killedSessionLosesItsTransaction() {
        MongoCollection<Document> accounts = server.collection("killed", "{_id: 1, n: 0}");
        try (ClientSession session = server.transaction()) {
            accounts.updateOne(session, eq("_id", 1), inc("n", 1));
            BsonDocument id = session.getServerSession().getIdentifier();
            server.admin().runCommand(new Document("killSessions", List.of(id)));
            accounts.updateOne(eq("_id", 1), inc("n", 5));
            assertThatThrownBy(session::commitTransaction)
                    .isInstanceOfSatisfying(
                            MongoException.class, e -> assertThat(e.getCode()).isEqualTo(251));
        }
        assertThat(accounts.find().first()).containsEntry("n", 5);
    }

    @Test
    void transactionThatOutlivesItsLimitIsAborted() {
        MongoCollection<Document> accounts = server.collection("lifetime", "{_id: 1, n: 0}");
        try (ClientSession session = server.transaction()) {
            accounts.updateOne(session, eq("_id", 1), inc("n", 1));
            nanoTime.addAndGet(TimeUnit.SECONDS.toNanos(59));
            assertThat(accounts.find(session).first()).containsEntry("n", 1);
            nanoTime.addAndGet(TimeUnit.SECONDS.toNanos(1));
            accounts.updateOne(eq("_id", 1), inc("n", 5));
            assertThatThrownBy(() -> accounts.find(session).first())
                    .isInstanceOfSatisfying(
                            MongoException.class, e -> assertThat(e.getCode()).isEqualTo(251));
        }
        assertThat(accounts.find().first()).containsEntry("n", 5);
    }

    @Test
    void cursorOfATransactionEndsWithIt() {
        MongoCollection<Document> accounts = server.collection("cursors", "{_id: 1}", "{_id: 2}", "{_id: 3}");
        try (ClientSession session = server.transaction()) {
            var cursor = accounts.find(session).batchSize(1).cursor();
            cursor.next();
            session.commitTransaction();
            assertThat(openCursors()).isZero();
        }
    }

    private long openCursors() {
        return server.admin()
                .runCommand(new Document("serverStatus", 1))
                .getEmbedded(List.of("metrics", "cursor", "open", "total"), Long.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"killSessions", "endSessions"})
    void killedOrEndedSessionLosesItsCursorsAndNoOther(String command) {
        MongoCollection<Document> accounts = server.collection("ofSessions", "{_id: 1}", "{_id: 2}", "{_id: 3}");
        try (ClientSession session = server.client().startSession();
                ClientSession other = server.client().startSession();
                MongoCursor<Document> lost = accounts.find(session).batchSize(1).cursor();
                MongoCursor<Document> kept = accounts.find(other).batchSize(1).cursor()) {
            lost.next();
            kept.next();
            onSession(command, session);
            assertThat(openCursors()).isOne();
            assertThatThrownBy(lost::next).isInstanceOf(MongoCursorNotFoundException.class);
            assertThat(kept.next()).containsEntry("_id", 2);
        }
    }

    private void onSession(String command, ClientSession session) {
        BsonDocument id = session.getServerSession().getIdentifier();
        server.admin().runCommand(new Document(command, List.of(id)));
    }

    @Test
    void cursorThatIsOpenedInAnEndedSessionDoesNotStay() {
        MongoCollection<Document> accounts = server.collection("late", "{_id: 1}", "{_id: 2}", "{_id: 3}");
        try (ClientSession session = server.client().startSession()) {
            onSession("endSessions", session);
            MongoCursor<Document> late = accounts.find(session).batchSize(1).cursor();
            assertThat(late.next()).containsEntry("_id", 1);
            assertThat(openCursors()).isZero();
        }
    }

    @Test
    void killedSessionLosesTheCommandThatItRuns() throws Exception {
        MongoCollection<Document> accounts = server.collection("running", "{_id: 1, n: 0}");
        try (ClientSession transaction = server.transaction();
                ClientSession session = server.client().startSession()) {
            accounts.updateOne(transaction, eq("_id", 1), inc("n", 1));
            CompletableFuture<?> waiting =
                    CompletableFuture.runAsync(() -> accounts.updateOne(session, eq("_id", 1), inc("n", 5)));
            server.awaitWaiting(1);
            onSession("killSessions", session);
            assertThatThrownBy(() -> waiting.get(10, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOfSatisfying(
                            MongoException.class, e -> assertThat(e.getCode()).isEqualTo(11601))
                    .hasMessageContaining("operation was interrupted");
        }
        assertThat(accounts.find().first()).containsEntry("n", 0);
    }
}
