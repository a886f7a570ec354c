package io.mongoodm.reference;

import static com.mongodb.client.model.Filters.eq;
import static io.mongoodm.query.Fields.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.mongoodm.Model;
import io.mongoodm.annotation.OdmModel;
import io.mongoodm.testkit.EmbeddedMongo;
import io.mongoodm.testkit.OdmTest;
import io.mongoodm.testkit.inprocess.InProcessServer;
import io.mongoodm.vthreads.AsyncOdm;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.Test;

/**
 * Measures what docs/benchmarks.md says of transactions and the in-process server, on the server of the run:
 * {@code mvn test -Dtest=TransactionFigures -Dsurefire.failIfNoSpecifiedTests=false}. Not one of the tests.
 */
@OdmTest
final class TransactionFigures {
    @OdmModel(collection = "tills")
    record Till(Integer id, int cash) {}

    private static final int ROUNDS = 20;
    private static final int TRANSACTIONS = 500;
    private static final String LONG_FIND = "{failCommands: ['find'], blockConnection: true, blockTimeMS: 2000}";

    private final EmbeddedMongo server;

    TransactionFigures(EmbeddedMongo server) {
        this.server = server;
    }

    @Test
    void timeFromTheFailureOfAForkToTheEndOfItsScope() {
        try (Observed observed = new Observed(server, "transaction-figures", 100, Till.class)) {
            AsyncOdm odm = observed.odm();
            odm.model(Till.class).acreate(new Till(1, 0)).join();
            odm.transaction(tx -> tx.attempt());
            print("fork failure to scope end", ROUNDS, () -> failWhileASiblingReads(observed, odm));
            assertThat(observed.ends())
                    .filteredOn("abortTransaction succeeded"::equals)
                    .hasSize(2 * ROUNDS);
        }
    }

    private static long failWhileASiblingReads(Observed observed, AsyncOdm odm) {
        AtomicLong failed = new AtomicLong();
        AtomicLong ended = new AtomicLong();
        CountDownLatch findRuns = observed.latch("find started");
        observed.failing(1, LONG_FIND, () -> {
            assertThatThrownBy(() -> odm.transaction(tx -> {
                        pay(tx.model(Till.class), 1);
                        tx.fork(() -> tx.model(Till.class).find().toList());
                        tx.fork(() -> {
                            Observed.await(findRuns);
                            failed.set(System.nanoTime());
                            throw new IllegalStateException("no");
                        });
                        tx.join();
                        return null;
                    }))
                    .hasMessage("no");
            ended.set(System.nanoTime());
        });
        return ended.get() - failed.get();
    }

    @Test
    void timeToStartTheInProcessServer() {
        print("in-process server, start", 5 * ROUNDS, () -> {
            long before = System.nanoTime();
            InProcessServer started = InProcessServer.start();
            long after = System.nanoTime();
            started.close();
            return after - before;
        });
        print("in-process server, start to the first answer of a new client", 5 * ROUNDS, () -> {
            long before = System.nanoTime();
            try (InProcessServer started = InProcessServer.start();
                    MongoClient client =
                            MongoClients.create("mongodb://127.0.0.1:" + started.port() + "/?directConnection=true")) {
                client.getDatabase("admin").runCommand(new Document("ping", 1));
                return System.nanoTime() - before;
            }
        });
    }

    @Test
    void timeOfATransaction() {
        try (Observed observed = new Observed(server, "transaction-figures", 100, Till.class)) {
            AsyncOdm odm = observed.odm();
            odm.model(Till.class)
                    .acreateMany(IntStream.range(0, 10)
                            .mapToObj(id -> new Till(id, 0))
                            .toList())
                    .join();
            print("transaction of two updates, blocking", TRANSACTIONS, () -> {
                long before = System.nanoTime();
                odm.synchronous().transaction(tx -> {
                    pay(tx.model(Till.class), 1);
                    return pay(tx.model(Till.class), 2);
                });
                return System.nanoTime() - before;
            });
            print("transaction of two forks, async", TRANSACTIONS, () -> {
                long before = System.nanoTime();
                odm.atransaction(tx -> {
                            tx.fork(() -> pay(tx.model(Till.class), 1));
                            tx.fork(() -> pay(tx.model(Till.class), 2));
                            tx.join();
                            return null;
                        })
                        .join();
                return System.nanoTime() - before;
            });
        }
    }

    private static long pay(Model<Till> tills, int id) {
        return tills.updateOne(eq("_id", id), field(Till::cash).inc(1)).getModifiedCount();
    }

    /** Runs as many rounds again to warm up. */
    private void print(String what, int rounds, LongSupplier round) {
        for (int i = 0; i < rounds; i++) {
            assertThat(round.getAsLong()).isPositive();
        }
        List<Long> nanos = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            nanos.add(round.getAsLong());
        }
        nanos.sort(null);
        System.out.printf(
                "%s: median %.2f ms, 95 of 100 below %.2f ms, longest %.2f ms (%d rounds)%n",
                what,
                millis(nanos.get(rounds / 2)),
                millis(nanos.get(rounds * 95 / 100)),
                millis(nanos.getLast()),
                rounds);
    }

    private static double millis(long nanos) {
        return (double) nanos / TimeUnit.MILLISECONDS.toNanos(1);
    }
}
