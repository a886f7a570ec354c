package io.mongoodm.vthreads;

import static com.mongodb.client.model.Filters.eq;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoSocketException;
import io.mongoodm.testkit.EmbeddedMongo;
import io.mongoodm.testkit.Feature;
import io.mongoodm.testkit.OdmTest;
import io.mongoodm.testkit.Requires;
import io.mongoodm.vthreads.Stock.Item;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Errors of the server and of the network reach the future as themselves, and cost no permit. */
@OdmTest
@Requires({Feature.FAIL_POINTS, Feature.RETRYABLE_WRITES})
class NetworkTest {
    private static final Document CLOSE = new Document("closeConnection", true);

    private final TcpProxy proxy;
    private final Watched watched;
    private final AsyncModel<Item> items;

    NetworkTest(EmbeddedMongo server) throws IOException {
        this.proxy = new TcpProxy(server.uri());
        this.watched = new Watched(server, proxy, 1, UnaryOperator.identity(), Stock.MODELS);
        this.items = new Stock(watched.odm()).fill().items();
        watched.events().forget();
    }

    @AfterEach
    void close() throws IOException {
        watched.close();
        proxy.close();
    }

    private static Throwable failure(CompletableFuture<?> future) throws Exception {
        return future.<Throwable>handle((value, failure) -> failure).get(Watched.SECONDS, TimeUnit.SECONDS);
    }

    private void thePermitIsBack() throws Exception {
        assertThat(items.acountDocuments().get(Watched.SECONDS, TimeUnit.SECONDS))
                .isEqualTo(Stock.ITEMS);
        watched.events().awaitConnectionsBack();
    }

    @Test
    void aReadWhoseConnectionTheServerClosesIsSentAgain() throws Exception {
        watched.failPoint("find", 1, CLOSE);

        assertThat(items.afindById(1).get(Watched.SECONDS, TimeUnit.SECONDS)).contains(Item.of(1));

        assertThat(watched.events().sent("find")).isEqualTo(2);
    }

    @Test
    void aReadThatFailsTwiceFailsWithTheDriversException() throws Exception {
        watched.failPoint("find", 2, CLOSE);

        assertThat(failure(items.afindById(1))).isInstanceOf(MongoSocketException.class);

        thePermitIsBack();
        assertThat(watched.odm().metrics().failed()).isEqualTo(1);
    }

    @Test
    void anErrorOfTheServerIsItself() throws Exception {
        watched.failPoint("update", 1, new Document("errorCode", 2));

        assertThat(failure(items.aupdateOne(eq("_id", 1), List.of(new Document("$set", new Document("value", 1))))))
                .isExactlyInstanceOf(MongoCommandException.class)
                .extracting(error -> ((MongoCommandException) error).getCode())
                .isEqualTo(2);

        thePermitIsBack();
    }

    @Test
    void aWriteWhoseReplyIsLostIsSentAgainAndDoneOnce() throws Exception {
        proxy.cutAfter("insert");

        assertThat(items.acreate(Item.of(500)).get(Watched.SECONDS, TimeUnit.SECONDS))
                .isEqualTo(Item.of(500));

        assertThat(watched.events().sent("insert")).isEqualTo(2);
        assertThat(items.adeleteOne(eq("_id", 500)).join().getDeletedCount()).isEqualTo(1);
        thePermitIsBack();
    }

    @Test
    void aFetchWhoseConnectionIsCutFailsTheIteration() throws Exception {
        proxy.cutBefore("getMore");

        assertThat(failure(items.afind().batchSize(2).toList())).isInstanceOf(MongoSocketException.class);

        thePermitIsBack();
    }

    @Test
    void aSlowServerIsWaitedFor() throws Exception {
        watched.block("find", 30);

        assertThat(items.afindById(1).get(Watched.SECONDS, TimeUnit.SECONDS)).contains(Item.of(1));
    }
}
