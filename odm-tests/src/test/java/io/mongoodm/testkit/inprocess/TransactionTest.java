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
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TransactionTest {
    private final ServerFixture server = new ServerFixture();

    @AfterAll
    void closeServer() {
        server.close();
    }

    @Test
    void ownWritesAreVisibleInsideAndInvisibleOutsideUntilCommit() {
        MongoCollection<Document> accounts = server.collection("isolation", "{_id: 1, n: 1}");
        try (ClientSession session = server.transaction()) {
            accounts.updateOne(session, eq("_id", 1), inc("n", 1));
            accounts.insertOne(session, new Document("_id", 2));
            assertThat(accounts.countDocuments(session)).isEqualTo(2);
            assertThat(accounts.find(session, eq("_id", 1)).first()).containsEntry("n", 2);
            assertThat(accounts.find()).containsExactly(Document.parse("{_id: 1, n: 1}"));
            session.commitTransaction();
        }
        assertThat(accounts.find()).containsExactly(Document.parse("{_id: 1, n: 2}"), Document.parse("{_id: 2}"));
    }

    @Test
    void abortLeavesNothing() {
        MongoCollection<Document> accounts = server.collection("abort", "{_id: 1, n: 1}");
        try (ClientSession session = server.transaction()) {
            accounts.updateOne(session, eq("_id", 1), inc("n", 1));
            accounts.deleteOne(session, eq("_id", 1));
            accounts.insertOne(session, new Document("_id", 2));
            session.abortTransaction();
        }
        assertThat(accounts.find()).containsExactly(Document.parse("{_id: 1, n: 1}"));
    }

    @Test
    void snapshotBeginsWithTheFirstOperationAndCoversEveryCollection() {
        MongoCollection<Document> first = server.collection("snapshotOne", "{_id: 1, n: 1}");
        MongoCollection<Document> second = server.collection("snapshotTwo", "{_id: 1, n: 1}");
        try (ClientSession session = server.transaction()) {
            first.updateOne(eq("_id", 1), set("n", 2));
            assertThat(first.find(session).first()).containsEntry("n", 2);
            second.updateOne(eq("_id", 1), set("n", 2));
            second.insertOne(new Document("_id", 2));
            assertThat(second.find(session)).containsExactly(Document.parse("{_id: 1, n: 1}"));
            session.commitTransaction();
        }
    }

    @Test
    void secondWriterOfADocumentConflictsAtItsWrite() {
        MongoCollection<Document> accounts = server.collection("conflict", "{_id: 1, n: 1}");
        try (ClientSession winner = server.transaction();
                ClientSession loser = server.transaction()) {
            accounts.updateOne(winner, eq("_id", 1), inc("n", 1));
            assertThatThrownBy(() -> accounts.updateOne(loser, eq("_id", 1), inc("n", 1)))
                    .isInstanceOfSatisfying(MongoCommandException.class, TransactionTest::isWriteConflict);
            winner.commitTransaction();
        }
        assertThat(accounts.find().first()).containsEntry("n", 2);
    }

    static void isWriteConflict(MongoException conflict) {
        assertThat(conflict.getCode()).isEqualTo(112);
        assertThat(conflict.hasErrorLabel(MongoException.TRANSIENT_TRANSACTION_ERROR_LABEL))
                .isTrue();
    }

    @Test
    void writeToADocumentThatChangedAfterTheSnapshotConflicts() {
        MongoCollection<Document> accounts = server.collection("stale", "{_id: 1, n: 1}");
        try (ClientSession session = server.transaction()) {
            assertThat(accounts.find(session).first()).containsEntry("n", 1);
            accounts.updateOne(eq("_id", 1), inc("n", 1));
            assertThatThrownBy(() -> accounts.updateOne(session, eq("_id", 1), inc("n", 1)))
                    .isInstanceOfSatisfying(MongoCommandException.class, TransactionTest::isWriteConflict);
        }
    }

    @Test
    void commitCoversCollectionsAndDatabasesAndCreatesMissingOnes() {
        MongoCollection<Document> here = server.collection("here");
        MongoCollection<Document> there =
                server.client().getDatabase("elsewhere").getCollection("there");
        there.drop();
        try (ClientSession session = server.transaction()) {
            here.insertOne(session, new Document("_id", 1));
            there.insertOne(session, new Document("_id", 2));
            assertThat(there.countDocuments()).isZero();
            session.commitTransaction();
        }
        assertThat(here.find()).containsExactly(new Document("_id", 1));
        assertThat(there.find()).containsExactly(new Document("_id", 2));
    }

    @Test
    void commitMayBeRepeated() {
        MongoCollection<Document> accounts = server.collection("repeated");
        try (ClientSession session = server.transaction()) {
            accounts.insertOne(session, new Document("_id", 1));
            session.commitTransaction();
            session.commitTransaction();
        }
        assertThat(accounts.countDocuments()).isEqualTo(1);
    }

    @Test
    void withTransactionReturnsWhatItsBodyDoes() {
        MongoCollection<Document> accounts = server.collection("with");
        try (ClientSession session = server.client().startSession()) {
            long count = session.withTransaction(() -> {
                accounts.insertOne(session, new Document("_id", 1));
                return accounts.countDocuments(session);
            });
            assertThat(count).isEqualTo(1);
        }
    }
}
