package io.mongoodm.reference;

import static com.mongodb.client.model.Filters.eq;
import static io.mongoodm.query.Fields.field;
import static io.mongoodm.reference.Sent.command;
import static org.assertj.core.api.Assertions.assertThat;

import io.mongoodm.annotation.OdmModel;
import io.mongoodm.testkit.EmbeddedMongo;
import io.mongoodm.testkit.Feature;
import io.mongoodm.testkit.OdmTest;
import io.mongoodm.testkit.Requires;
import io.mongoodm.vthreads.AsyncIterator;
import io.mongoodm.vthreads.AsyncModel;
import io.mongoodm.vthreads.AsyncOdm;
import io.mongoodm.vthreads.AsyncSession;
import io.mongoodm.vthreads.TransactionScope;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Bodies under a limit of one call at a time, what is sent in front of the first one, and cursors inside. */
@OdmTest
@Requires({Feature.TRANSACTIONS, Feature.CONCURRENT_TRANSACTIONS})
final class TransactionBodiesTest {
    @OdmModel(collection = "meters")
    record Meter(Integer id, int reading) {}

    private static final int BODIES = 8;

    private final Observed observed;
    private final AsyncOdm odm;

    TransactionBodiesTest(EmbeddedMongo server) {
        this.observed = new Observed(server, "transaction-bodies-test", 1, Meter.class);
        this.odm = observed.odm();
    }

    @AfterEach
    void close() {
        observed.close();
    }

    private void storeMeters(int count) {
        odm.transaction(tx -> tx.attempt());
        AsyncModel<Meter> meters = odm.model(Meter.class);
        meters.adeleteMany(new Document()).join();
        meters.acreateMany(IntStream.range(0, count)
                        .mapToObj(id -> new Meter(id, 0))
                        .toList())
                .join();
        observed.recorder().clear();
    }

    private long total() {
        return odm.model(Meter.class).afind().toList().join().stream()
                .mapToLong(Meter::reading)
                .sum();
    }

