package io.mongoodm.testkit;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.ServerVersion;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** The test double inside this JVM. */
final class InProcessMongo implements RunningServer {
    private static final Set<Feature> FEATURES = Collections.unmodifiableSet(EnumSet.of(Feature.GEO_INDEXES));
    private static final String VERSION = "1.47.0";

    private final MongoServer started;
    private final int port;

    private InProcessMongo(MongoServer started) {
        this.started = started;
        this.port = started.bind().getPort();
    }

    static InProcessMongo start() {
        return new InProcessMongo(new MongoServer(new MemoryBackend().version(ServerVersion.MONGO_5_0)));
    }

    @Override
    public String uri() {
        return "mongodb://127.0.0.1:" + port + "/?directConnection=true";
    }

    @Override
    public String description() {
        return "the in-process server, a test double, version " + VERSION;
    }

    @Override
    public String engine() {
        return "the in-process server " + VERSION;
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
        started.shutdownNow();
    }
}
