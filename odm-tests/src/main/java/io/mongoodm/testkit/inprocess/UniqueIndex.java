package io.mongoodm.testkit.inprocess;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.AbstractUniqueIndex;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A unique index whose keys are locked before a document changes, and that can be forked for a snapshot. */
final class UniqueIndex extends AbstractUniqueIndex<Long> {
    static final String PRIMARY = "_id_";

    private final boolean sparse;
    private final CopyOnWrite<Map<KeyValue, Long>> positions;

    UniqueIndex(String name, List<IndexKey> keys, boolean sparse) {
        this(name, keys, sparse, new CopyOnWrite<>(new HashMap<>(), HashMap::new));
    }

    private UniqueIndex(String name, List<IndexKey> keys, boolean sparse, CopyOnWrite<Map<KeyValue, Long>> positions) {
        super(name, keys, sparse);
        this.sparse = sparse;
        this.positions = positions;
    }

    static UniqueIndex primary() {
        return new UniqueIndex(PRIMARY, List.of(new IndexKey("_id", true)), false);
    }

    UniqueIndex fork() {
        return new UniqueIndex(getName(), getKeys(), sparse, positions.fork());
    }

    boolean isPrimary() {
        return getName().equals(PRIMARY);
    }

    @Override
    public synchronized void checkAdd(Document document, MongoCollection<Long> collection) {
        super.checkAdd(document, collection);
        lock((StoredCollection) collection, keysOf(document));
    }

    @Override
    public synchronized void checkUpdate(Document oldDocument, Document newDocument, MongoCollection<Long> collection) {
        StoredCollection stored = (StoredCollection) collection;
        if (isPrimary()) {
            stored.beforeUpdate(oldDocument, newDocument);
            lock(stored, keysOf(oldDocument));
        }
        super.checkUpdate(oldDocument, newDocument, collection);
        Set<KeyValue> changed = keysOf(oldDocument);
        Set<KeyValue> added = keysOf(newDocument);
        if (!changed.equals(added)) {
            changed.addAll(added);
            lock(stored, changed);
        }
    }

    void lock(StoredCollection collection, Document document) {
        lock(collection, keysOf(document));
    }

    private void lock(StoredCollection collection, Set<KeyValue> keys) {
        String namespace = collection.getFullName();
        for (KeyValue key : keys) {
            collection.store().lockKey(new KeyLocks.Key(namespace, getName(), key));
        }
    }

    private Set<KeyValue> keysOf(Document document) {
        boolean absent = sparse
                && getKeys().stream()
                        .allMatch(key ->
                                Utils.getSubdocumentValueCollectionAware(document, key.getKey()) instanceof Missing);
        return absent ? new HashSet<>() : new HashSet<>(getKeyValues(document));
    }

    @Override
    protected @Nullable Long removeDocument(KeyValue key) {
        return positions.write().remove(key);
    }

    @Override
    protected boolean putKeyPosition(KeyValue key, Long position) {
        return positions.write().putIfAbsent(key, position) == null;
    }

    @Override
    protected @Nullable Long getPosition(KeyValue key) {
        return positions.read().get(key);
    }

    @Override
    protected Iterable<Entry<KeyValue, Long>> getIterable() {
        return positions.read().entrySet();
    }

    @Override
    public long getCount() {
        return positions.read().size();
    }

    @Override
    public long getDataSize() {
        return getCount();
    }
}
