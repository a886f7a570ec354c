package io.mongoodm.testkit.inprocess;

import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import org.bson.Document;

/** One server and one client for the tests of a class. */
final class ServerFixture implements AutoCloseable {
    private final InProcessServer server = InProcessServer.start();
    private final MongoClient client = MongoClients.create(uri(""));

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

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
