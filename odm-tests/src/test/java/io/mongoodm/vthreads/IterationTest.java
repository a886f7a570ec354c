package io.mongoodm.vthreads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mongoodm.testkit.EmbeddedMongo;
import io.mongoodm.testkit.Feature;
import io.mongoodm.testkit.OdmTest;
import io.mongoodm.testkit.Requires;
import io.mongoodm.vthreads.Stock.Item;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an iterator leaves at the server: nothing, however its consumer goes away. */
@OdmTest
@Requires(Feature.TRANSACTIONS)
class IterationTest {
    private final TcpProxy proxy;
    private final Watched watched;
    private final Stock stock;
    private int cursorsBefore;

    IterationTest(EmbeddedMongo server) throws IOException {
        this.proxy = new TcpProxy(server.uri());
        this.watched = new Watched(server, proxy, 4, UnaryOperator.identity(), Stock.MODELS);
        this.stock = new Stock(watched.odm()).fill();
    }

    @BeforeEach
    void countCursors() {
        cursorsBefore = watched.openCursors();
        watched.events().forget();
    }

    @AfterEach
    void close() throws IOException {
        watched.close();
        proxy.close();
    }

    private void nothingIsOpen() {
        watched.events().awaitAnswered("killCursors", 1);
        watched.awaitOpenCursors(cursorsBefore);
        assertThat(watched.events().cursorsNotEnded()).isEmpty();
    }

    @Test
    void closeFromAnotherThreadLetsTheFetchEndAndThenClosesAtTheServer() throws Exception {
        proxy.hold("getMore");
        AsyncIterator<Item> iterator = stock.inPairs().open();
        assertThat(iterator.nextBatch().join()).hasSize(2);
        CompletableFuture<List<Item>> waiting = iterator.nextBatch();
        proxy.awaitHeld(1);

        Thread closer = Thread.ofVirtual().start(iterator::close);
        closer.join();

        assertThatThrownBy(() -> waiting.get(Watched.SECONDS, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage("The iterator was closed while its next element was waited for");
        assertThat(watched.events().sent("killCursors")).isZero();
        proxy.release();
        nothingIsOpen();
        assertThat(watched.events().connectionsOpen())
                .isEqualTo(watched.events().connectionsOpened());
    }

    @Test
    void overlappingNextSaysWhichCallWaits() throws Exception {
        proxy.hold("find");
        AsyncQuery<Item> query = stock.inPairs();
        CompletableFuture<Optional<Item>> first = query.next();
        proxy.awaitHeld(1);

        assertThatThrownBy(query::nextBatch)
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "nextBatch() came while the next() before it still waits. Wait for its future, or cancel it");
        proxy.release();
        assertThat(first.get(Watched.SECONDS, TimeUnit.SECONDS)).contains(Item.of(0));
        query.close();
        nothingIsOpen();
    }

    @Test
    void aCancelledNextLosesNothing() throws Exception {
        proxy.hold("find");
        try (AsyncIterator<Item> iterator = stock.inPairs().open()) {
            CompletableFuture<Optional<Item>> first = iterator.next();
            proxy.awaitHeld(1);
            assertThat(first.cancel(true)).isTrue();
            CompletableFuture<Optional<Item>> second = iterator.next().orTimeout(1, TimeUnit.MICROSECONDS);
            assertThat(second.handle((item, failure) -> item == null).join()).isTrue();
            CompletableFuture<Optional<Item>> third = iterator.next();
            proxy.release();

            assertThat(third.get(Watched.SECONDS, TimeUnit.SECONDS)).contains(Item.of(0));
            assertThat(iterator.next().join()).contains(Item.of(1));
        }
        assertThat(watched.events().sent("find")).isEqualTo(1);
        nothingIsOpen();
    }

    @Test
    void aSubscriptionThatIsCancelledInAFetchClosesItsCursor() throws Exception {
        CountDownLatch two = new CountDownLatch(2);
        AtomicReference<Flow.Subscription> subscription = new AtomicReference<>();
        proxy.hold("getMore");
        stock.inPairs().publisher().subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription given) {
                subscription.set(given);
                given.request(Long.MAX_VALUE);
            }

            @Override
            public void onNext(Item item) {
                two.countDown();
            }

            @Override
            public void onError(Throwable failure) {}

            @Override
            public void onComplete() {}
        });
        proxy.awaitHeld(1);
        assertThat(two.await(Watched.SECONDS, TimeUnit.SECONDS)).isTrue();

        subscription.get().cancel();

        proxy.awaitGivenUp(1);
        proxy.release();
        nothingIsOpen();
    }

    @Test
    void cancellingTheLoadingOfRelationsStopsTheReading() throws Exception {
        proxy.hold("getMore");
        AsyncIterator<Item> iterator = stock.inPairs().open();
        CompletableFuture<List<Item>> loading = stock.items().aloadRelated(iterator, "owner");
        proxy.awaitHeld(1);

        assertThat(loading.cancel(true)).isTrue();

        proxy.awaitGivenUp(1);
        proxy.release();
        nothingIsOpen();
        assertThat(watched.events().sent("find")).isEqualTo(1);
    }

    @Test
    void closingTheHandleClosesWhatIsOpen() {
        AsyncIterator<Item> iterator = stock.inPairs().open();
        iterator.next().join();
        AsyncQuery<Item> query = stock.inPairs();
        query.next().join();
        Stream<Item> stream = stock.inPairs().stream();
        Iterator<Item> steps = stream.iterator();
        steps.next();
        AsyncSession session = watched.odm().astartSession().join();
        AsyncIterator<Item> bound =
                stock.items().withSession(session).afind().batchSize(2).open();
        bound.next().join();

        watched.odm().close();

        assertThat(watched.events().cursors()).hasSize(4);
        assertThat(watched.events().cursorsNotEnded()).isEmpty();
        watched.awaitOpenCursors(cursorsBefore);
        watched.blocking().close();
        assertThat(watched.events().sessionsNotEnded()).isEmpty();
    }
}
