package io.mongoodm.internal.execution;

import com.mongodb.ClientSessionOptions;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoInterruptedException;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import com.mongodb.session.ServerSession;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * The session of its own that a cursor lives in. When an interrupt comes between the command that opens a cursor and the
 * reply that names it, this is the only name by which the server can still be told to close it.
 */
final class CursorSession implements CursorSpliterator.Passage {
    private static final System.Logger LOGGER = System.getLogger(CursorSession.class.getPackageName());
    private static final ClientSessionOptions LIKE_AN_IMPLICIT_ONE =
            ClientSessionOptions.builder().causallyConsistent(false).build();
    private static final String AT_A_LOCK = "Interrupted waiting for lock";
    private static final long LIMIT_SECONDS = 10;

    private final Target<?> target;
    private final Door door;
    private final AtomicInteger holders = new AtomicInteger(1);
    private volatile @Nullable ClientSession session;
    private volatile boolean opened;

    /** The cursor holds the session until it is closed, and each fetch until its call has returned. */
    CursorSession(Target<?> target, Door door) {
        this.target = target;
        this.door = door;
    }

    /**
     * Null where the server has no sessions, or was not met yet: the driver refuses to send one that was asked for. Null
     * also for an interrupted thread, which gets no connection.
     */
    @Override
    public @Nullable ClientSession session() {
        MongoClient client = target.engine().client();
        boolean unknown = client.getClusterDescription().getLogicalSessionTimeoutMinutes() == null;
        if (unknown || Thread.currentThread().isInterrupted()) {
            return null;
        }
        ClientSession started = client.startSession(LIKE_AN_IMPLICIT_ONE);
        session = started;
        return started;
    }

    @Override
    public <R extends @Nullable Object> R fetch(Deadline deadline, Supplier<R> call) {
        holders.incrementAndGet();
        try {
            return target.pass(door, deadline, call);
        } catch (MongoInterruptedException interrupted) {
            ClientSession cut = session;
            if (cut != null && !opened && mayHaveOpened(interrupted)) {
                end(cut);
            }
            throw interrupted;
        } finally {
            release();
        }
    }

    /**
     * Tells it from an interrupt that came while the driver waited for a server or a connection, before it sent anything.
     * Of its locks the driver always says the same; it takes them before it sends, and one more when it has read the reply.
     */
    private static boolean mayHaveOpened(MongoInterruptedException interrupted) {
        return !(interrupted.getCause() instanceof InterruptedException) || AT_A_LOCK.equals(interrupted.getMessage());
    }

    /** Runs with the flag cleared; the driver says nothing of a close that an interrupt cut short, but sets the flag. */
    @Override
    public void cleanUp(Runnable call) {
        call.run();
        ClientSession cut = session;
        if (cut != null && Thread.currentThread().isInterrupted()) {
            end(cut);
        }
    }

    @Override
    public void opened(Batches<?> cursor) {
        opened = true;
    }

    @Override
    public void closed(Batches<?> cursor) {
        release();
    }

    private void release() {
        if (holders.decrementAndGet() == 0) {
            ClientSession started = session;
            if (started != null) {
                started.close();
            }
        }
    }

    /**
     * Kills what the session runs and has open at the server, and ends it. The end is for what the kill missed: a command
     * that reaches the server after it, another member of the replica set, and the Stable API, which has no kill.
     */
    private void end(ClientSession cut) {
        ServerSession named = cut.getServerSession();
        named.markDirty(); // so that the driver does not use it for anything else
        BsonArray sessions = new BsonArray(List.of(named.getIdentifier()));
        Interruption.held(() -> end(sessions));
    }

    private void end(BsonArray sessions) {
        try {
            try {
                send("killSessions", sessions);
            } catch (MongoCommandException refused) {
                LOGGER.log(System.Logger.Level.DEBUG, "The session of an interrupted query was not killed", refused);
            }
            send("endSessions", sessions);
        } catch (RuntimeException failure) {
            LOGGER.log(System.Logger.Level.DEBUG, "The session of an interrupted query was not ended", failure);
        }
    }

    private void send(String command, BsonArray sessions) {
        MongoDatabase admin =
                target.engine().client().getDatabase("admin").withTimeout(LIMIT_SECONDS, TimeUnit.SECONDS);
        BsonDocument unused =
                admin.runCommand(new BsonDocument(command, sessions), admin.getReadPreference(), BsonDocument.class);
    }
}
