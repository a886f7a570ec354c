package io.mongoodm.testkit.inprocess;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoWriteException;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.InsertOneModel;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.result.UpdateResult;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.bson.BsonInt32;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrudTest {
    private final ServerFixture server = new ServerFixture();

    @BeforeAll
    void serverAnswers() {
        assertThat(server.admin().runCommand(new Document("ping", 1)).getDouble("ok"))
                .isEqualTo(1);
    }

    @AfterAll
    void closeServer() {
        server.close();
    }

    @Test
    void insertedDocumentsAreFound() {
        MongoCollection<Document> people = server.collection("found", "{_id: 1, name: 'Ann'}", "{_id: 2, name: 'Bob'}");
        assertThat(people.find(eq("name", "Bob")).first()).isEqualTo(Document.parse("{_id: 2, name: 'Bob'}"));
        assertThat(people.countDocuments()).isEqualTo(2);
        assertThat(people.estimatedDocumentCount()).isEqualTo(2);
    }

    @Test
    void aSampleOfManyDocumentsNeverFails() {
        MongoCollection<Document> many = server.collection("sampled");
        many.insertMany(
                IntStream.range(0, 500).mapToObj(i -> new Document("_id", i)).toList());
        for (int i = 0; i < 200; i++) {
            assertThat(many.aggregate(List.of(Aggregates.sample(3)))).hasSize(3).doesNotHaveDuplicates();
        }
        assertThat(many.aggregate(List.of(Aggregates.sample(1_000)))).hasSize(500);
    }

    @Test
    void firstBatchHolds101DocumentsAndCursorsGoOn() {
        MongoCollection<Document> numbers = server.collection("numbers");
        numbers.insertMany(
                IntStream.range(0, 250).mapToObj(i -> new Document("_id", i)).toList());
        Document reply = server.database().runCommand(new Document("find", "numbers"));
        assertThat(reply.get("cursor", Document.class).getList("firstBatch", Document.class))
                .hasSize(101);
        assertThat(numbers.find().into(new ArrayList<>())).hasSize(250);
        assertThat(numbers.find().batchSize(7).into(new ArrayList<>())).hasSize(250);
        assertThat(numbers.find().limit(150).into(new ArrayList<>())).hasSize(150);
    }

    @Test
    void openCursorsAreCounted() {
        MongoCollection<Document> numbers = server.collection("cursors");
        numbers.insertMany(
                IntStream.range(0, 10).mapToObj(i -> new Document("_id", i)).toList());
        long before = openCursors();
        try (var cursor = numbers.find().batchSize(2).cursor()) {
            cursor.next();
            assertThat(openCursors()).isEqualTo(before + 1);
        }
        assertThat(openCursors()).isEqualTo(before);
    }

    private long openCursors() {
        return server.admin()
                .runCommand(new Document("serverStatus", 1))
                .getEmbedded(List.of("metrics", "cursor", "open", "total"), Long.class);
    }

    @Test
    void duplicateKeyNamesIndexAndKey() {
        MongoCollection<Document> people = server.collection("duplicates", "{_id: 1}");
        assertThatThrownBy(() -> people.insertOne(new Document("_id", 1)))
                .isInstanceOf(MongoWriteException.class)
                .hasMessageContaining(
                        "E11000 duplicate key error collection: facts.duplicates index: _id_ dup key: { _id: 1 }");
    }

    @Test
    void orderedBulkStopsAtItsFirstErrorAndCountsWhatWentIn() {
        MongoCollection<Document> people = server.collection("ordered", "{_id: 2}");
        List<InsertOneModel<Document>> writes = IntStream.rangeClosed(1, 3)
                .mapToObj(i -> new InsertOneModel<>(new Document("_id", i)))
                .toList();
        assertThatThrownBy(() -> people.bulkWrite(writes)).isInstanceOfSatisfying(MongoBulkWriteException.class, e -> {
            assertThat(e.getWriteResult().getInsertedCount()).isEqualTo(1);
            assertThat(e.getWriteErrors())
                    .singleElement()
                    .satisfies(error -> assertThat(error.getIndex()).isEqualTo(1));
        });
        assertThat(people.countDocuments()).isEqualTo(2);
    }

    @Test
    void unorderedBulkGoesOn() {
        MongoCollection<Document> people = server.collection("unordered", "{_id: 2}");
        List<InsertOneModel<Document>> writes = IntStream.rangeClosed(1, 3)
                .mapToObj(i -> new InsertOneModel<>(new Document("_id", i)))
                .toList();
        assertThatThrownBy(() -> people.bulkWrite(writes, new BulkWriteOptions().ordered(false)))
                .isInstanceOfSatisfying(
                        MongoBulkWriteException.class,
                        e -> assertThat(e.getWriteResult().getInsertedCount()).isEqualTo(2));
        assertThat(people.countDocuments()).isEqualTo(3);
    }

    @Test
    void orderedUpdatesStopAtTheFirstError() {
        MongoCollection<Document> people = server.collection("orderedUpdates", "{_id: 1, n: 1, s: 'a'}");
        List<UpdateOneModel<Document>> writes = List.of(
                new UpdateOneModel<>(eq("_id", 1), inc("n", 1)),
                new UpdateOneModel<>(eq("_id", 1), inc("s", 1)),
                new UpdateOneModel<>(eq("_id", 1), inc("n", 1)));
        assertThatThrownBy(() -> people.bulkWrite(writes)).isInstanceOf(MongoBulkWriteException.class);
        assertThat(people.find().first()).containsEntry("n", 2);
    }

    @Test
    void replacingKeepsTheNewFieldOrder() {
        MongoCollection<Document> people = server.collection("replaced", "{_id: 1, a: 1, b: 2}");
        people.replaceOne(eq("_id", 1), Document.parse("{b: 3, a: 4}"));
        assertThat(people.find().map(found -> List.copyOf(found.keySet())).first())
                .containsExactly("_id", "b", "a");
    }

    @Test
    void updatesKeepFieldNamesWithADot() {
        MongoCollection<Document> people = server.collection("dots", "{_id: 1, 'a.b': 1, n: 1}");
        people.createIndex(new Document("n", 1), new IndexOptions().unique(true));
        people.updateOne(eq("_id", 1), inc("n", 1));
        assertThat(people.find().first()).isEqualTo(Document.parse("{_id: 1, 'a.b': 1, n: 2}"));
        assertThat(people.replaceOne(eq("_id", 1), Document.parse("{'a.b': 2, n: 2}"))
                        .getModifiedCount())
                .isEqualTo(1);
        assertThat(people.findOneAndUpdate(eq("n", 2), inc("n", 1)))
                .isEqualTo(Document.parse("{_id: 1, 'a.b': 2, n: 2}"));
        assertThat(people.find(eq("n", 3)).first()).isEqualTo(Document.parse("{_id: 1, 'a.b': 2, n: 3}"));
    }

    @Test
    void upsertReportsItsId() {
        MongoCollection<Document> people = server.collection("upserted");
        UpdateResult result = people.updateOne(eq("_id", 7), set("a", 1), new UpdateOptions().upsert(true));
        assertThat(result.getUpsertedId()).isEqualTo(new BsonInt32(7));
        assertThat(result.getMatchedCount()).isZero();
    }

    @Test
    void arrayFiltersAreHonoured() {
        MongoCollection<Document> people = server.collection("arrays", "{_id: 1, v: [1, 5, 9]}");
        people.updateOne(
                eq("_id", 1),
                set("v.$[big]", 0),
                new UpdateOptions().arrayFilters(List.of(new Document("big", new Document("$gt", 4)))));
        assertThat(people.find().first()).isEqualTo(Document.parse("{_id: 1, v: [1, 0, 0]}"));
    }

    @Test
    void findAndModifyReturnsWhatWasAskedFor() {
        MongoCollection<Document> people = server.collection("modified", "{_id: 1, n: 1}");
        assertThat(people.findOneAndUpdate(eq("_id", 1), inc("n", 1))).containsEntry("n", 1);
        FindOneAndUpdateOptions after = new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER);
        assertThat(people.findOneAndUpdate(eq("_id", 1), inc("n", 1), after)).containsEntry("n", 3);
        assertThat(people.findOneAndUpdate(eq("_id", 2), inc("n", 1), new FindOneAndUpdateOptions().upsert(true)))
                .isNull();
        assertThat(people.findOneAndDelete(eq("_id", 2))).containsEntry("n", 1);
        assertThat(people.findOneAndDelete(eq("_id", 2))).isNull();
    }

    @Test
    void updatesTakePipelines() {
        MongoCollection<Document> people = server.collection("pipelines", "{_id: 1, a: 2, b: 3}");
        people.updateOne(
                eq("_id", 1),
                List.of(Document.parse("{$set: {sum: {$add: ['$a', '$b']}}}"), Document.parse("{$unset: 'b'}")));
        assertThat(people.find().first()).isEqualTo(Document.parse("{_id: 1, a: 2, sum: 5}"));
        people.updateOne(eq("_id", 2), List.of(Document.parse("{$set: {a: 1}}")), new UpdateOptions().upsert(true));
        assertThat(people.find(eq("_id", 2)).first()).isEqualTo(Document.parse("{_id: 2, a: 1}"));
    }

    @Test
    void pipelinesUniteCollections() {
        server.collection("right", "{_id: 2}");
        MongoCollection<Document> left = server.collection("left", "{_id: 1}");
        assertThat(left.aggregate(List.of(Aggregates.unionWith("right", List.of()), Aggregates.count()))
                        .first())
                .isEqualTo(new Document("count", 2));
    }

    @Test
    void addedFieldsDoNotReachTheStoredDocument() {
        MongoCollection<Document> people = server.collection("nested", "{_id: 1, a: {b: 1}}");
        people.aggregate(List.of(Document.parse("{$set: {'a.c': 2}}"))).first();
        assertThat(people.find().first()).isEqualTo(Document.parse("{_id: 1, a: {b: 1}}"));
    }

    @Test
    void unknownCommandsAreRefused() {
        assertThatThrownBy(() -> server.database().runCommand(new Document("shuffle", 1)))
                .isInstanceOfSatisfying(
                        MongoCommandException.class,
                        e -> assertThat(e.getCode()).isEqualTo(59));
    }

    @Test
    void unacknowledgedWritesAreDone() {
        MongoCollection<Document> people = server.collection("unacknowledged");
        people.withWriteConcern(WriteConcern.UNACKNOWLEDGED).insertOne(new Document("_id", 1));
        // a reading client may overtake the write on another connection
        List<Document> found = people.find().into(new ArrayList<>());
        for (int attempts = 0; found.isEmpty() && attempts < 1000; attempts++) {
            found = people.find().into(new ArrayList<>());
        }
        assertThat(found).containsExactly(new Document("_id", 1));
    }
}
