package io.mongoodm.testkit;

import de.flapdoodle.embed.mongo.commands.MongodArguments;
import de.flapdoodle.embed.mongo.config.Net;
import de.flapdoodle.embed.mongo.config.Storage;
import de.flapdoodle.embed.mongo.distribution.Version;
import de.flapdoodle.embed.mongo.transitions.ImmutableMongod;
import de.flapdoodle.embed.mongo.transitions.Mongod;
import de.flapdoodle.embed.mongo.transitions.RunningMongodProcess;
import de.flapdoodle.embed.mongo.types.DistributionBaseUrl;
import de.flapdoodle.embed.mongo.types.StartTimeout;
import de.flapdoodle.embed.process.archives.ExtractedFileSet;
import de.flapdoodle.embed.process.config.DownloadConfig;
import de.flapdoodle.embed.process.config.TimeoutConfig;
import de.flapdoodle.embed.process.io.ProcessOutput;
import de.flapdoodle.embed.process.io.directories.PersistentDir;
import de.flapdoodle.embed.process.io.progress.ProgressListener;
import de.flapdoodle.embed.process.transitions.DownloadPackage;
import de.flapdoodle.embed.process.types.Archive;
import de.flapdoodle.embed.process.types.ProcessConfig;
import de.flapdoodle.reverse.Listener;
import de.flapdoodle.reverse.StateID;
import de.flapdoodle.reverse.TransitionWalker.ReachedState;
import de.flapdoodle.reverse.transitions.Start;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One attempt to download, unpack and start a mongod with flapdoodle, which notes how far it got. */
final class FlapdoodleLaunch {
    static final Version VERSION = Version.V8_0_23;

    private static final int CONNECT_MILLIS = 5_000;
    private static final int READ_MILLIS = 30_000;
    /** The least that flapdoodle takes; it waits that long for a server that does not know the shutdown command. */
    private static final long STOP_MILLIS = 3_000;

    private static final int OPLOG_MEGABYTES = 64;

    private final FlapdoodleSource source;
    private @Nullable Path archive;
    private boolean unpacked;

    FlapdoodleLaunch(FlapdoodleSource source) {
        this.source = source;
    }

    /**
     * Returns the running process, which accepts connections and is in no replica set yet.
     *
     * @throws IllegalStateException when that fails, with the innermost cause; what flapdoodle throws around it holds the
     *     whole environment in its text, secrets included, and is dropped for that reason
     */
    ReachedState<RunningMongodProcess> run() {
        Listener progress = Listener.typedBuilder()
                .onStateReached(StateID.of(Archive.class), reached -> archive = reached.value())
                .onStateReached(StateID.of(ExtractedFileSet.class), reached -> unpacked = true)
                .build();
        ImmutableMongod mongod = mongod();
        try {
            return mongod.start(VERSION, progress);
        } catch (RuntimeException failed) {
            throw explained(innermost(failed));
        }
    }

    private ImmutableMongod mongod() {
        return Mongod.instance()
                .withDistributionBaseUrl(
                        Start.to(DistributionBaseUrl.class).initializedWith(DistributionBaseUrl.of(source.address())))
                .withPersistentBaseDir(
                        Start.to(PersistentDir.class).initializedWith(PersistentDir.of(created(source.cache()))))
                .withDownloadPackage(DownloadPackage.withDefaults()
                        .withDownloadConfig(DownloadConfig.defaults()
                                .withTimeoutConfig(TimeoutConfig.defaults()
                                        .withConnectionTimeout(CONNECT_MILLIS)
                                        .withReadTimeout(READ_MILLIS))))
                .withProcessOutput(Start.to(ProcessOutput.class).initializedWith(ProcessOutput.silent()))
                .withProgressListener(Start.to(ProgressListener.class).initializedWith(new Silence()))
                .withStartTimeout(Start.to(StartTimeout.class)
                        .initializedWith(StartTimeout.of(source.startLimit().toMillis())))
                .withProcessConfig(Start.to(ProcessConfig.class)
                        .initializedWith(ProcessConfig.defaults().withStopTimeoutInMillis(STOP_MILLIS)))
                .withNet(Start.to(Net.class).initializedWith(Net.of("127.0.0.1", MongodProcess.freePort(), false)))
                .withMongodArguments(Start.to(MongodArguments.class)
                        .initializedWith(MongodArguments.defaults()
                                .withReplication(Storage.of(ReplicaSet.NAME, OPLOG_MEGABYTES))
                                .withParams(Map.of("enableTestCommands", "1"))));
    }

    private static Path created(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static Throwable innermost(Throwable failure) {
        Throwable innermost = failure;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        return innermost;
    }

    private IllegalStateException explained(Throwable cause) {
        String mongod = "The mongod " + VERSION.asInDownloadPath();
        String remedy = " Set " + ServerChoice.MONGOD + " to a mongod on this machine, or choose IN_PROCESS.";
        String reason = " (" + cause.getClass().getSimpleName() + ").";
        if (archive == null) {
            return new IllegalStateException(
                    mongod + " for FLAPDOODLE cannot be downloaded from " + source.host() + reason
                            + " Check that this machine reaches the host." + remedy,
                    cause);
        }
        if (!unpacked) {
            delete(archive);
            return new IllegalStateException(
                    mongod + " for FLAPDOODLE came from " + source.host() + " as an archive that cannot be unpacked"
                            + reason + " It was deleted: start again to download it anew." + remedy,
                    cause);
        }
        return new IllegalStateException(
                mongod + " that FLAPDOODLE downloaded does not start on this machine" + reason + remedy, cause);
    }

    /** A broken archive that stayed in the cache would fail every later start. */
    private static void delete(Path broken) {
        try {
            Files.deleteIfExists(broken);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
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
