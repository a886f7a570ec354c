package io.mongoodm.vthreads;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The virtual threads of this module, and actions after a time on one of them. */
final class Threads {
    /** Runs operations. */
    static final ThreadFactory OPERATIONS = named("odm-op-");

    /** Runs bodies of transactions. */
    static final ThreadFactory BODIES = named("odm-tx-");

    /** Runs forks of transactions. */
    static final ThreadFactory FORKS = named("odm-fork-");

    private static final ThreadFactory STAGES = named("odm-async-");

    /** The body of a transaction that the thread works for, as the question whether it goes on. */
    private static final ThreadLocal<@Nullable BooleanSupplier> BODY = new ThreadLocal<>();

    private Threads() {}

    private static ThreadFactory named(String prefix) {
        return Thread.ofVirtual()
                .name(prefix, 1)
                .inheritInheritableThreadLocals(false)
                .factory();
    }

    /** Runs an action on a virtual thread of its own; the default executor of every stage. */
    static void start(Runnable action) {
        STAGES.newThread(carrying(action)).start();
    }

    /** Runs a body of a transaction, for which every thread works that it starts here, continuations included. */
    static <R extends @Nullable Object> R insideBody(BooleanSupplier goesOn, Callable<R> body) throws Exception {
        BooleanSupplier before = BODY.get();
        BODY.set(goesOn);
        try {
            return body.call();
        } finally {
            BODY.set(before);
        }
    }

    /** Tells whether the thread works for a body that goes on: what it starts must not wait for that one's permit. */
    static boolean isInsideBody() {
        BooleanSupplier goesOn = BODY.get();
        return goesOn != null && goesOn.getAsBoolean();
    }

    /** Returns the action for another thread, which then works for the same body as this one. */
    static Runnable carrying(Runnable action) {
        BooleanSupplier goesOn = BODY.get();
        if (goesOn == null) {
            return action;
        }
        return () -> {
            BODY.set(goesOn);
            action.run();
        };
    }

    /** Runs an action on a virtual thread after a time; cancelling the future takes it back. */
    static Future<?> after(long nanos, Runnable action) {
        CompletableFuture<Object> time = new CompletableFuture<>();
        CompletableFuture<Void> unused = time.thenRunAsync(action, Threads::start);
        return time.completeOnTimeout(time, nanos, TimeUnit.NANOSECONDS);
    }
}
