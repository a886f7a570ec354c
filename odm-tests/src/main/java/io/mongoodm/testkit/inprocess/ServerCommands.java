package io.mongoodm.testkit.inprocess;

import de.bwaldvogel.mongo.bson.Document;
import java.time.Instant;
import java.util.List;

/** What the server says of itself, and the parameters that a test may set. */
final class ServerCommands {
    private static final String VERSION = "6.0.0";
    private static final int WIRE_VERSION = 17;
    private static final String LIFETIME = "transactionLifetimeLimitSeconds";

    private final Store store;
    private final Cursors cursors;
    private final String address;

    ServerCommands(Store store, Cursors cursors, String address) {
        this.store = store;
        this.cursors = cursors;
        this.address = address;
    }

    /** A primary of a one-node replica set. No topologyVersion: drivers then poll instead of streaming. */
    Document hello(Request request) {
        Document client = request.arguments().find("client");
        if (client != null) {
            Document application = new Arguments(client).document("application");
            request.client().applicationName(String.valueOf(application.getOrDefault("name", "")));
        }
        return new Document("helloOk", true)
                .append("ismaster", true)
                .append("isWritablePrimary", true)
                .append("secondary", false)
                .append("setName", "rs0")
                .append("setVersion", 1)
                .append("hosts", List.of(address))
                .append("primary", address)
                .append("me", address)
                .append("maxBsonObjectSize", 16 * 1024 * 1024)
                .append("maxMessageSizeBytes", 48_000_000)
                .append("maxWriteBatchSize", 100_000)
                .append("localTime", Instant.now())
                .append("logicalSessionTimeoutMinutes", 30)
                .append("connectionId", Math.toIntExact(request.client().id()))
                .append("minWireVersion", 0)
                .append("maxWireVersion", WIRE_VERSION)
                .append("readOnly", false);
    }

    Document buildInfo(Request request) {
        return new Document("version", VERSION)
                .append("versionArray", List.of(6, 0, 0, 0))
                .append("modules", List.of("in-process test double"))
                .append("maxBsonObjectSize", 16 * 1024 * 1024);
    }

    Document ping(Request request) {
        return new Document();
    }

    Document serverStatus(Request request) {
        Document open = new Document("noTimeout", 0L).append("pinned", 0L).append("total", cursors.count());
        return new Document("host", address)
                .append("version", VERSION)
                .append("process", "in-process test double")
                .append("localTime", Instant.now())
                .append("metrics", new Document("cursor", new Document("timedOut", 0L).append("open", open)))
                .append("globalLock", new Document("currentQueue", new Document("total", store.waitingCommands())))
                .append("transactions", new Document("currentOpen", store.openTransactions()));
    }

    Document connectionStatus(Request request) {
        return new Document(
                "authInfo", new Document("authenticatedUsers", List.of()).append("authenticatedUserRoles", List.of()));
    }

    Document setParameter(Request request) {
        if (!request.arguments().has(LIFETIME)) {
            throw CommandError.notImplemented("parameters other than " + LIFETIME);
        }
        store.lifetimeLimit(request.arguments().number(LIFETIME, 0));
        return new Document();
    }
}
