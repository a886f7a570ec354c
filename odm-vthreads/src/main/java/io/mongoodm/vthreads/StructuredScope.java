package io.mongoodm.vthreads;

import com.mongodb.MongoInterruptedException;
import io.mongoodm.Model;
import io.mongoodm.TransactionException;
import io.mongoodm.internal.execution.ModelOperations;
import io.mongoodm.internal.execution.MongoSession;
import io.mongoodm.internal.execution.Transactions;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What both forms of a transaction share: the views on its session, the forks, and the two ways to the end. It
 * <em>ends</em> when nothing new may start through it, and it has <em>settled</em> when nothing that was started runs.
 */
abstract class StructuredScope implements TransactionScope {
    private final AsyncOdm odm;
    private final MongoSession session;
    private final Launcher launcher;
    private final Work joined;
    private final Thread owner = Thread.currentThread();
    private final List<Fork<?>> forks = new CopyOnWriteArrayList<>();
    private final AtomicReference<Fork.@Nullable Failure> forkFailure = new AtomicReference<>();
    private volatile boolean ended;

    /** The work to join is the scope's own or, when the session is the user's, all of the session's. */
    StructuredScope(AsyncOdm odm, MongoSession session, Launcher outer, boolean joinsOuter) {
        this.odm = odm;
        this.session = session;
        this.launcher = outer.inner(this::requireOpen);
        this.joined = joinsOuter ? outer.work() : launcher.work();
    }

    @Override
    public <T> Model<T> model(Class<T> type) {
        requireOpen();
        return odm.engine().model(bound(type), launcher.door());
    }

    @Override
    public <T> AsyncModel<T> amodel(Class<T> type) {
        requireOpen();
        return new MongoAsyncModel<>(odm, launcher, launcher.door(), bound(type));
    }

    private <T> ModelOperations<T> bound(Class<T> type) {
        return odm.engine().operations(type).withSession(session);
    }

    @Override
    public <R extends @Nullable Object> Subtask<R> fork(Callable<? extends R> work) {
        Objects.requireNonNull(work, "work");
        requireOpen();
        requireOwner("fork()");
        if (forkFailure.get() != null) {
            Fork<R> never = new Fork<>(null);
            forks.add(never);
            return never;
        }
        Transactions transactions = odm.engine().transactions();
        Fork<R> fork = Fork.start(launcher, () -> transactions.within(work), this::forkFailed);
        forks.add(fork);
        Fork.Failure failure = forkFailure.get();
        if (failure != null) {
            fork.stopAfter(failure);
        }
        return fork;
    }

    private void forkFailed(Fork.Failure failure) {
        if (forkFailure.compareAndSet(null, failure)) {
            forks.forEach(fork -> fork.stopAfter(failure));
            return;
        }
        Failures.first(Objects.requireNonNull(forkFailure.get()).cause(), failure.cause());
    }

    @Override
    public void join() {
        requireOpen();
        requireOwner("join()");
        awaitForks();
        throwForkFailure();
    }

    private void awaitForks() {
        try {
            for (Fork<?> fork : forks) {
                fork.awaitEnd();
            }
        } catch (InterruptedException e) {
            forks.forEach(Fork::stop);
            throw interrupted(e);
        }
        forks.forEach(Fork::joined);
    }

    private static MongoInterruptedException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new MongoInterruptedException(
                "Interrupted while waiting for the work of a transaction, which is aborted", cause);
    }

    private void throwForkFailure() {
        Fork.Failure first = forkFailure.get();
        if (first == null) {
            return;
        }
        switch (first.cause()) {
            case RuntimeException unchecked -> throw unchecked;
            case Error error -> throw error;
            default ->
                throw new TransactionException(
                        "A fork of the transaction failed with a checked exception, which is the cause", first.cause());
        }
    }

    /** Tells whether a failure is what {@link #join} made of that of a fork. */
    @SuppressWarnings("ReferenceEquality")
    boolean isOfFork(Throwable failure) {
        Fork.Failure first = forkFailure.get();
        return first != null && failure instanceof TransactionException && failure.getCause() == first.cause();
    }

    /**
     * Joins what was started and ends the scope, in front of the commit.
     *
     * @throws RuntimeException the first failure of a fork, or of a call whose future nobody looked at
     */
    void finish() {
        awaitForks();
        throwForkFailure();
        List<OperationFuture<?>> unobserved = joined.operations().stream()
                .filter(operation -> !operation.isDone() && operation.getNumberOfDependents() == 0)
                .toList();
        try {
            joined.awaitNone(operation -> true, owner, TimeUnit.DAYS.toNanos(1));
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        for (OperationFuture<?> operation : unobserved) {
            if (operation.isCompletedExceptionally() && !operation.wasStopped()) {
                throw Failures.<RuntimeException>raised(operation.exceptionNow());
            }
        }
        ended = true;
        joined.releaseAll();
        joined.awaitAllUninterruptibly();
    }

    /** Stops what was started, waits for its threads, and ends the scope, in front of the abort. */
    void giveUp(@Nullable Throwable failure) {
        ended = true;
        joined.operations().forEach(operation -> operation.cancel(true));
        joined.awaitAllUninterruptibly();
        joined.releaseAll();
        joined.awaitAllUninterruptibly();
        Fork.Failure fork = forkFailure.get();
        if (failure != null && fork != null) {
            Failures.first(failure, fork.cause());
        }
    }

    /** As the session closes: stops what was started through this scope, and waits. From any thread, one of its too. */
    void stop() {
        ended = true;
        Thread self = Thread.currentThread();
        launcher.work().operations().stream()
                .filter(operation -> !operation.runsOn(self))
                .forEach(operation -> operation.stopByClose("session"));
        launcher.work().awaitAllUninterruptibly();
    }

    void end() {
        ended = true;
    }

    void requireOwner(String call) {
        if (Thread.currentThread() != owner) {
            String name = owner.getName().isEmpty() ? "#" + owner.threadId() : owner.getName();
            throw new WrongThreadException(
                    call + " of a transaction scope belongs to the thread that opened it, " + name
                            + ": call it there, or use the lambda form, which commits and aborts by itself; other"
                            + " threads have the scope's models alone");
        }
    }

    void requireOpen() {
        if (ended) {
            throw new IllegalStateException(
                    "This transaction scope has ended: what is done through it belongs in front of its end");
        }
    }
}
