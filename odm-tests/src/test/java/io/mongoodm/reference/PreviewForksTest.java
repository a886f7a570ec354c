package io.mongoodm.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mongoodm.fixture.OwnJvm;
import io.mongoodm.testkit.Feature;
import io.mongoodm.testkit.OdmTest;
import io.mongoodm.testkit.Requires;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnJre;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

/**
 * A body may fork with the JDK's own StructuredTaskScope. It is a preview with another form in each release, so the
 * program in {@code src/test/preview25} is compiled and run here, in a JVM of its own, on Java 25 alone.
 */
@OdmTest
@Requires(Feature.TRANSACTIONS)
final class PreviewForksTest {
    private static final Path PROGRAM = Path.of("src", "test", "preview25", "PreviewForks.java");

    @Test
    @EnabledOnJre(
            value = JRE.JAVA_25,
            disabledReason = "StructuredTaskScope is a preview, and this is its form of Java 25")
    void forksOfTheJdkTakePartInATransaction(@TempDir Path folder) throws Exception {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        assumeTrue(compiler != null, "needs a Java runtime with a compiler");
        ByteArrayOutputStream messages = new ByteArrayOutputStream();
        assertThat(compiler.run(
                        null,
                        messages,
                        messages,
                        "--enable-preview",
                        "--release",
                        "25",
                        "-proc:none",
                        "-nowarn",
                        "-d",
                        folder.toString(),
                        "-cp",
                        OwnJvm.classPath(),
                        PROGRAM.toString()))
                .describedAs(messages.toString(StandardCharsets.UTF_8))
                .isZero();

        String printed = OwnJvm.run(
                folder, "--enable-preview", "-cp", folder + File.pathSeparator + OwnJvm.classPath(), "PreviewForks");

        assertThat(printed.lines().filter(line -> !line.startsWith("odm testkit")))
                .containsExactly("changed 16: [92, 8]", "aborted by no: [92, 8]");
    }
}
