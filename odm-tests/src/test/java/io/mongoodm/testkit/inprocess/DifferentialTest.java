package io.mongoodm.testkit.inprocess;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** Random programs give the same results, error codes, labels and final state here and on a second engine. */
@EnabledIfEnvironmentVariable(
        named = "ODM_TEST_URI",
        matches = ".+",
        disabledReason = "the differential test needs a second engine, and ODM_TEST_URI names none")
class DifferentialTest {
    private static final int PROGRAMS = Integer.getInteger("odm.differential.programs", 200);
    private static final long FIRST_SEED = Long.getLong("odm.differential.seed", 1);
    private static final int AT_ONCE = 8;

    /** How one program ended: empty when both engines agree. */
    private record Verdict(boolean hung, int namedDifferences, String difference) {}

    @Test
    void randomProgramsGiveTheSameOnTheSecondEngine() {
        try (ServerFixture server = new ServerFixture();
                MongoClient second = secondEngine();
                ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            List<CompletableFuture<Verdict>> running = LongStream.range(FIRST_SEED, FIRST_SEED + PROGRAMS)
                    .mapToObj(seed ->
                            CompletableFuture.supplyAsync(() -> compare(seed, server.client(), second), threads))
                    .toList();
            List<Verdict> verdicts =
                    running.stream().map(CompletableFuture::join).toList();
            long hangs = verdicts.stream().filter(Verdict::hung).count();
            int named = verdicts.stream().mapToInt(Verdict::namedDifferences).sum();
            System.out.printf(
                    "differential test: %d programs, %d named differences, %d hangs of the second engine%n",
                    PROGRAMS, named, hangs);
            assertThat(verdicts.stream().map(Verdict::difference).filter(difference -> !difference.isEmpty()))
                    .isEmpty();
            assertThat(hangs).as("hangs of the second engine").isLessThan(Math.max(3, PROGRAMS / 20));
        }
    }

    private static Verdict compare(long seed, MongoClient here, MongoClient there) {
        DifferentialProgram program = DifferentialProgram.random(seed);
        String database = "odm_differential_" + seed;
        DifferentialRun.Outcome theirs = DifferentialRun.of(program, there, database);
        if (theirs.hung()) {
            return new Verdict(true, 0, "");
        }
        there.getDatabase(database).drop();
        DifferentialRun.Outcome ours = DifferentialRun.of(program, here, database);
        here.getDatabase(database).drop();
        int named = 0;
        for (int i = 0; i < ours.results().size(); i++) {
            String our = ours.results().get(i);
            String their = theirs.results().get(i);
            if (conflictAndDuplicate(our, their)) {
                named++;
            } else if (!our.equals(their)) {
                return new Verdict(false, named, difference(program, i, our, their));
            }
        }
        return new Verdict(false, named, "");
    }

    /**
     * Named in docs/testing.md: what meets another's document and a duplicate key at once, the second engine calls the
     * latter; here it is a conflict in a transaction, and a wait outside.
     */
    private static boolean conflictAndDuplicate(String ours, String theirs) {
        boolean conflict = ours.startsWith("error 112 ") || ours.startsWith("error 50 ");
        return conflict && theirs.contains("error 11000");
    }

    private static String difference(DifferentialProgram program, int step, String ours, String theirs) {
        List<?> before =
                program.steps().subList(0, Math.min(step + 1, program.steps().size()));
        return "seed " + program.seed() + ", step " + step + ": here " + ours + ", there " + theirs + ", after "
                + before;
    }

    private static MongoClient secondEngine() {
        ConnectionString uri = new ConnectionString(Objects.requireNonNull(System.getenv("ODM_TEST_URI")));
        return MongoClients.create(MongoClientSettings.builder()
                .applyConnectionString(uri)
                .applyToSocketSettings(socket -> socket.readTimeout(5, TimeUnit.SECONDS))
                .build());
    }
}
