package io.mongoodm.vthreads;

import io.mongoodm.IndexPlan;
import io.mongoodm.Odm;
import io.mongoodm.OverloadedException;
import io.mongoodm.TransactionSettings;
import io.mongoodm.UndeclaredIndexes;
import io.mongoodm.internal.execution.Door;
import io.mongoodm.internal.execution.Engine;
import io.mongoodm.internal.execution.Operation;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The async handle: each call runs the blocking one on a virtual thread and returns a future at once.
 *
 * <p>A call first waits in a fair queue for a permit, of which a client has as many as its pool has connections; a thread
 * is started only then. The future is a {@link CompletableFuture} that means what it says: {@code cancel} with either
 * flag, {@code orTimeout}, and every other completion from outside stop the operation. One that waits is never sent; one
 * that runs is interrupted and its connection is given up, which the server notices for reads, while the outcome of a
 * write that was cancelled is unknown. Stages derived from a future are ordinary: cancelling one stops nothing. Stages
 * run on the operation's thread, and {@code Async} ones on virtual threads; either may block.
 *
 * <p>What is wrong in a call itself throws at the call. Everything else completes the future, with the exception itself.
 * {@link OverloadedException} means that the call was never sent.
 *
 * <p>Safe for use by any number of threads. Several handles may be open.
 */
public final class AsyncOdm implements AutoCloseable {
    private final Odm odm;
    private final Engine engine;
    private final boolean owned;
    final Duration closeTimeout;
    private final Dispatcher dispatcher;
    private final Launcher launcher;
    private final @Nullable AsyncOdm origin;
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CompletableFuture<Boolean> closed = new CompletableFuture<>();

    private AsyncOdm(Odm odm, boolean owned, Builder settings) {
        this.odm = odm;
        this.owned = owned;
        this.engine = Engine.of(odm);
        this.closeTimeout = settings.closeTimeout;
        this.dispatcher = settings.dispatcher(engine);
        this.launcher = new Launcher(dispatcher, new Work(null), settings.taskDecorator, this::requireOpen);
        this.origin = null;
        engine.facades().add(this);
    }

    /** A view on another database, whose work is the origin's too. */
    private AsyncOdm(AsyncOdm origin, Odm odm) {
        this.odm = odm;
        this.owned = true;
        this.engine = Engine.of(odm);
        this.closeTimeout = origin.closeTimeout;
        this.dispatcher = origin.dispatcher;
        this.launcher = origin.launcher.inner(this::requireOpen);
        this.origin = origin;
    }

    /**
     * Returns a handle on the database that the URI names, with a client of its own that {@link #close()} closes. Sends
     * nothing.
     *
     * @param uri a connection string with a database, such as {@code mongodb://localhost/shop}
     * @param models records, and sealed interfaces whose variants are records
     * @throws IllegalArgumentException when the URI is malformed or names no database
     * @throws io.mongoodm.InvalidModelException when a model cannot be mapped
     */
    public static AsyncOdm connect(String uri, Class<?>... models) {
        return new AsyncOdm(Odm.connect(uri, models), true, builder());
    }

    /**
     * Returns an async handle over a blocking one, which stays open when this is closed. All async handles over one client
     * share its queue and permits.
     *
     * @throws IllegalStateException when the blocking handle is closed
     */
    public static AsyncOdm over(Odm odm) {
        return builder().odm(odm).build();
    }

    /** Returns a builder with nothing set. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns the async model of a registered record or sealed interface. A cheap value; sends nothing.
     *
     * @throws IllegalArgumentException when the class has no model here
     * @throws IllegalStateException when the handle is closed
     */
    public <T> AsyncModel<T> model(Class<T> type) {
        requireOpen();
        return new MongoAsyncModel<>(this, launcher, Door.DIRECT, engine.operations(type));
    }

    /** Runs a body in a transaction, as {@link #transaction(TransactionSettings, TransactionScope.Body)} by default. */
    public <R extends @Nullable Object> R transaction(TransactionScope.Body<R> body) {
        return transaction(TransactionSettings.defaults(), body);
    }

