package io.mongoodm.vthreads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.mongoodm.Odm;
import io.mongoodm.OverloadedException;
import io.mongoodm.testkit.EmbeddedMongo;
import io.mongoodm.testkit.Feature;
import io.mongoodm.testkit.OdmTest;
import io.mongoodm.testkit.Requires;
import io.mongoodm.vthreads.Stock.Owner;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.bson.Document;
import org.junit.jupiter.api.Test;

/** The limits of a handle, its views, and its end on a thread that is interrupted. */
@OdmTest
class HandleTest {
    private static final String NOWHERE = "mongodb://127.0.0.1:1/shop";
    private static final Duration OTHER = Duration.ofMillis(3);

    private final EmbeddedMongo server;

    HandleTest(EmbeddedMongo server) {
        this.server = server;
    }

    /** Returns the limits of a handle, which the refusal of others names. */
    private static List<String> limits(Odm odm) {
        try (AsyncOdm first = AsyncOdm.over(odm)) {
            assertThat(first.synchronous()).isSameAs(odm);
            return List.of(
                    refusal(odm, builder -> builder.maxInFlight(3)),
                    refusal(odm, builder -> builder.maxQueued(3)),
                    refusal(odm, builder -> builder.maxQueueTime(OTHER)));
        }
    }

    private static String refusal(Odm odm, UnaryOperator<AsyncOdm.Builder> other) {
        try (AsyncOdm accepted = other.apply(AsyncOdm.builder().odm(odm)).build()) {
            return "accepted with " + accepted.metrics();
        } catch (IllegalStateException refused) {
            return String.valueOf(refused.getMessage())
                    .replaceFirst("The async handles over one client share their limits: (.*) already.*", "$1");
        }
    }

    @Test
    void limitsAreThoseOfThePool() {
        try (Odm odm = Odm.connect(NOWHERE + "?maxPoolSize=7&waitQueueTimeoutMS=1500")) {
            assertThat(limits(odm)).containsExactly("maxInFlight is 7", "maxQueued is 65536", "maxQueueTime is PT1.5S");
        }
    }

    @Test
    void limitsOfAGivenClientAreTheDefaults() {
        try (MongoClient client = MongoClients.create(NOWHERE + "?maxPoolSize=7&waitQueueTimeoutMS=1500");
                Odm odm = Odm.builder().client(client).database("shop").build()) {
            assertThat(limits(odm)).containsExactly("maxInFlight is 100", "maxQueued is 65536", "maxQueueTime is PT2M");
        }
    }

    @Test
    void anUnboundedPoolHasTheDefaultLimit() {
        try (Odm odm = Odm.connect(NOWHERE + "?maxPoolSize=0")) {
            assertThat(limits(odm)).containsExactly("maxInFlight is 100", "maxQueued is 65536", "maxQueueTime is PT2M");
        }
    }

    @Test
    void aPoolThatLetsNobodyWaitHasTheDefaultQueueTime() {
        try (Odm odm = Odm.connect(NOWHERE + "?waitQueueTimeoutMS=0")) {
            assertThat(limits(odm)).contains("maxQueueTime is PT2M");
        }
    }

    @Test
    void aPoolThatLetsEverybodyWaitForEverHasNoLongestQueueTime() {
        Duration never = ChronoUnit.FOREVER.getDuration();
        try (Odm odm = Odm.connect(NOWHERE + "?waitQueueTimeoutMS=-1")) {
            assertThat(limits(odm)).contains("maxQueueTime is " + never);
            assertThat(refusal(odm, builder -> builder.maxQueueTime(never))).startsWith("accepted");
        }
    }

    @Test
    void closingWaitsTenSecondsUnlessItIsSaid() {
        try (Odm odm = Odm.connect(NOWHERE);
                AsyncOdm byDefault = AsyncOdm.over(odm);
                AsyncOdm brief = AsyncOdm.builder().odm(odm).closeTimeout(OTHER).build()) {
            assertThat(byDefault.closeTimeout).isEqualTo(Duration.ofSeconds(10));
            assertThat(brief.closeTimeout).isEqualTo(OTHER);
        }
    }

