package io.mongoodm;

import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.IndexModel;
import io.mongoodm.internal.execution.Door;
import io.mongoodm.internal.execution.Engine;
import io.mongoodm.internal.execution.EngineAccess;
import io.mongoodm.internal.execution.HandleSettings;
import java.lang.invoke.MethodHandles;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A handle on one database with its registered models. Every call blocks its thread until the server has answered.
 *
 * <p>A handle is safe for use by any number of threads, virtual ones included. Several may be open at once. Building one
 * checks every model and sends nothing; the first call connects.
 */
public final class Odm implements AutoCloseable {
    static {
        EngineAccess.install(odm -> odm.engine);
    }

    private final Engine engine;

    private Odm(Engine engine) {
        this.engine = engine;
    }

    /**
     * Returns a handle on the database that the URI names, with a client of its own that {@link #close()} closes.
     *
     * @param uri a connection string with a database, such as {@code mongodb://localhost/shop}
     * @param models records, and sealed interfaces whose variants are records
     * @throws IllegalArgumentException when the URI is malformed or names no database
     * @throws InvalidModelException when a model cannot be mapped; the message lists every problem of every model
     */
    public static Odm connect(String uri, Class<?>... models) {
        return builder().uri(uri).models(models).build();
    }

    /** Returns a builder with nothing set. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns the model of a registered record or sealed interface, or of a variant or interface under a registered one.
     * A cheap value; sends nothing.
     *
     * @throws IllegalArgumentException when the class has no model here
     * @throws IllegalStateException when the handle is closed
     */
    public <T> Model<T> model(Class<T> type) {
        return engine.model(engine.operations(type), Door.DIRECT);
    }

    /** Runs a body in a transaction, as {@link #transaction(TransactionSettings, Transaction.Body)} with the defaults. */
    public <R extends @Nullable Object> R transaction(Transaction.Body<R> body) {
        return transaction(TransactionSettings.defaults(), body);
    }

    /**
     * Runs a body in a transaction on this thread, commits when it returns, and gives what it returned.
     *
     * <p>On a transient failure the whole body runs again in a fresh transaction, inside the bounds of the settings, so
     * its effects outside the database may repeat. What takes part in the transaction is what goes through
     * {@link Transaction#model}: a call through this handle's own models on this thread is refused, so that nothing
     * escapes. Collections of registered models that do not exist are created once, in front of the handle's first
     * transaction. When the body fails, the transaction is aborted and nothing of it is left behind.
     *
     * @throws TransactionException when the body fails with a checked exception, which is the cause; unchecked exceptions
     *     leave as they are. Also when the body catches the failure of a call, such as a duplicate key, and goes on: the
     *     server has aborted then, and the failure is the cause
     * @throws IllegalArgumentException when the settings ask for reads from elsewhere than the primary
     * @throws IllegalStateException when the handle is closed
     */
    public <R extends @Nullable Object> R transaction(TransactionSettings settings, Transaction.Body<R> body) {
        return engine.transaction(Objects.requireNonNull(settings, "settings"), Objects.requireNonNull(body, "body"));
    }

    /**
     * Returns a session for {@link Model#withSession}. The caller closes it.
     *
     * @throws IllegalStateException when the handle is closed
     */
    public Session startSession() {
        return engine.startSession().run(Door.DIRECT);
    }

    /**
     * Compares the declared indexes of the models with those of the server and returns what {@link #applyIndexes()} would
     * do, conflicts included. Sends one {@code listIndexes} for each collection and changes nothing.
     *
     * @throws IllegalStateException when the handle is closed
     */
    public IndexPlan planIndexes() {
        return engine.planIndexes().run(Door.DIRECT);
    }

    /** Builds the declared indexes as {@link #applyIndexes(UndeclaredIndexes)} does, and keeps those declared nowhere. */
    public IndexPlan applyIndexes() {
        return applyIndexes(UndeclaredIndexes.KEEP);
    }

    /**
     * Makes the server's indexes equal the declared ones, and returns the plan that was carried out. Blocks until they are
     * built. When nothing is to be done, only {@code listIndexes} is sent.
     *
     * <p>What can be changed in place is; what a server takes beside the old index is built first and the old one dropped
     * then; only what cannot stand beside it is dropped first, and built again as it was when the new one fails. A failed
     * build thus leaves the old index. The other collections are attempted all the same: the first failure of the server
     * is thrown at the end, with the others suppressed.
     *
     * @param undeclared whether indexes that no model declares are kept or dropped; the one on {@code _id} always stays
     * @throws IndexConflictException when the plan has conflicts: all are listed, and nothing was changed
     * @throws DuplicateKeyException when stored documents contradict a unique index
     * @throws IllegalStateException when the handle is closed
     */
    public IndexPlan applyIndexes(UndeclaredIndexes undeclared) {
        return engine.applyIndexes(Objects.requireNonNull(undeclared, "undeclared"))
                .run(Door.DIRECT);
    }