    /** Runs a body in a transaction, as {@link #atransaction(TransactionSettings, TransactionScope.Body)} by default. */
    public <R extends @Nullable Object> CompletableFuture<R> atransaction(TransactionScope.Body<R> body) {
        return atransaction(TransactionSettings.defaults(), body);
    }

    /**
     * Runs a body in a transaction on the current thread, commits when it returns, and gives what it returned.
     *
     * <p>On a transient failure the whole body runs again in a fresh scope, inside the bounds of the settings. When it
     * fails for good, its forks are stopped, their threads have ended, and the transaction is aborted before the failure
     * leaves: unchecked exceptions as they are, without what futures wrap around them. An interrupt stops the body and is
     * kept; it does not reach the abort, nor the commit after the body's end. Collections of registered models that do not
     * exist are created in front of the handle's first transaction. Inside another body this is an independent transaction.
     *
     * @throws io.mongoodm.TransactionException when the body fails with a checked exception, which is the cause; also when
     *     it catches the failure of a call, such as a duplicate key, and goes on: the server has aborted then
     * @throws IllegalArgumentException when the options ask for another read preference than primary
     * @throws IllegalStateException when the handle is closed
     */
    public <R extends @Nullable Object> R transaction(TransactionSettings settings, TransactionScope.Body<R> body) {
        TransactionRun<R> run = checked(settings, body, false);
        try {
            return launcher.prepare(Launcher.Kind.FORK, run).here();
        } catch (Exception e) {
            throw Failures.<RuntimeException>raised(e);
        }
    }

    /**
     * Runs a body as {@link #transaction(TransactionSettings, TransactionScope.Body)} does, on a virtual thread. As many
     * bodies run at once as calls do, by permits of their own, so that bodies and calls never wait for each other; one that
     * is started for another body, on its threads or by a stage of a call made there, needs none.
     *
     * <p>The future fails with the body's own exception, or with that of a fork, checked ones as they are. Completing it from
     * outside stops the body and aborts; from the end of the body to the answer of the commit a cancel has no effect and
     * returns false.
     *
     * @throws IllegalArgumentException when the options ask for another read preference than primary
     * @throws IllegalStateException when the handle is closed
     */
    public <R extends @Nullable Object> CompletableFuture<R> atransaction(
            TransactionSettings settings, TransactionScope.Body<R> body) {
        TransactionRun<R> run = checked(settings, body, true);
        return launcher.prepare(Threads.isInsideBody() ? Launcher.Kind.FORK : Launcher.Kind.BODY, run)
                .submitUnlessClosed();
    }

    private <R extends @Nullable Object> TransactionRun<R> checked(
            TransactionSettings settings, TransactionScope.Body<R> body, boolean asFuture) {
        engine.transactions().check(Objects.requireNonNull(settings, "settings"));
        Objects.requireNonNull(body, "body");
        requireOpen();
        return new TransactionRun<>(this, settings, body, asFuture);
    }

    /**
     * Completes with a session for {@link AsyncModel#withSession}, which its taker closes. A session that comes too late
     * for a cancelled future is closed at once.
     *
     * @throws IllegalStateException when the handle is closed
     */
    public CompletableFuture<AsyncSession> astartSession() {
        requireOpen();
        return MongoAsyncSession.start(this);
    }

    /** Completes with what {@link #asyncApplyIndexes()} would do. */
    public CompletableFuture<IndexPlan> aplanIndexes() {
        return launch(engine.planIndexes());
    }

    /** Builds the declared indexes, keeps those that are declared nowhere, and completes with what was done. */
    public CompletableFuture<IndexPlan> asyncApplyIndexes() {
        return asyncApplyIndexes(UndeclaredIndexes.KEEP);
    }

    /**
     * Makes the server's indexes equal the declared ones, and completes with the plan that was carried out; with
     * {@link io.mongoodm.IndexConflictException} when it has conflicts, and then nothing was sent.
     */
    public CompletableFuture<IndexPlan> asyncApplyIndexes(UndeclaredIndexes undeclared) {
        return launch(engine.applyIndexes(Objects.requireNonNull(undeclared, "undeclared")));
    }

