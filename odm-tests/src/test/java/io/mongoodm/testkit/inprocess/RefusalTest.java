package io.mongoodm.testkit.inprocess;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoException;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.Collation;
import com.mongodb.client.model.CreateCollectionOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.ValidationOptions;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bson.Document;
import org.bson.types.Binary;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What mongo-java-server would ignore or accept, and this server does not. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusalTest {
    private final ServerFixture server = new ServerFixture();

    @AfterAll
    void closeServer() {
        server.close();
    }

    private static void refused(int code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        MongoException.class, e -> assertThat(e.getCode()).isEqualTo(code));
    }

    @Test
    void refusalSaysWhatIsMissingAndWhereToGo() {
        assertThatThrownBy(() -> server.collection("message")
                        .find()
                        .collation(Collation.builder().locale("de").build())
                        .first())
                .hasMessageContaining("The in-process server does not implement collation. It is a test double:"
                        + " run this test on a real server (docs/testing.md lists the differences).");
    }

    @Test
    void optionsThatWouldBeIgnoredAreRefused() {
        MongoCollection<Document> people = server.collection("options", "{_id: 1}");
        refused(
                238,
                () -> server.database()
                        .createCollection(
                                "validated",
                                new CreateCollectionOptions()
                                        .validationOptions(new ValidationOptions().validator(new Document("a", 1)))));
        refused(
                238,
                () -> server.database()
                        .createCollection(
                                "capped",
                                new CreateCollectionOptions().capped(true).sizeInBytes(4096)));
        refused(
                238,
                () -> people.createIndex(
                        new Document("a", 1),
                        new IndexOptions()
                                .collation(Collation.builder().locale("de").build())));
        refused(238, () -> people.watch().cursor());
    }

    @Test
    void filtersThatAServerBuildsNoIndexForAreRefused() {
        MongoCollection<Document> people = server.collection("partial", "{_id: 1}");
        for (String filter : List.of(
                "{b: {$ne: 1}}", "{b: {$exists: false}}", "{$nor: [{b: 1}]}", "{$and: [{b: {$not: {$gt: 1}}}]}")) {
            refused(
                    67,
                    () -> people.createIndex(
                            new Document("a", 1), new IndexOptions().partialFilterExpression(Document.parse(filter))));
        }
        refused(
                67,
                () -> people.createIndex(
                        new Document("a", 1),
                        new IndexOptions().sparse(true).partialFilterExpression(new Document("b", 1))));
        assertThat(people.listIndexes()).hasSize(1);
    }

    @Test
    void anInvalidPatternIsRefusedAsAServerDoes() {
        MongoCollection<Document> people = server.collection("patterns", "{_id: 1, a: 'x'}");
        refused(51091, () -> people.find(Filters.regex("a", "(")).first());
    }

    @Test
    void outAndMergeAreRefusedInATransactionAndWorkOutside() {
        MongoCollection<Document> people = server.collection("source", "{_id: 1}");
        try (ClientSession session = server.transaction()) {
            refused(
                    263,
                    () -> people.aggregate(session, List.of(Aggregates.out("target")))
                            .toCollection());
        }
        people.aggregate(List.of(Aggregates.out("target"))).toCollection();
        people.aggregate(List.of(Aggregates.merge("merged"))).toCollection();
        assertThat(server.database().getCollection("target").countDocuments()).isEqualTo(1);
        assertThat(server.database().getCollection("merged").countDocuments()).isEqualTo(1);
    }

    @Test
    void secondIndexOfOneNameIsRefused() {
        MongoCollection<Document> people = server.collection("indexNames");
        people.createIndex(new Document("a", 1), new IndexOptions().name("one"));
        people.createIndex(new Document("a", 1), new IndexOptions().name("one"));
        refused(86, () -> people.createIndex(new Document("b", 1), new IndexOptions().name("one")));
        refused(
                86,
                () -> people.createIndex(
                        new Document("a", 1), new IndexOptions().name("one").unique(true)));
        refused(85, () -> people.createIndex(new Document("a", 1), new IndexOptions().name("two")));
        people.createIndex(new Document("a", 1), new IndexOptions().name("two").unique(true));
        assertThat(people.listIndexes().into(new ArrayList<>())).hasSize(3);
    }

    @Test
    void pathDoesNotGoThroughNull() {
        MongoCollection<Document> people = server.collection("paths", "{_id: 1, a: null}");
        refused(28, () -> people.updateOne(eq("_id", 1), set("a.b", 1)));
        assertThat(people.find().first()).isEqualTo(Document.parse("{_id: 1, a: null}"));
    }

    @Test
    void upsertDoesNotChangeTheIdOfItsFilter() {
        MongoCollection<Document> people = server.collection("ids");
        refused(66, () -> people.updateOne(eq("_id", 1), set("_id", 2), new UpdateOptions().upsert(true)));
        assertThat(people.countDocuments()).isZero();
    }

    @Test
    void upsertDoesNotGuessBetweenTwoValues() {
        MongoCollection<Document> people = server.collection("all");
        refused(
                54,
                () -> people.updateOne(
                        Document.parse("{tags: {$all: ['a', 'b']}}"), set("n", 1), new UpdateOptions().upsert(true)));
        assertThat(people.countDocuments()).isZero();
    }

    @Test
    void hintNamesAnIndexThatIsThere() {
        MongoCollection<Document> people = server.collection("hints", "{_id: 1}");
        people.createIndex(new Document("a", 1));
        assertThat(people.find().hint(new Document("a", 1)).first()).isNotNull();
        refused(2, () -> people.find().hint(new Document("b", 1)).first());
    }

    @Test
    void valuesThatCannotBeStoredAreRefusedAndTheConnectionGoesOn() {
        MongoCollection<Document> people = server.collection("binary");
        refused(238, () -> people.insertOne(new Document("md5", new Binary((byte) 5, new byte[16]))));
        assertThat(people.countDocuments()).isZero();
    }

    @Test
    void updateTakesOnlyStagesThatKeepItsDocument() {
        MongoCollection<Document> people = server.collection("stages", "{_id: 1}");
        refused(72, () -> people.updateOne(eq("_id", 1), List.of(Document.parse("{$match: {a: 1}}"))));
    }
}
