package io.mongoodm.testkit;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.MongoCursorNotFoundException;
import com.mongodb.MongoException;
import com.mongodb.MongoNamespace;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoChangeStreamCursor;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Collation;
import com.mongodb.client.model.CollationStrength;
import com.mongodb.client.model.CreateCollectionOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.ValidationOptions;
import com.mongodb.client.model.bulk.ClientNamespacedWriteModel;
import com.mongodb.client.model.changestream.ChangeStreamDocument;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/** Tries out whether a server has a feature, in a collection of its own. */
final class Probe {
    private final MongoClient client;
    private final MongoDatabase database;
    private final MongoCollection<Document> things;

    Probe(MongoClient client, String database) {
        this.client = client;
        this.database = client.getDatabase(database);
        this.things = this.database.getCollection("things_" + new ObjectId());
    }

    boolean finds(Feature feature) {
        things.insertOne(new Document("_id", 1).append("name", "ann").append("n", 1));
        try {
            return works(feature);
        } catch (MongoException refused) {
            return false;
        }
    }

    private boolean works(Feature feature) {
        return switch (feature) {
            case TRANSACTIONS -> transactions();
            case CONCURRENT_TRANSACTIONS -> concurrentTransactions();
            case RETRYABLE_WRITES -> retryableWrites();
            case FAIL_POINTS -> failPoints();
            case CHANGE_STREAMS -> changeStreams();
            case PIPELINE_UPDATES ->
                things.updateOne(eq("_id", 1), List.of(Document.parse("{$set: {copy: '$name'}}")))
                                        .getModifiedCount()
                                == 1
                        && things.countDocuments(eq("copy", "ann")) == 1;
            case CLIENT_BULK_WRITE -> clientBulkWrite();
            case UNION_WITH -> rows("{$unionWith: '" + name() + "'}") == 2;
            case WINDOW_FIELDS -> rows("{$setWindowFields: {sortBy: {n: 1}, output: {r: {$rank: {}}}}}") == 1;
            case EXPLAIN ->
                things.find(eq("_id", 1))
                        .explain()
                        .get("queryPlanner", Document.class)
                        .containsKey("winningPlan");
            case COLLATION -> collation();
            case JSON_SCHEMA -> jsonSchema();
            case JAVASCRIPT -> things.countDocuments(Document.parse("{$where: 'this.n == 1'}")) == 1;
            case CAPPED_COLLECTIONS -> cappedCollections();
            case COLL_MOD -> collMod();
            case HIDING_INDEXES -> hidingIndexes();
            case ATOMIC_UPSERTS -> throw new IllegalArgumentException("Only a race shows whether upserts are atomic");
            case KILLING_SESSIONS -> killingSessions();
            case PARTIAL_INDEXES -> partialIndexes();
            case TEXT_INDEXES -> textIndexes();
            case HASHED_INDEXES -> isListed("{n: 'hashed'}");
            case WILDCARD_INDEXES -> isListed("{'$**': 1}");
            case GEO_INDEXES -> isListed("{at: '2dsphere'}");
        };
    }

    private boolean transactions() {
        try (ClientSession session = client.startSession()) {
            session.startTransaction();
            things.insertOne(session, new Document("_id", 2));
            boolean inside = things.countDocuments(session) == 2;
            boolean hidden = things.countDocuments() == 1;
            session.abortTransaction();
            return inside && hidden && things.countDocuments() == 1;
        }
    }

    private boolean killingSessions() {
        things.insertOne(new Document("_id", 2));
        try (ClientSession session = client.startSession();
                MongoCursor<Document> cursor = things.find(session).batchSize(1).cursor()) {
            cursor.next();
            client.getDatabase("admin")
                    .runCommand(new Document(
                            "killSessions", List.of(session.getServerSession().getIdentifier())));
            try {
                cursor.next();
                return false;
            } catch (MongoCursorNotFoundException closed) {
                return true;
            }
        }
    }

    private boolean concurrentTransactions() {
        try (ClientSession first = client.startSession();
                ClientSession second = client.startSession()) {
            first.startTransaction();
            second.startTransaction();
            things.updateOne(first, eq("_id", 1), set("n", 2));
            try {
                things.updateOne(second, eq("_id", 1), set("n", 3));
                return false;
            } catch (MongoException conflict) {
                return conflict.getCode() == 112 && conflict.hasErrorLabel("TransientTransactionError");
            } finally {
                first.commitTransaction();
            }
        }
    }

