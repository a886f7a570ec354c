package io.mongoodm.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How large files grow and how much of the library is public. The figures are printed; only the caps fail. */
class SizeTest {
    private static final int LINES_OF_A_FILE = 450;

    private static final int LINES_OF_A_METHOD = 40;

    @ParameterizedTest
    @ValueSource(strings = {"odm-api", "odm-vthreads", "odm-tests"})
    void filesStayBelowTheCap(String module) throws IOException {
        List<Integer> lines = new ArrayList<>();
        List<String> tooLong = new ArrayList<>();
        for (Path file : sources(module)) {
            int length = Files.readAllLines(file).size();
            lines.add(length);
            if (length > LINES_OF_A_FILE) {
                tooLong.add(file.getFileName() + " has " + length + " lines");
            }
        }
        lines.sort(null);
        System.out.printf(
                "%s: %d files, %d lines; median %d, 90 %% up to %d, longest %d%n",
                module,
                lines.size(),
                lines.stream().mapToInt(Integer::intValue).sum(),
                lines.get(lines.size() / 2),
                lines.get(lines.size() * 9 / 10),
                lines.getLast());

        assertThat(tooLong).isEmpty();
    }

    @Test
    void methodsStayBelowTheCap() {
        List<Bytecode.Method> methods = Bytecode.methods(Library.ALL)
                .sorted(Comparator.comparingInt(Bytecode.Method::lines))
                .toList();
        System.out.printf(
                "%d methods; median %d lines, 90 %% up to %d, longest %d%n",
                methods.size(),
                methods.get(methods.size() / 2).lines(),
                methods.get(methods.size() * 9 / 10).lines(),
                methods.getLast().lines());

        assertThat(methods.stream().filter(method -> method.lines() > LINES_OF_A_METHOD))
                .isEmpty();
    }

    @Test
    void lessThanHalfOfTheTypesArePublicApi() {
        List<JavaClass> types = Library.ALL.stream()
                .filter(type -> !type.isAnonymousClass() && !type.isNestedClass())
                .filter(type -> !type.getSimpleName().equals("package-info"))
                .toList();
        long exported = types.stream().filter(Library::isPublicApi).count();
        System.out.printf("public API: %d of %d types, %d %%%n", exported, types.size(), exported * 100 / types.size());

        assertThat(exported * 2).isLessThan(types.size());
    }

    private static List<Path> sources(String module) throws IOException {
        Path root = Path.of("").toAbsolutePath().resolveSibling(module).resolve("src/main/java");
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }
}
