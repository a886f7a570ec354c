package io.mongoodm.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

class MongodProcessTest {
    @TempDir
    Path folder = Path.of("");

    @Test
    @EnabledIfEnvironmentVariable(
            named = StandInMongod.ENGINE,
            matches = ".+",
            disabledReason = "no engine to stand in for mongod: set ODM_TEST_ENGINE")
    void startsOnAFreePortAndLeavesNothing() throws Exception {
        String program = StandInMongod.thatRunsTheEngine(folder).toString();
        List<Path> foldersBefore = temporaryFolders();
        List<Long> processesBefore = processes();

        try (EmbeddedMongo mongo = EmbeddedMongo.start(Server.AUTO, Map.of("ODM_TEST_MONGOD", program))) {
            assertThat(mongo.description())
                    .matches("\\S+ \\S+ at 127\\.0\\.0\\.1:\\d+, started from \\Q" + program + "\\E, because"
                            + " ODM_TEST_MONGOD names it; ODM_TEST_SERVER and ODM_TEST_URI are not set");
            assertThat(mongo.server().features()).contains(Feature.TRANSACTIONS, Feature.FAIL_POINTS);
            assertThat(temporaryFolders()).hasSize(foldersBefore.size() + 1);
        }

        assertThat(temporaryFolders()).isEqualTo(foldersBefore);
        assertThat(processes()).isEqualTo(processesBefore);
    }

    @Test
    void mongodThatEndsAtOnceIsRefusedAndLeavesNothing() throws Exception {
        String program = StandInMongod.thatFails(folder).toString();
        List<Path> foldersBefore = temporaryFolders();

        assertThatIllegalStateException()
                .isThrownBy(() -> EmbeddedMongo.start(Server.AUTO, Map.of("ODM_TEST_MONGOD", program)))
                .withMessage("The mongod " + program + " ended with exit code 3 before it answered. Run it by hand with"
                        + " --dbpath and an empty folder to see why, or choose another server.");
        assertThat(temporaryFolders()).isEqualTo(foldersBefore);
    }

    @Test
    void fileThatIsNoProgramIsRefusedAndLeavesNothing() throws Exception {
        Path program = StandInMongod.thatFails(folder);
        Files.writeString(program, "#!/nowhere\n");
        List<Path> foldersBefore = temporaryFolders();

        assertThatIllegalStateException()
                .isThrownBy(() -> EmbeddedMongo.start(Server.AUTO, Map.of("ODM_TEST_MONGOD", program.toString())))
                .withMessage(
                        "The mongod " + program + " cannot be run. Set ODM_TEST_MONGOD to a mongod that runs on this"
                                + " machine, or unset it to use the server inside the JVM.");
        assertThat(temporaryFolders()).isEqualTo(foldersBefore);
    }

    private static List<Path> temporaryFolders() throws Exception {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith("odm-testkit-mongod"))
                    .sorted()
                    .toList();
        }
    }

    private static List<Long> processes() {
        return ProcessHandle.current().descendants().map(ProcessHandle::pid).toList();
    }
}
