package io.mongoodm.testkit.inprocess;

import static com.mongodb.client.model.Filters.eq;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoException;
import com.mongodb.MongoNamespace;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Databases, collections and indexes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CatalogTest {
    private final ServerFixture server = new ServerFixture();

    @AfterAll
    void closeServer() {
        server.close();
    }

    @Test
    void indexesAreListedAsAServerListsThem() {
        MongoCollection<Document> people = server.collection("listed", "{_id: 1}");
        people.createIndex(
                new Document("a", 1).append("b", -1),
                new IndexOptions().unique(true).sparse(true));
        people.createIndex(new Document("at", 1), new IndexOptions().expireAfter(60L, TimeUnit.SECONDS));
        people.createIndex(new Document("$**", 1));
        people.createIndex(new Document("t", "text"));
        people.createIndex(new Document("h", "hashed"));
        people.createIndex(new Document("place", "2dsphere"));
        assertThat(people.listIndexes())
                .containsExactly(
                        Document.parse("{v: 2, key: {_id: 1}, name: '_id_'}"),
                        Document.parse("{v: 2, key: {a: 1, b: -1}, name: 'a_1_b_-1', unique: true, sparse: true}"),
                        Document.parse("{v: 2, key: {at: 1}, name: 'at_1', expireAfterSeconds: {$numberLong: '60'}}"),
                        Document.parse("{v: 2, key: {'$**': 1}, name: '$**_1'}"),
                        Document.parse("{v: 2, key: {_fts: 'text', _ftsx: 1}, name: 't_text', weights: {t: 1},"
                                + " default_language: 'english', language_override: 'language', textIndexVersion: 3}"),
                        Document.parse("{v: 2, key: {h: 'hashed'}, name: 'h_hashed'}"),
                        Document.parse(
                                "{v: 2, key: {place: '2dsphere'}, name: 'place_2dsphere', '2dsphereIndexVersion': 3}"));
    }

    @Test
    void uniqueIndexOverDuplicatesIsNotBuilt() {
        MongoCollection<Document> people = server.collection("notBuilt", "{_id: 1, a: 1}", "{_id: 2, a: 1}");
        assertThatThrownBy(() -> people.createIndex(new Document("a", 1), new IndexOptions().unique(true)))
                .isInstanceOfSatisfying(
                        MongoException.class, e -> assertThat(e.getCode()).isEqualTo(11000));
        assertThat(people.listIndexes()).hasSize(1);
    }

    @Test
    void droppedUniqueIndexAllowsDuplicates() {
        MongoCollection<Document> people = server.collection("droppedIndex", "{_id: 1, a: 1}");
        people.createIndex(new Document("a", 1), new IndexOptions().unique(true));
        people.dropIndex("a_1");
        people.insertOne(Document.parse("{_id: 2, a: 1}"));
        assertThat(people.listIndexes()).hasSize(1);
        assertThatThrownBy(() -> people.dropIndex("a_1"))
                .isInstanceOfSatisfying(
                        MongoException.class, e -> assertThat(e.getCode()).isEqualTo(27));
    }

    @Test
    void collModChangesExpiryVisibilityAndUniqueness() {
        MongoCollection<Document> people = server.collection("modified", "{_id: 1, a: 1}");
        people.createIndex(new Document("a", 1), new IndexOptions().expireAfter(60L, TimeUnit.SECONDS));
        Document reply = server.database()
                .runCommand(Document.parse(
                        "{collMod: 'modified', index: {keyPattern: {a: 1}, expireAfterSeconds: 90, hidden: true}}"));
        assertThat(reply).containsEntry("expireAfterSeconds_new", 90).containsEntry("hidden_new", true);
        server.database()
                .runCommand(Document.parse("{collMod: 'modified', index: {name: 'a_1', prepareUnique: true}}"));
        server.database().runCommand(Document.parse("{collMod: 'modified', index: {name: 'a_1', unique: true}}"));
        assertThat(people.listIndexes())
                .contains(Document.parse(
                        "{v: 2, key: {a: 1}, name: 'a_1', expireAfterSeconds: 90, hidden: true, unique: true}"));
        assertThatThrownBy(() -> people.insertOne(Document.parse("{_id: 2, a: 1}")))
                .hasMessageContaining("E11000");
    }

    @Test
    void explainTellsIndexFromCollectionScan() {
        MongoCollection<Document> people = server.collection("explained", "{_id: 1, a: 1}");
        people.createIndex(new Document("a", 1));
        assertThat(winningPlan(people.find(eq("a", 1)).explain())
                        .getEmbedded(List.of("inputStage", "stage"), String.class))
                .isEqualTo("IXSCAN");
        assertThat(winningPlan(people.find(eq("b", 1)).explain())).containsEntry("stage", "COLLSCAN");
    }

    private static Document winningPlan(Document explanation) {
        return explanation.getEmbedded(List.of("queryPlanner", "winningPlan"), Document.class);
    }

    @Test
    void databasesAndCollectionsComeAndGo() {
        server.client().getDatabase("passing").getCollection("one").insertOne(new Document());
        assertThat(server.client().listDatabaseNames()).contains("passing");
        assertThat(server.client().listDatabases().map(database -> database.getString("name")))
                .contains("passing");
        assertThat(server.client().getDatabase("passing").listCollectionNames()).containsExactly("one");
        server.client().getDatabase("passing").drop();
        assertThat(server.client().listDatabaseNames()).doesNotContain("passing");
    }

    @Test
    void collectionIsRenamedWithItsContent() {
        MongoCollection<Document> before = server.collection("before", "{_id: 1}");
        server.database().getCollection("after").drop();
        before.renameCollection(new MongoNamespace("facts", "after"));
        assertThat(server.database().getCollection("after").countDocuments()).isEqualTo(1);
        assertThat(before.countDocuments()).isZero();
    }
}