    /** Drops the handle's database with everything in it. */
    public CompletableFuture<Void> adropDatabase() {
        return dropped(engine.dropDatabase(null));
    }

    /**
     * Drops the database of this name with everything in it.
     *
     * @throws IllegalArgumentException when no database can have this name
     */
    public CompletableFuture<Void> adropDatabase(String name) {
        return dropped(engine.dropDatabase(Objects.requireNonNull(name, "name")));
    }

    @SuppressWarnings("NullAway") // a future of Void holds null, and its type argument is the contract's
    private CompletableFuture<Void> dropped(Operation<@Nullable Void> drop) {
        return launch(drop);
    }

    private <R extends @Nullable Object> CompletableFuture<R> launch(Operation<R> operation) {
        requireOpen();
        return launcher.launch(operation);
    }

    /**
     * Returns a view of this handle on another database: the same client, models, queue and permits. Closing the view ends
     * its own work and leaves the client open; closing this handle ends the view.
     *
     * @throws IllegalArgumentException when no database can have this name
     * @throws IllegalStateException when the handle is closed
     */
    public AsyncOdm withDatabase(String name) {
        requireOpen();
        return new AsyncOdm(this, odm.withDatabase(name));
    }

    /** Returns the blocking twin. Its calls take no permits. */
    public Odm synchronous() {
        return odm;
    }

    /** Returns the counts of all async handles over this client. */
    public AsyncMetrics metrics() {
        return dispatcher.metrics();
    }

    /** Closes as {@link #close()} does, on a virtual thread; true for the call that closed, false for every later one. */
    public CompletableFuture<Boolean> adisconnect() {
        Thread caller = Thread.currentThread();
        return new Stage<Boolean>().completeAsync(() -> closing(caller));
    }

    /**
     * Refuses new work, lets what is queued and running go on for at most the close timeout, then fails what is still
     * queued with {@link OverloadedException}, interrupts what runs, whose futures fail with
     * {@code IllegalStateException}, waits for it once more as long, closes open iterators and sessions, and at last the
     * blocking handle when this one opened it.
     *
     * <p>Blocks until that is done, from any thread and any number of times; on the thread of one of its own operations it
     * does not wait for that one. An interrupt while it waits cuts the first wait short and is kept.
     */
    @Override
    public void close() {
        boolean ignored = closing(Thread.currentThread());
    }

    private boolean closing(Thread caller) {
        Work work = launcher.work();
        if (!closing.compareAndSet(false, true)) {
            if (!work.runsOn(caller)) {
                boolean ignored = closed.join();
            }
            return false;
        }
        try {
            new Closing(work, caller, closeTimeout).run();
        } finally {
            engine.facades().remove(this);
            closeOwned();
        }
        return true;
    }

    /** Whoever else waits for the end gets it, whatever the client says. */
    private void closeOwned() {
        try {
            if (owned) {
                odm.close();
            }
        } finally {
            boolean ignored = closed.complete(true);
        }
    }

    /** Returns the youngest open handle over an engine, for instance-style calls; null when there is none. */
    static @Nullable AsyncOdm openOver(Engine engine) {
        return engine.facades().reversed().stream()
                .map(AsyncOdm.class::cast)
                .filter(AsyncOdm::isOpen)
                .findFirst()
                .orElse(null);
    }

    private boolean isOpen() {
        return !closing.get() && (origin == null || origin.isOpen());
    }

    void requireOpen() {
        if (!isOpen()) {
            throw new IllegalStateException("This AsyncOdm is closed: open another with connect(...) or over(odm)");
        }
        engine.requireOpen();
    }

    Engine engine() {
        return engine;
    }

    Launcher launcher() {
        return launcher;
    }

    /** Gathers the settings of a handle. Not safe for use by several threads. */
    public static final class Builder {
        private @Nullable Odm odm;
        private @Nullable Integer maxInFlight;
        private @Nullable Integer maxQueued;
        private @Nullable Duration maxQueueTime;
        private Duration closeTimeout = Duration.ofSeconds(10);
        private UnaryOperator<Runnable> taskDecorator = UnaryOperator.identity();

        private Builder() {}

