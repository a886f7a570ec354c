package io.mongoodm.testkit;

import com.mongodb.client.MongoClient;
import de.flapdoodle.embed.mongo.commands.MongodArguments;
import de.flapdoodle.embed.mongo.config.Net;
import de.flapdoodle.embed.mongo.config.Storage;
import de.flapdoodle.embed.mongo.distribution.Version;
import de.flapdoodle.embed.mongo.transitions.ImmutableMongod;
import de.flapdoodle.embed.mongo.transitions.Mongod;
import de.flapdoodle.embed.mongo.transitions.RunningMongodProcess;
import de.flapdoodle.embed.mongo.types.DistributionBaseUrl;
import de.flapdoodle.embed.process.config.DownloadConfig;
import de.flapdoodle.embed.process.config.TimeoutConfig;
import de.flapdoodle.embed.process.io.ProcessOutput;
import de.flapdoodle.embed.process.io.directories.PersistentDir;
import de.flapdoodle.embed.process.io.progress.ProgressListener;
import de.flapdoodle.embed.process.transitions.DownloadPackage;
import de.flapdoodle.embed.process.types.ProcessConfig;
import de.flapdoodle.reverse.TransitionWalker.ReachedState;
import de.flapdoodle.reverse.transitions.Start;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** A mongod that flapdoodle downloads and runs. The only class that mentions its types: it is optional. */
final class FlapdoodleMongo implements RunningServer {
    private static final Version VERSION = Version.V8_0_23;
    private static final int CONNECT_MILLIS = 5_000;
    private static final int READ_MILLIS = 30_000;
    private static final long STOP_MILLIS = Duration.ofSeconds(2).toMillis();
    private static final int OPLOG_MEGABYTES = 64;

    /**
     * Where the archive comes from and is kept.
     *
     * @param address of the download server, without a slash at the end
     * @param cache the folder for archives and programs, which stay there for the next start
     */
    record Source(String address, Path cache) {
        static Source official() {
            return new Source("https://fastdl.mongodb.org", Path.of(System.getProperty("user.home"), ".embedmongo"));
        }

        String host() {
            return URI.create(address).getAuthority();
        }
    }

    private final ReachedState<RunningMongodProcess> running;
    private final int port;
    private Engine found = new Engine("", Set.of());

    private FlapdoodleMongo(ReachedState<RunningMongodProcess> running) {
        this.running = running;
        this.port = running.current().getServerAddress().getPort();
    }

    /**
     * Downloads the program if the cache lacks it, starts it, and waits until it takes writes.
     *
     * @throws IllegalStateException when the download fails, the archive is unusable, or the program does not run; nothing
     *     of it is left running then
     */
    static FlapdoodleMongo start(Source source) {
        FlapdoodleMongo server = new FlapdoodleMongo(launch(source));
        try (MongoClient client = Console.open(server.uri())) {
            ReplicaSet.initiate(client, server.port);
            server.found = Engine.of(client);
            return server;
        } catch (RuntimeException failed) {
            server.stop();
            throw failed;
        }
    }

    private static ReachedState<RunningMongodProcess> launch(Source source) {
        try {
            return mongod(source).start(VERSION);
        } catch (RuntimeException failed) {
            // Not the cause: the text of flapdoodle's exceptions holds the whole environment, secrets included.
            throw explained(source, failed);
        }
    }

    private static ImmutableMongod mongod(Source source) {
        return Mongod.instance()
                .withDistributionBaseUrl(
                        Start.to(DistributionBaseUrl.class).initializedWith(DistributionBaseUrl.of(source.address())))
                .withPersistentBaseDir(Start.to(PersistentDir.class).initializedWith(PersistentDir.of(source.cache())))
                .withDownloadPackage(DownloadPackage.withDefaults()
                        .withDownloadConfig(DownloadConfig.defaults()
                                .withTimeoutConfig(TimeoutConfig.defaults()
                                        .withConnectionTimeout(CONNECT_MILLIS)
                                        .withReadTimeout(READ_MILLIS))))
                .withProcessOutput(Start.to(ProcessOutput.class).initializedWith(ProcessOutput.silent()))
                .withProgressListener(Start.to(ProgressListener.class).initializedWith(new Silence()))
                .withProcessConfig(Start.to(ProcessConfig.class)
                        .initializedWith(ProcessConfig.defaults().withStopTimeoutInMillis(STOP_MILLIS)))
                .withNet(Start.to(Net.class).initializedWith(Net.of("127.0.0.1", MongodProcess.freePort(), false)))
                .withMongodArguments(Start.to(MongodArguments.class)
                        .initializedWith(MongodArguments.defaults()
                                .withReplication(Storage.of(ReplicaSet.NAME, OPLOG_MEGABYTES))
                                .withParams(Map.of("enableTestCommands", "1"))));
    }

    private static IllegalStateException explained(Source source, RuntimeException failed) {
        Throwable root = failed;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return new IllegalStateException(
                "FLAPDOODLE was chosen, and its mongod " + VERSION.asInDownloadPath() + " of " + source.host()
                        + " cannot be started. Set ODM_TEST_MONGOD to a mongod on this machine, or choose IN_PROCESS.",
                root);
    }

    @Override
    public String uri() {
        return "mongodb://127.0.0.1:" + port + "/?directConnection=true";
    }

    @Override
    public String description() {
        return found.name() + " at 127.0.0.1:" + port + ", downloaded by flapdoodle as " + VERSION.asInDownloadPath();
    }

    @Override
    public String engine() {
        return found.name();
    }

    @Override
    public Set<Feature> features() {
        return found.features();
    }

    @Override
    public boolean ours() {
        return true;
    }

    @Override
    public void stop() {
        running.close();
    }

    /** The kit prints one line; a progress bar would add hundreds to a build's output. */
    private static final class Silence implements ProgressListener {
        @Override
        public void progress(String label, int percent) {}

        @Override
        public void done(String label) {}

        @Override
        public void start(String label) {}

        @Override
        public void info(String label, String message) {}
    }
}
