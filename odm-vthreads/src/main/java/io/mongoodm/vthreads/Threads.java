package io.mongoodm.vthreads;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/** The virtual threads of this module, and actions after a time on one of them. */
final class Threads {
    /** Runs operations. */
    static final ThreadFactory OPERATIONS = named("odm-op-");

    /** Runs bodies of transactions. */
    static final ThreadFactory BODIES = named("odm-tx-");

    /** Runs forks of transactions. */
    static final ThreadFactory FORKS = named("odm-fork-");

    private static final ThreadFactory STAGES = named("odm-async-");

    private Threads() {}

    private static ThreadFactory named(String prefix) {
        return Thread.ofVirtual()
                .name(prefix, 1)
                .inheritInheritableThreadLocals(false)
                .factory();
    }

    /** Runs an action on a virtual thread of its own; the default executor of every stage. */
    static void start(Runnable action) {
        STAGES.newThread(action).start();
    }

    /** Runs an action on a virtual thread after a time; cancelling the future takes it back. */
    static Future<?> after(long nanos, Runnable action) {
        CompletableFuture<Object> time = new CompletableFuture<>();
        CompletableFuture<Void> unused = time.thenRunAsync(action, Threads::start);
        return time.completeOnTimeout(time, nanos, TimeUnit.NANOSECONDS);
    }
}
