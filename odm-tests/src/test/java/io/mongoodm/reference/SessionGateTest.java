package io.mongoodm.reference;

import static com.mongodb.client.model.Filters.eq;
import static io.mongoodm.query.Fields.field;
import static org.assertj.core.api.Assertions.assertThat;

import io.mongoodm.Model;
import io.mongoodm.Odm;
import io.mongoodm.Session;
import io.mongoodm.annotation.OdmModel;
import io.mongoodm.testkit.CommandRecorder;
import io.mongoodm.testkit.CommandRecorder.Command;
import io.mongoodm.testkit.Feature;
import io.mongoodm.testkit.OdmTest;
import io.mongoodm.testkit.Requires;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The driver's sessions fail when two threads use them; ours queue. */
@OdmTest(models = SessionGateTest.Counter.class)
final class SessionGateTest {
    @OdmModel(collection = "counters")
    record Counter(int id, int count) {}

    private static final int THREADS = 8;
    private static final int ROUNDS = 20;

    private final Odm odm;
    private final CommandRecorder recorder;
    private final Model<Counter> counters;

    SessionGateTest(Odm odm, CommandRecorder recorder) {
        this.odm = odm;
        this.recorder = recorder;
        this.counters = odm.model(Counter.class);
    }

    @BeforeEach
    void storeCounters() {
        counters.deleteMany(new Document());
        counters.createMany(
                IntStream.range(0, 50).mapToObj(id -> new Counter(id, 0)).toList());
    }

    @Test
    void eightThreadsShareASession() throws Exception {
        try (Session session = odm.startSession()) {
            Model<Counter> bound = counters.withSession(session);

            onEveryThread(
                    () -> bound.updateOne(eq("_id", 0), field(Counter::count).inc(1)));

            assertThat(bound.get(eq("_id", 0)).count()).isEqualTo(THREADS * ROUNDS);
        }
    }

    @Test
    @Requires(Feature.TRANSACTIONS)
    void eightThreadsShareATransaction() throws Exception {
        try (Session session = odm.startSession()) {
            Model<Counter> bound = counters.withSession(session);
            session.startTransaction();

            onEveryThread(
                    () -> bound.updateOne(eq("_id", 0), field(Counter::count).inc(1)));
            session.commitTransaction();
        }

        assertThat(counters.get(eq("_id", 0)).count()).isEqualTo(THREADS * ROUNDS);
    }

    @Test
    void cursorsOfOneSessionTakeTurnsToo() throws Exception {
        try (Session session = odm.startSession()) {
            Model<Counter> bound = counters.withSession(session);

            onEveryThread(() -> {
                try (Stream<Counter> stream = bound.find().batchSize(7).stream()) {
                    assertThat(stream.count()).isEqualTo(50);
                }
            });
        }
    }

    @Test
    void twoOpenCursorsOfOneSessionDoNotMeet() {
        try (Session session = odm.startSession();
                Stream<Counter> first = open(session);
                Stream<Counter> second = open(session)) {
            Iterator<Counter> one = first.iterator();
            Iterator<Counter> other = second.iterator();
            int seen = 0;
            while (one.hasNext() && other.hasNext()) {
                assertThat(one.next()).isEqualTo(other.next());
                seen++;
            }
            assertThat(seen).isEqualTo(50);
        }
    }

    private Stream<Counter> open(Session session) {
        return counters.withSession(session).find().sort(new Document("_id", 1)).batchSize(3).stream();
    }

    /** The server's times that a session has seen go along with its next call. */
    @Test
    void aSessionReadsWhatItWrote() {
        try (Session session = odm.startSession()) {
            Model<Counter> bound = counters.withSession(session);
            bound.updateOne(eq("_id", 0), field(Counter::count).inc(1));

            Command read = recorder.during(
                            () -> assertThat(bound.get(eq("_id", 0)).count()).isEqualTo(1))
                    .getFirst();

            if (session.clientSession().getOperationTime() != null) {
                assertThat(read.document().getDocument("readConcern", new BsonDocument()))
                        .containsKey("afterClusterTime");
            }
        }
    }

    private static void onEveryThread(Runnable work) throws Exception {
        CountDownLatch ready = new CountDownLatch(THREADS);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                running.add(threads.submit(() -> {
                    ready.countDown();
                    assertThat(ready.await(10, TimeUnit.SECONDS)).isTrue();
                    for (int round = 0; round < ROUNDS; round++) {
                        work.run();
                    }
                    return null;
                }));
            }
            for (Future<?> one : running) {
                one.get(60, TimeUnit.SECONDS);
            }
        }
    }
}
