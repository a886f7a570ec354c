package io.mongoodm.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.mongoodm.ActiveRecord;
import io.mongoodm.Model;
import io.mongoodm.Odm;
import io.mongoodm.Query;
import io.mongoodm.Session;
import io.mongoodm.vthreads.AsyncActiveRecord;
import io.mongoodm.vthreads.AsyncModel;
import io.mongoodm.vthreads.AsyncOdm;
import io.mongoodm.vthreads.AsyncQuery;
import io.mongoodm.vthreads.AsyncSession;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page that maps the reference to this library names functions and tests that exist. */
class ReferenceTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Map<String, Class<?>> TYPES = Stream.of(
                    Odm.class,
                    Model.class,
                    Query.class,
                    Session.class,
                    ActiveRecord.class,
                    AsyncOdm.class,
                    AsyncModel.class,
                    AsyncQuery.class,
                    AsyncSession.class,
                    AsyncActiveRecord.class)
            .collect(Collectors.toMap(Class::getSimpleName, Function.identity()));

    @Test
    void everyRowOfTheReferenceIsThere() throws IOException {
        assertThat(rows()).hasSize(24);
    }

    @Test
    void everyTestThatIsNamedExists() throws IOException {
        Path tests = ROOT.resolve("odm-tests/src/test/java/io/mongoodm");
        assertThat(names(3, "`([a-z]+/\\w+\\.\\w+)`"))
                .hasSameSizeAs(names(3, "`([^`]+)`"))
                .allSatisfy(test -> {
                    String[] classAndMethod = test.split("\\.", 2);
                    assertThat(tests.resolve(classAndMethod[0] + ".java"))
                            .content()
                            .contains("void " + classAndMethod[1] + "(");
                });
    }

    @Test
    void everyFunctionThatIsNamedExists() throws IOException {
        List<String> types = names(1, "`(\\w+)\\.\\w+`");
        assertThat(types).allSatisfy(type -> assertThat(TYPES).containsKey(type));
        assertThat(Stream.concat(names(1, "`\\w+\\.(\\w+)`").stream(), names(2, "`\\w+\\.(\\w+)`").stream()))
                .isSubsetOf(functions());
    }

    private static List<String> functions() {
        return TYPES.values().stream()
                .flatMap(type -> Stream.of(type.getMethods()))
                .map(Method::getName)
                .toList();
    }

    private static List<String[]> rows() throws IOException {
        return Files.readAllLines(ROOT.resolve("docs/reference.md")).stream()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.substring(2).split(" \\| ", -1))
                .toList();
    }

    private static List<String> names(int column, String pattern) throws IOException {
        Pattern compiled = Pattern.compile(pattern);
        return rows().stream()
                .flatMap(row -> compiled.matcher(row[column]).results())
                .map(match -> match.group(1))
                .toList();
    }
}
