package io.mongoodm.queries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jetbrains.kotlin.cli.common.ExitCode;
import org.jetbrains.kotlin.cli.jvm.K2JVMCompiler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What kotlinc refuses, and how it says so; null where a component is not nullable included. */
class WrongKotlinTest {
    private static final String MODEL = """
            import io.mongoodm.query.Fields.elements
            import io.mongoodm.query.Fields.entries
            import io.mongoodm.query.Fields.field
            @JvmRecord data class Home(val city: String)
            @JvmRecord data class Person(
                val name: String, val age: Int, val nick: String?, val home: Home, val tags: List<String>,
                val scores: Map<String, Int>)
            val right = listOf(field(Person::nick).eq(null), field(Person::age).gte(18), elements(Person::tags).push("a"))
            """;

    private static Map<String, String> wrong() {
        Map<String, String> programs = new LinkedHashMap<>();
        programs.put("field(Person::age).gte(\"18\")", "actual type is 'String', but 'Int' was expected.");
        programs.put("field(Person::name).eq(null)", "null cannot be a value of a non-null type 'String'.");
        programs.put("field(Person::nick).gt(null)", "null cannot be a value of a non-null type 'String'.");
        programs.put("field(Person::name).set(5)", "actual type is 'Int', but 'String' was expected.");
        programs.put("field(Person::home).then(Person::name)", "inapplicable candidate(s): val name: String");
        programs.put("elements(Person::name)", "inapplicable candidate(s): val name: String");
        programs.put("elements(Person::tags).push(5)", "actual type is 'Int', but 'String' was expected.");
        programs.put(
                "field(Person::age).isIn(listOf(\"a\"))",
                "actual type is 'List<String>', but '(Mutable)Collection<out Int>' was expected.");
        programs.put("entries(Person::scores).key(5)", "actual type is 'Int', but 'String' was expected.");
        programs.put("field(Person::nmae)", "unresolved reference 'nmae'.");
        return programs;
    }

    @Test
    void eachWrongProgramDoesNotCompile(@TempDir Path folder) throws IOException {
        Path classes = Path.of(System.getProperty("java.home"), "lib", "jrt-fs.jar");
        assumeTrue(Files.exists(classes), "needs a Java runtime that lets a compiler read its classes");
        Map<String, String> programs = wrong();
        Path source = Files.writeString(folder.resolve("Wrong.kt"), source(List.copyOf(programs.keySet())));
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        ExitCode exit = compile(source, folder, new PrintStream(output, true, StandardCharsets.UTF_8));
        List<String> errors = output.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.contains(": error: "))
                .toList();
        assertThat(exit).isEqualTo(ExitCode.COMPILATION_ERROR);
        int line = (int) MODEL.lines().count();
        for (Map.Entry<String, String> program : programs.entrySet()) {
            line++;
            String place = "Wrong.kt:" + line + ":";
            assertThat(errors)
                    .as(program.getKey())
                    .anySatisfy(error -> assertThat(error).contains(place, program.getValue()));
        }
        assertThat(errors).allSatisfy(error -> assertThat(error).doesNotContain("Wrong.kt:8:"));
    }

    private static String source(List<String> expressions) {
        StringBuilder source = new StringBuilder(MODEL);
        for (int i = 0; i < expressions.size(); i++) {
            source.append("val wrong")
                    .append(i)
                    .append(" = ")
                    .append(expressions.get(i))
                    .append('\n');
        }
        return source.toString();
    }

    private static ExitCode compile(Path source, Path folder, PrintStream errors) {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return new K2JVMCompiler()
                .exec(
                        errors,
                        "-no-stdlib",
                        "-no-reflect",
                        "-jvm-target",
                        "21",
                        "-cp",
                        classPath,
                        "-d",
                        folder.toString(),
                        source.toString());
    }
}
