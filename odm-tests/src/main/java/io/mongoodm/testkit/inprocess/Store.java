package io.mongoodm.testkit.inprocess;

import de.bwaldvogel.mongo.bson.Document;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All databases, and the rules by which transactions and plain writes meet. Everything here happens under one lock:
 * one command at a time, which is plenty for tests; a write that has to wait gives the lock away meanwhile.
 */
final class Store {
    private static final long EXPIRY_POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition transactionEnded = lock.newCondition();
    private final LongSupplier nanoTime;
    private final Map<String, StoredDatabase> databases = new TreeMap<>();
    private final Set<Transaction> open = new LinkedHashSet<>();
    private final KeyLocks locks = new KeyLocks();
    private final Set<StoredCollection> changed = new LinkedHashSet<>();
    private @Nullable Transaction current;
    private long lifetimeNanos = TimeUnit.SECONDS.toNanos(60);
    private long time;
    private long position;
    private int waiting;

    Store(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    ReentrantLock lock() {
        return lock;
    }

    StoredDatabase database(String name) {
        return databases.computeIfAbsent(name, absent -> new StoredDatabase(absent, this));
    }

    Map<String, StoredDatabase> databases() {
        return databases;
    }

    /** The transaction in which the running command works. */
    @Nullable
    Transaction transaction() {
        return current;
    }

    long tick() {
        return ++time;
    }

    long nextPosition() {
        return ++position;
    }

    void lifetimeLimit(long seconds) {
        lifetimeNanos = TimeUnit.SECONDS.toNanos(seconds);
    }

    void lockKey(KeyLocks.Key key) {
        locks.write(key, current);
    }

    void changed(StoredCollection collection) {
        changed.add(collection);
        locks.changeDone();
    }

    Transaction begin() {
        Map<String, Snapshot> snapshots = new HashMap<>();
        databases
                .values()
                .forEach(database -> database.live()
                        .values()
                        .forEach(collection -> snapshots.put(collection.getFullName(), collection.snapshot())));
        Transaction transaction = new Transaction(time, nanoTime.getAsLong() + lifetimeNanos, snapshots);
        open.add(transaction);
        return transaction;
    }

    boolean isOpen(Transaction transaction) {
        return open.contains(transaction);
    }

    /** A transaction does not write to a collection that came, went or got other indexes after its snapshot. */
    void checkCatalog(StoredDatabase database, String collection) {
        Transaction transaction = current;
        String namespace = database.namespace(collection);
        if (transaction == null || transaction.touched().contains(namespace)) {
            return;
        }
        StoredCollection live = database.live().get(collection);
        boolean stale = live == null ? transaction.knows(namespace) : live.catalogTime() > transaction.snapshotTime();
        if (stale) {
            throw CommandError.writeConflict();
        }
    }

    /** Runs a command with the transaction's view of the data. */
    Document in(Transaction transaction, Command.Action command, Request request) throws InterruptedException {
        current = transaction;
        try {
            return command.run(request);
        } finally {
            current = null;
            changed.clear();
        }
    }

    void commit(Transaction transaction) {
        end(transaction, tick());
        for (StoredCollection copy : transaction.copies()) {
            if (!copy.before().isEmpty() || transaction.created(copy.getFullName())) {
                merge(copy);
            }
        }
        locks.forgetStatement();
        changed.forEach(collection -> collection.before().clear());
        changed.clear();
    }

    private void merge(StoredCollection copy) {
        StoredDatabase database = database(copy.getDatabaseName());
        StoredCollection target = database.live().get(copy.getCollectionName());
        if (target == null) {
            target = database.createLive(copy.getCollectionName());
            target.adoptIndexes(copy);
        }
        target.restore(copy.after());
    }

    void abort(Transaction transaction) {
        end(transaction, null);
    }

    private void end(Transaction transaction, @Nullable Long commitTime) {
        open.remove(transaction);
        locks.release(transaction, commitTime);
        if (open.isEmpty()) {
            locks.forgetWrites();
        }
        transactionEnded.signalAll();
    }

    /** How many commands wait for a transaction to end. */
    int waitingCommands() {
        return waiting;
    }

    int openTransactions() {
        return open.size();
    }

    /** Ends the transactions that outlived their limit. */
    void expire() {
        long now = nanoTime.getAsLong();
        open.stream().filter(transaction -> transaction.expired(now)).toList().forEach(this::abort);
    }

    /**
     * Runs one statement of a write. A plain one that meets a document of an open transaction is undone, waits until
     * a transaction ends, and is run again.
     */
    <R> R statement(Request request, Supplier<R> statement) throws InterruptedException {
        if (current != null) {
            return statement.get();
        }
        while (true) {
            try {
                R result = statement.get();
                keep();
                return result;
            } catch (BlockedByTransaction blocked) {
                undo();
                awaitEnd(request);
            } catch (RuntimeException failed) {
                keep();
                throw failed;
            }
        }
    }

    private void keep() {
        if (open.isEmpty()) {
            locks.forgetStatement();
        } else {
            locks.keepStatement(tick());
        }
        changed.forEach(collection -> collection.before().clear());
        changed.clear();
    }

    private void undo() {
        for (StoredCollection collection : changed) {
            collection.restore(collection.before());
            collection.before().clear();
        }
        changed.clear();
        locks.forgetStatement();
    }

    /** Waits until no open transaction has touched a namespace of this kind, as a change of the catalog must. */
    void awaitUntouched(Request request, Predicate<String> namespace) throws InterruptedException {
        while (open.stream()
                .anyMatch(transaction -> transaction.touched().stream().anyMatch(namespace))) {
            awaitEnd(request);
        }
    }

    /** Waits for the end of some transaction, and for nothing longer than the client does. */
    @SuppressWarnings("WaitNotInLoop") // both callers loop
    private void awaitEnd(Request request) throws InterruptedException {
        request.requireNotKilled();
        long remaining = request.remainingNanos();
        if (remaining <= 0) {
            throw CommandError.timeLimit("operation exceeded time limit while it waited for an open transaction");
        }
        waiting++;
        try {
            transactionEnded.awaitNanos(Math.min(remaining, EXPIRY_POLL_NANOS));
        } finally {
            waiting--;
        }
        expire();
    }
}
