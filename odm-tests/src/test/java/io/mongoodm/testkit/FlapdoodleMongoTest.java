package io.mongoodm.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** Flapdoodle without the internet: a server on loopback has the archive, and the archive has a stand-in for mongod. */
class FlapdoodleMongoTest {
    private static final String REMEDY = " Set ODM_TEST_MONGOD to a mongod on this machine, or choose IN_PROCESS.";

    @TempDir
    Path folder = Path.of("");

    @Test
    @EnabledIfEnvironmentVariable(
            named = StandInMongod.ENGINE,
            matches = ".+",
            disabledReason = "no engine to stand in for mongod: set ODM_TEST_ENGINE")
    void downloadsStartsAndStopsAMongod() throws Exception {
        byte[] archive = StandInMongod.archived(StandInMongod.thatRunsTheEngine(folder));
        try (DownloadServer downloads = new DownloadServer(200, archive)) {
            List<Long> before = processes();
            FlapdoodleMongo first = FlapdoodleMongo.start(source(downloads));
            try {
                assertThat(downloads.requests()).singleElement().asString().matches("/.+/mongodb-.+-8\\.0\\.23\\..+");
                assertThat(first.uri()).matches("mongodb://127\\.0\\.0\\.1:\\d+/\\?directConnection=true");
                assertThat(first.description())
                        .matches("\\S+ \\S+ at 127\\.0\\.0\\.1:\\d+, downloaded by flapdoodle as 8\\.0\\.23");
                assertThat(first.features()).contains(Feature.TRANSACTIONS, Feature.FAIL_POINTS);
                assertThatTransactionsWork(first);
            } finally {
                first.stop();
            }

            FlapdoodleMongo second = FlapdoodleMongo.start(source(downloads));
            second.stop();
            assertThat(downloads.requests())
                    .as("the second start takes it from the cache")
                    .hasSize(1);
            assertThat(processes()).isEqualTo(before);
        }
    }

    @Test
    void missingArchiveNamesHostAndRemedy() {
        try (DownloadServer downloads = new DownloadServer(404, new byte[0])) {
            assertThatThrownBy(() -> FlapdoodleMongo.start(source(downloads)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("The mongod 8.0.23 for FLAPDOODLE cannot be downloaded from " + downloads.host()
                            + " (FileNotFoundException). Check that this machine reaches the host." + REMEDY)
                    .hasRootCauseInstanceOf(FileNotFoundException.class);
        }
    }

    @Test
    void unreachableHostFailsAtOnceAndShowsNothingOfTheEnvironment() {
        DownloadServer downloads = new DownloadServer(404, new byte[0]);
        downloads.close();

        assertThatThrownBy(() -> FlapdoodleMongo.start(source(downloads)))
                .hasMessage("The mongod 8.0.23 for FLAPDOODLE cannot be downloaded from " + downloads.host()
                        + " (ConnectException). Check that this machine reaches the host." + REMEDY)
                .cause()
                .isInstanceOf(ConnectException.class)
                .hasNoCause()
                .hasNoSuppressedExceptions();
    }

    @Test
    void corruptArchiveIsDeletedSoThatTheNextStartDownloadsItAgain() throws IOException {
        byte[] noArchive = "no archive at all".getBytes(StandardCharsets.UTF_8);
        try (DownloadServer downloads = new DownloadServer(200, noArchive)) {
            assertThatThrownBy(() -> FlapdoodleMongo.start(source(downloads)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("The mongod 8.0.23 for FLAPDOODLE came from " + downloads.host()
                            + " as an archive that cannot be unpacked (IOException)."
                            + " It was deleted: start again to download it anew." + REMEDY);
            assertThatThrownBy(() -> FlapdoodleMongo.start(source(downloads)))
                    .isInstanceOf(IllegalStateException.class);

            assertThat(downloads.requests()).hasSize(2);
            assertThat(archives()).isEmpty();
        }
    }

    @Test
    void archiveThatWasCutIsRefused() throws Exception {
        byte[] whole = StandInMongod.archived(StandInMongod.thatFails(folder));
        try (DownloadServer downloads = new DownloadServer(200, Arrays.copyOf(whole, whole.length / 2))) {
            assertThatThrownBy(() -> FlapdoodleMongo.start(source(downloads)))
                    .hasMessageContaining("as an archive that cannot be unpacked (EOFException).")
                    .hasRootCauseInstanceOf(EOFException.class);
        }
    }

    @Test
    void programThatDoesNotRunIsRefused() throws Exception {
        byte[] archive = StandInMongod.archived(StandInMongod.thatFails(folder));
        try (DownloadServer downloads = new DownloadServer(200, archive)) {
            List<Long> before = processes();

            assertThatThrownBy(() -> FlapdoodleMongo.start(source(downloads)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("The mongod 8.0.23 that FLAPDOODLE downloaded does not start on this machine"
                            + " (RuntimeException)." + REMEDY);
            assertThat(processes()).isEqualTo(before);
        }
    }

    private FlapdoodleSource source(DownloadServer downloads) {
        return new FlapdoodleSource("http://" + downloads.host(), folder.resolve("cache"), Duration.ofSeconds(10));
    }

    private List<Path> archives() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("cache/archives"))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static List<Long> processes() {
        return ProcessHandle.current().descendants().map(ProcessHandle::pid).toList();
    }

    private static void assertThatTransactionsWork(FlapdoodleMongo server) {
        try (MongoClient client = MongoClients.create(server.uri());
                ClientSession session = client.startSession()) {
            MongoCollection<Document> things = client.getDatabase("d").getCollection("things");
            things.insertOne(new Document("_id", 1));
            session.startTransaction();
            things.insertOne(session, new Document("_id", 2));
            session.abortTransaction();
            assertThat(things.countDocuments()).isEqualTo(1);
        }
    }
}
