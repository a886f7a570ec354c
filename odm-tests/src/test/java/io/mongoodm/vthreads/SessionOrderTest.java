package io.mongoodm.vthreads;

import static com.mongodb.client.model.Filters.eq;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.model.Updates;
import io.mongoodm.testkit.EmbeddedMongo;
import io.mongoodm.testkit.Feature;
import io.mongoodm.testkit.OdmTest;
import io.mongoodm.testkit.Requires;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@OdmTest
@Requires(Feature.TRANSACTIONS)
class SessionOrderTest {
    public record Entry(Integer id, int value) {}

    private final EmbeddedMongo server;
    private final Watched watched;
    private final AsyncModel<Entry> entries;

    SessionOrderTest(EmbeddedMongo server) {
        this.server = server;
        this.watched = new Watched(server, 4, Entry.class);
        this.entries = watched.odm().model(Entry.class);
    }

    @AfterEach
    void close() {
        watched.close();
    }

    @Test
    void eightThreadsOnOneSessionAllSucceed() throws InterruptedException {
        entries.acreate(new Entry(1, 0)).join();
        AtomicInteger found = new AtomicInteger();
        try (AsyncSession session = entries.astartSession().join()) {
            AsyncModel<Entry> bound = entries.withSession(session);
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                threads.add(Thread.ofVirtual().start(() -> {
                    for (int round = 0; round < 20; round++) {
                        found.addAndGet(bound.afindOne(eq("_id", 1)).join().isPresent() ? 1 : 0);
                        found.addAndGet(
                                bound.synchronous().findOne(eq("_id", 1)).isPresent() ? 1 : 0);
                    }
                }));
            }
            for (Thread thread : threads) {
                assertThat(thread.join(Duration.ofSeconds(Watched.SECONDS))).isTrue();
            }
        }
        assertThat(found).hasValue(320);
    }

    @Test
    void operationsOfASessionRunInTheOrderOfTheirCalls() {
        try (AsyncSession session = entries.astartSession().join()) {
            AsyncModel<Entry> bound = entries.withSession(session);
            CompletableFuture<Entry> created = bound.acreate(new Entry(7, 0));
            List<CompletableFuture<?>> updates = IntStream.rangeClosed(1, 30)
                    .<CompletableFuture<?>>mapToObj(i -> bound.aupdateOne(eq("_id", 7), Updates.set("value", i)))
                    .toList();
            assertThat(bound.aget(eq("_id", 7)).join()).isEqualTo(new Entry(7, 30));
            assertThat(created).isCompleted();
            assertThat(updates).allMatch(CompletableFuture::isDone);
        }
    }

    @Test
    void nothingIsFetchedAheadOnASession() {
        entries.acreateMany(
                        IntStream.range(20, 30).mapToObj(i -> new Entry(i, i)).toList())
                .join();
        try (AsyncSession session = entries.astartSession().join();
                AsyncIterator<Entry> iterator =
                        entries.withSession(session).afind().batchSize(2).open()) {
            watched.events().forget();
            assertThat(iterator.nextBatch().join()).hasSize(2);
            assertThat(entries.withSession(session).aexists(eq("_id", 20)).join())
                    .isTrue();
            assertThat(watched.events().sent("getMore")).isZero();
        }
        watched.events().awaitAnswered("killCursors", 1);
    }

    @Test
    void aClosedSessionRefusesItsViews() {
        AsyncSession session = entries.astartSession().join();
        session.close();
        session.close();
        assertThatThrownBy(() -> entries.withSession(session).acountDocuments())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("This session is closed: start another");
    }

    @Test
    void aForeignSessionIsRefused() {
        AsyncSession foreign = new AsyncSession() {
            @Override
            public TransactionScope startTransaction() {
                throw new IllegalStateException();
            }

            @Override
            public TransactionScope startTransaction(io.mongoodm.TransactionSettings settings) {
                throw new IllegalStateException();
            }

            @Override
            public io.mongoodm.Session synchronous() {
                throw new IllegalStateException();
            }

            @Override
            public void close() {}
        };
        assertThatThrownBy(() -> entries.withSession(foreign))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("is no session of this library: take one from astartSession()");
        try (AsyncOdm other = AsyncOdm.connect(server.uri(), Entry.class);
                AsyncSession session = other.astartSession().join()) {
            assertThatThrownBy(() -> entries.withSession(session))
                    .isExactlyInstanceOf(IllegalArgumentException.class)
                    .hasMessage("The session belongs to another client than the model: take one from the model's own"
                            + " startSession()");
        }
    }
}
