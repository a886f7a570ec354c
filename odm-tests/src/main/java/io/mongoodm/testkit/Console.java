package io.mongoodm.testkit;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.bson.Document;

/** Commands of the test kit itself, on clients that live for one call, so that no thread of ours stays behind. */
final class Console {
    private static final int PATIENCE_SECONDS = 5;

    private Console() {}

    /** Returns a client that gives up after five seconds, or after the selection time that the connection string states. */
    static MongoClient open(String uri) {
        ConnectionString connection = new ConnectionString(uri);
        MongoClientSettings.Builder settings =
                MongoClientSettings.builder().applyConnectionString(connection).applicationName("odm-testkit");
        if (connection.getServerSelectionTimeout() == null) {
            settings.applyToClusterSettings(
                    cluster -> cluster.serverSelectionTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS));
        }
        return MongoClients.create(settings.build());
    }

    static Document run(MongoClient client, String command) {
        return client.getDatabase("admin").runCommand(new Document(command, 1));
    }

    static void drop(String uri, Set<String> databases) {
        if (databases.isEmpty()) {
            return;
        }
        try (MongoClient client = open(uri)) {
            databases.forEach(name -> client.getDatabase(name).drop());
        }
    }
}
