package io.mongoodm.vthreads;

import static org.assertj.core.api.Assertions.assertThat;

import io.mongoodm.testkit.EmbeddedMongo;
import io.mongoodm.testkit.Feature;
import io.mongoodm.testkit.OdmTest;
import io.mongoodm.testkit.Requires;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each operation, stopped in each way while its command is on its way to the server. */
@OdmTest
@Requires(Feature.TRANSACTIONS)
class StopTest {
    private final TcpProxy proxy;
    private final Watched watched;
    private final Stock stock;

    StopTest(EmbeddedMongo server) throws IOException {
        this.proxy = new TcpProxy(server.uri());
        this.watched = new Watched(server, proxy, 1, UnaryOperator.identity(), Stock.MODELS);
        this.stock = new Stock(watched.odm()).fill();
    }

    @AfterEach
    void close() throws IOException {
        watched.close();
        proxy.close();
    }

    @ParameterizedTest
    @EnumSource
    void theServerSeesTheConnectionGoAndPermitAndConnectionAreBack(Stop stop) throws Exception {
        for (Call call : Call.values()) {
            proxy.hold(call.command());
            CompletableFuture<?> future = call.start(stock);
            proxy.awaitHeld(1);

            stop.apply(future);

            proxy.awaitGivenUp(1);
            proxy.release();
            assertThat(future.handle((value, failure) -> call).get(Watched.SECONDS, TimeUnit.SECONDS))
                    .isEqualTo(call);
            assertThat(stock.items().afindById(1).get(Watched.SECONDS, TimeUnit.SECONDS))
                    .as(call.name())
                    .isPresent();
        }
        watched.events().awaitConnectionsBack();
        watched.odm().close();
        assertThat(watched.odm().metrics())
                .extracting(AsyncMetrics::queued, AsyncMetrics::running)
                .containsExactly(0L, 0L);
    }

    @ParameterizedTest
    @EnumSource
    void whatWaitsIsNeverSent(Stop stop) throws Exception {
        for (Call call : Call.values()) {
            if (call == Call.TRANSACTION) {
                continue;
            }
            proxy.hold("count");
            CompletableFuture<Long> before = stock.owners().aestimatedDocumentCount();
            proxy.awaitHeld(1);
            watched.events().forget();
            CompletableFuture<?> waiting = call.start(stock);

            stop.apply(waiting);
            waiting.handle((value, failure) -> call).get(Watched.SECONDS, TimeUnit.SECONDS);
            proxy.release();

            assertThat(before.get(Watched.SECONDS, TimeUnit.SECONDS)).isEqualTo(1L);
            stock.items().afindById(1).get(Watched.SECONDS, TimeUnit.SECONDS);
            assertThat(watched.events().sent()).as(call.name()).containsExactly("find");
        }
    }

    @Test
    void aCancelledWriteSaysThatItsOutcomeIsUnknown() throws Exception {
        proxy.hold("update");
        CompletableFuture<?> write = Call.UPDATE_ONE.start(stock);
        proxy.awaitHeld(1);
        write.cancel(true);
        proxy.awaitGivenUp(1);

        assertThat(write.handle((result, failure) -> failure).join())
                .isExactlyInstanceOf(CancellationException.class)
                .hasMessage("Cancelled while it ran: what was read is lost, and the outcome of a write is unknown. Read"
                        + " before you repeat a write");
    }
}
