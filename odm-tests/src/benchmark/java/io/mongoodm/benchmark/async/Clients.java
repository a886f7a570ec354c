package io.mongoodm.benchmark.async;

import com.mongodb.client.model.Filters;
import io.mongoodm.Model;
import io.mongoodm.Odm;
import io.mongoodm.vthreads.AsyncModel;
import io.mongoodm.vthreads.AsyncOdm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.bson.conversions.Bson;

/**
 * Many clients, each of which sends one find after the other: through the facade, or straight from virtual threads.
 * Arguments: {@code facade} or {@code straight}, and the URI. Reads the numbers of clients and finds from its input, a
 * line for each round, and answers with what the round measured.
 */
final class Clients {
    private static final Bson FILTER = Filters.eq("name", "a name");

    private final int clients;
    private final int finds;
    private final long[] nanos;

    private Clients(int clients, int finds) {
        this.clients = clients;
        this.finds = finds;
        this.nanos = new long[clients * finds];
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        BufferedReader rounds = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (Odm odm = Odm.connect(arguments[1], Entry.class);
                AsyncOdm async = AsyncOdm.over(odm)) {
            for (String line = rounds.readLine(); line != null; line = rounds.readLine()) {
                Scanner numbers = new Scanner(line);
                Clients round = new Clients(numbers.nextInt(), numbers.nextInt());
                long start = System.nanoTime();
                if (arguments[0].equals("facade")) {
                    round.throughFacade(async.model(Entry.class));
                } else {
                    round.straight(odm.model(Entry.class));
                }
                System.out.println(Latencies.of(round.nanos, System.nanoTime() - start));
            }
        }
    }

    private void throughFacade(AsyncModel<Entry> model) {
        List<CompletableFuture<?>> all = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            all.add(chain(model, i, 0));
        }
        all.forEach(CompletableFuture::join);
    }

    private CompletableFuture<?> chain(AsyncModel<Entry> model, int client, int done) {
        if (done == finds) {
            return CompletableFuture.completedFuture(done);
        }
        long start = System.nanoTime();
        return model.afindOne(FILTER).thenCompose(found -> {
            nanos[client * finds + done] = System.nanoTime() - start;
            return chain(model, client, done + 1);
        });
    }

    private void straight(Model<Entry> model) throws InterruptedException {
        CountDownLatch over = new CountDownLatch(clients);
        for (int i = 0; i < clients; i++) {
            int client = i;
            Thread.ofVirtual().start(() -> {
                for (int done = 0; done < finds; done++) {
                    long start = System.nanoTime();
                    model.findOne(FILTER);
                    nanos[client * finds + done] = System.nanoTime() - start;
                }
                over.countDown();
            });
        }
        over.await();
    }
}
