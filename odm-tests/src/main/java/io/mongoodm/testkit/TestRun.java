package io.mongoodm.testkit;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;

/**
 * What the classes of one test run share: a lease on each server that was asked for, so that none is stopped and started
 * again between two classes, and the count of what was skipped.
 */
final class TestRun implements AutoCloseable {
    private final Map<Server, EmbeddedMongo> leases = new ConcurrentHashMap<>();
    private final Skips skips = new Skips();

    private TestRun() {}

    static TestRun of(ExtensionContext context) {
        return context.getStore(StoreScope.LAUNCHER_SESSION, Namespace.create(TestRun.class))
                .computeIfAbsent(TestRun.class, key -> new TestRun(), TestRun.class);
    }

    /** Returns what a server is and can, and starts it when nobody did yet. */
    RunningServer server(Server asked) {
        return leases.computeIfAbsent(asked, EmbeddedMongo::start).server();
    }

    Skips skips() {
        return skips;
    }

    /** Called by JUnit when the run has ended. */
    @Override
    public void close() {
        skips.lines().forEach(System.out::println);
        leases.values().forEach(EmbeddedMongo::close);
    }
}
