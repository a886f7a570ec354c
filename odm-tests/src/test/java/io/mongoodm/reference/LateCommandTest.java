package io.mongoodm.reference;

import static com.mongodb.client.model.Filters.eq;
import static io.mongoodm.query.Fields.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.mongodb.MongoOperationTimeoutException;
import io.mongoodm.Model;
import io.mongoodm.annotation.OdmModel;
import io.mongoodm.fixture.Form;
import io.mongoodm.testkit.EmbeddedMongo;
import io.mongoodm.testkit.Feature;
import io.mongoodm.testkit.OdmTest;
import io.mongoodm.testkit.Requires;
import io.mongoodm.vthreads.AsyncOdm;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The time of a call bounds all of its commands together, and what was never sent is told apart from what may have been. */
@OdmTest(models = LateCommandTest.Seat.class)
final class LateCommandTest {
    @OdmModel(collection = "late_seats")
    record Seat(String id, String holder) {}

    private final AsyncOdm odm;
    private final EmbeddedMongo server;

    LateCommandTest(AsyncOdm odm, EmbeddedMongo server) {
        this.odm = odm;
        this.server = server;
    }

    /** The supplier runs only when the first command was answered in time; on a slow machine that takes another attempt. */
    @ParameterizedTest
    @EnumSource(Form.class)
    void aSupplierThatTakesTheWholeTimeKeepsTheSecondCommandBack(Form form) {
        Model<Seat> seats = form.model(odm, Seat.class);
        AtomicBoolean supplied = new AtomicBoolean();
        Throwable failure;
        Duration time = Duration.ofMillis(50);
        do {
            time = time.multipliedBy(2);
            Model<Seat> hasty = seats.withTimeout(time);
            long whole = time.toNanos();
            failure = catchThrowable(() -> hasty.getOrCreate(eq("_id", "7B"), () -> {
                supplied.set(true);
                spendTime(whole);
                return new Seat("7B", "Ann");
            }));
        } while (!supplied.get());

        assertThat(failure)
                .isExactlyInstanceOf(MongoOperationTimeoutException.class)
                .hasMessageMatching("The time of this call, \\d+ ms, was over before its next command, which was not"
                        + " sent; its earlier ones were\\. Give it more time");
        assertThat(seats.countDocuments()).isZero();
    }

    /** The driver refuses a time for one command there, and bounds the transaction by the client's. */
    @Test
    @Requires(Feature.TRANSACTIONS)
    void aClientWithATimeoutHasTransactions() {
        String uri = server.uri();
        try (AsyncOdm timed = AsyncOdm.connect(
                uri + (uri.contains("?") ? "&" : "?") + "timeoutMS="
                        + Duration.ofMinutes(2).toMillis(),
                Seat.class)) {
            List<Seat> seen = timed.transaction(tx -> {
                Model<Seat> seats = tx.model(Seat.class);
                seats.create(new Seat("1A", "Bob"));
                tx.amodel(Seat.class)
                        .aupdateOne(eq("_id", "1A"), field(Seat::holder).set("Eve"))
                        .join();
                return seats.find().toList();
            });

            assertThat(seen).containsExactly(new Seat("1A", "Eve"));
            assertThat(timed.model(Seat.class).aget(eq("_id", "1A")).join()).isEqualTo(seen.getFirst());
        }
    }

    private static void spendTime(long nanos) {
        long start = System.nanoTime();
        while (System.nanoTime() - start <= nanos) {
            Thread.onSpinWait();
        }
    }
}
