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
    private final PartialFilter partial;
    private final CopyOnWrite<Map<KeyValue, Long>> positions;

    UniqueIndex(String name, List<IndexKey> keys, boolean sparse, PartialFilter partial) {
        this(name, keys, sparse, partial, new CopyOnWrite<>(new HashMap<>(), HashMap::new));
    }

    private UniqueIndex(
            String name,
            List<IndexKey> keys,
            boolean sparse,
            PartialFilter partial,
            CopyOnWrite<Map<KeyValue, Long>> positions) {
        super(name, keys, sparse);
        this.sparse = sparse;
        this.partial = partial;
        this.positions = positions;
    }

    static UniqueIndex primary() {
        return new UniqueIndex(PRIMARY, List.of(new IndexKey("_id", true)), false, PartialFilter.NONE);
    }

    UniqueIndex fork() {
        return new UniqueIndex(getName(), getKeys(), sparse, partial, positions.fork());
    }

    boolean isPrimary() {
        return getName().equals(PRIMARY);
    }

    @Override
    public synchronized void checkAdd(Document document, MongoCollection<Long> collection) {
        if (partial.holds(document)) {
            super.checkAdd(document, collection);
        }
        lock((StoredCollection) collection, keysOf(document));
    }

    @Override
    public synchronized void checkUpdate(Document oldDocument, Document newDocument, MongoCollection<Long> collection) {
        StoredCollection stored = (StoredCollection) collection;
        if (isPrimary()) {
            stored.beforeUpdate(oldDocument, newDocument);
            lock(stored, keysOf(oldDocument));
        }
        if (partial.holds(newDocument)) {
            if (partial.holds(oldDocument)) {
                super.checkUpdate(oldDocument, newDocument, collection);
            } else {
                super.checkAdd(newDocument, collection);
            }
        }
        Set<KeyValue> changed = keysOf(oldDocument);
        Set<KeyValue> added = keysOf(newDocument);
        if (!changed.equals(added)) {
            changed.addAll(added);
            lock(stored, changed);
        }
    }

    @Override
    public synchronized void add(Document document, Long position, MongoCollection<Long> collection) {
        if (partial.holds(document)) {
            super.add(document, position, collection);
        }
    }

    @Override
    public synchronized @Nullable Long remove(Document document) {
        return partial.holds(document) ? super.remove(document) : null;
    }

    @Override
    public @Nullable Long getPosition(Document document) {
        return partial.holds(document) ? super.getPosition(document) : null;
    }

    @Override
    public void updateInPlace(
            Document oldDocument, Document newDocument, Long position, MongoCollection<Long> collection) {
        if (partial.holds(oldDocument) && partial.holds(newDocument)) {
            super.updateInPlace(oldDocument, newDocument, position, collection);
        } else {
            remove(oldDocument);
            add(newDocument, position, collection);
        }
    }

    @Override
    public synchronized boolean canHandle(Document query) {
        return partial.filter().isEmpty() && super.canHandle(query);
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
        return absent || !partial.holds(document) ? new HashSet<>() : new HashSet<>(getKeyValues(document));
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
