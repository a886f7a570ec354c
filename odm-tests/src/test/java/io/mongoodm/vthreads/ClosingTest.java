package io.mongoodm.vthreads;

import static com.mongodb.client.model.Filters.eq;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mongoodm.Odm;
import io.mongoodm.OverloadedException;
import io.mongoodm.testkit.EmbeddedMongo;
import io.mongoodm.testkit.Feature;
import io.mongoodm.testkit.OdmTest;
import io.mongoodm.testkit.Requires;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

@OdmTest
class ClosingTest {
    private static final String CLOSED = "This AsyncOdm is closed: open another with connect(...) or over(odm)";

    public record Thing(Integer id, String name) {}

    private final EmbeddedMongo server;

    ClosingTest(EmbeddedMongo server) {
        this.server = server;
    }

    @Test
    void disconnectIsTrueForTheCallThatCloses() {
        AsyncOdm odm = AsyncOdm.connect(server.uri(), Thing.class);
        AsyncModel<Thing> things = odm.model(Thing.class);
        things.acreate(new Thing(1, "a")).join();
        assertThat(odm.adisconnect().join()).isTrue();
        assertThat(odm.adisconnect().join()).isFalse();
        odm.close();
        assertThatThrownBy(() -> odm.model(Thing.class))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(CLOSED);
        assertThatThrownBy(() -> things.afindById(1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(CLOSED);
        assertThatThrownBy(odm::astartSession)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(CLOSED);
        assertThatThrownBy(() -> odm.synchronous().model(Thing.class)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aHandleOverAnotherLeavesThatOpen() {
        try (Odm odm = Odm.connect(server.uri(), Thing.class)) {
            AsyncOdm async = AsyncOdm.over(odm);
            AsyncOdm second = AsyncOdm.over(odm);
            async.close();
            assertThat(second.model(Thing.class).acountDocuments().join()).isZero();
            second.close();
            assertThat(odm.model(Thing.class).countDocuments()).isZero();
        }
    }

    @Test
    void aViewOnAnotherDatabaseEndsAloneAndWithItsOrigin() {
        AsyncOdm odm = AsyncOdm.connect(server.uri(), Thing.class);
        AsyncOdm first = odm.withDatabase("odm_test_view_1");
        AsyncOdm second = odm.withDatabase("odm_test_view_2");
        first.close();
        assertThatThrownBy(() -> first.model(Thing.class)).hasMessage(CLOSED);
        assertThat(second.model(Thing.class).acountDocuments().join()).isZero();
        assertThat(odm.model(Thing.class).acountDocuments().join()).isZero();
        odm.close();
        assertThatThrownBy(() -> second.model(Thing.class)).hasMessage(CLOSED);
    }

    @Test
    void otherLimitsForOneClientAreRefused() {
        try (Odm odm = Odm.connect(server.uri(), Thing.class);
                AsyncOdm first = AsyncOdm.builder().odm(odm).maxInFlight(7).build();
                AsyncOdm same = AsyncOdm.builder().odm(odm).maxInFlight(7).build()) {
            assertThat(same.metrics()).isEqualTo(first.metrics());
            assertThatThrownBy(() -> AsyncOdm.builder().odm(odm).maxInFlight(8).build())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(
                            "The async handles over one client share their limits: maxInFlight is 7 already, not 8. Set"
                                    + " it on the first one only");
        }
        assertThatThrownBy(() -> AsyncOdm.builder().build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("No handle to work over: set one with odm(...), or use connect(...)");
        assertThatThrownBy(() -> AsyncOdm.builder().maxInFlight(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxInFlight must be at least 1, not 0");
        assertThatThrownBy(() -> AsyncOdm.builder().closeTimeout(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("closeTimeout must be positive, not PT0S");
    }

    @Test
    @Requires(Feature.FAIL_POINTS)
    void closeLetsQueuedAndRunningOperationsEnd() {
        try (Watched watched = new Watched(server, 1, Thing.class)) {
            AsyncModel<Thing> things = watched.odm().model(Thing.class);
            things.acreate(new Thing(1, "a")).join();
            watched.block("find", 200);
            CompletableFuture<Optional<Thing>> running = things.afindById(1);
            CompletableFuture<Long> queued = things.acountDocuments();
            watched.odm().close();
            assertThat(running).isCompletedWithValue(Optional.of(new Thing(1, "a")));
            assertThat(queued).isCompletedWithValue(1L);
        }
    }

    @Test
    @Requires(Feature.FAIL_POINTS)
    void afterTheTimeoutCloseFailsWhatIsQueuedAndInterruptsWhatRuns() {
        try (Watched watched = new Watched(server, 1, Thing.class)) {
            AsyncOdm brief = AsyncOdm.builder()
                    .odm(watched.blocking())
                    .closeTimeout(Duration.ofMillis(100))
                    .build();
            AsyncModel<Thing> things = brief.model(Thing.class);
            watched.block("find", 5_000);
            CompletableFuture<Optional<Thing>> running = things.afindById(1);
            watched.events().awaitSent("find", 1);
            CompletableFuture<Long> queued = things.acountDocuments();
            brief.close();
            assertThat(running).isCompletedExceptionally();
            assertThatThrownBy(queued::join)
                    .isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(OverloadedException.class)
                    .cause()
                    .hasMessageMatching("The handle was closed, and \\d{3,} ms later this operation still waited; it"
                            + " was never sent");
            assertThat(watched.events().sent("aggregate")).isZero();
            assertThat(brief.metrics().rejected()).isEqualTo(1);
        }
    }

    @Test
    void closeFromTwoThreadsAndFromAContinuation() throws Exception {
        AsyncOdm odm = AsyncOdm.connect(server.uri(), Thing.class);
        odm.model(Thing.class).acreate(new Thing(1, "a")).join();
        CompletableFuture<Void> attached = new CompletableFuture<>();
        CompletableFuture<String> closed = odm.model(Thing.class)
                .afind()
                .forEach(thing -> attached.join())
                .thenApply(count -> {
                    odm.close();
                    return "closed";
                });
        Thread other = Thread.ofVirtual().start(odm::close);
        attached.complete(null);
        assertThat(closed.get(Watched.SECONDS, TimeUnit.SECONDS)).isEqualTo("closed");
        assertThat(other.join(Duration.ofSeconds(Watched.SECONDS))).isTrue();
    }

    @Test
    void closeFromInsideAnOperationDoesNotWaitForItself() throws Exception {
        AsyncOdm odm = AsyncOdm.connect(server.uri(), Thing.class);
        odm.model(Thing.class).acreate(new Thing(1, "a")).join();
        CompletableFuture<Long> all = odm.model(Thing.class).afind().forEach(thing -> odm.close());
        assertThat(all.handle((count, failure) -> "over").get(Watched.SECONDS, TimeUnit.SECONDS))
                .isEqualTo("over");
        assertThatThrownBy(() -> odm.model(Thing.class)).hasMessage(CLOSED);
    }

    @Test
    void disconnectingFromInsideAnOperationDoesNotWaitForItEither() throws Exception {
        AsyncOdm odm = AsyncOdm.connect(server.uri(), Thing.class);
        odm.model(Thing.class).acreate(new Thing(1, "a")).join();
        List<Boolean> closed = new CopyOnWriteArrayList<>();
        CompletableFuture<Long> all = odm.model(Thing.class)
                .afind()
                .forEach(thing -> closed.add(odm.adisconnect()
                        .orTimeout(Watched.SECONDS, TimeUnit.SECONDS)
                        .join()));
        assertThat(all.handle((count, failure) -> "over").get(Watched.SECONDS, TimeUnit.SECONDS))
                .isEqualTo("over");
        assertThat(closed).containsExactly(true);
    }

    @Test
    @Requires(Feature.FAIL_POINTS)
    void closeClosesOpenIteratorsAtTheServer() {
        try (Watched watched = new Watched(server, 2, Thing.class)) {
            AsyncModel<Thing> things = watched.odm().model(Thing.class);
            for (int i = 0; i < 6; i++) {
                things.acreate(new Thing(i, "a")).join();
            }
            AsyncIterator<Thing> iterator =
                    things.afind(eq("name", "a")).batchSize(2).open();
            assertThat(iterator.nextBatch().join()).hasSize(2);
            watched.odm().close();
            assertThat(watched.events().sent("killCursors")).isEqualTo(1);
            assertThatThrownBy(iterator::next)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(CLOSED);
        }
    }

    @Test
    @Requires(Feature.TRANSACTIONS)
    void twoThreadsCloseTheAsyncHandleUnderCallsThatHang() throws Exception {
        try (TcpProxy proxy = new TcpProxy(server.uri());
                Watched watched = new Watched(
                        server, proxy, 2, settings -> settings.closeTimeout(Duration.ofMillis(50)), Thing.class)) {
            AsyncModel<Thing> things = watched.odm().model(Thing.class);
            proxy.hold("find");
            List<CompletableFuture<Optional<Thing>>> calls =
                    List.of(things.afindById(1), things.afindById(2), things.afindById(3), things.afindById(4));
            proxy.awaitHeld(2);

            Thread other = Thread.ofVirtual().start(watched.odm()::close);
            watched.odm().close();
            assertThat(other.join(Duration.ofSeconds(Watched.SECONDS))).isTrue();

            assertThat(calls)
                    .extracting(call -> call.<Object>handle((found, failure) -> failure.getClass())
                            .join())
                    .containsExactly(
                            IllegalStateException.class,
                            IllegalStateException.class,
                            OverloadedException.class,
                            OverloadedException.class);
            proxy.awaitGivenUp(2);
            assertThat(watched.odm().metrics())
                    .extracting(AsyncMetrics::queued, AsyncMetrics::running)
                    .containsExactly(0L, 0L);
        }
    }

    @Test
    @Requires(Feature.TRANSACTIONS)
    void twoThreadsCloseTheBlockingHandleUnderCallsThatHang() throws Exception {
        try (TcpProxy proxy = new TcpProxy(server.uri());
                Watched watched = new Watched(server, proxy, 2, UnaryOperator.identity(), Thing.class)) {
            CountDownLatch over = new CountDownLatch(2);
            proxy.hold("find");
            for (int i = 0; i < 2; i++) {
                Thread unused = Thread.ofVirtual().start(() -> {
                    try {
                        Optional<Thing> found =
                                watched.blocking().model(Thing.class).findById(1);
                        assertThat(found).isEmpty();
                    } finally {
                        over.countDown();
                    }
                });
            }
            proxy.awaitHeld(2);

            Thread other = Thread.ofVirtual().start(watched.blocking()::close);
            watched.blocking().close();
            assertThat(other.join(Duration.ofSeconds(Watched.SECONDS))).isTrue();
            proxy.release();

            assertThat(over.await(Watched.SECONDS, TimeUnit.SECONDS)).isTrue();
            proxy.awaitAllClosed();
            assertThat(watched.events().connectionsOpen()).isZero();
        }
    }
}
