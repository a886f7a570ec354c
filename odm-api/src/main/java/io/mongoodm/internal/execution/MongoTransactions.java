package io.mongoodm.internal.execution;

import com.mongodb.ClientSessionOptions;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.MongoExecutionTimeoutException;
import com.mongodb.MongoInterruptedException;
import com.mongodb.ReadPreference;
import com.mongodb.TransactionOptions;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoDatabase;
import io.mongoodm.TransactionException;
import io.mongoodm.TransactionSettings;
import io.mongoodm.internal.mapping.ModelType;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The transactions of one handle. The driver's {@code withTransaction} retries; the settings bound it. */
final class MongoTransactions implements Transactions {
    private static final int NAMESPACE_EXISTS = 48;
    private static final int NO_SUCH_TRANSACTION = 251;
    private static final String KEPT =
            "A call in the body of the transaction failed with the cause of this exception, upon which the server"
                    + " aborted the transaction, and the body went on: let the failure leave the body, and handle it"
                    + " outside";
    private static final String ENDED = "This transaction has ended: what is done through it belongs into its body";

    /** Whose transaction the thread works in; calls of the same handle without the session are refused. */
    private static final ThreadLocal<@Nullable Membership> CURRENT = new ThreadLocal<>();

    private final MongoEngine engine;
    private final ReentrantLock preparing = new ReentrantLock();
    private boolean prepared;

    MongoTransactions(MongoEngine engine) {
        this.engine = engine;
    }

    @Override
    public <R extends @Nullable Object> R run(TransactionSettings settings, AttemptBody<R> body) {
        TransactionOptions options = onPrimary(settings.options());
        prepare();
        try (ClientSession session =
                engine.client().startSession(ClientSessionOptions.builder().build())) {
            Run<R> run = new Run<>(session, settings, options, body);
            R result = run.result();
            run.afterCommit.run();
            return result;
        }
    }

    @Override
    public void check(TransactionSettings settings) {
        TransactionOptions ignored = onPrimary(settings.options());
    }

    /**
     * Returns the options with reads from the primary, which are the only ones inside a transaction: the client may have
     * others as its default, and the driver would refuse the first read.
     *
     * @throws IllegalArgumentException when the options ask for others themselves
     */
    static TransactionOptions onPrimary(TransactionOptions options) {
        ReadPreference asked = options.getReadPreference();
        if (asked != null && !asked.equals(ReadPreference.primary())) {
            throw new IllegalArgumentException("A transaction reads from the primary, but its options say "
                    + asked.getName() + ": leave the read preference out");
        }
        return TransactionOptions.merge(
                options,
                TransactionOptions.builder()
                        .readPreference(ReadPreference.primary())
                        .build());
    }

    /** One call of {@link #run}: the attempts on one session. */
    private final class Run<R extends @Nullable Object> {
        private final ClientSession session;
        private final TransactionSettings settings;
        private final TransactionOptions options;
        private final AttemptBody<R> body;
        private final SessionGate gate = new SessionGate();
        private final long start = System.nanoTime();
        private final AfterCommit afterCommit = new AfterCommit();
        private int attempts;
        private @Nullable Throwable lastFailure;
        private @Nullable BoundSession last;
        private boolean interrupted;

        Run(ClientSession session, TransactionSettings settings, TransactionOptions options, AttemptBody<R> body) {
            this.session = session;
            this.settings = settings;
            this.options = options;
            this.body = body;
        }

        /** Commits inside the callback: the driver would bound a commit by two minutes, and keep its failure to itself. */
        R result() {
            try {
                return session.withTransaction(
                        () -> {
                            R result = attempt();
                            commit();
                            return result;
                        },
                        options);
            } catch (Final failure) {
                throw failure.toThrow();
            } finally {
                restoreInterrupt();
            }
        }

        private R attempt() {
            announceRetry();
            attempts++;
            afterCommit.clear();
            restoreInterrupt();
            BoundSession bound = new BoundSession(engine, session, gate);
            last = bound;
            try {
                return within(() -> body.run(new OneAttempt(bound, attempts, afterCommit)));
            } catch (Throwable failure) {
                throw outcome(Transactions.unwrapped(failure));
            } finally {
                bound.retire(ENDED);
                bound.closeCursors();
                settle();
            }
        }

        private void restoreInterrupt() {
            if (interrupted) {
                interrupted = false;
                Thread.currentThread().interrupt();
            }
        }

        private void announceRetry() {
            Throwable last = lastFailure;
            if (last != null) {
                if (isOver()) {
                    // The driver's pause in front of this attempt took the rest of the time.
                    throw new Final(last);
                }
                try {
                    settings.onRetry().accept(last);
                } catch (RuntimeException | Error failure) {
                    throw new Final(failure);
                }
            }
        }

        /** Until its outcome is known: an interrupt may have cut off the answer, and waits for the end. */
        private void commit() {
            for (boolean committed = false; !committed; ) {
                try {
                    session.commitTransaction();
                    committed = true;
                } catch (MongoException failure) {
                    boolean byInterrupt = failure instanceof MongoInterruptedException && Thread.interrupted();
                    interrupted |= byInterrupt;
                    if (!(byInterrupt || isOfUnknownOutcome(failure)) || isOver()) {
                        throw outcome(failure);
                    }
                }
            }
        }

