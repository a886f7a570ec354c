package io.mongoodm.vthreads;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import io.mongoodm.testkit.EmbeddedMongo;
import io.mongoodm.testkit.Feature;
import io.mongoodm.testkit.Features;
import io.mongoodm.testkit.OdmTest;
import io.mongoodm.testkit.Requires;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every operation, stopped in every way at random moments, and then nothing is left: no future, permit, connection, cursor,
 * session or thread. {@code -Dodm.cancellations=} says how many, {@code -Dodm.cancellations.seed=} which.
 */
@OdmTest
@Requires(Feature.TRANSACTIONS)
class RandomCancellationTest {
    private static final List<Enum<?>> CALLS = Stream.<Enum<?>>concat(
                    Arrays.stream(Call.values()), Arrays.stream(Use.values()))
            .toList();
    private static final List<Stop> STOPS = List.of(Stop.values());
    private static final int COUNT = Integer.getInteger("odm.cancellations", 1_000);
    private static final long SEED = Long.getLong("odm.cancellations.seed", 1);
    private static final int CONNECTIONS = 8;
    private static final int AT_ONCE = 16;
    private static final int LATEST_MICROS = 100_000;
    private static final int LIMIT_SECONDS = 300;

    private final EmbeddedMongo server;

    RandomCancellationTest(EmbeddedMongo server) {
        this.server = server;
    }

    @Test
    void everyFutureEndsAndNothingIsLeft(@TempDir Path folder) throws Exception {
        try (TcpProxy proxy = new TcpProxy(server.uri());
                Watched watched = new Watched(server, proxy, CONNECTIONS, UnaryOperator.identity(), Stock.MODELS)) {
            int cursorsBefore = watched.openCursors();
            Stock stock = new Stock(watched.odm()).fill();

            cancelAtRandom(stock);

            allPermitsAndConnectionsAreThere(proxy, watched, stock);
            watched.odm().close();
            AsyncMetrics metrics = watched.odm().metrics();
            assertThat(metrics.queued()).isZero();
            assertThat(metrics.running()).isZero();
            watched.blocking().close();
            proxy.awaitAllClosed();
            Map<Long, String> unheard = new HashMap<>(proxy.cursors());
            Set<Long> lost = watched.events().cursorsOfKilledSessions();
            unheard.keySet().removeIf(id -> watched.events().cursors().contains(id) && !lost.contains(id));
            assertThat(watched.events().cursorsNotEnded()).isSubsetOf(lost);
            if (!Features.of(server).contains(Feature.KILLING_SESSIONS)) {
                assertThat(watched.openCursors() - cursorsBefore).isLessThanOrEqualTo(unheard.size());
                unheard.forEach(watched::killCursor);
            }
            assertThat(watched.openCursors()).isLessThanOrEqualTo(cursorsBefore);
            assertThat(watched.events().sessionsNotEnded()).isEmpty();
            assertThat(watched.events().connectionsOpen()).isZero();
            assertThat(threadsLeft(folder)).isEmpty();
            System.out.println(COUNT + " cancellations with seed " + SEED + ": " + metrics + ", "
                    + watched.events().connectionsOpened() + " connections, "
                    + watched.events().sessions() + " sessions, "
                    + watched.events().cursors().size()
                    + " cursors, and " + unheard.size() + " in replies that came too late");
        }
    }

    private static void cancelAtRandom(Stock stock) throws Exception {
        Random random = new Random(SEED);
        Semaphore open = new Semaphore(AT_ONCE);
        List<CompletableFuture<?>> futures = new ArrayList<>();
        Map<Enum<?>, Integer> counts = new HashMap<>();
        for (int i = 0; i < COUNT; i++) {
            assertThat(open.tryAcquire(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
            Enum<?> call = CALLS.get(random.nextInt(CALLS.size()));
            Stop stop = STOPS.get(random.nextInt(STOPS.size()));
            counts.merge(call, 1, Integer::sum);
            CompletableFuture<?> future = call instanceof Call one ? one.start(stock) : ((Use) call).start(stock);
            futures.add(future.handle((value, failure) -> {
                open.release();
                return call;
            }));
            after((int) (LATEST_MICROS * Math.pow(random.nextDouble(), 3))).execute(() -> stop.apply(future));
        }
        CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new)).get(LIMIT_SECONDS, TimeUnit.SECONDS);
        assertThat(counts).containsOnlyKeys(CALLS);
        assertThat(stock.awaitThreads()).isTrue();
    }

    private static Executor after(int micros) {
        return CompletableFuture.delayedExecutor(micros, TimeUnit.MICROSECONDS, Thread::startVirtualThread);
    }

    /** As many operations as there are permits get to the server at once, each with a connection. */
    private static void allPermitsAndConnectionsAreThere(TcpProxy proxy, Watched watched, Stock stock)
            throws Exception {
        proxy.hold("count");
        List<CompletableFuture<Long>> all = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            all.add(stock.items().aestimatedDocumentCount());
        }
        proxy.awaitHeld(CONNECTIONS);
        proxy.release();
        for (CompletableFuture<Long> one : all) {
            assertThat(one.get(LIMIT_SECONDS, TimeUnit.SECONDS)).isPositive();
        }
        watched.events().awaitConnectionsBack();
    }

    /**
     * Returns the names of this library's threads that live, virtual ones included; those that end get some time. The one
     * daemon of the process that waits for cursors nobody closed does not count.
     */
    private static List<String> threadsLeft(Path folder) throws IOException {
        HotSpotDiagnosticMXBean machine = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Watched.SECONDS);
        List<String> left;
        int dumps = 0;
        do {
            Path dump = folder.resolve("threads-" + dumps++);
            machine.dumpThreads(dump.toString(), ThreadDumpFormat.TEXT_PLAIN);
            try (Stream<String> lines = Files.lines(dump)) {
                left = lines.filter(line -> line.contains("\"odm-") && !line.contains("\"odm-abandoned-cursors\""))
                        .toList();
            }
        } while (!left.isEmpty() && System.nanoTime() < end);
        return left;
    }
}
