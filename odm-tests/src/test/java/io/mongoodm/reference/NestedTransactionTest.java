package io.mongoodm.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.mongoodm.Odm;
import io.mongoodm.annotation.OdmModel;
import io.mongoodm.testkit.EmbeddedMongo;
import io.mongoodm.testkit.Feature;
import io.mongoodm.testkit.OdmTest;
import io.mongoodm.testkit.Requires;
import io.mongoodm.vthreads.AsyncOdm;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Bodies of transactions that wait for other bodies, where only one may run. */
@OdmTest
@Requires(Feature.TRANSACTIONS)
final class NestedTransactionTest {
    @OdmModel(collection = "chests")
    record Chest(String id, int coins) {}

    private final EmbeddedMongo mongo;

    NestedTransactionTest(EmbeddedMongo mongo) {
        this.mongo = mongo;
    }

    @Test
    void aTransactionOfAContinuationDoesNotWaitForTheBodyAroundIt() {
        try (Odm blocking = Odm.connect(mongo.uri(), Chest.class);
                AsyncOdm one = AsyncOdm.builder().odm(blocking).maxInFlight(1).build()) {
            CompletableFuture<Integer> outer = one.atransaction(tx -> tx.amodel(Chest.class)
                    .acountDocuments()
                    .thenCompose(counted -> one.atransaction(inner -> inner.attempt()))
                    .thenComposeAsync(attempt -> one.atransaction(inner -> inner.attempt() + attempt))
                    .join());

            assertThat(outer.orTimeout(20, TimeUnit.SECONDS).join()).isEqualTo(2);
        }
    }
}
