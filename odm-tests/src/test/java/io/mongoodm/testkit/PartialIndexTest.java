package io.mongoodm.testkit;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoException;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import io.mongoodm.Odm;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A unique index with a filter holds the documents that match it, and no other. */
@OdmTest
@Requires(Feature.PARTIAL_INDEXES)
class PartialIndexTest {
    private final Odm odm;
    private final MongoCollection<Document> people;

    PartialIndexTest(Odm odm) {
        this.odm = odm;
        this.people = odm.database().getCollection("people");
    }

    @BeforeEach
    void storeTwoMinorsAndOneAdultOfOneName() {
        people.drop();
        insert(1, 2);
        insert(2, 2);
        insert(3, 20);
        people.createIndex(
                new Document("name", 1), new IndexOptions().unique(true).partialFilterExpression(gt("age", 17)));
    }

    private void insert(int id, int age) {
        people.insertOne(new Document("_id", id).append("name", "ann").append("age", age));
    }

    private static void fails(int code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        MongoException.class, e -> assertThat(e.getCode()).isEqualTo(code));
    }

    @Test
    void aKeyIsUniqueAmongThoseThatTheFilterHolds() {
        insert(4, 3);
        fails(11000, () -> insert(5, 30));

        assertThat(people.countDocuments(eq("name", "ann"))).isEqualTo(4);
    }

    @Test
    void aDocumentThatComesIntoTheFilterMeetsItsKeys() {
        fails(11000, () -> people.updateOne(eq("_id", 1), inc("age", 20)));
        people.updateOne(eq("_id", 1), set("name", "eve"));
        people.updateOne(eq("_id", 1), inc("age", 20));

        fails(11000, () -> people.updateOne(eq("_id", 3), set("name", "eve")));
        fails(11000, () -> people.replaceOne(eq("_id", 2), new Document("name", "eve").append("age", 50)));
        assertThat(people.find(eq("_id", 2)).first()).isEqualTo(Document.parse("{_id: 2, name: 'ann', age: 2}"));
    }

    @Test
    void aDocumentThatLeavesTheFilterFreesItsKey() {
        people.updateOne(eq("_id", 3), inc("age", -10));
        insert(5, 30);
        people.deleteOne(eq("_id", 3));
        fails(11000, () -> insert(6, 30));

        people.deleteOne(eq("_id", 5));
        insert(6, 30);
        assertThat(people.countDocuments(eq("name", "ann"))).isEqualTo(3);
    }

    @Test
    void itIsNotBuiltOverDuplicatesInTheFilter() {
        fails(
                11000,
                () -> people.createIndex(
                        new Document("name", -1),
                        new IndexOptions().unique(true).partialFilterExpression(gt("age", 1))));
        people.createIndex(
                new Document("name", 1), new IndexOptions().name("older").partialFilterExpression(gt("age", 1)));

        assertThat(people.listIndexes().map(index -> index.getString("name")))
                .containsExactlyInAnyOrder("_id_", "name_1", "older");
    }

    @Test
    @Requires(Feature.CONCURRENT_TRANSACTIONS)
    void twoTransactionsCannotBringOneKeyIntoTheFilter() {
        people.deleteOne(eq("_id", 3));
        try (ClientSession first = odm.client().startSession();
                ClientSession second = odm.client().startSession()) {
            first.startTransaction();
            second.startTransaction();
            people.updateOne(first, eq("_id", 1), inc("age", 20));
            fails(112, () -> people.updateOne(second, eq("_id", 2), inc("age", 20)));
            first.abortTransaction();
        }
        people.updateOne(eq("_id", 2), inc("age", 20));

        fails(11000, () -> insert(5, 30));
    }
}
