package io.mongoodm.vthreads;

import io.mongoodm.Session;
import io.mongoodm.TransactionSettings;
import io.mongoodm.internal.execution.Deadline;
import io.mongoodm.internal.execution.MongoSession;
import io.mongoodm.internal.execution.Operation;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A session, and the work that was started on it. */
final class MongoAsyncSession implements AsyncSession {
    private static final String WHAT = "A session";

    private final AsyncOdm odm;
    private final Launcher launcher;
    private final OpenSession open;
    private final AtomicBoolean closing = new AtomicBoolean();
    private volatile @Nullable SessionScope scope;

    private MongoAsyncSession(AsyncOdm odm, MongoSession session, @Nullable Throwable place) {
        this.odm = odm;
        this.launcher = odm.launcher().inner(this::requireOpen);
        this.open = new OpenSession(session, odm.launcher().work());
        Lost.watch(this, WHAT, place, open::isOpen, open::release);
    }

    static CompletableFuture<AsyncSession> start(AsyncOdm odm) {
        Operation<MongoSession> starting = odm.engine().startSession();
        Throwable place = Lost.place(WHAT);
        Body<AsyncSession> body = new Body<>() {
            @Override
            public AsyncSession run(OperationFuture<AsyncSession> self) {
                return new MongoAsyncSession(odm, starting.run(self), place);
            }

            @Override
            public void unwanted(@Nullable AsyncSession session) {
                if (session != null) {
                    session.close();
                }
            }
        };
        return odm.launcher().launch(null, Deadline.NONE, body);
    }

    static MongoAsyncSession of(AsyncSession session) {
        if (Objects.requireNonNull(session, "session") instanceof MongoAsyncSession ours) {
            return ours;
        }
        throw new IllegalArgumentException(
                "A " + session.getClass().getName() + " is no session of this library: take one from astartSession()");
    }

    /** It is part of this session, so that whoever holds a view of the session does not lose it. */
    private void requireOpen() {
        odm.requireOpen();
    }

    Launcher launcher() {
        return launcher;
    }

    MongoSession session() {
        return open.session;
    }

    @Override
    public TransactionScope startTransaction() {
        return startTransaction(TransactionSettings.defaults());
    }

    @Override
    public TransactionScope startTransaction(TransactionSettings settings) {
        Objects.requireNonNull(settings, "settings");
        launcher.requireOpen();
        open.session.startTransaction(settings.options());
        SessionScope started = new SessionScope(odm, this);
        scope = started;
        open.leave = started.leave();
        return started;
    }

    @Override
    public Session synchronous() {
        return open.session;
    }

    /** One caller does it all: a fork of the scope that comes second would be stopped in the middle. */
    @Override
    public void close() {
        if (!closing.compareAndSet(false, true)) {
            return;
        }
        SessionScope last = scope;
        if (last != null) {
            last.sessionCloses();
        }
        open.release();
    }

    /** What the owner closes when the user did not; it does not refer to what the user holds. */
    private static final class OpenSession implements Work.Open {
        private final MongoSession session;
        private final Work work;
        private final AtomicBoolean isOpen = new AtomicBoolean(true);
        private volatile Runnable leave = () -> {};

        OpenSession(MongoSession session, Work work) {
            this.session = session;
            this.work = work;
            work.opened(this);
        }

        boolean isOpen() {
            return isOpen.get();
        }

        @Override
        public void release() {
            if (isOpen.compareAndSet(true, false)) {
                leave.run();
                session.close();
                work.released(this);
            }
        }
    }
}
