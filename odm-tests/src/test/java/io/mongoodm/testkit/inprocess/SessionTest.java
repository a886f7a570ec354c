package io.mongoodm.testkit.inprocess;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.inc;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoException;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoCollection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.bson.BsonDocument;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

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
            Document status = server.admin().runCommand(new Document("serverStatus", 1));
            assertThat(status.getEmbedded(List.of("metrics", "cursor", "open", "total"), Long.class))
                    .isZero();
        }
    }
}
