package io.mongoodm.vthreads;

import io.mongoodm.Odm;
import io.mongoodm.testkit.EmbeddedMongo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A program that calls everything, closes its handles from two threads with all of it in flight, and comes to its end. */
final class Farewell {
    private Farewell() {}

    public static void main(String[] arguments) throws InterruptedException {
        try (EmbeddedMongo server = EmbeddedMongo.start()) {
            Odm blocking = Odm.connect(server.uri(), Stock.MODELS);
            AsyncOdm odm = AsyncOdm.builder()
                    .odm(blocking)
                    .closeTimeout(Duration.ofMillis(50))
                    .build();
            Stock stock = new Stock(odm).fill();
            List<CompletableFuture<?>> calls = new ArrayList<>();
            AsyncQuery<Stock.Item> open = stock.inPairs();
            calls.add(open.next());
            calls.add(odm.astartSession());
            for (Call call : Call.values()) {
                calls.add(call.start(stock));
            }
            byTwoThreads(odm::close);
            System.out.println("all are done: " + calls.stream().allMatch(CompletableFuture::isDone));
            byTwoThreads(blocking::close);
            open.close();
        }
        System.out.println("threads that keep the JVM: "
                + Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> !thread.isDaemon() && thread != Thread.currentThread())
                        .map(Thread::getName)
                        .toList());
    }

    private static void byTwoThreads(Runnable close) throws InterruptedException {
        Thread other = Thread.ofPlatform().start(close);
        close.run();
        other.join();
    }
}
