package io.mongoodm.testkit;

import com.mongodb.MongoCommandException;
import com.mongodb.client.MongoClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.bson.Document;

/** Makes a mongod that was started with a set's name the primary of that set; transactions need one. */
final class ReplicaSet {
    static final String NAME = "rs0";

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(20);

    private ReplicaSet() {}

    /**
     * Returns when the server at this port accepts writes, which it may do without being told.
     *
     * @throws MongoCommandException when the server refuses to become a set
     * @throws IllegalStateException when it has not become the primary within 30 seconds
     */
    static void initiate(MongoClient client, int port) {
        if (isPrimary(client)) {
            return;
        }
        Document member = new Document("_id", 0).append("host", "127.0.0.1:" + port);
        Document set = new Document("_id", NAME).append("members", List.of(member));
        client.getDatabase("admin").runCommand(new Document("replSetInitiate", set));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!isPrimary(client)) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("The mongod at 127.0.0.1:" + port + " has not become the primary of its"
                        + " replica set within " + PATIENCE.toSeconds() + " s. Try again, or choose IN_PROCESS.");
            }
            LockSupport.parkNanos(PAUSE);
        }
    }

    private static boolean isPrimary(MongoClient client) {
        Document hello = Console.run(client, "hello");
        return hello.containsKey("setName") && hello.getBoolean("isWritablePrimary", false);
    }
}
