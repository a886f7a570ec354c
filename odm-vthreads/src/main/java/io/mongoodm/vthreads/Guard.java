package io.mongoodm.vthreads;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A lock that is always given back: not a monitor, which on Java 21 would hold a carrier thread. */
final class Guard extends ReentrantLock {
    private static final long serialVersionUID = 1L;

    <R extends @Nullable Object> R get(Supplier<R> action) {
        lock();
        try {
            return action.get();
        } finally {
            unlock();
        }
    }

    void run(Runnable action) {
        lock();
        try {
            action.run();
        } finally {
            unlock();
        }
    }
}
