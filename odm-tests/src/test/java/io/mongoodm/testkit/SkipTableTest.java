package io.mongoodm.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tables of docs/testing.md say what is skipped, and nothing else is. */
@OdmTest
class SkipTableTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath();
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern CONDITION = Pattern.compile("@(Enabled|Disabled)\\w+\\(|assume(True|False|That)\\(");

    @Test
    void theFeaturesOfTheServerAreThoseOfTheTable(EmbeddedMongo mongo) throws IOException {
        List<List<String>> table = table("## What each server has");
        int column = columnOf(mongo.server(), table.getFirst());
        Map<Feature, Boolean> said = new EnumMap<>(Feature.class);
        for (List<String> row : table.subList(2, table.size())) {
            for (String name : codes(row.getFirst())) {
                boolean has = column < 0
                        ? mongo.server().features().contains(Feature.valueOf(name))
                        : row.get(column).startsWith("yes");
                assertThat(said.put(Feature.valueOf(name), has)).as(name).isNull();
            }
        }

        assertThat(said).containsOnlyKeys(Feature.values());
        assertThat(said)
                .allSatisfy((feature, has) -> assertThat(has)
                        .as(feature.name())
                        .isEqualTo(mongo.server().features().contains(feature)));
    }

    /** A server that has no column has none of the table's gaps. */
    private static int columnOf(RunningServer server, List<String> header) {
        return header.indexOf(server.engine().equals("the in-process server") ? "in process" : server.engine());
    }

    @Test
    void theTestsWithOtherConditionsAreThoseOfTheTable() throws IOException {
        List<List<String>> table = table("The tests that are skipped for another reason:");
        List<String> said = table.subList(2, table.size()).stream()
                .flatMap(row -> codes(row.getFirst()).stream())
                .toList();

        assertThat(testsWithConditions()).containsExactlyInAnyOrderElementsOf(said);
    }

    private static List<String> testsWithConditions() throws IOException {
        List<String> found = new ArrayList<>();
        for (String module : List.of("odm-api", "odm-vthreads", "odm-tests")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/test"))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    String name = file.getFileName().toString();
                    if (name.matches("\\w+Test\\.(java|kt)")
                            && CONDITION.matcher(Files.readString(file)).find()) {
                        found.add(name.substring(0, name.indexOf('.')));
                    }
                }
            }
        }
        return found;
    }

    /** Returns the cells of the first table after a line: the header, the rule and the rows. */
    private static List<List<String>> table(String after) throws IOException {
        return Files.readAllLines(ROOT.resolve("docs/testing.md")).stream()
                .dropWhile(line -> !line.equals(after))
                .dropWhile(line -> !line.startsWith("|"))
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> Arrays.stream(line.substring(1).split("\\|"))
                        .map(String::strip)
                        .toList())
                .toList();
    }

    private static List<String> codes(String cell) {
        return CODE.matcher(cell)
                .results()
                .map((MatchResult code) -> code.group(1))
                .toList();
    }
}
