package io.mongoodm.testkit;

import io.mongoodm.testkit.inprocess.InProcessServer;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** The test double inside this JVM. */
final class InProcessMongo implements RunningServer {
    private static final Set<Feature> FEATURES = Collections.unmodifiableSet(EnumSet.of(
            Feature.TRANSACTIONS,
            Feature.CONCURRENT_TRANSACTIONS,
            Feature.RETRYABLE_WRITES,
            Feature.ATOMIC_UPSERTS,
            Feature.KILLING_SESSIONS,
            Feature.FAIL_POINTS,
            Feature.PIPELINE_UPDATES,
            Feature.UNION_WITH,
            Feature.EXPLAIN,
            Feature.COLL_MOD,
            Feature.HIDING_INDEXES,
            Feature.PARTIAL_INDEXES,
            Feature.HASHED_INDEXES,
            Feature.WILDCARD_INDEXES,
            Feature.GEO_INDEXES));

    private final InProcessServer server;

    private InProcessMongo(InProcessServer server) {
        this.server = server;
    }

    static InProcessMongo start() {
        return new InProcessMongo(InProcessServer.start());
    }

    @Override
    public String uri() {
        return "mongodb://127.0.0.1:" + server.port() + "/?directConnection=true";
    }

    @Override
    public String description() {
        return "the in-process server, a test double on " + server.version();
    }

    @Override
    public String engine() {
        return "the in-process server";
    }

    @Override
    public Set<Feature> features() {
        return FEATURES;
    }

    @Override
    public boolean ours() {
        return true;
    }

    @Override
    public void stop() {
        server.close();
    }
}
