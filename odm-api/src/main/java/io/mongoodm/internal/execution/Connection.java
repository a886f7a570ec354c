package io.mongoodm.internal.execution;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoDriverInformation;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.bson.UuidRepresentation;
import org.bson.codecs.configuration.CodecRegistry;
import org.jspecify.annotations.Nullable;

/**
 * A client, and whether closing the handle closes it.
 *
 * @param maxPoolSize the size of the client's pool, 0 when it is unbounded or not known
 * @param maxWaitMillis how long the client's pool lets a caller wait, 0 when it is not known
 */
record Connection(MongoClient client, boolean owned, int maxPoolSize, long maxWaitMillis) {

    /** The driver refuses to close on an interrupted thread, and would leave its threads and connections behind. */
    void close() {
        if (owned) {
            Interruption.held(client::close);
        }
    }

    /** What a builder asked for, checked, before anything is opened. */
    record Plan(@Nullable MongoClient given, @Nullable MongoClientSettings settings, String database) {

        CodecRegistry codecRegistry() {
            if (settings != null) {
                return settings.getCodecRegistry();
            }
            return given != null ? given.getCodecRegistry() : MongoClientSettings.getDefaultCodecRegistry();
        }

        Connection connect() {
            if (given != null) {
                return new Connection(given, false, 0, 0);
            }
            MongoClientSettings own =
                    settings == null ? MongoClientSettings.builder().build() : settings;
            int size = own.getConnectionPoolSettings().getMaxSize();
            return new Connection(
                    MongoClients.create(own, information()),
                    true,
                    size,
                    own.getConnectionPoolSettings().getMaxWaitTime(TimeUnit.MILLISECONDS));
        }

        private static MongoDriverInformation information() {
            return MongoDriverInformation.builder().driverName("mongo-odm").build();
        }
    }

    /** Checks what a builder gathered. */
    static Plan plan(HandleSettings asked) {
        if (asked.client() != null) {
            if (asked.uri() != null || asked.settings() != null) {
                throw new IllegalStateException("A client was given beside a URI or settings: give one of them, since a"
                        + " client has settings of its own");
            }
            return new Plan(asked.client(), null, required(asked.database(), "database(name)"));
        }
        if (asked.uri() == null && asked.settings() == null) {
            throw new IllegalStateException("Nothing to connect to: give uri(...), settings(...) or client(...)");
        }
        ConnectionString uri = asked.uri() == null ? null : parse(asked.uri());
        MongoClientSettings.Builder settings = asked.settings() == null
                ? MongoClientSettings.builder()
                : MongoClientSettings.builder(asked.settings());
        MongoClientSettings built = uri == null ? settings.build() : applied(uri, settings);
        if (built.getUuidRepresentation() == UuidRepresentation.UNSPECIFIED) {
            built = MongoClientSettings.builder(built)
                    .uuidRepresentation(UuidRepresentation.STANDARD)
                    .build();
        }
        String fromUri = uri == null ? null : uri.getDatabase();
        String database = asked.database() != null ? asked.database() : fromUri;
        return new Plan(
                null,
                built,
                required(database, asked.uri() == null ? "database(name)" : "the URI, as in mongodb://host/database"));
    }

    private static String required(@Nullable String database, String where) {
        if (database == null) {
            throw new IllegalArgumentException("No database is named: name it in " + where);
        }
        return DatabaseName.checked(database);
    }

    /** The driver's text is given on only where it cannot hold credentials. */
    private static ConnectionString parse(String uri) {
        try {
            return new ConnectionString(uri);
        } catch (IllegalArgumentException malformed) {
            if (mayHoldCredentials(uri)) {
                throw new IllegalArgumentException(
                        "The connection string is malformed; what is wrong with it is not said because it holds"
                                + " credentials. Is every special character of user name and password escaped?");
            }
            throw new IllegalArgumentException(
                    "The connection string is malformed: " + malformed.getMessage(), malformed);
        }
    }

    private static boolean mayHoldCredentials(String uri) {
        String lower = uri.toLowerCase(Locale.ROOT);
        return lower.contains("@") || lower.contains("password") || lower.contains("authmechanismproperties");
    }

    /** Some values are checked when they become settings only, and by the settings' own kind of exception. */
    private static MongoClientSettings applied(ConnectionString uri, MongoClientSettings.Builder settings) {
        try {
            return settings.applyConnectionString(uri).build();
        } catch (IllegalStateException refused) {
            throw new IllegalArgumentException(
                    "The connection string has an option with a value that no client takes: " + refused.getMessage(),
                    refused);
        }
    }
}