    /** Of handles that are opened and closed in turns, so that one is always open. */
    @Test
    void aHandleThatIsClosedIsGarbageThoughAYoungerOneIsOpen() {
        try (Odm odm = Odm.connect(NOWHERE)) {
            AsyncOdm older = AsyncOdm.over(odm);
            try (AsyncOdm younger = AsyncOdm.over(odm)) {
                older.close();
                WeakReference<AsyncOdm> closed = new WeakReference<>(older);
                older = younger;
                long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Watched.SECONDS);
                while (closed.get() != null) {
                    assertThat(System.nanoTime())
                            .as("the limit for the garbage collector")
                            .isLessThan(end);
                    System.gc();
                }
                assertThat(older).isSameAs(younger);
            }
        }
    }

    /** The first command on a connection says who is there; a server that never answers is enough to see it. */
    @Test
    void theServerIsToldWhoCalls() throws Exception {
        int limit = (int) TimeUnit.SECONDS.toMillis(Watched.SECONDS);
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            listening.setSoTimeout(limit);
            try (AsyncOdm odm = AsyncOdm.connect("mongodb://127.0.0.1:" + listening.getLocalPort() + "/shop");
                    Socket caller = listening.accept()) {
                caller.setSoTimeout(limit);
                assertThat(odm.metrics().running()).isZero();
                StringBuilder read = new StringBuilder();
                InputStream input = caller.getInputStream();
                while (!read.toString().contains("mongo-odm")) {
                    int next = input.read();
                    assertThat(next).as(read.toString()).isNotNegative();
                    read.append((char) next);
                }
            }
        }
    }

    @Test
    void limitsBelowTheSmallestAreRefused() {
        AsyncOdm.Builder builder = AsyncOdm.builder();
        assertThatThrownBy(() -> builder.maxQueued(0))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxQueued must be at least 1, not 0");
        assertThatThrownBy(() -> builder.maxQueueTime(Duration.ZERO))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxQueueTime must be positive, not PT0S");
        assertThatThrownBy(() -> builder.closeTimeout(Duration.ofSeconds(-1)))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("closeTimeout must be positive, not PT-1S");
    }

    @Test
    @Requires(Feature.TRANSACTIONS)
    void timesThatNeverEndAreTaken() {
        Duration never = ChronoUnit.FOREVER.getDuration();
        Watched watched = new Watched(
                server, null, 1, settings -> settings.maxQueueTime(never).closeTimeout(never), Stock.MODELS);
        AsyncModel<Owner> owners = watched.odm().model(Owner.class);
        List<CompletableFuture<Owner>> created = List.of(
                owners.acreate(new Owner(0, "a")),
                owners.withTimeout(never).acreate(new Owner(1, "b")),
                owners.withTimeout(Duration.ofDays(30)).acreate(new Owner(2, "c")));

        watched.close();

        assertThat(created).allMatch(future -> future.state() == CompletableFuture.State.SUCCESS);
    }

    @Test
    @Requires(Feature.TRANSACTIONS)
    void aViewSharesPermitsAndCountsAndEndsItsOwnWorkAlone() throws Exception {
        try (TcpProxy proxy = new TcpProxy(server.uri());
                Watched watched = new Watched(
                        server, proxy, 1, settings -> settings.closeTimeout(Duration.ofMillis(50)), Stock.MODELS)) {
            AsyncModel<Owner> owners = watched.odm().model(Owner.class);
            owners.acreate(new Owner(0, "o")).join();
            AsyncOdm view = watched.odm().withDatabase("odm_test_handle_view");
            proxy.hold("find");
            CompletableFuture<Optional<Owner>> ofTheView =
                    view.model(Owner.class).afindById(0);
            proxy.awaitHeld(1);
            CompletableFuture<Long> queued = owners.acountDocuments();
            assertThat(watched.odm().metrics())
                    .isEqualTo(view.metrics())
                    .extracting(AsyncMetrics::queued, AsyncMetrics::running)
                    .containsExactly(1L, 1L);

            view.close();

            assertThat(ofTheView.state()).isEqualTo(CompletableFuture.State.FAILED);
            assertThat(queued.get(Watched.SECONDS, TimeUnit.SECONDS)).isEqualTo(1L);
            proxy.release();
            assertThat(owners.afindById(0).get(Watched.SECONDS, TimeUnit.SECONDS))
                    .isPresent();
        }
    }

    @Test
    @Requires(Feature.TRANSACTIONS)
    void blockingCallsTakeNoPermits() throws Exception {
        try (TcpProxy proxy = new TcpProxy(server.uri());
                Watched watched = new Watched(server, proxy, 2, settings -> settings.maxInFlight(1), Stock.MODELS)) {
            AsyncModel<Owner> owners = watched.odm().model(Owner.class);
            proxy.hold("find");
            CompletableFuture<Optional<Owner>> running = owners.afindById(0);
            proxy.awaitHeld(1);

            CompletableFuture<Long> blocking = CompletableFuture.supplyAsync(
                    () -> owners.synchronous().countDocuments(), Thread::startVirtualThread);

            assertThat(blocking.get(Watched.SECONDS, TimeUnit.SECONDS)).isZero();
            proxy.release();
            assertThat(running.get(Watched.SECONDS, TimeUnit.SECONDS)).isEmpty();
        }
    }

    @Test
    @Requires(Feature.TRANSACTIONS)
    void callsAndFetchesAreCountedAndOfBodiesThoseThatWait() throws Exception {
        try (Watched watched = new Watched(server, 1, Stock.MODELS)) {
            AsyncOdm odm = watched.odm();
            Stock stock = new Stock(odm).fill();
            long before = odm.metrics().completed();
            CountDownLatch runs = new CountDownLatch(1);
            CountDownLatch end = new CountDownLatch(1);
            CompletableFuture<Boolean> body = odm.atransaction(tx -> {
                Subtask<Boolean> fork = tx.fork(() -> {
                    runs.countDown();
                    return end.await(Watched.SECONDS, TimeUnit.SECONDS);
                });
                tx.join();
                return fork.get();
            });
            assertThat(runs.await(Watched.SECONDS, TimeUnit.SECONDS)).isTrue();
            CompletableFuture<Integer> waiting = odm.atransaction(tx -> tx.attempt());
            assertThat(odm.metrics())
                    .extracting(AsyncMetrics::queued, AsyncMetrics::running, AsyncMetrics::completed)
                    .containsExactly(1L, 0L, before);
            end.countDown();
            assertThat(body.get(Watched.SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(waiting.get(Watched.SECONDS, TimeUnit.SECONDS)).isEqualTo(1);
            assertThat(odm.metrics())
                    .extracting(AsyncMetrics::queued, AsyncMetrics::completed)
                    .containsExactly(0L, before);

            assertThat(stock.inPairs().open().toList().get(Watched.SECONDS, TimeUnit.SECONDS))
                    .hasSize(Stock.ITEMS);
            assertThat(odm.metrics().completed() - before).isGreaterThanOrEqualTo(Stock.ITEMS / 2);
        }
    }

    @Test
    @Requires(Feature.TRANSACTIONS)
    void aBodyOnAThreadOfTheUserWaitsForAPermitAndNoLongerThanCallsDo() throws Exception {
        try (Watched watched =
                new Watched(server, null, 1, settings -> settings.maxQueueTime(Duration.ofMillis(20)), Stock.MODELS)) {
            AsyncOdm odm = watched.odm();
            CompletableFuture<Throwable> refusal = new CompletableFuture<>();
            CompletableFuture<Integer> outer = odm.atransaction(tx -> {
                Thread user = Thread.startVirtualThread(() -> {
                    CompletableFuture<Integer> inner = odm.atransaction(independent -> independent.attempt());
                    refusal.complete(inner.<Throwable>handle((attempt, failure) -> failure)
                            .join());
                });
                user.join();
                return tx.attempt();
            });

            assertThat(outer.get(Watched.SECONDS, TimeUnit.SECONDS)).isEqualTo(1);
            assertThat(refusal.join())
                    .isExactlyInstanceOf(OverloadedException.class)
                    .hasMessageMatching("Waited \\d+ ms in the queue for one of 1 permits\\..*");
        }
    }

    @Test
    @Requires(Feature.TRANSACTIONS)
    void anInterruptCutsTheWaitOfCloseShortAndIsKept() throws Exception {
        try (TcpProxy proxy = new TcpProxy(server.uri());
                Watched watched = new Watched(
                        server, proxy, 1, settings -> settings.closeTimeout(Duration.ofDays(1)), Stock.MODELS)) {
            AsyncModel<Owner> owners = watched.odm().model(Owner.class);
            proxy.hold("find");
            CompletableFuture<Optional<Owner>> running = owners.afindById(0);
            proxy.awaitHeld(1);
            CompletableFuture<Boolean> flag = new CompletableFuture<>();

            Thread closer = Thread.ofVirtual().start(() -> {
                watched.odm().close();
                flag.complete(Thread.currentThread().isInterrupted());
            });
            closer.interrupt();

            assertThat(flag.get(Watched.SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(running.<Throwable>handle((found, failure) -> failure).join())
                    .isExactlyInstanceOf(IllegalStateException.class)
                    .hasMessage(
                            "Stopped by the close of its handle while it ran: what was read is lost, and the outcome"
                                    + " of a write is unknown. Read before you repeat a write");
            proxy.awaitGivenUp(1);
        }
    }

    @Test
    @Requires(Feature.TRANSACTIONS)
    void closingOnAnInterruptedThreadClosesTheClient() throws Exception {
        try (Watched watched = new Watched(server, 1, Stock.MODELS)) {
            new Stock(watched.odm()).fill();
            CompletableFuture<Boolean> flag = new CompletableFuture<>();

            Thread closer = Thread.ofVirtual().start(() -> {
                Thread.currentThread().interrupt();
                watched.odm().close();
                watched.blocking().close();
                flag.complete(Thread.currentThread().isInterrupted());
            });
            assertThat(closer.join(Duration.ofSeconds(Watched.SECONDS))).isTrue();

            assertThat(flag).isCompletedWithValue(true);
            assertThat(watched.events().sessionsNotEnded()).isEmpty();
            assertThat(watched.events().connectionsOpen()).isZero();
        }
    }

    @Test
    void aHandleWithAClientOfItsOwnClosesItOnAnInterruptedThread() throws Exception {
        AsyncOdm odm = AsyncOdm.connect(server.uri(), Owner.class);
        assertThat(odm.model(Owner.class).acountDocuments().join()).isZero();
        Thread closer = Thread.ofVirtual().start(() -> {
            Thread.currentThread().interrupt();
            odm.close();
        });
        assertThat(closer.join(Duration.ofSeconds(Watched.SECONDS))).isTrue();

        assertThat(odm.adisconnect().get(Watched.SECONDS, TimeUnit.SECONDS)).isFalse();
        assertThatThrownBy(() -> odm.synchronous().client().getDatabase("x").runCommand(new Document("ping", 1)))
                .isInstanceOf(IllegalStateException.class);
    }
}
