package io.mongoodm.testkit;

import com.mongodb.ConnectionString;
import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import java.util.List;
import java.util.Set;

/** The server that a connection string names. We did not start it and never stop it. */
record NamedMongo(String uri, String address, Engine found) implements RunningServer {
    static NamedMongo at(String uri) {
        String address = String.join(",", hosts(uri));
        try (MongoClient client = Console.open(uri)) {
            return new NamedMongo(uri, address, Engine.of(client));
        } catch (MongoException unusable) {
            throw new IllegalStateException(
                    "The server at " + address + ", which " + ServerChoice.URI + " names, cannot be used ("
                            + unusable.getClass().getSimpleName() + "). Start it, or unset " + ServerChoice.URI
                            + " to use the server inside the JVM.",
                    unusable);
        }
    }

    private static List<String> hosts(String uri) {
        try {
            return new ConnectionString(uri).getHosts();
        } catch (IllegalArgumentException malformed) {
            throw new IllegalStateException(
                    ServerChoice.URI + " holds no connection string. Set it to one like"
                            + " mongodb://127.0.0.1:27017/?directConnection=true, or unset it.",
                    malformed);
        }
    }

    @Override
    public String description() {
        return found.name() + " at " + address;
    }

    @Override
    public String engine() {
        return found.name();
    }

    @Override
    public Set<Feature> features() {
        return found.features();
    }

    @Override
    public boolean ours() {
        return false;
    }

    @Override
    public void stop() {
        // Whoever started it stops it.
    }
}
