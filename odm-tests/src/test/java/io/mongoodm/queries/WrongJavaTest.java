package io.mongoodm.queries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What javac refuses, and how it says so: a value of a wrong type never gets as far as a filter. */
class WrongJavaTest {
    private static final List<String> MODEL = List.of(
            "import static io.mongoodm.query.Fields.*;",
            "import io.mongoodm.Model;",
            "import java.util.*;",
            "record Home(String city) {}",
            "record Person(String name, int age, Home home, List<String> tags, Map<String, Integer> scores,"
                    + " Optional<String> nick) {}",
            "record Other(String name) {}",
            "class Tried {");

    private static Map<String, String> wrong() {
        Map<String, String> programs = new LinkedHashMap<>();
        programs.put("field(Person::age).eq(\"18\")", "incompatible types: String cannot be converted to Integer");
        programs.put("field(Person::age).gt(1.5)", "incompatible types: double cannot be converted to Integer");
        programs.put("field(Person::name).set(5)", "incompatible types: int cannot be converted to String");
        programs.put("field(Person::name).inc(\"x\")", "incompatible types: String cannot be converted to Number");
        programs.put("field(Person::age).isIn(List.of(\"a\"))", "inference variable E has incompatible bounds");
        programs.put("field(Person::nmae)", "invalid method reference");
        programs.put("field(Person::home).then(Person::name)", "incompatible types: invalid method reference");
        programs.put("elements(Person::name)", "String cannot be converted to Collection<? extends E>");
        programs.put("elements(Person::tags).push(5)", "incompatible types: int cannot be converted to String");
        programs.put("elements(Person::tags).at(\"0\")", "incompatible types: String cannot be converted to int");
        programs.put("entries(Person::scores).key(5)", "incompatible types: int cannot be converted to String");
        programs.put(
                "entries(Person::scores).key(\"x\").set(\"y\")",
                "incompatible types: String cannot be converted to Integer");
        programs.put("optional(Person::name)", "String cannot be converted to Optional<R>");
        programs.put("optional(Person::nick).eq(5)", "incompatible types: int cannot be converted to String");
        programs.put("people.distinct(field(Other::name))", "no suitable method found for distinct");
        return programs;
    }

    @TempDir
    private Path folder;

    @Test
    void eachWrongProgramDoesNotCompile() throws IOException {
        Map<String, String> programs = wrong();
        Map<Long, List<String>> errors = errors(List.copyOf(programs.keySet()));

        long line = MODEL.size();
        for (Map.Entry<String, String> program : programs.entrySet()) {
            line++;
            assertThat(errors.get(line))
                    .as(program.getKey())
                    .singleElement()
                    .asString()
                    .contains(program.getValue());
        }
        assertThat(errors).hasSameSizeAs(programs);
    }

    @Test
    void theSameProgramsCompileWhenTheyAreRight() throws IOException {
        List<String> right = List.of(
                "people.find(field(Person::age).gte(18))",
                "people.distinct(field(Person::home).then(Home::city))",
                "elements(Person::tags).at(0).set(\"x\")",
                "entries(Person::scores).key(\"x\").set(5)",
                "optional(Person::nick).eq(\"Ann\")");

        assertThat(errors(right)).isEmpty();
    }

    /** Returns what the compiler says of these expressions, by line. */
    private Map<Long, List<String>> errors(List<String> expressions) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        assumeTrue(compiler != null, "needs a Java runtime with a compiler");
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(diagnostics, Locale.ENGLISH, null)) {
            List<String> options = List.of("-proc:none", "-d", folder.toString(), "-cp", classPath());
            compiler.getTask(null, files, diagnostics, options, null, List.of(new Source(program(expressions))))
                    .call();
        }
        Map<Long, List<String>> errors = new LinkedHashMap<>();
        for (Diagnostic<? extends JavaFileObject> diagnostic : diagnostics.getDiagnostics()) {
            if (diagnostic.getKind() == Diagnostic.Kind.ERROR) {
                errors.computeIfAbsent(diagnostic.getLineNumber(), line -> new ArrayList<>())
                        .add(diagnostic.getMessage(Locale.ENGLISH).replaceAll("([a-z]+\\.)+(?=[A-Z])", ""));
            }
        }
        return errors;
    }

    private static String program(List<String> expressions) {
        StringBuilder program = new StringBuilder(String.join("\n", MODEL)).append('\n');
        for (int i = 0; i < expressions.size(); i++) {
            program.append("Object tried")
                    .append(i)
                    .append("(Model<Person> people) { return ")
                    .append(expressions.get(i))
                    .append("; }\n");
        }
        return program.append("}\n").toString();
    }

    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    /** A program in memory. */
    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String text) {
            super(URI.create("string:///Tried.java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