    /**
     * Sends one write of a session twice with the same number, as a driver does that has lost the first answer. The
     * number is beyond those that the session had before: the driver's pool may give it out again.
     */
    private boolean retryableWrites() {
        Document insert = new Document("insert", name())
                .append("documents", List.of(new Document("n", 7)))
                .append("txnNumber", 1_000L);
        try (ClientSession session = client.startSession()) {
            database.runCommand(session, insert);
            database.runCommand(session, insert);
        }
        return things.countDocuments(eq("n", 7)) == 1;
    }

    private boolean failPoints() {
        MongoDatabase admin = client.getDatabase("admin");
        admin.runCommand(Document.parse("{configureFailPoint: 'failCommand', mode: {times: 1},"
                + " data: {failCommands: ['distinct'], errorCode: 8000, appName: 'odm-testkit-probe'}}"));
        try {
            things.distinct("n", Integer.class).first();
            return false;
        } catch (MongoException failed) {
            return failed.getCode() == 8000;
        } finally {
            admin.runCommand(Document.parse("{configureFailPoint: 'failCommand', mode: 'off'}"));
        }
    }

    private boolean changeStreams() {
        try (MongoChangeStreamCursor<ChangeStreamDocument<Document>> changes =
                things.watch().maxAwaitTime(1, TimeUnit.SECONDS).cursor()) {
            things.insertOne(new Document("_id", 9));
            long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
            @Nullable ChangeStreamDocument<Document> change = null;
            while (change == null && System.nanoTime() < deadline) {
                change = changes.tryNext();
            }
            return change != null;
        }
    }

    private boolean clientBulkWrite() {
        MongoNamespace namespace = things.getNamespace();
        client.bulkWrite(List.of(ClientNamespacedWriteModel.insertOne(namespace, new Document("_id", 2))));
        return things.countDocuments() == 2;
    }

    private boolean collation() {
        Collation ignoringCase = Collation.builder()
                .locale("en")
                .collationStrength(CollationStrength.SECONDARY)
                .build();
        return things.find(eq("name", "ANN")).collation(ignoringCase).first() != null;
    }

    private boolean jsonSchema() {
        Document schema = Document.parse("{$jsonSchema: {required: ['n']}}");
        database.createCollection(
                name() + "_v",
                new CreateCollectionOptions().validationOptions(new ValidationOptions().validator(schema)));
        try {
            database.getCollection(name() + "_v").insertOne(new Document());
            return false;
        } catch (MongoException refused) {
            return refused.getCode() == 121;
        }
    }

    private boolean cappedCollections() {
        database.createCollection(
                name() + "_c",
                new CreateCollectionOptions().capped(true).sizeInBytes(4096).maxDocuments(1));
        MongoCollection<Document> capped = database.getCollection(name() + "_c");
        capped.insertOne(new Document());
        capped.insertOne(new Document());
        return capped.countDocuments() == 1;
    }

    private boolean collMod() {
        things.createIndex(new Document("at", 1), new IndexOptions().expireAfter(10L, TimeUnit.SECONDS));
        database.runCommand(
                Document.parse("{collMod: '" + name() + "', index: {keyPattern: {at: 1}, expireAfterSeconds: 20}}"));
        return indexes().stream().anyMatch(index -> {
            @Nullable Object seconds = index.get("expireAfterSeconds");
            return seconds instanceof Number number && number.intValue() == 20;
        });
    }

    private boolean hidingIndexes() {
        things.createIndex(new Document("hidden", 1));
        database.runCommand(
                Document.parse("{collMod: '" + name() + "', index: {keyPattern: {hidden: 1}, hidden: true}}"));
        return indexes().stream().anyMatch(index -> index.getBoolean("hidden", false));
    }

    private boolean partialIndexes() {
        things.createIndex(
                new Document("name", 1), new IndexOptions().unique(true).partialFilterExpression(Filters.gt("n", 5)));
        things.insertOne(new Document("name", "ann").append("n", 2));
        return things.countDocuments(eq("name", "ann")) == 2;
    }

    private boolean textIndexes() {
        things.createIndex(new Document("name", "text"));
        return things.countDocuments(Filters.text("ann")) == 1;
    }

    private boolean isListed(String keys) {
        Document key = Document.parse(keys);
        things.createIndex(key);
        return indexes().stream().anyMatch(index -> Objects.equals(index.get("key"), key));
    }

    private List<Document> indexes() {
        return things.listIndexes().into(new ArrayList<>());
    }

    private int rows(String stage) {
        return things.aggregate(List.of(Document.parse(stage)))
                .into(new ArrayList<>())
                .size();
    }

    private String name() {
        return things.getNamespace().getCollectionName();
    }
}
