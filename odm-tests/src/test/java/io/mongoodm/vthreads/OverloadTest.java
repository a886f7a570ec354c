package io.mongoodm.vthreads;

import static org.assertj.core.api.Assertions.assertThat;

import io.mongoodm.Model;
import io.mongoodm.OverloadedException;
import io.mongoodm.fixture.Form;
import io.mongoodm.testkit.EmbeddedMongo;
import io.mongoodm.testkit.Feature;
import io.mongoodm.testkit.OdmTest;
import io.mongoodm.testkit.Requires;
import io.mongoodm.vthreads.Stock.Owner;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What was never sent says so, why, and after how long; while the only permit is held by a call that the server keeps. */
@OdmTest
@Requires(Feature.TRANSACTIONS)
class OverloadTest {
    private static final Duration SHORT = Duration.ofMillis(20);

    private final EmbeddedMongo server;

    OverloadTest(EmbeddedMongo server) {
        this.server = server;
    }

    private interface Scene {
        CompletableFuture<?> play(Stock stock) throws Exception;
    }

    /** Runs a call while another has the only permit, and returns why it failed. Nothing of it may have been sent. */
    private String refusal(UnaryOperator<AsyncOdm.Builder> settings, Scene scene) throws Exception {
        try (TcpProxy proxy = new TcpProxy(server.uri());
                Watched watched = new Watched(server, proxy, 1, settings, Stock.MODELS)) {
            Stock stock = new Stock(watched.odm());
            stock.owners().acreate(new Owner(0, "o")).join();
            proxy.hold("count");
            CompletableFuture<Long> running = stock.owners().aestimatedDocumentCount();
            proxy.awaitHeld(1);
            watched.events().forget();

            Throwable failure = scene.play(stock)
                    .<Throwable>handle((value, problem) -> problem)
                    .get(Watched.SECONDS, TimeUnit.SECONDS);

            proxy.release();
            assertThat(running.get(Watched.SECONDS, TimeUnit.SECONDS)).isEqualTo(1L);
            assertThat(watched.events().sent()).doesNotContain("find", "update");
            assertThat(watched.odm().metrics().rejected()).isEqualTo(1);
            assertThat(failure).isExactlyInstanceOf(OverloadedException.class);
            return String.valueOf(failure.getMessage());
        }
    }

    @Test
    void theQueueIsFull() throws Exception {
        String message = refusal(settings -> settings.maxQueued(1), stock -> {
            CompletableFuture<?> waiting = stock.owners().afindById(0);
            CompletableFuture<?> refused = stock.owners().afindById(0);
            assertThat(refused).isDone();
            assertThat(waiting.cancel(true)).isTrue();
            return refused;
        });

        assertThat(message)
                .isEqualTo("The queue is full: 1 operations wait for one of 1 permits. This one was never sent; start"
                        + " fewer at once, or raise maxQueued or maxInFlight");
    }

    @Test
    void theTimeInTheQueueIsOver() throws Exception {
        String message = refusal(
                settings -> settings.maxQueueTime(SHORT),
                stock -> stock.owners().afindById(0));

        assertThat(message)
                .matches("Waited \\d{2,} ms in the queue for one of 1 permits\\. This operation was never sent; start"
                        + " fewer at once, or raise maxQueueTime or maxInFlight");
    }

    @Test
    void theTimeOfTheCallIsOverInTheQueue() throws Exception {
        String message = refusal(
                UnaryOperator.identity(),
                stock -> stock.owners().withTimeout(SHORT).afindById(0));

        assertThat(message)
                .matches("The time of this call was over after \\d+ ms in the queue\\. It was never sent; give it more"
                        + " time, or start fewer calls at once");
    }

    @Test
    void theTimeOfAQueryIsOverInTheQueueWhenItsRelationsAreLoaded() throws Exception {
        String message = refusal(
                UnaryOperator.identity(),
                stock -> stock.items().aloadRelated(stock.items().afind().timeout(SHORT)));

        assertThat(message)
                .matches("The time of this call was over after \\d+ ms in the queue\\. It was never sent; give it more"
                        + " time, or start fewer calls at once");
    }

    @Test
    void theTimeOfTheCallIsOverAtTheGateOfItsSession() throws Exception {
        onABusySession("", owners -> owners.withTimeout(SHORT).acountDocuments());
    }

    /** A read, a cursor, a for-each, and a bulk write of the client: each has a way of its own to the gate. */
    enum Blocking {
        COUNT,
        FIND_BY_ID,
        LIST,
        STREAM,
        FOR_EACH,
        UPDATE_ALL;

        private Object call(Model<Owner> owners) {
            return switch (this) {
                case COUNT -> owners.countDocuments();
                case FIND_BY_ID -> owners.findById(0);
                case LIST -> owners.find().toList();
                case STREAM -> owners.find().stream().toList();
                case FOR_EACH -> owners.find().iterator().hasNext();
                case UPDATE_ALL -> owners.updateAll(List.of(new Owner(0, "o"), new Owner(1, "p")));
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void theTimeOfABlockingCallIsOverAtTheGateToo(Blocking blocking) throws Exception {
        onABusySession(
                "",
                owners ->
                        onAThread(() -> blocking.call(owners.withTimeout(SHORT).synchronous())));
    }

    @ParameterizedTest
    @EnumSource
    void theTimeoutOfTheClientCountsFromTheCall(Form form) throws Exception {
        onABusySession("timeoutMS=" + SHORT.toMillis(), owners -> switch (form) {
            case ASYNC -> owners.acountDocuments();
            case BLOCKING -> onAThread(() -> owners.synchronous().countDocuments());
        });
    }

    private static CompletableFuture<?> onAThread(Supplier<?> call) {
        return CompletableFuture.supplyAsync(call, Thread::startVirtualThread);
    }

    /** Makes a call on a session whose gate another call holds until the first has failed, in time and unsent. */
    private void onABusySession(String options, Function<AsyncModel<Owner>, CompletableFuture<?>> call)
            throws Exception {
        try (TcpProxy proxy = new TcpProxy(server.uri());
                Watched watched = new Watched(server, proxy, 2, options, Stock.MODELS);
                AsyncSession session = watched.odm().astartSession().join()) {
            AsyncModel<Owner> bound = watched.odm().model(Owner.class).withSession(session);
            proxy.hold("find");
            CompletableFuture<?> running =
                    bound.withTimeout(Duration.ofMinutes(2)).afindOne(new Document());
            proxy.awaitHeld(1);
            watched.events().forget();

            Throwable failure = call.apply(bound)
                    .<Throwable>handle(
                            (value, problem) -> problem instanceof CompletionException ? problem.getCause() : problem)
                    .get(Watched.SECONDS, TimeUnit.SECONDS);

            assertThat(watched.events().sent()).isEmpty();
            proxy.release();
            running.get(Watched.SECONDS, TimeUnit.SECONDS);
            assertThat(failure)
                    .isExactlyInstanceOf(OverloadedException.class)
                    .hasMessageMatching("The time of this call was over after \\d+ ms at the gate of its session\\. It"
                            + " was never sent; give it more time, or start fewer calls at once");
        }
    }
}
