package io.mongoodm.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mongoodm.fixture.OwnJvm;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows is what a user gets who copies it. */
class ReadmeTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    @Test
    void theFirstProgramHasAtMostTwentyFiveLines() throws IOException {
        assertThat(program().lines().count()).isLessThanOrEqualTo(25);
    }

    @Test
    void theFirstProgramCompilesAndPrintsTheGrownUps(@TempDir Path folder) throws Exception {
        Path source = Files.writeString(folder.resolve("Main.java"), program());
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        assumeTrue(compiler != null, "needs a Java runtime with a compiler");
        assertThat(compiler.run(
                        null,
                        null,
                        null,
                        "-proc:none",
                        "-d",
                        folder.toString(),
                        "-cp",
                        OwnJvm.classPath(),
                        source.toString()))
                .isZero();
        assertThat(OwnJvm.run(folder, "-cp", folder + File.pathSeparator + OwnJvm.classPath(), "Main"))
                .contains("Ann is 32", "Eve is 44")
                .doesNotContain("Bob");
    }

    @Test
    void everyLinkOfTheReadmeLeadsSomewhere() throws IOException {
        Matcher links = Pattern.compile("\\]\\((?!http)([^)#]+)\\)").matcher(readme());
        assertThat(links.results().map(link -> link.group(1)).toList())
                .isNotEmpty()
                .allSatisfy(link -> assertThat(ROOT.resolve(link)).exists());
    }

    @Test
    void everyPageIsNamed() throws IOException {
        String readme = readme();
        try (Stream<Path> pages = Files.walk(ROOT.resolve("docs"))) {
            assertThat(pages.filter(page -> page.toString().endsWith(".md"))
                            .map(page -> ROOT.relativize(page).toString().replace(File.separatorChar, '/')))
                    .isNotEmpty()
                    .allSatisfy(page -> assertThat(readme).contains("](" + page + ")"));
        }
    }

    /** Returns the first Java program of the README. */
    private static String program() throws IOException {
        Matcher program = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(readme());
        assertThat(program.find()).isTrue();
        return program.group(1);
    }

    private static String readme() throws IOException {
        return Files.readString(ROOT.resolve("README.md"));
    }
}
