package io.mongoodm.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.mongoodm.fixture.Output;
import io.mongoodm.fixture.OwnJvm;
import io.mongoodm.testkit.Feature;
import io.mongoodm.testkit.Requires;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import programs.Tour;
import programs.TourKt;
import quickstart.Quickstart;

/** Runs the programs that show the whole surface, as a user would. */
@Requires({Feature.TRANSACTIONS, Feature.GEO_INDEXES})
class ToursTest {
    @Test
    void theTourInJavaRuns() throws Exception {
        String output = Output.of(() -> {
            Tour.main(new String[0]);
            return null;
        });

        assertThat(output)
                .contains("create  city        location_2dsphere        location 2dsphere")
                .contains("[Paris, Zürich]")
                .contains("No City matches the filter: use findOne where there may be none")
                .contains(
                        "City has no field \"populaton\" (filter, at $and[0].populaton): did you mean \"population\"?")
                .contains("true Country[id=IT, name=Italy, languages=[it]]")
                .contains("[Total[id=FR, people=2140000]]")
                .contains("Bangladesh[Louvre, 380000 exhibits, Zürichberg, 12.5 ha]")
                .contains("[Park[id=")
                .endsWith("name=Zürichberg, hectares=12.5]]2" + System.lineSeparator());
    }

    @Test
    void theTourInKotlinRuns() throws Exception {
        String output = Output.of(() -> {
            TourKt.main();
            return null;
        });

        assertThat(output.lines()).endsWith("Ann", "1", "renamed 1", "nick bobby");
    }

    @Test
    void theQuickstartShowsEachFunctionOnceEndsByItselfAndLeavesNothingBehind(@TempDir Path folder) throws Exception {
        Path temporary = Files.createDirectory(folder.resolve("temporary"));

        String output = OwnJvm.run(
                folder, "-Djava.io.tmpdir=" + temporary, "-cp", OwnJvm.classPath(), Quickstart.class.getName());

        assertThat(temporary).isEmptyDirectory();
        assertThat(output)
                .contains("249 countries from the JDK")
                .contains("4,442")
                .contains("a typed filter, sorted and cut: Shanghai, Istanbul, Buenos Aires, Mumbai, Mexico City")
                .contains("did you mean \"population\"?")
                .contains("one atomic upsert; created: true, then false")
                .contains("36 cities in Bangladesh")
                .contains("People[id=CN, people=371542283]")
                .contains("several kinds of writes in one call: 2 inserted, 3 modified, 1 deleted")
                .contains("[Dhaka in Bangladesh, Zürich in Switzerland]")
                .contains("two forks, one commit: 2 cities changed together")
                .contains("a body that fails changes nothing: there still are 4,442 cities")
                .contains("closed by this call: true; by a second one: false");
        for (String function : new String[] {
            "connect",
            "asyncApplyIndexes",
            "acreateMany",
            "doc.acreate",
            "afind",
            "next",
            "project",
            "afindRaw",
            "afindOne",
            "aget",
            "agetOrCreate",
            "doc.aupdate",
            "aupdateOne",
            "aupdateMany",
            "acountDocuments",
            "aexists",
            "agetRandomOne",
            "aaggregate",
            "abulkWrite",
            "aloadRelated",
            "transaction",
            "astartSession",
            "doc.adelete",
            "adeleteOne",
            "adeleteMany",
            "adropDatabase",
            "adisconnect"
        }) {
            assertThat(output.lines()).anyMatch(line -> line.startsWith("  " + function + " "));
        }
    }
}
