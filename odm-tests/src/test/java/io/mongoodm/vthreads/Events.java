package io.mongoodm.vthreads;

import com.mongodb.event.CommandFailedEvent;
import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import com.mongodb.event.CommandSucceededEvent;
import com.mongodb.event.ConnectionCheckOutStartedEvent;
import com.mongodb.event.ConnectionCheckedInEvent;
import com.mongodb.event.ConnectionCheckedOutEvent;
import com.mongodb.event.ConnectionClosedEvent;
import com.mongodb.event.ConnectionCreatedEvent;
import com.mongodb.event.ConnectionPoolListener;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** What a client did, as the driver's listeners saw it. A test can wait for it. */
final class Events implements CommandListener, ConnectionPoolListener {
    static final int SECONDS = 15;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<String> started = new ArrayList<>();
    private final List<String> ended = new ArrayList<>();
    private final Set<BsonBinary> sessions = new HashSet<>();
    private final Set<BsonBinary> endedSessions = new HashSet<>();
    private final Set<Long> cursors = new HashSet<>();
    private final Set<Long> endedCursors = new HashSet<>();
    private final Map<Integer, Long> getMores = new HashMap<>();
    private final Map<Integer, BsonBinary> sessionsOfRequests = new HashMap<>();
    private final Map<Long, BsonBinary> sessionsOfCursors = new HashMap<>();
    private final Set<BsonBinary> killedSessions = new HashSet<>();
    private int checkOutsStarted;
    private int checkedOut;
    private int checkedIn;
    private int created;
    private int closed;

    /** Blocks until this many commands of a name were sent. */
    void awaitSent(String command, int times) {
        await(() -> count(started, command) >= times, () -> times + " × " + command + " sent; sent were " + started);
    }

    /** Blocks until this many commands of a name were answered, or failed. */
    void awaitAnswered(String command, int times) {
        await(() -> count(ended, command) >= times, () -> times + " × " + command + " answered; answered: " + ended);
    }

    /** Returns how often a connection was asked for. */
    int checkOutsStarted() {
        return get(() -> checkOutsStarted);
    }

    /** Blocks until every connection is back in the pool, or closed. */
    void awaitConnectionsBack() {
        await(() -> checkedIn == checkedOut, () -> checkedOut + " connections back, not " + checkedIn);
    }

    private void await(BooleanSupplier condition, Supplier<String> expected) {
        lock.lock();
        try {
            long left = TimeUnit.SECONDS.toNanos(SECONDS);
            while (!condition.getAsBoolean()) {
                if (left <= 0) {
                    throw new AssertionError("Expected " + expected.get());
                }
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("The test was interrupted", e);
        } finally {
            lock.unlock();
        }
    }

    private static long count(List<String> names, String command) {
        return names.stream().filter(command::equals).count();
    }

    long sent(String command) {
        return get(() -> count(started, command));
    }

    long answered(String command) {
        return get(() -> count(ended, command));
    }

    /** Returns the names of all commands that were sent. */
    List<String> sent() {
        return get(() -> List.copyOf(started));
    }

    /** Returns how many connections were opened. */
    int connectionsOpened() {
        return get(() -> created);
    }

    /** Returns how many connections were opened and not closed. */
    int connectionsOpen() {
        return get(() -> created - closed);
    }

    /** Returns the sessions, implicit ones too, that a command was sent in and that no {@code endSessions} has named. */
    Set<BsonBinary> sessionsNotEnded() {
        return get(() -> {
            Set<BsonBinary> left = new HashSet<>(sessions);
            left.removeAll(endedSessions);
            return left;
        });
    }

    /** Returns how many sessions commands were sent in. */
    int sessions() {
        return get(sessions::size);
    }

    /** Returns the cursors that the client was told of. */
    Set<Long> cursors() {
        return get(() -> Set.copyOf(cursors));
    }

    /** Returns the cursors that the client was told of and that it neither exhausted nor killed. */
    Set<Long> cursorsNotEnded() {
        return get(() -> {
            Set<Long> left = new HashSet<>(cursors);
            left.removeAll(endedCursors);
            return left;
        });
    }

    /** Returns those of them whose session it killed. */
    Set<Long> cursorsOfKilledSessions() {
        return get(() -> {
            Map<Long, BsonBinary> killed = new HashMap<>(sessionsOfCursors);
            killed.keySet().removeAll(endedCursors);
            killed.values().retainAll(killedSessions);
            return Set.copyOf(killed.keySet());
        });
    }

    private <T> T get(Supplier<T> value) {
        lock.lock();
        try {
            return value.get();
        } finally {
            lock.unlock();
        }
    }

    /** Forgets which commands were sent and answered. */
    void forget() {
        note(() -> {
            started.clear();
            ended.clear();
        });
    }

    private void note(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void commandStarted(CommandStartedEvent event) {
        BsonDocument command = event.getCommand();
        note(() -> {
            started.add(event.getCommandName());
            if (event.getCommandName().equals("getMore")) {
                getMores.put(event.getRequestId(), command.getInt64("getMore").getValue());
            }
            if (command.containsKey("lsid")) {
                BsonBinary session = sessionId(command.get("lsid"));
                sessions.add(session);
                sessionsOfRequests.put(event.getRequestId(), session);
            }
            if (event.getCommandName().equals("killSessions")) {
                command.getArray("killSessions").forEach(session -> killedSessions.add(sessionId(session)));
            }
            if (event.getCommandName().equals("endSessions")) {
                command.getArray("endSessions").forEach(session -> endedSessions.add(sessionId(session)));
            }
        });
    }

    /** The event's document is a view of a buffer that the driver uses again. */
    private static BsonBinary sessionId(BsonValue session) {
        BsonBinary id = session.asDocument().getBinary("id");
        return new BsonBinary(id.getType(), id.getData().clone());
    }

    @Override
    public void commandSucceeded(CommandSucceededEvent event) {
        BsonDocument reply = event.getResponse();
        note(() -> {
            ended.add(event.getCommandName());
            if (event.getCommandName().equals("killCursors")) {
                // One that is not found was exhausted by a fetch whose reply was lost.
                List.of("cursorsKilled", "cursorsNotFound")
                        .forEach(ids -> reply.getArray(ids)
                                .forEach(id -> endedCursors.add(id.asInt64().getValue())));
            } else if (reply.containsKey("cursor")) {
                long id = reply.getDocument("cursor").getInt64("id").getValue();
                if (id != 0) {
                    cursors.add(id);
                    sessionsOfCursors.putIfAbsent(id, sessionsOfRequests.get(event.getRequestId()));
                } else if (event.getCommandName().equals("getMore")) {
                    endedCursors.add(getMores.get(event.getRequestId()));
                }
            }
        });
    }

    @Override
    public void commandFailed(CommandFailedEvent event) {
        note(() -> ended.add(event.getCommandName()));
    }

    @Override
    public void connectionCheckOutStarted(ConnectionCheckOutStartedEvent event) {
        note(() -> checkOutsStarted++);
    }

    @Override
    public void connectionCheckedOut(ConnectionCheckedOutEvent event) {
        note(() -> checkedOut++);
    }

    @Override
    public void connectionCheckedIn(ConnectionCheckedInEvent event) {
        note(() -> checkedIn++);
    }

    @Override
    public void connectionCreated(ConnectionCreatedEvent event) {
        note(() -> created++);
    }

    @Override
    public void connectionClosed(ConnectionClosedEvent event) {
        note(() -> closed++);
    }
}