        private static boolean isOfUnknownOutcome(MongoException commitFailure) {
            return commitFailure.hasErrorLabel(MongoException.UNKNOWN_TRANSACTION_COMMIT_RESULT_LABEL)
                    && !(commitFailure instanceof MongoExecutionTimeoutException);
        }

        /** Waits for the call that runs, if any, so that commit and abort do not meet it. Not to be interrupted. */
        private void settle() {
            interrupted |= Thread.interrupted();
            gate.pass(() -> null);
        }

        /** Returns what the driver gets to see: a failure that it will not repeat when the bounds are reached. */
        private RuntimeException outcome(Throwable thrown) {
            Throwable failure = isGone(thrown) ? keptFailureOr(thrown) : thrown;
            lastFailure = failure;
            return failure instanceof MongoException mongo && attempts < settings.maxAttempts() && !isOver()
                    ? mongo
                    : new Final(failure);
        }

        /** The server calls that transient, but a body that keeps a failure to itself would meet it in every attempt. */
        private Throwable keptFailureOr(Throwable thrown) {
            RuntimeException kept = last == null ? null : last.firstFailure();
            return kept == null ? thrown : new TransactionException(KEPT, kept);
        }

        private static boolean isGone(Throwable failure) {
            return failure instanceof MongoException mongo && mongo.getCode() == NO_SUCH_TRANSACTION;
        }

        private boolean isOver() {
            return Duration.ofNanos(System.nanoTime() - start).compareTo(settings.maxTime()) >= 0;
        }
    }

    /** Carries a failure past the driver, which repeats only what it knows. */
    private static final class Final extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Final(Throwable failure) {
            super(null, failure, false, false);
        }

        RuntimeException toThrow() {
            return switch (getCause()) {
                case RuntimeException unchecked -> unchecked;
                case Error error -> throw error;
                case null, default ->
                    new TransactionException(
                            "The body of the transaction failed with a checked exception, which is the cause; the"
                                    + " transaction was aborted",
                            getCause());
            };
        }
    }

    private record OneAttempt(BoundSession session, int number, AfterCommit actions) implements Attempt {
        @Override
        public void afterCommit(Runnable action) {
            session.requireUsable();
            actions.add(action);
        }
    }

    /** Throws when the thread works in a transaction of this handle, which the call would escape. */
    void requireNoScope(Class<?> model) {
        Membership current = CURRENT.get();
        while (current != null && current.ended) {
            current = current.before;
        }
        if (current != null && current.root == engine.root()) {
            throw new IllegalStateException(
                    "This call would not take part in the transaction that its thread works in: use tx.model("
                            + model.getSimpleName() + ".class), or a view of another session to stay outside");
        }
    }

    @Override
    public <R extends @Nullable Object> R within(Callable<? extends R> work) throws Exception {
        return with(engine.root(), work);
    }

    @Override
    public <R extends @Nullable Object> R independent(Callable<? extends R> work) throws Exception {
        return with(null, work);
    }

    @Override
    public Runnable enter() {
        return enter(engine.root());
    }

    private static Runnable enter(@Nullable MongoEngine root) {
        Thread thread = Thread.currentThread();
        Membership entered = new Membership(root, CURRENT.get());
        CURRENT.set(entered);
        return () -> {
            entered.ended = true;
            if (Thread.currentThread() == thread && CURRENT.get() == entered) {
                CURRENT.set(entered.before);
            }
        };
    }

    private static <R extends @Nullable Object> R with(@Nullable MongoEngine root, Callable<? extends R> work)
            throws Exception {
        Runnable exit = enter(root);
        try {
            return work.call();
        } finally {
            exit.run();
        }
    }

    /** A thread's part in a transaction, or its leave from one; another thread can end it too. */
    private static final class Membership {
        private final @Nullable MongoEngine root;
        private final @Nullable Membership before;
        private volatile boolean ended;

        Membership(@Nullable MongoEngine root, @Nullable Membership before) {
            this.root = root;
            this.before = before;
        }
    }

    @Override
    public void prepare() {
        preparing.lock();
        try {
            if (!prepared) {
                createMissingCollections();
                prepared = true;
            }
        } finally {
            preparing.unlock();
        }
    }

    private void createMissingCollections() {
        Map<String, Set<String>> wanted = new LinkedHashMap<>();
        for (ModelType<?> model : engine.mapping().models()) {
            wanted.computeIfAbsent(engine.database(model.database()).getName(), name -> new LinkedHashSet<>())
                    .add(model.collection());
        }
        wanted.forEach((name, collections) -> {
            MongoDatabase database = engine.database(name);
            database.listCollectionNames().forEach(collections::remove);
            collections.forEach(collection -> create(database, collection));
        });
    }

    private static void create(MongoDatabase database, String collection) {
        try {
            database.createCollection(collection);
        } catch (MongoCommandException exists) {
            if (exists.getErrorCode() != NAMESPACE_EXISTS) {
                throw exists;
            }
        }
    }
}
