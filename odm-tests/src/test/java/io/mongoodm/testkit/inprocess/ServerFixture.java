package io.mongoodm.testkit.inprocess;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.bson.Document;

/** One server and one client for the tests of a class. */
final class ServerFixture implements AutoCloseable {
    private final InProcessServer server;
    private final MongoClient client;

    ServerFixture() {
        this(System::nanoTime);
    }

    ServerFixture(LongSupplier nanoTime) {
        server = InProcessServer.start(nanoTime);
        client = MongoClients.create(uri(""));
    }

    String uri(String options) {
        return "mongodb://127.0.0.1:" + server.port() + "/?serverMonitoringMode=poll&" + options;
    }

    MongoClient client() {
        return client;
    }

    MongoDatabase database() {
        return client.getDatabase("facts");
    }

    MongoDatabase admin() {
        return client.getDatabase("admin");
    }

    /** A collection of this name that holds these documents and nothing else. */
    MongoCollection<Document> collection(String name, String... documents) {
        MongoCollection<Document> collection = database().getCollection(name);
        collection.drop();
        for (String document : documents) {
            collection.insertOne(Document.parse(document));
        }
        return collection;
    }

    /** A session with an open transaction. */
    ClientSession transaction() {
        ClientSession session = client.startSession();
        session.startTransaction();
        return session;
    }

    /** Returns once this many commands of the server wait for a transaction to end. */
    void awaitWaiting(int commands) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (waiting() != commands) {
            assertThat(System.nanoTime() - deadline)
                    .as("nanoseconds past the deadline, waiting for %d commands", commands)
                    .isNegative();
        }
    }

    private int waiting() {
        return admin().runCommand(new Document("serverStatus", 1))
                .getEmbedded(List.of("globalLock", "currentQueue", "total"), Integer.class);
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
