package io.mongoodm.vthreads;

import static com.mongodb.client.model.Filters.eq;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoClientSettings;
import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import com.mongodb.event.CommandSucceededEvent;
import io.mongoodm.GetOrCreate;
import io.mongoodm.Odm;
import io.mongoodm.testkit.EmbeddedMongo;
import io.mongoodm.testkit.Feature;
import io.mongoodm.testkit.OdmTest;
import io.mongoodm.testkit.Requires;
import io.mongoodm.vthreads.Stock.Item;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A user's own code between the calls: it holds no permit, so it may call again though there is one, and it has its context. */
@OdmTest
@Requires(Feature.TRANSACTIONS)
class ConsumerTest {
    private final EmbeddedMongo server;
    private final Watched watched;
    private final Stock stock;

    ConsumerTest(EmbeddedMongo server) {
        this.server = server;
        this.watched = new Watched(server, 1, Stock.MODELS);
        this.stock = new Stock(watched.odm()).fill();
        watched.events().forget();
    }

    @AfterEach
    void close() {
        watched.close();
    }

    private static <T> T join(CompletableFuture<T> future) {
        return future.orTimeout(Watched.SECONDS, TimeUnit.SECONDS).join();
    }

    private long count() {
        return join(stock.items().acountDocuments());
    }

    @Test
    void anActionMayCallThoughThereIsOnePermit() {
        List<Long> counts = new CopyOnWriteArrayList<>();

        assertThat(join(stock.inPairs().forEach(item -> counts.add(count())))).isEqualTo(Stock.ITEMS);

        assertThat(counts).hasSize(Stock.ITEMS).containsOnly((long) Stock.ITEMS);
    }

    @Test
    void theConsumerOfAStreamMayCallThoughThereIsOnePermit() {
        try (Stream<Item> items = stock.inPairs().stream()) {
            assertThat(items.map(item -> count())).hasSize(Stock.ITEMS).containsOnly((long) Stock.ITEMS);
        }
    }

    @Test
    void aSupplierMayCallThoughThereIsOnePermitAndRunsOnTheOperationsThread() {
        AtomicReference<String> thread = new AtomicReference<>("");
        int id = stock.freshId();

        GetOrCreate<Item> stored = join(stock.items().agetOrCreate(eq("_id", id), () -> {
            thread.set(Thread.currentThread().getName());
            assertThat(count()).isEqualTo(Stock.ITEMS);
            return Item.of(id);
        }));

        assertThat(stored).isEqualTo(new GetOrCreate<>(Item.of(id), true));
        assertThat(thread.get()).matches("odm-op-\\d+");
    }

    /** Calls the client at every element, and asks for elements when the test says so. */
    private final class Calling implements Flow.Subscriber<Item> {
        final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
        final List<Item> seen = new CopyOnWriteArrayList<>();
        final CompletableFuture<List<Item>> all = new CompletableFuture<>();

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription.complete(given);
        }

        @Override
        public void onNext(Item item) {
            assertThat(count()).isEqualTo(Stock.ITEMS);
            seen.add(item);
        }

        @Override
        public void onError(Throwable failure) {
            all.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            all.complete(seen);
        }
    }

    @Test
    void aPublisherOpensACursorForEachSubscriberAtItsFirstDemand() {
        Flow.Publisher<Item> publisher = stock.inPairs().publisher();
        List<Calling> subscribers = List.of(new Calling(), new Calling());
        subscribers.forEach(publisher::subscribe);
        assertThat(watched.events().sent()).isEmpty();

        for (int i = 0; i < subscribers.size(); i++) {
            Calling subscriber = subscribers.get(i);
            join(subscriber.subscription).request(Long.MAX_VALUE);
            assertThat(join(subscriber.all)).containsExactlyElementsOf(stock.all());
            assertThat(watched.events().sent("find")).isEqualTo(i + 1);
        }
    }

    /** What a thread carries, and what each command was sent with. */
    private static final class Context implements CommandListener {
        final ThreadLocal<@Nullable String> current = new ThreadLocal<>();
        final Map<String, String> sentWith = new ConcurrentHashMap<>();
        final CountDownLatch cursorClosed = new CountDownLatch(1);

        Runnable carried(Runnable task) {
            String caller = now();
            return () -> {
                current.set(caller);
                try {
                    task.run();
                } finally {
                    current.remove();
                }
            };
        }

        String now() {
            return "" + current.get();
        }

        @Override
        public void commandStarted(CommandStartedEvent event) {
            sentWith.put(event.getCommandName(), now());
        }

        @Override
        public void commandSucceeded(CommandSucceededEvent event) {
            if (event.getCommandName().equals("killCursors")) {
                cursorClosed.countDown();
            }
        }
    }

    @Test
    void theDecoratorWrapsBodiesForksActionsFetchesAndCleanUp() throws Exception {
        Context context = new Context();
        try (Odm odm = Odm.builder()
                        .settings(MongoClientSettings.builder()
                                .addCommandListener(context)
                                .build())
                        .uri(server.uri())
                        .models(Stock.MODELS)
                        .build();
                AsyncOdm async = AsyncOdm.builder()
                        .odm(odm)
                        .taskDecorator(context::carried)
                        .build()) {
            odm.model(Item.class)
                    .createMany(IntStream.range(0, 6).mapToObj(Item::of).toList());
            context.current.set("body");
            String inside = join(async.atransaction(tx -> {
                Subtask<String> fork = tx.fork(context::now);
                tx.join();
                return context.now() + " and " + fork.get();
            }));
            assertThat(inside).isEqualTo("body and body");

            context.current.set("action");
            List<String> seen = new CopyOnWriteArrayList<>();
            join(async.model(Item.class).afind().forEach(item -> seen.add(context.now())));
            assertThat(seen).hasSize(6).containsOnly("action");

            AsyncIterator<Item> iterator =
                    async.model(Item.class).afind().batchSize(2).open();
            context.current.set("fetch");
            assertThat(join(iterator.nextBatch())).hasSize(2);
            context.current.set("close");
            iterator.close();
            assertThat(context.cursorClosed.await(Watched.SECONDS, TimeUnit.SECONDS))
                    .isTrue();
        }
        assertThat(context.sentWith).containsEntry("find", "fetch");
        // by the close, or by the fetch ahead when that ended after it
        assertThat(context.sentWith.get("killCursors")).isIn("close", "fetch");
    }
}
