package io.mongoodm.benchmark.async;

import com.mongodb.client.model.Filters;
import com.sun.management.ThreadMXBean;
import io.mongoodm.Model;
import io.mongoodm.Odm;
import io.mongoodm.vthreads.AsyncModel;
import io.mongoodm.vthreads.AsyncOdm;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.bson.conversions.Bson;

/**
 * What the facade adds to a call: {@code afindOne} against the same {@code findOne} on a bare virtual thread that completes
 * a plain future, one at a time from a virtual thread, over a client that answers at once. Microseconds and allocated bytes of an operation, the
 * medians of interleaved rounds.
 */
final class CallOverhead {
    private static final int ROUNDS = 21;
    private static final int CALLS = 50_000;
    private static final Bson FILTER = Filters.eq("name", "a name");
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private CallOverhead() {}

    /** Time and bytes of one operation. */
    private record Cost(double micros, double bytes) {}

    public static void main(String[] arguments) throws InterruptedException {
        Thread.ofVirtual().start(CallOverhead::compare).join();
    }

    private static void compare() {
        try (Odm odm = Odm.builder()
                        .client(AnsweringClient.of(new Entry(1, "a name")))
                        .database("bench")
                        .models(Entry.class)
                        .build();
                AsyncOdm async = AsyncOdm.over(odm)) {
            Model<Entry> model = odm.model(Entry.class);
            AsyncModel<Entry> asyncModel = async.model(Entry.class);
            Cost[] bare = new Cost[ROUNDS];
            Cost[] facade = new Cost[ROUNDS];
            for (int round = -4; round < ROUNDS; round++) {
                Cost bareCost = measure(() -> bare(model));
                Cost facadeCost = measure(() -> asyncModel.afindOne(FILTER));
                if (round >= 0) {
                    bare[round] = bareCost;
                    facade[round] = facadeCost;
                }
            }
            print("bare thread and future", median(bare));
            print("facade", median(facade));
        }
    }

    private static CompletableFuture<?> bare(Model<Entry> model) {
        CompletableFuture<Object> future = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> future.complete(model.findOne(FILTER)));
        return future;
    }

    private static Cost measure(Supplier<CompletableFuture<?>> call) {
        long bytes = THREADS.getTotalThreadAllocatedBytes();
        long start = System.nanoTime();
        for (int i = 0; i < CALLS; i++) {
            call.get().join();
        }
        long nanos = System.nanoTime() - start;
        return new Cost(nanos / 1e3 / CALLS, (double) (THREADS.getTotalThreadAllocatedBytes() - bytes) / CALLS);
    }

    private static Cost median(Cost[] costs) {
        return new Cost(
                Arrays.stream(costs).mapToDouble(Cost::micros).sorted().toArray()[ROUNDS / 2],
                Arrays.stream(costs).mapToDouble(Cost::bytes).sorted().toArray()[ROUNDS / 2]);
    }

    private static void print(String way, Cost cost) {
        System.out.printf(Locale.ROOT, "%-24s %6.2f us  %6.0f B%n", way, cost.micros(), cost.bytes());
    }
}
