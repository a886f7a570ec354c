package io.mongoodm.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.mongoodm.testkit.ServerChoice.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerChoiceTest {
    private static final String URI = "mongodb://127.0.0.1:27999";

    @TempDir
    Path folder = Path.of("");

    @Test
    void emptyEnvironmentChoosesTheServerInTheJvm() {
        assertThat(ServerChoice.of(Server.AUTO, Map.of()))
                .isEqualTo(new ServerChoice(
                        Kind.IN_PROCESS, "", "none of ODM_TEST_SERVER, ODM_TEST_URI and ODM_TEST_MONGOD is set"));
    }

    @Test
    void emptyVariablesCountAsNotSet() {
        Map<String, String> environment = Map.of("ODM_TEST_SERVER", "", "ODM_TEST_URI", " ", "ODM_TEST_MONGOD", "");

        assertThat(ServerChoice.of(Server.AUTO, environment).kind()).isEqualTo(Kind.IN_PROCESS);
    }

    @Test
    void mongodIsChosenWhenNothingBeforeItIsSet() throws IOException {
        String mongod = program();

        assertThat(ServerChoice.of(Server.AUTO, Map.of("ODM_TEST_MONGOD", mongod)))
                .isEqualTo(new ServerChoice(
                        Kind.MONGOD, mongod, "ODM_TEST_MONGOD names it; ODM_TEST_SERVER and ODM_TEST_URI are not set"));
    }

    @Test
    void uriGoesBeforeMongod() throws IOException {
        assertThat(ServerChoice.of(Server.AUTO, Map.of("ODM_TEST_URI", URI, "ODM_TEST_MONGOD", program())))
                .isEqualTo(new ServerChoice(Kind.URI, URI, "ODM_TEST_URI names it; ODM_TEST_SERVER is not set"));
    }

    @Test
    void namedServerGoesBeforeUri() {
        assertThat(ServerChoice.of(Server.AUTO, Map.of("ODM_TEST_SERVER", "in-process", "ODM_TEST_URI", URI)))
                .isEqualTo(new ServerChoice(Kind.IN_PROCESS, "", "ODM_TEST_SERVER is IN_PROCESS"));
    }

    @Test
    void annotationGoesBeforeEverything() {
        assertThat(ServerChoice.of(Server.FLAPDOODLE, Map.of("ODM_TEST_SERVER", "IN_PROCESS", "ODM_TEST_URI", URI)))
                .isEqualTo(new ServerChoice(Kind.FLAPDOODLE, "", "@OdmTest asks for FLAPDOODLE"));
    }

    @Test
    void autoInTheEnvironmentIsLikeNothing() {
        assertThat(ServerChoice.of(Server.AUTO, Map.of("ODM_TEST_SERVER", "AUTO", "ODM_TEST_URI", URI))
                        .kind())
                .isEqualTo(Kind.URI);
    }

    @Test
    void unknownServerIsRefused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> ServerChoice.of(Server.AUTO, Map.of("ODM_TEST_SERVER", "mysql")))
                .withMessage("ODM_TEST_SERVER is \"mysql\", which is no server of the test kit."
                        + " Set it to one of AUTO, IN_PROCESS, MONGOD, FLAPDOODLE, or unset it.");
    }

    @Test
    void uriInTheWrongVariableIsRefusedWithoutShowingIt() {
        assertThatIllegalStateException()
                .isThrownBy(() -> ServerChoice.of(Server.AUTO, Map.of("ODM_TEST_SERVER", "mongodb://ann:secret@host")))
                .withMessage("ODM_TEST_SERVER holds a URI. Put it into ODM_TEST_URI, and unset ODM_TEST_SERVER.");
    }

    @Test
    void missingMongodIsRefused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> ServerChoice.of(Server.AUTO, Map.of("ODM_TEST_MONGOD", "/nowhere/mongod")))
                .withMessage("ODM_TEST_MONGOD is \"/nowhere/mongod\", which is not an executable file."
                        + " Set it to the path of a mongod, or unset it.");
    }

    @Test
    void fileThatCannotBeExecutedIsRefused() throws IOException {
        String file = Files.writeString(folder.resolve("mongod"), "").toString();

        assertThatIllegalStateException()
                .isThrownBy(() -> ServerChoice.of(Server.AUTO, Map.of("ODM_TEST_MONGOD", file)))
                .withMessage("ODM_TEST_MONGOD is \"" + file + "\", which is not an executable file."
                        + " Set it to the path of a mongod, or unset it.");
    }

    @Test
    void mongodIsFoundOnThePath() throws IOException {
        String mongod = program();

        assertThat(ServerChoice.of(Server.MONGOD, Map.of("PATH", "/nowhere:" + folder)))
                .isEqualTo(new ServerChoice(Kind.MONGOD, mongod, "@OdmTest asks for MONGOD"));
    }

    @Test
    void mongodThatIsNowhereIsRefused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> ServerChoice.of(Server.AUTO, Map.of("ODM_TEST_SERVER", "MONGOD", "PATH", "/nowhere")))
                .withMessage(
                        "ODM_TEST_SERVER is MONGOD, but ODM_TEST_MONGOD is not set and no folder of the PATH holds a"
                                + " mongod. Set ODM_TEST_MONGOD to the path of one, or choose IN_PROCESS or FLAPDOODLE.");
    }

    private String program() throws IOException {
        Path program = folder.resolve("mongod");
        Files.createFile(program, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        return program.toString();
    }
}
