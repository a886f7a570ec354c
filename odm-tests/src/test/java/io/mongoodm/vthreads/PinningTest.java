package io.mongoodm.vthreads;

import static org.assertj.core.api.Assertions.assertThat;

import io.mongoodm.testkit.EmbeddedMongo;
import io.mongoodm.testkit.Feature;
import io.mongoodm.testkit.OdmTest;
import io.mongoodm.testkit.Requires;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No virtual thread of the facade keeps its carrier while it waits; the JVM's own recorder says so. */
@OdmTest
@Requires(Feature.TRANSACTIONS)
class PinningTest {
    private static final String PINNED = "jdk.VirtualThreadPinned";

    private static final CountDownLatch PARKED = new CountDownLatch(1);
    private static final CountDownLatch RELEASED = new CountDownLatch(1);

    /** A class whose initializer waits keeps its thread's carrier on every Java. */
    private static final class Pinning {
        static final boolean DONE = await();

        private static boolean await() {
            try {
                PARKED.countDown();
                return RELEASED.await(Watched.SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }

    @Test
    void aBusyMixOfCallsAndCancellationsPinsNoCarrier(EmbeddedMongo server, @TempDir Path folder) throws Exception {
        try (Watched watched = new Watched(server, 4, Stock.MODELS);
                Recording recording = new Recording()) {
            Stock stock = new Stock(watched.odm()).fill();
            mix(stock);
            recording.enable(PINNED).withThreshold(Duration.ZERO).withStackTrace();
            recording.start();
            mix(stock);
            pinOnPurpose();
            recording.stop();
            Path file = folder.resolve("pinned.jfr");
            recording.dump(file);

            List<RecordedEvent> events = RecordingFile.readAllEvents(file);
            assertThat(events)
                    .as("the recorder sees a pinned thread")
                    .anyMatch(event -> name(event).equals("pinned-on-purpose"));
            assertThat(events)
                    .filteredOn(event -> name(event).startsWith("odm-"))
                    .extracting(RecordedEvent::toString)
                    .isEmpty();
        }
    }

    private static String name(RecordedEvent event) {
        return event.getThread() == null || event.getThread().getJavaName() == null
                ? ""
                : event.getThread().getJavaName();
    }

    /** Also loads the classes: loading one may keep a carrier for a moment. */
    private static void mix(Stock stock) throws Exception {
        List<CompletableFuture<?>> all = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            for (Call call : Call.values()) {
                CompletableFuture<?> future = call.start(stock);
                if (round == 2) {
                    Stop.CANCEL_WITH_INTERRUPT.apply(future);
                }
                all.add(future.handle((value, failure) -> call));
            }
        }
        CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get(Watched.SECONDS, TimeUnit.SECONDS);
    }

    private static void pinOnPurpose() throws InterruptedException {
        Thread pinned = Thread.ofVirtual()
                .name("pinned-on-purpose")
                .start(() -> assertThat(Pinning.DONE).isTrue());
        assertThat(PARKED.await(Watched.SECONDS, TimeUnit.SECONDS)).isTrue();
        // It says so a moment before it parks, and only a thread that parks is recorded.
        while (pinned.isAlive() && pinned.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        RELEASED.countDown();
        assertThat(pinned.join(Duration.ofSeconds(Watched.SECONDS))).isTrue();
    }
}
