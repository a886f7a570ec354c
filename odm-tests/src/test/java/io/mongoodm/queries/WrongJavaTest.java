package io.mongoodm.queries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What javac refuses, and how it says so: a value of a wrong type never gets as far as a filter. */
class WrongJavaTest {
    private static final String PROGRAM =
            """
            import static io.mongoodm.query.Fields.*;
            import io.mongoodm.Model;
            import java.util.*;
            class Wrong {
                record Home(String city) {}
                record Person(String name, int age, Home home, List<String> tags, Map<String, Integer> scores,
                        Optional<String> nick) {}
                record Other(String name) {}
                Object tried(Model<Person> people) { return %s; }
            }
            """;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "field(Person::age).eq(\"18\") | incompatible types: String cannot be converted to Integer",
                "field(Person::age).gt(1.5) | incompatible types: double cannot be converted to Integer",
                "field(Person::name).set(5) | incompatible types: int cannot be converted to String",
                "field(Person::name).inc(\"x\") | incompatible types: String cannot be converted to Number",
                "field(Person::age).isIn(List.of(\"a\")) | inference variable E has incompatible bounds",
                "field(Person::nmae) | invalid method reference",
                "field(Person::home).then(Person::name) | incompatible types: invalid method reference",
                "elements(Person::name) | String cannot be converted to Collection<? extends E>",
                "elements(Person::tags).push(5) | incompatible types: int cannot be converted to String",
                "elements(Person::tags).at(\"0\") | incompatible types: String cannot be converted to int",
                "entries(Person::scores).key(5) | incompatible types: int cannot be converted to String",
                "entries(Person::scores).key(\"x\").set(\"y\") | incompatible types: String cannot be converted to Integer",
                "optional(Person::name) | String cannot be converted to Optional<R>",
                "optional(Person::nick).eq(5) | incompatible types: int cannot be converted to String",
                "people.distinct(field(Other::name)) | no suitable method found for distinct",
            })
    void aWrongProgramDoesNotCompile(String expression, String message) throws IOException {
        assertThat(errors(expression)).singleElement().asString().contains(message);
    }

    @Test
    void theSameProgramCompilesWhenItIsRight() throws IOException {
        assertThat(errors("people.find(field(Person::age).gte(18))")).isEmpty();
        assertThat(errors("people.distinct(field(Person::home).then(Home::city))")).isEmpty();
    }

    private List<String> errors(String expression) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        assumeTrue(compiler != null, "needs a Java runtime with a compiler");
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(diagnostics, Locale.ENGLISH, null)) {
            List<String> options = List.of("-proc:none", "-d", folder.toString(), "-cp", classPath());
            compiler.getTask(null, files, diagnostics, options, null, List.of(new Source(PROGRAM.formatted(expression))))
                    .call();
        }
        return diagnostics.getDiagnostics().stream()
                .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
                .map(diagnostic -> diagnostic.getMessage(Locale.ENGLISH).replaceAll("([a-z]+\\.)+(?=[A-Z])", ""))
                .toList();
    }

    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    /** A program in memory. */
    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String text) {
            super(URI.create("string:///Wrong.java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
