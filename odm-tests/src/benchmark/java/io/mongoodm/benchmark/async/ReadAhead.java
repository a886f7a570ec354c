package io.mongoodm.benchmark.async;

import io.mongoodm.Odm;
import io.mongoodm.vthreads.AsyncIterator;
import io.mongoodm.vthreads.AsyncModel;
import io.mongoodm.vthreads.AsyncOdm;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * 41 batches that take 20 ms each to fetch and 20 ms to consume: the facade, which fetches one batch ahead, and the blocking
 * twin, which does not. Milliseconds, the best of five rounds; at least 840 are needed.
 */
final class ReadAhead {
    private static final int BATCHES = 41;
    private static final int MILLIS = 20;
    private static final int DOCUMENTS = 50;
    private static final int ROUNDS = 5;

    private ReadAhead() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        try (Program server = Program.of(DelayedServer.class, MILLIS, BATCHES, DOCUMENTS);
                Odm odm = Odm.connect("mongodb://localhost:" + server.answer() + "/bench", Entry.class);
                AsyncOdm async = AsyncOdm.over(odm)) {
            AsyncModel<Entry> model = async.model(Entry.class);
            long best = Long.MAX_VALUE;
            long blocking = Long.MAX_VALUE;
            for (int round = -1; round < ROUNDS; round++) {
                long ahead = ahead(model);
                long twin = blocking(odm);
                if (round >= 0) {
                    best = Math.min(best, ahead);
                    blocking = Math.min(blocking, twin);
                }
            }
            System.out.printf(Locale.ROOT, "facade %.0f ms, blocking twin %.0f ms%n", best / 1e6, blocking / 1e6);
        }
    }

    private static long ahead(AsyncModel<Entry> model) throws InterruptedException {
        long start = System.nanoTime();
        try (AsyncIterator<Entry> entries = model.afind().open()) {
            for (List<Entry> batch = entries.nextBatch().join();
                    !batch.isEmpty();
                    batch = entries.nextBatch().join()) {
                Thread.sleep(MILLIS);
            }
        }
        return System.nanoTime() - start;
    }

    private static long blocking(Odm odm) throws InterruptedException {
        long start = System.nanoTime();
        try (Stream<Entry> entries = odm.model(Entry.class).find().stream()) {
            int count = 0;
            for (Iterator<Entry> all = entries.iterator(); all.hasNext(); all.next()) {
                if (count++ % DOCUMENTS == 0) {
                    Thread.sleep(MILLIS);
                }
            }
        }
        return System.nanoTime() - start;
    }
}
