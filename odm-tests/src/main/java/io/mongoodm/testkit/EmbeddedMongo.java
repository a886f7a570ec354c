package io.mongoodm.testkit;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A lease on a MongoDB server for tests and trials.
 *
 * <p>Which server: the one that {@code ODM_TEST_SERVER} names (a constant of {@link Server}); else the one at the URI in
 * {@code ODM_TEST_URI}; else a mongod at the path in {@code ODM_TEST_MONGOD}, started as a replica set of one node; else a
 * server inside this JVM, which is a test double and says so. A variable that is empty counts as not set. An explicit
 * choice that cannot be met is an error, never another server.
 *
 * <p>There is one server of each kind in a JVM. The first lease starts it and prints one line, which server, which version
 * and why; the last {@link #close()} stops it, unless {@code ODM_TEST_URI} named it. Safe for use by several threads.
 */
public final class EmbeddedMongo implements AutoCloseable {
    private final SharedServer shared;
    private final RunningServer server;
    private final String description;
    private final Set<String> databases = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedMongo(SharedServer shared, ServerChoice choice) {
        this.shared = shared;
        this.server = shared.lease(choice);
        this.description = server.description() + ", because " + choice.reason();
    }

    /**
     * Returns a lease on the server that the environment chooses. Blocks until that server answers.
     *
     * @throws IllegalStateException when the environment's choice is malformed or cannot be met: no such server, no mongod
     *     at the path, nothing that answers at the URI, a failed download; the message says what to set instead
     */
    public static EmbeddedMongo start() {
        return start(Server.AUTO);
    }

    static EmbeddedMongo start(Server asked) {
        return start(asked, System.getenv());
    }

    static EmbeddedMongo start(Server asked, Map<String, String> environment) {
        ServerChoice choice = ServerChoice.of(asked, environment);
        return new EmbeddedMongo(SharedServer.of(choice), choice);
    }

    /**
     * Returns a connection string that names a database of a new name. The database is dropped when this lease closes.
     *
     * @throws IllegalStateException when this lease is closed
     */
    public String uri() {
        String database = "odm_test_" + UUID.randomUUID().toString().substring(24);
        String uri = uri(database);
        databases.add(database);
        return uri;
    }

    /**
     * Returns a connection string that names this database, with the options that the server's own connection string has.
     * The database is not dropped when this lease closes; it ends with the server when we started that one.
     *
     * @param database a database name: not empty, at most 63 bytes, and none of {@code /\."$*<>:|? } or a null character
     * @throws IllegalArgumentException when the database cannot have that name
     * @throws IllegalStateException when this lease is closed
     */
    public String uri(String database) {
        Objects.requireNonNull(database, "database");
        if (closed.get()) {
            throw new IllegalStateException(
                    "This EmbeddedMongo is closed. Ask for the URI before close(), or start another.");
        }
        return DatabaseUri.of(server.uri(), database);
    }

    /** Returns which server this is, which version, and why it was chosen before the others. Never holds credentials. */
    public String description() {
        return description;
    }

    RunningServer server() {
        return server;
    }

    /**
     * Ends the lease: drops the databases that {@link #uri()} made and, when this is the last lease on a server that we
     * started, stops the server. Blocks until that is done. Does nothing when it is called again.
     *
     * @throws com.mongodb.MongoException when the databases cannot be dropped; the lease has ended nevertheless
     */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            shared.release(databases);
        }
    }

    @Override
    public String toString() {
        return "EmbeddedMongo[" + description + "]";
    }
}
