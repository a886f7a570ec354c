package io.mongoodm.testkit;

import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.bson.BsonDocument;

/**
 * Keeps the commands that a client sends, so that a test can say which and how many.
 *
 * <p>{@link OdmTest} injects one. To record a client of your own, give it to
 * {@code MongoClientSettings.Builder.addCommandListener}. It keeps a copy of every command until {@link #clear()}.
 * Safe for use by several threads.
 */
public final class CommandRecorder implements CommandListener {
    private static final Set<String> ADDED_BY_THE_DRIVER =
            Set.of("lsid", "txnNumber", "startTransaction", "autocommit", "$clusterTime", "$db", "$readPreference");

    private final Queue<Command> commands = new ConcurrentLinkedQueue<>();
    private final List<Consumer<Command>> blocks = new CopyOnWriteArrayList<>();
    private volatile boolean recording;

    /** Makes a recorder that is empty and records from now on. */
    public CommandRecorder() {
        this(true);
    }

    /** A recorder that nobody asked for yet keeps nothing. */
    CommandRecorder(boolean recording) {
        this.recording = recording;
    }

    void record() {
        recording = true;
    }

    /** Returns the commands that were sent since the last {@link #clear()}, in the order of sending; empty when none was. */
    public List<Command> commands() {
        return List.copyOf(commands);
    }

    /** Returns those of the {@link #commands()} that have this name, such as {@code find}. */
    public List<Command> commands(String name) {
        Objects.requireNonNull(name, "name");
        return commands.stream().filter(command -> command.name().equals(name)).toList();
    }

    /** Returns the names of the {@link #commands()}, one for each command, in the order of sending. */
    public List<String> names() {
        return commands.stream().map(Command::name).toList();
    }

    /** Forgets what was recorded. */
    public void clear() {
        commands.clear();
    }

    /**
     * Runs a block on this thread and returns the commands that were sent in the meantime, by this thread or another.
     * They stay among the {@link #commands()} too. Work that the block starts and does not wait for may send more later.
     * An exception of the block leaves as it is.
     */
    public List<Command> during(Runnable block) {
        Objects.requireNonNull(block, "block");
        Queue<Command> sent = new ConcurrentLinkedQueue<>();
        Consumer<Command> listening = sent::add;
        blocks.add(listening);
        try {
            block.run();
        } finally {
            blocks.remove(listening);
        }
        return List.copyOf(sent);
    }

    /** Called by the driver. */
    @Override
    public void commandStarted(CommandStartedEvent event) {
        if (!recording && blocks.isEmpty()) {
            return;
        }
        // The event's document is a view of a buffer that the driver uses again.
        BsonDocument copy = new BsonDocument();
        copy.putAll(event.getCommand().clone());
        Command command = new Command(event.getDatabaseName(), event.getCommandName(), copy);
        if (recording) {
            commands.add(command);
        }
        blocks.forEach(block -> block.accept(command));
    }

    /**
     * A command as it was sent.
     *
     * @param database the database that it was sent to
     * @param name the command's name, such as {@code find}
     * @param document the whole command; empty for one that holds credentials, which the driver does not show
     */
    public record Command(String database, String name, BsonDocument document) {
        /**
         * Returns a copy of the document without what the driver adds to commands: the session and transaction fields, the
         * cluster time, the database and the read preference. The read and write concern stay.
         */
        public BsonDocument plain() {
            BsonDocument plain = document.clone();
            ADDED_BY_THE_DRIVER.forEach(plain::remove);
            return plain;
        }
    }
}
