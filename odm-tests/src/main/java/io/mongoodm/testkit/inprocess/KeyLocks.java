package io.mongoodm.testkit.inprocess;

import de.bwaldvogel.mongo.backend.KeyValue;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may write which key of a unique index. As every document has its {@code _id}, this covers documents and unique
 * indexes alike: the first writer wins, and it is found at the write, not at the commit.
 */
final class KeyLocks {
    /** A key of one unique index, {@code _id_} included. */
    record Key(String namespace, String index, KeyValue value) {}

    private final Map<Key, Transaction> owners = new HashMap<>();
    private final Map<Key, Long> lastWrites = new HashMap<>();
    private final Set<Key> checked = new HashSet<>();
    private final Set<Key> written = new HashSet<>();

    /**
     * Takes the key for the transaction, or checks it for the plain write that is running.
     *
     * @throws CommandError 112 when another transaction holds it or wrote it after this one's snapshot
     * @throws BlockedByTransaction when a plain write meets an open transaction
     */
    void write(Key key, @Nullable Transaction transaction) {
        Transaction owner = owners.get(key);
        if (transaction == null) {
            if (owner != null) {
                throw new BlockedByTransaction();
            }
            checked.add(key);
        } else if (owner != transaction) {
            if (owner != null || lastWrites.getOrDefault(key, 0L) > transaction.snapshotTime()) {
                throw CommandError.writeConflict();
            }
            owners.put(key, transaction);
        }
    }

    /** The change for which the running plain statement has checked keys is done; one that failed is not. */
    void changeDone() {
        written.addAll(checked);
        checked.clear();
    }

    /** Forgets what the running plain statement has checked and written. */
    void forgetStatement() {
        checked.clear();
        written.clear();
    }

    /** Remembers when the keys of the running plain statement were written, for the snapshots that are open. */
    void keepStatement(long time) {
        written.forEach(key -> lastWrites.put(key, time));
        forgetStatement();
    }

    void release(Transaction transaction, @Nullable Long commitTime) {
        owners.entrySet().removeIf(held -> {
            boolean mine = held.getValue() == transaction;
            if (mine && commitTime != null) {
                lastWrites.put(held.getKey(), commitTime);
            }
            return mine;
        });
    }

    /** No snapshot is open any more, so no write can be newer than one. */
    void forgetWrites() {
        lastWrites.clear();
    }
}