    private static void awaitAll(List<? extends CompletableFuture<?>> futures) {
        CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new))
                .orTimeout(Observed.LIMIT_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    private static <R> R result(CompletableFuture<R> future) {
        return future.orTimeout(Observed.LIMIT_SECONDS, TimeUnit.SECONDS).join();
    }

    private static void read(TransactionScope tx, int id) {
        tx.amodel(Meter.class)
                .aupdateOne(eq("_id", id), field(Meter::reading).inc(1))
                .join();
        tx.fork(() -> tx.model(Meter.class)
                .updateOne(eq("_id", id), field(Meter::reading).inc(1)));
        tx.join();
    }

    @Test
    void moreBodiesThanPermitsEndAtALimitOfOne() {
        storeMeters(BODIES);

        awaitAll(IntStream.range(0, BODIES)
                .mapToObj(id -> odm.atransaction(tx -> {
                    read(tx, id);
                    return id;
                }))
                .toList());

        assertThat(total()).isEqualTo(2 * BODIES);
        assertThat(odm.metrics().queued()).isZero();
        assertThat(odm.metrics().running()).isZero();
    }

    @Test
    void bodiesInsideBodiesEndAtALimitOfOne() {
        storeMeters(2 * BODIES);

        awaitAll(IntStream.range(0, BODIES)
                .mapToObj(id -> odm.atransaction(tx -> {
                    read(tx, id);
                    return odm.atransaction(inner -> {
                                read(inner, BODIES + id);
                                return id;
                            })
                            .join();
                }))
                .toList());

        assertThat(total()).isEqualTo(4 * BODIES);
    }

    @Test
    void bodiesOnThreadsOfTheUserEndAtALimitOfOneToo() {
        storeMeters(BODIES);

        awaitAll(IntStream.range(0, BODIES)
                .mapToObj(id -> CompletableFuture.runAsync(
                        () -> odm.transaction(tx -> {
                            read(tx, id);
                            return id;
                        }),
                        task -> Thread.ofVirtual().start(task)))
                .toList());

        assertThat(total()).isEqualTo(2 * BODIES);
    }

    @Test
    void missingCollectionsAreCreatedInFrontOfTheFirstBody() {
        List<BsonDocument> first = Sent.by(
                observed.recorder(),
                () -> odm.atransaction(tx -> tx.model(Meter.class).create(new Meter(1, 0)))
                        .join());
        List<String> second = Sent.namesBy(
                observed.recorder(),
                () -> odm.transaction(tx -> tx.model(Meter.class).create(new Meter(2, 0))));

        assertThat(first)
                .extracting(BsonDocument::getFirstKey)
                .containsExactly("listCollections", "create", "insert", "commitTransaction");
        assertThat(first).element(1).isEqualTo(command("{create: 'meters', capped: false}"));
        assertThat(observed.recorder().commands("create"))
                .allSatisfy(create -> assertThat(create.document()).doesNotContainKey("txnNumber"));
        assertThat(second).containsExactly("insert", "commitTransaction");
    }

    @Test
    void missingCollectionsAreCreatedInFrontOfTheFirstTransactionByHand() {
        try (AsyncSession session = odm.astartSession().join()) {
            assertThat(Sent.namesBy(
                            observed.recorder(),
                            () -> session.startTransaction().close()))
                    .containsExactly("listCollections", "create");
            assertThat(Sent.namesBy(
                            observed.recorder(),
                            () -> session.startTransaction().close()))
                    .isEmpty();
        }
        assertThat(Sent.namesBy(observed.recorder(), () -> odm.transaction(tx -> tx.attempt())))
                .isEmpty();
    }

    @Test
    void nothingIsFetchedAheadInATransaction() {
        storeMeters(8);

        List<String> sent = Sent.namesBy(
                observed.recorder(),
                () -> odm.transaction(tx -> {
                    try (AsyncIterator<Meter> iterator =
                            tx.amodel(Meter.class).afind().batchSize(3).open()) {
                        assertThat(result(iterator.nextBatch())).hasSize(3);
                        assertThat(result(tx.amodel(Meter.class).acountDocuments()))
                                .isEqualTo(8);
                        assertThat(result(iterator.nextBatch())).hasSize(3);
                        assertThat(result(tx.amodel(Meter.class).aexists())).isTrue();
                        assertThat(result(iterator.nextBatch())).hasSize(2);
                        assertThat(result(iterator.nextBatch())).isEmpty();
                    }
                    return null;
                }));

        assertThat(sent).containsExactly("find", "aggregate", "getMore", "find", "getMore", "commitTransaction");
    }

    @Test
    void aLoopOverAnIteratorOfASessionEnds() {
        storeMeters(9);
        try (AsyncSession session = odm.astartSession().join()) {
            AsyncModel<Meter> bound = odm.model(Meter.class).withSession(session);

            assertThat(result(bound.afind().batchSize(3).open().forEach(meter -> {})))
                    .isEqualTo(9);
            assertThat(result(bound.afind().batchSize(3).open().toList())).hasSize(9);
            assertThat(bound.afind().batchSize(3).stream().count()).isEqualTo(9);
        }
    }

    @Test
    void cursorsAndOtherCallsOfATransactionTakeTurns() {
        storeMeters(60);

        odm.transaction(tx -> {
            for (int fork = 0; fork < BODIES; fork++) {
                int id = fork;
                tx.fork(() -> {
                    try (Stream<Meter> meters = tx.model(Meter.class).find().batchSize(7).stream()) {
                        assertThat(meters.count()).isEqualTo(60);
                    }
                    return tx.model(Meter.class)
                            .updateOne(eq("_id", id), field(Meter::reading).inc(1));
                });
            }
            tx.join();
            return null;
        });

        assertThat(total()).isEqualTo(BODIES);
    }
}