        /** Sets the blocking handle to work over, which stays open when the async one is closed. */
        public Builder odm(Odm odm) {
            this.odm = Objects.requireNonNull(odm, "odm");
            return this;
        }

        /**
         * Sets how many operations may be at the server at once, and as many bodies of transactions: the client's
         * {@code maxPoolSize} by default, and 100 when that is not known or unbounded.
         *
         * @throws IllegalArgumentException when it is less than 1
         */
        public Builder maxInFlight(int operations) {
            this.maxInFlight = atLeastOne(operations, "maxInFlight");
            return this;
        }

        /**
         * Sets how many operations may wait, 65,536 by default. The future of a further one fails.
         *
         * @throws IllegalArgumentException when it is less than 1
         */
        public Builder maxQueued(int operations) {
            this.maxQueued = atLeastOne(operations, "maxQueued");
            return this;
        }

        /**
         * Sets how long an operation may wait for a permit: the pool's {@code maxWaitTime} by default, without end where
         * that is negative, and 120 s where it is not known or zero, with which the pool itself lets nobody wait.
         *
         * @throws IllegalArgumentException when it is not positive
         */
        public Builder maxQueueTime(Duration time) {
            this.maxQueueTime = positive(time, "maxQueueTime");
            return this;
        }

        /**
         * Sets how long closing waits for what is queued and running, and again for what it interrupted; 10 s by default.
         *
         * @throws IllegalArgumentException when it is not positive
         */
        public Builder closeTimeout(Duration time) {
            this.closeTimeout = positive(time, "closeTimeout");
            return this;
        }

        /**
         * Sets what is put around every task of the handle, forks, fetches and clean-up included: called on the thread
         * that starts the operation, so that it can carry that thread's context over. What it returns must run its
         * argument once; synchronous stages run inside of it. When it fails, the future does, and what has to be closed is
         * closed without it; what it throws after its argument has run is logged.
         */
        public Builder taskDecorator(UnaryOperator<Runnable> decorator) {
            this.taskDecorator = Objects.requireNonNull(decorator, "decorator");
            return this;
        }

        /**
         * Returns the handle. Sends nothing.
         *
         * @throws IllegalStateException when no blocking handle is set or it is closed, and when an async handle over the same
         *     client has, or had, other limits: the first one sets them for as long as the client is open
         */
        public AsyncOdm build() {
            if (odm == null) {
                throw new IllegalStateException("No handle to work over: set one with odm(...), or use connect(...)");
            }
            Engine.of(odm).requireOpen();
            return new AsyncOdm(odm, false, this);
        }

        private Dispatcher dispatcher(Engine engine) {
            Dispatcher dispatcher = engine.share().dispatcher(Dispatcher.class, () -> new Dispatcher(limits(engine)));
            Limits limits = dispatcher.limits();
            requireSame("maxInFlight", maxInFlight, limits.maxInFlight());
            requireSame("maxQueued", maxQueued, limits.maxQueued());
            requireSame("maxQueueTime", maxQueueTime, limits.maxQueueTime());
            return dispatcher;
        }

        private Limits limits(Engine engine) {
            int pool = engine.maxPoolSize();
            return new Limits(
                    maxInFlight != null ? maxInFlight : pool > 0 ? pool : Limits.DEFAULT_IN_FLIGHT,
                    maxQueued != null ? maxQueued : Limits.DEFAULT_QUEUED,
                    maxQueueTime != null ? maxQueueTime : Limits.queueTime(engine.maxWaitMillis()));
        }

        private static void requireSame(String name, @Nullable Object wanted, Object given) {
            if (wanted != null && !wanted.equals(given)) {
                throw new IllegalStateException("The async handles over one client share their limits: " + name + " is "
                        + given + " already, not " + wanted + ". Set it on the first one only");
            }
        }

        private static int atLeastOne(int value, String name) {
            if (value < 1) {
                throw new IllegalArgumentException(name + " must be at least 1, not " + value);
            }
            return value;
        }

        private static Duration positive(Duration time, String name) {
            if (!Objects.requireNonNull(time, name).isPositive()) {
                throw new IllegalArgumentException(name + " must be positive, not " + time);
            }
            return time;
        }
    }
}
