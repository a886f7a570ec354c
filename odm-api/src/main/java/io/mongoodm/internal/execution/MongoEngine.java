package io.mongoodm.internal.execution;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import io.mongoodm.IndexPlan;
import io.mongoodm.Model;
import io.mongoodm.Transaction;
import io.mongoodm.TransactionSettings;
import io.mongoodm.UndeclaredIndexes;
import io.mongoodm.internal.indexes.DeclaredIndexes;
import io.mongoodm.internal.mapping.Mapping;
import io.mongoodm.internal.mapping.ModelType;
import io.mongoodm.internal.mapping.Problems;
import io.mongoodm.internal.relations.Relations;
import io.mongoodm.internal.validation.Validator;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bson.BsonDocument;
import org.bson.Document;
import org.bson.codecs.Codec;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/** The engine of one handle: a client, a database, and the models. Views on other databases share all but the name. */
final class MongoEngine implements Engine {
    private final Connection connection;
    private final @Nullable MongoEngine origin;
    private final String databaseName;
    private final Mapping mapping;
    private final DeclaredIndexes indexes;
    private final Relations relations;
    private final Stamps stamps;
    private final boolean validateFilters;
    private final MongoTransactions transactions;
    private final DriverCollections collections;
    private final @Nullable Duration timeout;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Map<Class<?>, MongoModelOperations<?>> operations = new ConcurrentHashMap<>();
    private final List<Object> facades = new CopyOnWriteArrayList<>();

    private MongoEngine(
            Connection connection,
            @Nullable MongoEngine origin,
            String databaseName,
            Mapping mapping,
            DeclaredIndexes indexes,
            Stamps stamps,
            boolean validateFilters) {
        this.connection = connection;
        this.origin = origin;
        this.databaseName = databaseName;
        this.mapping = mapping;
        this.indexes = indexes;
        this.relations = Relations.of(mapping);
        this.stamps = stamps;
        this.validateFilters = validateFilters;
        this.transactions = new MongoTransactions(this);
        this.collections = new DriverCollections(this::database);
        Long millis = connection.client().getTimeout(TimeUnit.MILLISECONDS);
        this.timeout = millis == null || millis == 0 ? null : Duration.ofMillis(millis);
    }

    /** Checks the models, then connects, so that a fault leaves no client behind. */
    static MongoEngine open(HandleSettings settings) {
        Connection.Plan plan = Connection.plan(settings);
        Problems problems = new Problems();
        Mapping mapping = Mapping.of(settings.models(), plan.codecRegistry(), settings.lookup(), problems);
        DeclaredIndexes indexes = DeclaredIndexes.of(mapping, settings.indexes(), problems);
        problems.throwIfAny();
        MongoEngine engine = new MongoEngine(
                plan.connect(),
                null,
                plan.database(),
                mapping,
                indexes,
                new Stamps(settings.clock()),
                settings.validateFilters());
        OpenEngines.add(engine);
        return engine;
    }

    @Override
    public Engine withDatabase(String name) {
        requireOpen();
        return new MongoEngine(
                connection, root(), DatabaseName.checked(name), mapping, indexes, stamps, validateFilters);
    }

    /** Returns the engine of the handle that this one is a view of, or this one. */
    MongoEngine root() {
        return origin == null ? this : origin;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> ModelOperations<T> operations(Class<T> type) {
        requireOpen();
        Objects.requireNonNull(type, "type");
        MongoModelOperations<?> known = operations.get(type);
        if (known == null) {
            known = new MongoModelOperations<>(target(mapping.model(type)));
            operations.put(type, known);
        }
        return (ModelOperations<T>) known;
    }

    <T> Target<T> target(ModelType<T> model) {
        Validator validator = Validator.of(model, mapping.registry(), validateFilters && model.validateFilters());
        return new Target<>(this, model, validator, null, null);
    }

    @Override
    public <T> Model<T> model(ModelOperations<T> prepared, Door door) {
        return new MongoModel<>((MongoModelOperations<T>) prepared, door);
    }

    /** Returns the collection of a model, with the codecs of the models. */
    <T> MongoCollection<T> collection(ModelType<T> model) {
        return collections.of(model, model.type(), mapping.registry());
    }

    /** Returns the collections through which this library reads and writes. */
    DriverCollections collections() {
        return collections;
    }

    /** Returns the client's {@code timeoutMS}, or null when calls have no time of their own. */
    @Nullable
    Duration timeout() {
        return timeout;
    }

    MongoDatabase database(@Nullable String name) {
        return connection.client().getDatabase(name == null ? databaseName : name);
    }

    @Override
    public Operation<MongoSession> startSession() {
        requireOpen();
        return new Operation<>(
                null,
                null,
                (door, deadline) -> door.pass(
                        null,
                        deadline,
                        () -> new BoundSession(this, connection.client().startSession(), new SessionGate())));
    }

    @Override
    public MongoTransactions transactions() {
        return transactions;
    }

    @Override
    public <R extends @Nullable Object> R transaction(TransactionSettings settings, Transaction.Body<R> body) {
        requireOpen();
        return transactions.run(settings, attempt -> body.run(new BlockingTransaction(this, attempt)));
    }

    @Override
    public Operation<IndexPlan> planIndexes() {
        requireOpen();
        return new Operation<>(null, null, (door, deadline) -> indexes.plan(new DriverIndexCommands(this, door)));
    }

    @Override
    public Operation<IndexPlan> applyIndexes(UndeclaredIndexes undeclared) {
        requireOpen();
        return new Operation<>(
                null, null, (door, deadline) -> indexes.apply(new DriverIndexCommands(this, door), undeclared));
    }

    @Override
    public Operation<@Nullable Void> dropDatabase(@Nullable String name) {
        requireOpen();
        String dropped = name == null ? databaseName : DatabaseName.checked(name);
        return new Operation<>(
                null,
                null,
                (door, deadline) -> door.pass(null, deadline, () -> {
                    database(dropped).drop();
                    return null;
                }));
    }

    @Override
    public boolean close() {
        if (!closed.compareAndSet(false, true)) {
            return false;
        }
        OpenEngines.remove(this);
        if (origin == null) {
            connection.close();
        }
        return true;
    }

    @Override
    public void requireOpen() {
        if (closed.get() || root().closed.get()) {
            throw new IllegalStateException("This handle is closed: open another with connect or builder()");
        }
    }

    @Override
    public MongoClient client() {
        return connection.client();
    }

    @Override
    public MongoDatabase database() {
        return database(null).withCodecRegistry(mapping.registry());
    }

    @Override
    public int maxPoolSize() {
        return connection.maxPoolSize();
    }

    @Override
    public long maxWaitMillis() {
        return connection.maxWaitMillis();
    }

    @Override
    public ClientShare share() {
        return ClientShare.of(connection.client());
    }

    @Override
    public List<Object> facades() {
        return facades;
    }

    Mapping mapping() {
        return mapping;
    }

    Relations relations() {
        return relations;
    }

    Stamps stamps() {
        return stamps;
    }

    Codec<Document> documentCodec() {
        return mapping.registry().get(Document.class);
    }

    /** Renders what is not checked: sorts and projections of an aggregation's rows. */
    BsonDocument render(Bson bson) {
        return bson.toBsonDocument(Document.class, mapping.registry()).clone();
    }
}
