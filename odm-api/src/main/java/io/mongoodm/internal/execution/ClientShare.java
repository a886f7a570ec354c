package io.mongoodm.internal.execution;

import com.mongodb.client.MongoClient;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What belongs to a client and not to a handle: every handle and facade over the client finds the same one here. */
public final class ClientShare {
    private static final Map<MongoClient, ClientShare> SHARES = new WeakHashMap<>();
    private static final ReentrantLock LOCK = new ReentrantLock();

    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Object dispatcher;

    private ClientShare() {}

    /** Returns the share of a client, the same for as long as the client lives. */
    static ClientShare of(MongoClient client) {
        LOCK.lock();
        try {
            return SHARES.computeIfAbsent(client, key -> new ClientShare());
        } finally {
            LOCK.unlock();
        }
    }

    /** Returns the dispatcher of the async facade, made by the first facade over the client. */
    public <D> D dispatcher(Class<D> type, Supplier<D> first) {
        lock.lock();
        try {
            if (dispatcher == null) {
                dispatcher = first.get();
            }
            return type.cast(dispatcher);
        } finally {
            lock.unlock();
        }
    }
}
