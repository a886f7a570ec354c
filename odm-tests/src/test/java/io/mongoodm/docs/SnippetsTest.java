package io.mongoodm.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mongoodm.fixture.OwnJvm;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every Java snippet of the README and of docs compiles as it is shown, among the declarations that its page speaks of. */
class SnippetsTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final String IMPORTS = """
        import static com.mongodb.client.model.Aggregates.*;
        import static com.mongodb.client.model.Filters.*;
        import static com.mongodb.client.model.Updates.*;
        import static io.mongoodm.query.Fields.*;
        import static java.util.concurrent.TimeUnit.HOURS;
        import static org.assertj.core.api.Assertions.assertThat;
        import com.mongodb.MongoClientSettings;
        import com.mongodb.client.*;
        import com.mongodb.client.model.*;
        import com.mongodb.client.result.UpdateResult;
        import com.mongodb.observability.ObservabilitySettings;
        import io.micrometer.observation.*;
        import io.mongoodm.*;
        import io.mongoodm.annotation.*;
        import io.mongoodm.testkit.*;
        import io.mongoodm.vthreads.*;
        import java.time.*;
        import java.util.*;
        import java.util.concurrent.*;
        import org.bson.Document;
        import org.bson.codecs.configuration.CodecRegistry;
        import org.bson.conversions.Bson;
        import org.bson.types.ObjectId;
        import org.jspecify.annotations.Nullable;
        import org.junit.jupiter.api.Test;
        """;

    /** The snippets of each page in their order, by what has to stand around them; the README's first is a whole program. */
    private static Map<String, List<String>> surroundings() {
        String user = "record Address(String city) {} record User(ObjectId id, String name, int age, Address address,"
                + " List<String> tags) {}";
        String account = "record Account(String id, int balance) {} AsyncOdm odm;";
        String city = "record City(Integer id, String name) {}";
        Map<String, List<String>> pages = new LinkedHashMap<>();
        pages.put("README.md", List.of("", user, account));
        pages.put(
                "docs/async.md",
                List.of(
                        city + " AsyncModel<City> model;",
                        account,
                        "Odm blocking; interface Context { static Context current() { throw new AssertionError(); }"
                                + " Runnable wrap(Runnable task); }",
                        city + " String uri; ObservationRegistry registry;"));
        pages.put(
                "docs/indexes.md",
                List.of("Odm odm;", "String uri; record City(String country, long population, Instant seen) {}"));
        pages.put(
                "docs/mapping.md",
                List.of(
                        "Odm odm;",
                        "Odm odm; record Reading(ObjectId id, Instant at) {}",
                        "MongoDatabase database; sealed interface Pet { record Dog(int id, String name) implements Pet"
                                + " {} }"));
        pages.put(
                "docs/queries.md",
                List.of(
                        user + " Model<User> users; ObjectId id;",
                        "record Account(String id) {} Model<Account> accounts; List<Account> changed;"
                                + " void retry(Account account) {}",
                        "record City(Integer id, long population) {} Model<City> cities; Bson filter; City last;"));
        pages.put(
                "docs/relations.md",
                List.of(
                        "record Country(String id, String name) {} Model<City> model;",
                        "record Country(String id, List<String> languages) {} record City(Integer id, Ref<Country>"
                                + " country) {} Model<Country> countries; Model<City> model;"));
        pages.put("docs/testing.md", List.of("record User(ObjectId id, String name, int age) {}"));
        return pages;
    }

    @Test
    void everySnippetCompiles(@TempDir Path folder) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        assumeTrue(compiler != null, "needs a Java runtime with a compiler");
        List<String> command =
                new ArrayList<>(List.of("-proc:none", "-d", folder.toString(), "-cp", OwnJvm.classPath()));
        for (Map.Entry<String, List<String>> page : surroundings().entrySet()) {
            List<String> shown = snippets(page.getKey());
            assertThat(shown).describedAs(page.getKey()).hasSameSizeAs(page.getValue());
            for (int i = 0; i < shown.size(); i++) {
                if (!shown.get(i).contains("public class Main")) {
                    String name = page.getKey().replaceAll("\\W", "_") + i;
                    command.add(Files.writeString(
                                    folder.resolve(name + ".java"),
                                    program(name, page.getValue().get(i), shown.get(i)))
                            .toString());
                }
            }
        }
        ByteArrayOutputStream errors = new ByteArrayOutputStream();

        compiler.run(null, null, errors, command.toArray(String[]::new));

        assertThat(errors.toString(StandardCharsets.UTF_8)).doesNotContain("error:");
    }

    @Test
    void everyPageWithSnippetsIsCompiled() throws IOException {
        List<String> pages = new ArrayList<>(List.of("README.md"));
        try (var files = Files.list(ROOT.resolve("docs"))) {
            files.map(file -> "docs/" + file.getFileName())
                    .filter(page -> page.endsWith(".md"))
                    .forEach(pages::add);
        }
        for (String page : pages) {
            assertThat(snippets(page).isEmpty())
                    .describedAs(page)
                    .isEqualTo(!surroundings().containsKey(page));
        }
    }

    /** Imports go to the top, paragraphs that declare records become members, and the rest is the body of a method. */
    private static String program(String name, String around, String snippet) {
        StringBuilder imports = new StringBuilder(IMPORTS);
        StringBuilder members = new StringBuilder(around);
        StringBuilder body = new StringBuilder();
        for (String paragraph : snippet.split("\n\n", -1)) {
            boolean declares = paragraph.startsWith("record ") || paragraph.startsWith("@Index");
            StringBuilder rest = declares ? members : body;
            paragraph
                    .lines()
                    .forEach(line -> (line.startsWith("import ") ? imports : rest)
                            .append('\n')
                            .append(line));
        }
        return imports + "class " + name + " {\n" + members + "\nvoid snippet() throws Exception {" + body + "\n}}\n";
    }

    /** Returns the Java snippets of a page; what they leave out with three dots is filled in. */
    private static List<String> snippets(String page) throws IOException {
        Matcher blocks =
                Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(ROOT.resolve(page)));
        return blocks.results()
                .map(block -> block.group(1)
                        .replace(
                                "Instant seen, ...)",
                                "Instant seen, String country, long population, Document location,"
                                        + " String title, String body, Map<String, String> attributes)")
                        .replace("descending(), ...)", "descending())")
                        .replace("{ ... }", "{}"))
                .toList();
    }
}
