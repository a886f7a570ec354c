package io.mongoodm.vthreads;

import com.mongodb.MongoClientSettings;
import io.mongoodm.Odm;
import io.mongoodm.testkit.EmbeddedMongo;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * An async handle with a small pool and a database of its own, whose events a test can wait for, and whose commands it can
 * block or fail at the server without touching those of other handles.
 */
final class Watched implements AutoCloseable {
    /** How long a test waits for what has to come. */
    static final int SECONDS = Events.SECONDS;

    private final String appName = "watched-" + UUID.randomUUID();
    private final Events events = new Events();
    private final Odm odm;
    private final Odm control;
    private final AsyncOdm async;
    private boolean armed;

    /** Opens a handle over a pool of this many connections. */
    Watched(EmbeddedMongo server, int connections, Class<?>... models) {
        this(server, null, connections, UnaryOperator.identity(), "", models);
    }

    /** Opens a handle with other settings, whose connections go through a proxy when there is one. */
    Watched(
            EmbeddedMongo server,
            @Nullable TcpProxy proxy,
            int connections,
            UnaryOperator<AsyncOdm.Builder> settings,
            Class<?>... models) {
        this(server, proxy, connections, settings, "", models);
    }

    /** Opens a handle behind a proxy with other options in its URI. */
    Watched(EmbeddedMongo server, TcpProxy proxy, int connections, String options, Class<?>... models) {
        this(server, proxy, connections, UnaryOperator.identity(), options, models);
    }

    private Watched(
            EmbeddedMongo server,
            @Nullable TcpProxy proxy,
            int connections,
            UnaryOperator<AsyncOdm.Builder> settings,
            String options,
            Class<?>... models) {
        String uri = server.uri();
        String own = proxy == null ? uri : proxy.uri(uri);
        this.odm = Odm.builder()
                .settings(MongoClientSettings.builder()
                        .applicationName(appName)
                        .addCommandListener(events)
                        .applyToConnectionPoolSettings(pool -> pool.addConnectionPoolListener(events))
                        .build())
                .uri(own + (own.contains("?") ? "&" : "?") + "maxPoolSize=" + connections + "&" + options)
                .models(models)
                .build();
        this.control = Odm.connect(uri);
        this.async = settings.apply(AsyncOdm.builder().odm(odm)).build();
    }

    AsyncOdm odm() {
        return async;
    }

    /** Returns the blocking handle below it. */
    Odm blocking() {
        return odm;
    }

    Events events() {
        return events;
    }

    /** Makes the server block the next command of a name from this handle for a time. */
    void block(String command, int millis) {
        failPoint(command, 1, new Document("blockConnection", true).append("blockTimeMS", millis));
    }

    /** Makes the server do something to the next commands of a name from this handle. */
    void failPoint(String command, int times, Document action) {
        failPoint(command, appName, times, action);
    }

    /** Makes the server do something to the next command of a name from another handle. */
    void failPoint(String command, String application, Document action) {
        failPoint(command, application, 1, action);
    }

    private void failPoint(String command, String application, int times, Document action) {
        Document data = new Document("failCommands", List.of(command)).append("appName", application);
        data.putAll(action);
        armed = true;
        admin(new Document("configureFailPoint", "failCommand")
                .append("mode", new Document("times", times))
                .append("data", data));
    }

    private Document admin(Document command) {
        return control.client().getDatabase("admin").runCommand(command);
    }

    /** Returns how many cursors are open at the server, whoever opened them. */
    int openCursors() {
        return admin(new Document("serverStatus", 1))
                .getEmbedded(List.of("metrics", "cursor", "open", "total"), Number.class)
                .intValue();
    }

    /** Blocks until at most this many cursors are open at the server. */
    void awaitOpenCursors(int atMost) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (openCursors() > atMost) {
            if (System.nanoTime() > end) {
                throw new AssertionError("Expected at most " + atMost + " open cursors, not " + openCursors());
            }
        }
    }

    /** Closes a cursor at the server that this handle's client never heard of. */
    void killCursor(long id, String namespace) {
        int dot = namespace.indexOf('.');
        Document unused = control.client()
                .getDatabase(namespace.substring(0, dot))
                .runCommand(new Document("killCursors", namespace.substring(dot + 1)).append("cursors", List.of(id)));
    }

    @Override
    public void close() {
        try {
            if (armed) {
                admin(new Document("configureFailPoint", "failCommand").append("mode", "off"));
            }
            async.close();
        } finally {
            odm.close();
            control.close();
        }
    }
}
