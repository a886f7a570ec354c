package io.mongoodm.vthreads;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.inc;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mongoodm.Model;
import io.mongoodm.testkit.EmbeddedMongo;
import io.mongoodm.testkit.Feature;
import io.mongoodm.testkit.OdmTest;
import io.mongoodm.testkit.Requires;
import io.mongoodm.vthreads.Stock.Item;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What goes wrong easily where futures, permits and interrupts meet; with one connection and one permit. */
@OdmTest
@Requires(Feature.TRANSACTIONS)
@Timeout(60)
class TrapTest {
    private final TcpProxy proxy;
    private final Watched watched;
    private final AsyncModel<Item> items;

    TrapTest(EmbeddedMongo server) throws IOException {
        this.proxy = new TcpProxy(server.uri());
        this.watched = new Watched(server, proxy, 1, UnaryOperator.identity(), Stock.MODELS);
        this.items = new Stock(watched.odm()).fill().items();
    }

    @AfterEach
    void close() throws IOException {
        watched.close();
        proxy.close();
    }

    @Test
    void aContinuationMayJoinAnotherCallThoughThereIsOnePermit() throws Exception {
        CompletableFuture<Long> both =
                items.afindById(1).thenApply(found -> items.acountDocuments().join() + (found.isPresent() ? 1 : 0));

        assertThat(both.get(Watched.SECONDS, TimeUnit.SECONDS)).isEqualTo(Stock.ITEMS + 1);
    }

    @Test
    void aLateCancelDoesNotInterruptAContinuation() throws Exception {
        CountDownLatch continues = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        proxy.hold("find");
        CompletableFuture<Optional<Item>> source = items.afindById(1);
        CompletableFuture<Boolean> continuation = source.thenApply(found -> {
            continues.countDown();
            try {
                return cancelled.await(Watched.SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                return false;
            }
        });
        proxy.awaitHeld(1);
        proxy.release();
        assertThat(continues.await(Watched.SECONDS, TimeUnit.SECONDS)).isTrue();

        assertThat(source.cancel(true)).isFalse();
        cancelled.countDown();

        assertThat(continuation.get(Watched.SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void cancellingADerivedStageLeavesItsSourceAlone() throws Exception {
        proxy.hold("update");
        CompletableFuture<?> source = items.aupdateOne(eq("_id", 1), inc("value", 41));
        CompletableFuture<?> derived = source.thenApply(result -> "done");
        CompletableFuture<Void> all = CompletableFuture.allOf(source, derived);
        proxy.awaitHeld(1);

        assertThat(derived.cancel(true)).isTrue();
        assertThat(all.cancel(true)).isTrue();
        proxy.release();

        assertThat(source.get(Watched.SECONDS, TimeUnit.SECONDS)).isNotNull();
        assertThat(items.afindById(1).join().map(Item::value)).contains(42);
    }

    @Test
    void waitingWithALimitOnlyWaits() throws Exception {
        proxy.hold("update");
        CompletableFuture<?> source = items.aupdateOne(eq("_id", 1), inc("value", 41));
        proxy.awaitHeld(1);

        assertThatThrownBy(() -> source.get(1, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        proxy.release();

        assertThat(source.get(Watched.SECONDS, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void tenThousandThatWaitAreCancelledNewestFirstAndNoneIsSent() throws Exception {
        proxy.hold("find");
        CompletableFuture<?> running = items.afindById(1);
        proxy.awaitHeld(1);
        watched.events().forget();
        List<CompletableFuture<Long>> waiting = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            waiting.add(items.acountDocuments());
        }
        assertThat(watched.odm().metrics().queued()).isEqualTo(10_000);

        assertThat(waiting.reversed()).allMatch(future -> future.cancel(true));

        assertThat(watched.odm().metrics().queued()).isZero();
        proxy.release();
        assertThat(running.get(Watched.SECONDS, TimeUnit.SECONDS)).isNotNull();
        assertThat(items.afindById(1).join()).isPresent();
        assertThat(watched.events().sent()).containsExactly("find");
        assertThat(watched.odm().metrics().cancelled()).isEqualTo(10_000);
    }

    @Test
    void theCursorOfAnInterruptedFetchIsClosedAtTheServerThoughTheFlagWasSet() throws Exception {
        int before = watched.openCursors();
        CompletableFuture<List<Item>> all = items.afind().batchSize(2).toList();
        all.join();
        for (Stop stop : Stop.values()) {
            for (Call call : List.of(Call.TO_LIST, Call.FOR_EACH, Call.FIND_RAW)) {
                watched.events().forget();
                proxy.hold("getMore");
                CompletableFuture<?> reading = call.start(new Stock(watched.odm()));
                proxy.awaitHeld(1);

                stop.apply(reading);

                proxy.awaitGivenUp(1);
                watched.events().awaitAnswered("killCursors", 1);
                proxy.release();
            }
        }
        watched.awaitOpenCursors(before);
        assertThat(watched.events().cursorsNotEnded()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aStoppedTransactionIsAbortedAtTheServerThoughTheFlagWasSet(Stop stop) throws Exception {
        Item written = Item.of(700);
        proxy.hold("find");
        CompletableFuture<Optional<Item>> body = watched.odm().atransaction(tx -> {
            Model<Item> bound = tx.model(Item.class);
            return bound.findById(bound.create(written).id());
        });
        proxy.awaitHeld(1);

        stop.apply(body);

        proxy.awaitGivenUp(1);
        watched.events().awaitAnswered("abortTransaction", 1);
        proxy.release();
        assertThat(items.acountDocuments().get(Watched.SECONDS, TimeUnit.SECONDS))
                .isEqualTo(Stock.ITEMS);
    }
}
