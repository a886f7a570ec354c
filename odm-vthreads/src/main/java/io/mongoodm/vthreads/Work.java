package io.mongoodm.vthreads;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What belongs to one owner, a handle, a session or a scope: its operations until their threads have done everything,
 * their synchronous continuations included, and what it has open. Work of an inner owner belongs to the outer one too.
 */
final class Work {
    private final @Nullable Work outer;
    private final Set<OperationFuture<?>> operations = ConcurrentHashMap.newKeySet();
    private final Set<Open> open = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final AtomicInteger watchers = new AtomicInteger();

    Work(@Nullable Work outer) {
        this.outer = outer;
    }

    /** Something that its owner closes when the user did not. */
    interface Open {
        /** Closes it, or starts an operation of the same work that does; a second call does nothing. */
        void release();
    }

    void add(OperationFuture<?> operation) {
        for (Work work = this; work != null; work = work.outer) {
            work.operations.add(operation);
        }
    }

    void remove(OperationFuture<?> operation) {
        for (Work work = this; work != null; work = work.outer) {
            work.operations.remove(operation);
        }
        changed();
    }

    void opened(Open resource) {
        for (Work work = this; work != null; work = work.outer) {
            work.open.add(resource);
        }
    }

    void released(Open resource) {
        for (Work work = this; work != null; work = work.outer) {
            work.open.remove(resource);
        }
        changed();
    }

    /** Wakes those who wait for a change. */
    void changed() {
        for (Work work = this; work != null; work = work.outer) {
            if (work.watchers.get() > 0) {
                work.lock.lock();
                try {
                    work.changed.signalAll();
                } finally {
                    work.lock.unlock();
                }
            }
        }
    }

    /** Tells whether the thread runs an operation of this work. */
    boolean runsOn(Thread thread) {
        return operations.stream().anyMatch(operation -> operation.runsOn(thread));
    }

    /** Returns the operations of this moment. */
    List<OperationFuture<?>> operations() {
        return List.copyOf(operations);
    }

    /** Closes everything that is open. */
    void releaseAll() {
        open.forEach(Open::release);
    }

    /**
     * Waits until no operation fits that another thread than {@code self} runs.
     *
     * @return whether that was so before the time was over
     */
    boolean awaitNone(Predicate<OperationFuture<?>> fits, Thread self, long nanos) throws InterruptedException {
        return await(
                () -> operations.stream().noneMatch(operation -> !operation.runsOn(self) && fits.test(operation)),
                nanos);
    }

    /** Waits until nothing is open, and tells whether that was so before the time was over. */
    boolean awaitNothingOpen(long nanos) throws InterruptedException {
        return await(open::isEmpty, nanos);
    }

    private boolean await(BooleanSupplier condition, long nanos) throws InterruptedException {
        long left = nanos;
        lock.lockInterruptibly();
        watchers.incrementAndGet();
        try {
            while (!condition.getAsBoolean()) {
                if (left <= 0) {
                    return false;
                }
                left = changed.awaitNanos(left);
            }
            return true;
        } finally {
            watchers.decrementAndGet();
            lock.unlock();
        }
    }

    /** Waits until no other thread runs an operation of this work, however often this thread is interrupted meanwhile. */
    void awaitAllUninterruptibly() {
        awaitUninterruptibly(operation -> true);
    }

    /** Waits until an operation has given everything back, however often this thread is interrupted meanwhile. */
    void awaitEnd(OperationFuture<?> awaited) {
        awaitUninterruptibly(operation -> operation.equals(awaited) && !operation.hasEnded());
    }

    private void awaitUninterruptibly(Predicate<OperationFuture<?>> fits) {
        boolean interrupted = false;
        boolean done = false;
        while (!done) {
            try {
                done = awaitNone(fits, Thread.currentThread(), TimeUnit.DAYS.toNanos(1));
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
