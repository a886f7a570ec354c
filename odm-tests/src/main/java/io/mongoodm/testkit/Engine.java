package io.mongoodm.testkit;

import com.mongodb.MongoCommandException;
import com.mongodb.client.MongoClient;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.bson.Document;

/**
 * What a server says that it is, and what follows for its features. Known engines are looked up in a table instead of
 * tried out, so that one that loses a feature fails its tests instead of skipping them.
 */
record Engine(String name, Set<Feature> features) {
    private static final int WIRE_VERSION_OF_MONGODB_8 = 25;

    static Engine of(MongoClient client) {
        Document build = Console.run(client, "buildInfo");
        EnumSet<Feature> features =
                build.containsKey("secantusVersion") ? secantus() : real(Console.run(client, "hello"));
        if (!testCommands(client)) {
            features.remove(Feature.FAIL_POINTS);
        }
        String name = build.containsKey("secantusVersion")
                ? "SecantusDB " + build.getString("secantusVersion")
                : "MongoDB " + build.getString("version");
        return new Engine(name, Collections.unmodifiableSet(features));
    }

    private static EnumSet<Feature> secantus() {
        return EnumSet.complementOf(EnumSet.of(
                Feature.ATOMIC_UPSERTS,
                Feature.KILLING_SESSIONS,
                Feature.HIDING_INDEXES,
                Feature.TEXT_INDEXES,
                Feature.HASHED_INDEXES,
                Feature.JAVASCRIPT));
    }

    private static EnumSet<Feature> real(Document hello) {
        EnumSet<Feature> features = EnumSet.allOf(Feature.class);
        boolean standalone = !hello.containsKey("setName") && !"isdbgrid".equals(hello.getString("msg"));
        if (standalone) {
            features.removeAll(EnumSet.of(
                    Feature.TRANSACTIONS,
                    Feature.CONCURRENT_TRANSACTIONS,
                    Feature.RETRYABLE_WRITES,
                    Feature.CHANGE_STREAMS));
        }
        if (hello.getInteger("maxWireVersion", 0) < WIRE_VERSION_OF_MONGODB_8) {
            features.remove(Feature.CLIENT_BULK_WRITE);
        }
        return features;
    }

    /** Fail points need a switch at the server's start; a server that does not know the switch or hides it has none. */
    private static boolean testCommands(MongoClient client) {
        Document question = new Document("getParameter", 1).append("enableTestCommands", 1);
        try {
            Object answer = client.getDatabase("admin").runCommand(question).get("enableTestCommands");
            return Boolean.TRUE.equals(answer) || Integer.valueOf(1).equals(answer);
        } catch (MongoCommandException refused) {
            return false;
        }
    }
}
