package io.mongoodm.vthreads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mongoodm.testkit.EmbeddedMongo;
import io.mongoodm.testkit.Feature;
import io.mongoodm.testkit.OdmTest;
import io.mongoodm.testkit.Requires;
import io.mongoodm.vthreads.Stock.Item;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The end of a session while calls are made on it. */
@OdmTest
@Requires(Feature.TRANSACTIONS)
class SessionCloseTest {
    private final TcpProxy proxy;
    private final Watched watched;
    private final Stock stock;

    SessionCloseTest(EmbeddedMongo server) throws IOException {
        this.proxy = new TcpProxy(server.uri());
        this.watched = new Watched(server, proxy, 2, settings -> settings, Stock.MODELS);
        this.stock = new Stock(watched.odm()).fill();
        watched.events().forget();
    }

    @AfterEach
    void close() throws IOException {
        watched.close();
        proxy.close();
    }

    private static void awaitParkedOrEnded(Thread thread) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Watched.SECONDS);
        while (thread.getState() != Thread.State.WAITING && thread.isAlive()) {
            assertThat(System.nanoTime()).as("the limit for the thread").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    @Test
    void theCallThatRunsEndsAndThoseThatWaitAreRefused() throws Exception {
        AsyncSession session = stock.items().astartSession().join();
        AsyncModel<Item> bound = stock.items().withSession(session);
        proxy.hold("find");
        CompletableFuture<Optional<Item>> running = bound.afindById(1);
        proxy.awaitHeld(1);
        CompletableFuture<Long> waiting = bound.acountDocuments();
        CompletableFuture<Long> answered = new CompletableFuture<>();

        Thread closer = Thread.ofVirtual().start(() -> {
            session.close();
            answered.complete(watched.events().answered("find"));
        });
        awaitParkedOrEnded(closer);
        proxy.release();

        assertThat(answered.get(Watched.SECONDS, TimeUnit.SECONDS)).isEqualTo(1);
        assertThat(running.get(Watched.SECONDS, TimeUnit.SECONDS)).contains(Item.of(1));
        assertThatThrownBy(() -> waiting.get(Watched.SECONDS, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage("This session is closed: start another");
        assertThat(watched.events().sent()).containsExactly("find");
    }
}
