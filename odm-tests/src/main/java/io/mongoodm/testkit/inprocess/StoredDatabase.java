package io.mongoodm.testkit.inprocess;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.AbstractMongoDatabase;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.NamespaceExistsException;
import de.bwaldvogel.mongo.oplog.NoopOplog;
import de.bwaldvogel.mongo.oplog.Oplog;
import io.netty.channel.Channel;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A database whose collections are those of the running transaction, if there is one. It extends mongo-java-server's
 * for one command, {@code update}, whose array filters nobody else can parse; everything else it answers itself.
 */
final class StoredDatabase extends AbstractMongoDatabase<Long> {
    private final Store store;
    private final Map<String, StoredCollection> live = new TreeMap<>();

    StoredDatabase(String name, Store store) {
        super(name, new CursorRegistry());
        this.store = store;
    }

    Store store() {
        return store;
    }

    String namespace(String collection) {
        return getFullCollectionNamespace(collection);
    }

    /** The collections that everybody sees, by name. */
    Map<String, StoredCollection> live() {
        return live;
    }

    @Nullable
    StoredCollection find(String name) {
        Transaction transaction = store.transaction();
        return transaction == null ? live.get(name) : transaction.collection(this, name);
    }

    StoredCollection findOrCreate(String name) {
        StoredCollection found = find(name);
        return found == null ? create(name) : found;
    }

    StoredCollection create(String name) {
        if (name.isEmpty() || name.contains("$") || name.startsWith("system.")) {
            throw new CommandError(73, "InvalidNamespace", "Invalid collection name: " + namespace(name));
        }
        Transaction transaction = store.transaction();
        return transaction == null ? createLive(name) : transaction.create(this, name);
    }

    StoredCollection createLive(String name) {
        StoredCollection created = new StoredCollection(this, name, Snapshot.empty());
        created.catalogChangedAt(store.tick());
        live.put(name, created);
        return created;
    }

    /** One statement of an update command, by mongo-java-server. */
    Document update(String collection, Document statement) {
        Document command = new Document("update", collection).append("updates", List.of(statement));
        return super.handleCommand(null, "update", command, store::database, NoopOplog.get());
    }

    @Override
    public @Nullable StoredCollection resolveCollection(String name, boolean throwIfNotFound) {
        StoredCollection found = find(name);
        if (found == null && throwIfNotFound) {
            throw CommandError.namespaceNotFound(namespace(name));
        }
        return found;
    }

    @Override
    protected MongoCollection<Long> resolveOrCreateCollection(String name) {
        return findOrCreate(name);
    }

    @Override
    public MongoCollection<Long> createCollectionOrThrowIfExists(String name, CollectionOptions options) {
        if (find(name) != null) {
            throw new NamespaceExistsException("Collection " + namespace(name) + " already exists.");
        }
        return create(name);
    }

    @Override
    public boolean isEmpty() {
        return live.isEmpty();
    }

    @Override
    protected void clearLastStatus(Channel channel) {
        // getLastError is gone from drivers and servers alike, so nothing is kept for it
    }

    @Override
    protected void putLastResult(Channel channel, Document result) {
        // as above
    }

    @Override
    public void drop(Oplog oplog) {
        live.clear();
    }

    @Override
    public void dropCollection(String name, Oplog oplog) {
        live.remove(name);
    }

    @Override
    public void unregisterCollection(String name) {
        live.remove(name);
    }

    @Override
    public void moveCollection(MongoDatabase oldDatabase, MongoCollection<?> collection, String newName) {
        oldDatabase.unregisterCollection(collection.getCollectionName());
        collection.renameTo(this, newName);
        live.put(newName, (StoredCollection) collection);
    }

    @Override
    protected MongoCollection<Long> openOrCreateCollection(String name, CollectionOptions options) {
        return findOrCreate(name);
    }

    @Override
    protected Index<Long> openOrCreateUniqueIndex(
            String collection, String index, List<IndexKey> keys, boolean sparse) {
        return new UniqueIndex(index, keys, sparse, PartialFilter.NONE);
    }

    @Override
    protected long getFileSize() {
        return 0;
    }

    @Override
    protected long getStorageSize() {
        return 0;
    }
}
