package io.mongoodm.vthreads;

import static com.mongodb.client.model.Filters.eq;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoOperationTimeoutException;
import com.mongodb.client.model.Collation;
import com.mongodb.client.model.Updates;
import io.mongoodm.OverloadedException;
import io.mongoodm.testkit.EmbeddedMongo;
import io.mongoodm.testkit.Feature;
import io.mongoodm.testkit.OdmTest;
import io.mongoodm.testkit.Requires;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@OdmTest
@Requires(Feature.FAIL_POINTS)
class CancellationTest {
    private static final int LONG_MILLIS = 3_000;

    public record Item(Integer id, String name) {}

    private final Watched watched;
    private final AsyncModel<Item> items;

    CancellationTest(EmbeddedMongo server) {
        this.watched = new Watched(server, 1, Item.class);
        this.items = watched.odm().model(Item.class);
    }

    @BeforeEach
    void fill() {
        items.acreateMany(IntStream.range(0, 10)
                        .mapToObj(i -> new Item(i, "n" + i))
                        .toList())
                .join();
        watched.events().forget();
    }

    @AfterEach
    void close() {
        watched.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aCancelledReadGivesItsPermitBackAtOnce(boolean flag) {
        watched.block("find", LONG_MILLIS);
        CompletableFuture<Optional<Item>> blocked = items.afindOne(eq("_id", 1));
        watched.events().awaitSent("find", 1);
        assertThat(blocked.cancel(flag)).isTrue();
        assertThat(items.acountDocuments().join()).isEqualTo(10);
        watched.odm().close();
        assertThat(watched.odm().metrics())
                .extracting(AsyncMetrics::queued, AsyncMetrics::running, AsyncMetrics::cancelled)
                .containsExactly(0L, 0L, 1L);
    }

    @Test
    void orTimeoutStopsTheWork() {
        watched.block("find", LONG_MILLIS);
        CompletableFuture<Optional<Item>> blocked = items.afindOne(eq("_id", 1)).orTimeout(20, TimeUnit.MILLISECONDS);
        assertThatThrownBy(blocked::join)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(TimeoutException.class);
        assertThat(items.acountDocuments().join()).isEqualTo(10);
    }

    @Test
    void whatWaitsIsNotSentWhenCancelled() {
        watched.block("find", 100);
        CompletableFuture<Optional<Item>> first = items.afindOne(eq("_id", 1));
        CompletableFuture<?> waiting = items.aupdateOne(eq("_id", 1), Updates.set("name", "x"));
        assertThat(waiting.cancel(true)).isTrue();
        assertThat(first.join()).contains(new Item(1, "n1"));
        assertThat(items.acountDocuments().join()).isEqualTo(10);
        assertThat(watched.events().sent("update")).isZero();
    }

    @Test
    void aTimeThatEndsInTheQueueIsOverloadAndOneAtTheServerIsTheDrivers() {
        watched.block("find", LONG_MILLIS);
        CompletableFuture<Optional<Item>> running =
                items.withTimeout(Duration.ofMillis(1_500)).afindOne(eq("_id", 1));
        watched.events().awaitSent("find", 1);
        CompletableFuture<Long> waiting =
                items.withTimeout(Duration.ofMillis(20)).acountDocuments();
        assertThatThrownBy(waiting::join)
                .hasCauseInstanceOf(OverloadedException.class)
                .hasMessageMatching(
                        ".*The time of this call was over after \\d+ ms in the queue\\. It was never sent;.*");
        assertThatThrownBy(running::join).hasCauseInstanceOf(MongoOperationTimeoutException.class);
        assertThat(watched.events().sent("aggregate")).isZero();
    }

    @Test
    void timeInTheQueueIsTakenOffTheTimeOfACall() {
        watched.block("find", 200);
        CompletableFuture<Optional<Item>> first = items.afindOne(eq("_id", 1));
        assertThat(items.withTimeout(Duration.ofSeconds(Watched.SECONDS))
                        .acountDocuments()
                        .join())
                .isEqualTo(10);
        assertThat(first.join()).isPresent();
    }

    @Test
    void closingAnIteratorEarlyClosesTheCursorAtTheServer() {
        try (AsyncIterator<Item> iterator = items.afind().batchSize(2).open()) {
            assertThat(iterator.nextBatch().join()).hasSize(2);
        }
        watched.events().awaitAnswered("killCursors", 1);
    }

    @Test
    void theNextBatchIsFetchedAheadAndOnlyOne() {
        try (AsyncIterator<Item> iterator = items.afind().batchSize(2).open()) {
            assertThat(iterator.nextBatch().join()).hasSize(2);
            watched.events().awaitAnswered("getMore", 1);
            assertThat(items.acountDocuments().join()).isEqualTo(10);
            assertThat(watched.events().sent("getMore")).isEqualTo(1);
        }
    }

    @Test
    void anIteratorThatIsReadToItsEndNeedsNoClosing() {
        assertThat(items.afind().batchSize(3).open().toList().join()).hasSize(10);
        assertThat(watched.events().sent("killCursors")).isZero();
        assertThat(watched.events().sent("getMore")).isBetween(3L, 4L);
    }

    @Test
    void cancellingForEachInItsFetchClosesTheCursorAtTheServer() throws InterruptedException {
        CountDownLatch firstBatch = new CountDownLatch(2);
        AtomicInteger consumed = new AtomicInteger();
        watched.block("getMore", LONG_MILLIS);
        CompletableFuture<Long> all = items.afind().batchSize(2).forEach(item -> {
            consumed.incrementAndGet();
            firstBatch.countDown();
        });
        watched.events().awaitSent("getMore", 1);
        assertThat(firstBatch.await(Watched.SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(all.cancel(true)).isTrue();
        watched.events().awaitAnswered("killCursors", 1);
        assertThat(consumed).hasValue(2);
        assertThat(items.acountDocuments().join()).isEqualTo(10);
    }

    @Test
    void cancellingToListClosesTheCursorAtTheServer() {
        watched.block("getMore", LONG_MILLIS);
        CompletableFuture<List<Item>> all = items.afind().batchSize(2).toList();
        watched.events().awaitSent("getMore", 1);
        assertThat(all.cancel(false)).isTrue();
        watched.events().awaitAnswered("killCursors", 1);
        assertThat(items.acountDocuments().join()).isEqualTo(10);
    }

    @Test
    void aQueryIsAValueAndSendsNothingBeforeItRuns() {
        AsyncQuery<Item> query = items.afind().sort(eq("_id", 1));
        assertThat(List.of(query.open(), query.stream(), query.publisher())).doesNotContainNull();
        assertThat(watched.events().sent("find")).isZero();
        assertThat(query.first().join()).contains(new Item(0, "n0"));
        assertThat(query.limit(3).toList().join()).hasSize(3);
        assertThat(query.toList().join()).hasSize(10);
        assertThat(query.forEach(item -> {}).join()).isEqualTo(10);
        assertThat(query.stream().count()).isEqualTo(10);
    }

    @Test
    void stepsAndTerminalsAfterNextSayWhichCallCameFirst() {
        AsyncQuery<Item> query = items.afind().sort(eq("_id", 1));
        assertThat(query.next().join()).contains(new Item(0, "n0"));
        assertThat(query.next().join()).contains(new Item(1, "n1"));
        stepsAndTerminalsThrow(query, "next()");
        query.close();
        stepsAndTerminalsThrow(query, "close()");
        assertThatThrownBy(query::next)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("next() came after close(). Open another iterator");
    }

    @SuppressWarnings("FutureReturnValueIgnored") // there is none: the calls throw
    private static void stepsAndTerminalsThrow(AsyncQuery<Item> query, String first) {
        Map<String, Callable<?>> calls = new LinkedHashMap<>();
        calls.put("sort()", () -> query.sort(eq("_id", 1)));
        calls.put("skip()", () -> query.skip(1));
        calls.put("limit()", () -> query.limit(3));
        calls.put("projection()", () -> query.projection(eq("_id", 1)));
        calls.put("project()", () -> query.project(Item.class));
        calls.put("batchSize()", () -> query.batchSize(3));
        calls.put("hint()", () -> query.hint(eq("_id", 1)));
        calls.put("collation()", () -> query.collation(Collation.builder().build()));
        calls.put("comment()", () -> query.comment("x"));
        calls.put("timeout()", () -> query.timeout(Duration.ofSeconds(1)));
        calls.put("first()", query::first);
        calls.put("get()", query::get);
        calls.put("toList()", query::toList);
        calls.put("forEach()", () -> query.forEach(item -> {}));
        calls.put("stream()", query::stream);
        calls.put("publisher()", query::publisher);
        calls.put("open()", query::open);
        calls.forEach((name, call) -> assertThatThrownBy(call::call)
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage(name + " came after this query's " + first + ". Make a new query, or read through open()"));
    }
}
