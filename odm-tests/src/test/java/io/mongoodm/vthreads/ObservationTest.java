package io.mongoodm.vthreads;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoClientSettings;
import com.mongodb.observability.ObservabilitySettings;
import io.micrometer.observation.Observation;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import io.mongoodm.Odm;
import io.mongoodm.testkit.EmbeddedMongo;
import io.mongoodm.testkit.OdmTest;
import io.mongoodm.vthreads.Stock.Item;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The driver's own observations, switched on in the user's settings, under that of the caller. */
@OdmTest
class ObservationTest {
    private static final String OPERATIONS = "mongodb.operation";

    private final EmbeddedMongo server;
    private final TestObservationRegistry registry = TestObservationRegistry.create();

    ObservationTest(EmbeddedMongo server) {
        this.server = server;
    }

    /** What a user writes to carry the current observation over. */
    private Runnable carried(Runnable task) {
        Observation caller = registry.getCurrentObservation();
        return caller == null ? task : () -> caller.scoped(task);
    }

    private void observe(
            UnaryOperator<Runnable> decorator, Observation caller, Function<AsyncOdm, CompletableFuture<?>> call)
            throws Exception {
        try (Odm odm = Odm.builder()
                        .settings(MongoClientSettings.builder()
                                .observabilitySettings(ObservabilitySettings.micrometerBuilder()
                                        .observationRegistry(registry)
                                        .build())
                                .build())
                        .uri(server.uri())
                        .models(Stock.MODELS)
                        .build();
                AsyncOdm async =
                        AsyncOdm.builder().odm(odm).taskDecorator(decorator).build()) {
            CompletableFuture<?> future = caller.scoped(() -> call.apply(async));
            future.get(Watched.SECONDS, TimeUnit.SECONDS);
        }
    }

    @Test
    void anAsyncCallIsAChildOfItsCallersObservation() throws Exception {
        Observation caller = Observation.start("request", registry);
        observe(this::carried, caller, odm -> odm.model(Item.class).acountDocuments());
        caller.stop();

        TestObservationRegistryAssert.assertThat(registry)
                .hasNumberOfObservationsWithNameEqualTo(OPERATIONS, 1)
                .forAllObservationsWithNameEqualTo(OPERATIONS, it -> it.hasParentObservationEqualTo(caller));
    }

    @Test
    void everyFetchOfAnIterationIsAChildToo() throws Exception {
        Observation caller = Observation.start("request", registry);
        observe(this::carried, caller, odm -> {
            AsyncModel<Item> items = odm.model(Item.class);
            items.acreateMany(IntStream.range(0, 6).mapToObj(Item::of).toList()).join();
            return items.afind()
                    .batchSize(2)
                    .forEach(
                            item -> assertThat(registry.getCurrentObservation()).isEqualTo(caller));
        });
        caller.stop();

        TestObservationRegistryAssert.assertThat(registry)
                .forAllObservationsWithNameEqualTo(OPERATIONS, it -> it.hasParentObservationEqualTo(caller));
    }

    @Test
    void withoutADecoratorItIsARoot() throws Exception {
        Observation caller = Observation.start("request", registry);
        observe(UnaryOperator.identity(), caller, odm -> odm.model(Item.class).acountDocuments());
        caller.stop();

        TestObservationRegistryAssert.assertThat(registry)
                .hasNumberOfObservationsWithNameEqualTo(OPERATIONS, 1)
                .forAllObservationsWithNameEqualTo(OPERATIONS, it -> it.doesNotHaveParentObservation());
    }
}
