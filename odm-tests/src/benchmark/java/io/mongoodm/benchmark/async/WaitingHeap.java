package io.mongoodm.benchmark.async;

import com.mongodb.client.model.Filters;
import io.mongoodm.Model;
import io.mongoodm.Odm;
import io.mongoodm.vthreads.AsyncModel;
import io.mongoodm.vthreads.AsyncOdm;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.bson.conversions.Bson;

/** The live heap that each of 10,000 finds takes that wait for a connection: through the facade, and straight. */
final class WaitingHeap {
    private static final int WAITING = 10_000;
    private static final int POOL = 100;

    private WaitingHeap() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        boolean facade = arguments[0].equals("facade");
        List<Bson> filters = new ArrayList<>();
        for (int i = 0; i < POOL + WAITING; i++) {
            filters.add(Filters.eq("name", "name " + i));
        }
        try (Program server = Program.of(DelayedServer.class, 600_000, 1, 1);
                Odm odm = Odm.connect("mongodb://localhost:" + server.answer() + "/bench", Entry.class)) {
            List<Object> running = new ArrayList<>(POOL + WAITING);
            AsyncModel<Entry> async = AsyncOdm.over(odm).model(Entry.class);
            Model<Entry> model = odm.model(Entry.class);
            long before = 0;
            for (int i = 0; i < POOL + WAITING; i++) {
                if (i == POOL) {
                    Thread.sleep(2_000);
                    before = liveHeap();
                }
                Bson filter = filters.get(i);
                running.add(facade ? async.afindOne(filter) : straight(() -> model.findOne(filter)));
            }
            Thread.sleep(2_000);
            System.out.println((liveHeap() - before) / WAITING);
            if (running.size() != filters.size()) {
                throw new IllegalStateException("not all run");
            }
            Runtime.getRuntime().halt(0);
        }
    }

    private static CompletableFuture<Object> straight(java.util.function.Supplier<Object> find) {
        CompletableFuture<Object> future = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> future.complete(find.get()));
        return future;
    }

    private static long liveHeap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