    /** Drops the handle's database with everything in it. */
    public void dropDatabase() {
        engine.dropDatabase(null).run(Door.DIRECT);
    }

    /**
     * Drops the database of this name with everything in it. One that does not exist is no error.
     *
     * @throws IllegalArgumentException when no database can have this name
     */
    public void dropDatabase(String name) {
        engine.dropDatabase(Objects.requireNonNull(name, "name")).run(Door.DIRECT);
    }

    /**
     * Returns a view of this handle on another database: the same client and models. Closing the view does not close the
     * client; closing this handle ends the view.
     *
     * @throws IllegalArgumentException when no database can have this name
     * @throws IllegalStateException when the handle is closed
     */
    public Odm withDatabase(String name) {
        return new Odm(engine.withDatabase(Objects.requireNonNull(name, "name")));
    }

    /** Returns the driver's client. */
    public MongoClient client() {
        return engine.client();
    }

    /** Returns the driver's database, with a registry that has the codecs of the models. */
    public MongoDatabase database() {
        return engine.database();
    }

    /**
     * Closes the handle, and its client when the handle opened it. Safe to call from any thread. A command that is under
     * way may still finish; a call that needs another one fails with {@link IllegalStateException}, as every later call.
     *
     * @return true for the call that closed, false for every later one
     */
    public boolean disconnect() {
        return engine.close();
    }

    /** Closes the handle as {@link #disconnect()} does. */
    @Override
    public void close() {
        disconnect();
    }

    /** Gathers the settings of a handle. Not safe for use by several threads. */
    public static final class Builder {
        private @Nullable String uri;
        private @Nullable MongoClientSettings settings;
        private @Nullable MongoClient client;
        private @Nullable String database;
        private List<Class<?>> models = List.of();
        private Map<Class<?>, List<IndexModel>> indexes = Map.of();
        private InstantSource clock = InstantSource.system();
        private boolean validateFilters = true;
        private MethodHandles.@Nullable Lookup lookup;

        private Builder() {}

        /** Connects to this connection string; the handle owns the client. The string names the database. */
        public Builder uri(String uri) {
            this.uri = Objects.requireNonNull(uri, "uri");
            return this;
        }

        /**
         * Connects with these settings; the handle owns the client. With {@link #uri} too, the URI is applied on top of
         * them.
         */
        public Builder settings(MongoClientSettings settings) {
            this.settings = Objects.requireNonNull(settings, "settings");
            return this;
        }

        /** Uses this client, which stays open when the handle is closed. */
        public Builder client(MongoClient client) {
            this.client = Objects.requireNonNull(client, "client");
            return this;
        }

        /** Sets the database; it goes before the one in the URI. */
        public Builder database(String name) {
            this.database = Objects.requireNonNull(name, "name");
            return this;
        }

        /** Sets the models: records, and sealed interfaces whose variants are records. */
        public Builder models(Class<?>... models) {
            for (Class<?> model : Objects.requireNonNull(models, "models")) {
                Objects.requireNonNull(model, "model");
            }
            this.models = List.of(models);
            return this;
        }

        /**
         * Declares indexes of a model in code, beside those of its annotations, with the keys and options of the driver. Keys
         * and partial filters may be typed fields: {@code new IndexModel(field(City::name).ascending())}. Names are those of
         * components or stored ones. Like annotations they are checked by {@link #build()} and build nothing by themselves.
         * Called again for a model, they take the place of what was given before.
         *
         * @param model a registered model, or a variant of one, whose unique indexes hold only the documents with its tag
         */
        public Builder indexes(Class<?> model, IndexModel... indexes) {
            Map<Class<?>, List<IndexModel>> declared = new LinkedHashMap<>(this.indexes);
            declared.put(Objects.requireNonNull(model, "model"), List.of(Objects.requireNonNull(indexes, "indexes")));
            this.indexes = declared;
            return this;
        }

        /** Sets the source of the time in {@code @CreatedAt} and {@code @UpdatedAt}; the system's by default. */
        public Builder clock(InstantSource clock) {
            this.clock = Objects.requireNonNull(clock, "clock");
            return this;
        }

        /** Turns the checks of filters, updates, sorts and projections off for every model; on by default. */
        public Builder validateFilters(boolean validate) {
            this.validateFilters = validate;
            return this;
        }

        /** Sets a lookup that reaches records in packages which are not open to this library. */
        public Builder lookup(MethodHandles.Lookup lookup) {
            this.lookup = Objects.requireNonNull(lookup, "lookup");
            return this;
        }

        /**
         * Checks the models and returns the handle. Sends nothing.
         *
         * @throws IllegalArgumentException when the URI is malformed, or no database is named or none can have the name
         * @throws IllegalStateException when there is no URI, settings or client, or a client beside one of the others
         * @throws InvalidModelException when a model cannot be mapped; the message lists every problem of every model
         */
        public Odm build() {
            return new Odm(EngineAccess.open(new HandleSettings(
                    uri, settings, client, database, models, indexes, clock, validateFilters, lookup)));
        }
    }
}
