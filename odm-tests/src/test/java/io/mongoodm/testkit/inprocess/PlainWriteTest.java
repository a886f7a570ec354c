package io.mongoodm.testkit.inprocess;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** How writes outside transactions meet open ones. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlainWriteTest {
    private static final Executor VIRTUAL = Thread::startVirtualThread;

    private final ServerFixture server = new ServerFixture();

    @AfterAll
    void closeServer() {
        server.close();
    }

    @Test
    void writeWaitsForTheTransactionThatHoldsItsDocument() {
        MongoCollection<Document> accounts = server.collection("waits", "{_id: 1, n: 1}");
        try (ClientSession session = server.transaction()) {
            accounts.updateOne(session, eq("_id", 1), inc("n", 1));
            var waiting = CompletableFuture.supplyAsync(() -> accounts.updateOne(eq("_id", 1), inc("n", 10)), VIRTUAL);
            server.awaitWaiting(1);
            assertThat(waiting).isNotDone();
            session.commitTransaction();
            assertThat(waiting.orTimeout(10, TimeUnit.SECONDS).join().getModifiedCount())
                    .isEqualTo(1);
        }
        assertThat(accounts.find().first()).containsEntry("n", 12);
    }

    @Test
    void writeThatWaitedSeesWhatTheTransactionLeft() {
        MongoCollection<Document> accounts = server.collection("rechecked", "{_id: 1, n: 1}");
        try (ClientSession session = server.transaction()) {
            accounts.updateOne(session, eq("_id", 1), set("n", 2));
            var waiting = CompletableFuture.supplyAsync(() -> accounts.deleteOne(eq("n", 1)), VIRTUAL);
            server.awaitWaiting(1);
            session.commitTransaction();
            assertThat(waiting.orTimeout(10, TimeUnit.SECONDS).join().getDeletedCount())
                    .isZero();
        }
    }

    @Test
    void waitingWriteHasChangedNothingYet() {
        MongoCollection<Document> accounts = server.collection("partial", "{_id: 1, n: 1}", "{_id: 2, n: 1}");
        try (ClientSession session = server.transaction()) {
            accounts.updateOne(session, eq("_id", 2), inc("n", 1));
            var waiting =
                    CompletableFuture.supplyAsync(() -> accounts.updateMany(new Document(), inc("n", 10)), VIRTUAL);
            server.awaitWaiting(1);
            assertThat(accounts.find(eq("_id", 1)).first()).containsEntry("n", 1);
            session.abortTransaction();
            assertThat(waiting.orTimeout(10, TimeUnit.SECONDS).join().getModifiedCount())
                    .isEqualTo(2);
        }
        assertThat(accounts.find(eq("n", 11))).hasSize(2);
    }

    @Test
    void waitEndsWithTheTimeLimitOfTheCommand() {
        MongoCollection<Document> accounts = server.collection("limited", "{_id: 1, n: 1}");
        try (ClientSession session = server.transaction()) {
            accounts.updateOne(session, eq("_id", 1), inc("n", 1));
            Document update =
                    Document.parse("{update: 'limited', updates: [{q: {_id: 1}, u: {$inc: {n: 1}}}], maxTimeMS: 20}");
            assertThatThrownBy(() -> server.database().runCommand(update))
                    .isInstanceOfSatisfying(MongoException.class, e -> {
                        assertThat(e.getCode()).isEqualTo(50);
                        assertThat(e.getErrorLabels()).isEmpty();
                    });
            session.commitTransaction();
        }
        assertThat(accounts.find().first()).containsEntry("n", 2);
    }

    @Test
    void insertOfAKeyThatATransactionInsertedWaitsAndIsThenADuplicate() {
        MongoCollection<Document> people = server.collection("keys");
        people.createIndex(Indexes.ascending("mail"), new IndexOptions().unique(true));
        try (ClientSession session = server.transaction()) {
            people.insertOne(session, Document.parse("{_id: 1, mail: 'a'}"));
            var waiting = CompletableFuture.supplyAsync(
                    () -> people.insertOne(Document.parse("{_id: 2, mail: 'a'}")), VIRTUAL);
            server.awaitWaiting(1);
            session.commitTransaction();
            assertThatThrownBy(() -> waiting.get(10, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasMessageContaining("index: mail_1 dup key: { mail: \"a\" }");
        }
    }

    @Test
    void transactionsThatInsertOneKeyConflict() {
        MongoCollection<Document> people = server.collection("sameKey");
        people.createIndex(Indexes.ascending("mail"), new IndexOptions().unique(true));
        try (ClientSession first = server.transaction();
                ClientSession second = server.transaction()) {
            people.insertOne(first, Document.parse("{_id: 1, mail: 'a'}"));
            assertThatThrownBy(() -> people.insertOne(second, Document.parse("{_id: 2, mail: 'a'}")))
                    .isInstanceOfSatisfying(MongoException.class, TransactionTest::isWriteConflict);
        }
    }

    @Test
    void transactionMaySwapUniqueValues() {
        MongoCollection<Document> seats = server.collection("swap", "{_id: 1, seat: 'a'}", "{_id: 2, seat: 'b'}");
        seats.createIndex(Indexes.ascending("seat"), new IndexOptions().unique(true));
        try (ClientSession session = server.transaction()) {
            seats.updateOne(session, eq("_id", 1), set("seat", "c"));
            seats.updateOne(session, eq("_id", 2), set("seat", "a"));
            seats.updateOne(session, eq("_id", 1), set("seat", "b"));
            session.commitTransaction();
        }
        assertThat(seats.find(eq("seat", "a")).first()).containsEntry("_id", 2);
        assertThat(seats.find(eq("seat", "b")).first()).containsEntry("_id", 1);
    }

    @Test
    void duplicateKeyAbortsTheTransaction() {
        MongoCollection<Document> people = server.collection("aborts", "{_id: 1}");
        try (ClientSession session = server.transaction()) {
            people.insertOne(session, new Document("_id", 2));
            assertThatThrownBy(() -> people.insertOne(session, new Document("_id", 1)))
                    .hasMessageContaining("E11000");
            assertThatThrownBy(session::commitTransaction)
                    .isInstanceOfSatisfying(
                            MongoCommandException.class,
                            e -> assertThat(e.getCode()).isEqualTo(251));
        }
        assertThat(people.countDocuments()).isEqualTo(1);
    }

    @Test
    void writeThatFailedConflictsWithNobody() {
        MongoCollection<Document> seats = server.collection("failed", "{_id: 1, seat: 'a'}", "{_id: 2, seat: 'b'}");
        seats.createIndex(Indexes.ascending("seat"), new IndexOptions().unique(true));
        try (ClientSession session = server.transaction()) {
            assertThat(seats.countDocuments(session)).isEqualTo(2);
            assertThatThrownBy(() -> seats.updateOne(eq("_id", 2), set("seat", "a")))
                    .hasMessageContaining("E11000");
            assertThat(seats.updateOne(session, eq("_id", 2), set("seat", "c")).getModifiedCount())
                    .isEqualTo(1);
            session.commitTransaction();
        }
    }

    @Test
    void creatingACollectionNeverWaits() {
        server.database().getCollection("created").drop();
        try (ClientSession session = server.transaction()) {
            server.database().getCollection("created").insertOne(session, new Document("_id", 1));
            server.database().createCollection("created");
            session.commitTransaction();
        }
        assertThat(server.database().getCollection("created").countDocuments()).isEqualTo(1);
    }

    @Test
    void droppingACollectionWaitsForTheTransactionsThatTouchedIt() throws Exception {
        MongoCollection<Document> people = server.collection("dropped", "{_id: 1}");
        try (ClientSession session = server.transaction()) {
            assertThat(people.find(session).first()).isNotNull();
            var waiting = CompletableFuture.runAsync(people::drop, VIRTUAL);
            server.awaitWaiting(1);
            assertThat(people.countDocuments(session)).isEqualTo(1);
            session.commitTransaction();
            waiting.get(10, TimeUnit.SECONDS);
        }
        assertThat(server.database().listCollectionNames()).doesNotContain("dropped");
    }

    @Test
    void writeIntoACollectionThatGotAnIndexAfterTheSnapshotConflicts() {
        MongoCollection<Document> people = server.collection("reindexed", "{_id: 1, a: 1}");
        MongoCollection<Document> other = server.collection("other", "{_id: 1}");
        try (ClientSession session = server.transaction()) {
            assertThat(other.find(session).first()).isNotNull();
            people.createIndex(Indexes.ascending("a"), new IndexOptions().unique(true));
            assertThatThrownBy(() -> people.insertOne(session, Document.parse("{_id: 2, a: 1}")))
                    .isInstanceOfSatisfying(MongoException.class, TransactionTest::isWriteConflict);
        }
    }

    @Test
    void clientThatGoesAwayTakesItsWaitingWriteAlong() throws InterruptedException, TimeoutException {
        MongoCollection<Document> accounts = server.collection("gone", "{_id: 1, n: 1}");
        try (ClientSession session = server.transaction()) {
            accounts.updateOne(session, eq("_id", 1), inc("n", 1));
            Thread waiting = Thread.ofVirtual()
                    .start(() -> assertThatThrownBy(() -> accounts.updateOne(eq("_id", 1), inc("n", 10)))
                            .isInstanceOf(MongoException.class));
            server.awaitWaiting(1);
            waiting.interrupt();
            assertThat(waiting.join(java.time.Duration.ofSeconds(10))).isTrue();
            server.awaitWaiting(0);
            session.commitTransaction();
        }
        assertThat(accounts.find().first()).containsEntry("n", 2);
    }
}
