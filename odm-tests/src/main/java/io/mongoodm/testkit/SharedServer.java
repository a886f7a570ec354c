package io.mongoodm.testkit;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** One server of a kind in this JVM with the count of its leases: the first starts it, the last one stops it. */
final class SharedServer {
    private static final Map<ServerChoice.Key, SharedServer> SERVERS = new ConcurrentHashMap<>();

    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable RunningServer running;
    private int leases;

    private SharedServer() {}

    static SharedServer of(ServerChoice choice) {
        return SERVERS.computeIfAbsent(choice.key(), key -> new SharedServer());
    }

    /** Adds a lease. A server that has to be started first is told on standard output, in one line. */
    RunningServer lease(ServerChoice choice) {
        lock.lock();
        try {
            RunningServer server = running;
            if (server == null) {
                server = start(choice);
                running = server;
                System.out.println("odm testkit: " + server.description() + ", because " + choice.reason());
            }
            leases++;
            return server;
        } finally {
            lock.unlock();
        }
    }

    /** Ends a lease and drops its databases, which needs no command when the server and its data end here. */
    void release(Set<String> databases) {
        lock.lock();
        try {
            RunningServer server = Objects.requireNonNull(running, "released without a lease");
            leases--;
            boolean last = leases == 0;
            if (last) {
                running = null;
            }
            if (!server.ours() || !last) {
                Console.drop(server.uri(), databases);
            }
            if (last) {
                server.stop();
            }
        } finally {
            lock.unlock();
        }
    }

    private static RunningServer start(ServerChoice choice) {
        return switch (choice.kind()) {
            case IN_PROCESS -> InProcessMongo.start();
            case URI -> NamedMongo.at(choice.location());
            case MONGOD -> MongodProcess.start(choice.location());
            case FLAPDOODLE -> FlapdoodleDoor.start();
        };
    }
}
