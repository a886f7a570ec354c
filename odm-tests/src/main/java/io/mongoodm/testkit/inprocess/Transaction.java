package io.mongoodm.testkit.inprocess;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An open transaction: its snapshot of every collection, and private copies of those that it touched. */
final class Transaction {
    private final long snapshotTime;
    private final long expiresAtNanos;
    private final Map<String, Snapshot> snapshots;
    private final Map<String, StoredCollection> copies = new HashMap<>();

    Transaction(long snapshotTime, long expiresAtNanos, Map<String, Snapshot> snapshots) {
        this.snapshotTime = snapshotTime;
        this.expiresAtNanos = expiresAtNanos;
        this.snapshots = snapshots;
    }

    long snapshotTime() {
        return snapshotTime;
    }

    boolean expired(long nowNanos) {
        return nowNanos - expiresAtNanos >= 0;
    }

    @Nullable
    StoredCollection collection(StoredDatabase database, String name) {
        String namespace = database.namespace(name);
        StoredCollection copy = copies.get(namespace);
        Snapshot snapshot = snapshots.get(namespace);
        if (copy == null && snapshot != null) {
            copy = new StoredCollection(database, name, snapshot);
            copies.put(namespace, copy);
        }
        return copy;
    }

    StoredCollection create(StoredDatabase database, String name) {
        StoredCollection created = new StoredCollection(database, name, Snapshot.empty());
        copies.put(database.namespace(name), created);
        return created;
    }

    boolean created(String namespace) {
        return copies.containsKey(namespace) && !knows(namespace);
    }

    /** Whether the collection was there when the transaction began. */
    boolean knows(String namespace) {
        return snapshots.containsKey(namespace);
    }

    Set<String> touched() {
        return copies.keySet();
    }

    Iterable<StoredCollection> copies() {
        return copies.values();
    }
}
