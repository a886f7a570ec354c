package io.mongoodm.testkit.inprocess;

import de.bwaldvogel.mongo.bson.Document;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One command with its sender and the moment when its {@code maxTimeMS} is over. */
final class Request {
    private final Client client;
    private final Arguments arguments;
    private final String name;
    private final long started = System.nanoTime();
    private volatile boolean killed;

    Request(Client client, Document command) {
        this.client = client;
        this.arguments = new Arguments(command);
        this.name = command.keySet().iterator().next();
    }

    Client client() {
        return client;
    }

    Arguments arguments() {
        return arguments;
    }

    String name() {
        return name;
    }

    String database() {
        return arguments.text("$db");
    }

    /** The collection that the command names in its first field. */
    String collection() {
        return arguments.text(name);
    }

    String namespace() {
        return database() + "." + collection();
    }

    @Nullable
    Document session() {
        return arguments.find("lsid");
    }

    boolean inTransaction() {
        return arguments.has("autocommit");
    }

    boolean numbered() {
        return arguments.has("txnNumber");
    }

    long transactionNumber() {
        return arguments.number("txnNumber", -1);
    }

    /** Makes the command fail where it looks next: in front of its work, and while it waits for a transaction. */
    void kill() {
        killed = true;
    }

    void requireNotKilled() {
        if (killed) {
            throw new CommandError(11601, "Interrupted", "operation was interrupted");
        }
    }

    /** Nanoseconds that the client still waits; {@link Long#MAX_VALUE} without a limit. */
    long remainingNanos() {
        long limit = arguments.number("maxTimeMS", 0);
        return limit <= 0 ? Long.MAX_VALUE : TimeUnit.MILLISECONDS.toNanos(limit) - (System.nanoTime() - started);
    }
}
