import com.mongodb.client.model.Filters;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import com.mongodb.reactivestreams.client.MongoCollection;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.bson.Document;
import org.bson.conversions.Bson;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The clients of io.mongoodm.benchmark.async.Clients on the reactive driver. A source file of its own, run as one, since
 * the driver's versions do not go together on one class path.
 */
final class ReactiveClients {
    private static final Bson FILTER = Filters.eq("name", "a name");

    private ReactiveClients() {}

    public static void main(String[] arguments) throws IOException {
        BufferedReader rounds = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (MongoClient client = MongoClients.create(arguments[0])) {
            MongoCollection<Document> entries = client.getDatabase("bench").getCollection("entry");
            for (String line = rounds.readLine(); line != null; line = rounds.readLine()) {
                String[] numbers = line.split(" ");
                System.out.println(round(entries, Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1])));
            }
        }
    }

    private static String round(MongoCollection<Document> entries, int clients, int finds) {
        long[] nanos = new long[clients * finds];
        long start = System.nanoTime();
        Flux.range(0, clients)
                .flatMap(
                        client -> Flux.range(0, finds)
                                .concatMap(number -> find(entries, nanos, client * finds + number), 0),
                        clients)
                .blockLast();
        long wall = System.nanoTime() - start;
        Arrays.sort(nanos);
        return String.format(
                Locale.ROOT,
                "%.0f %.1f %.1f %.1f",
                nanos.length * 1e9 / wall,
                nanos[nanos.length / 2] / 1e6,
                nanos[(int) (nanos.length * 0.99)] / 1e6,
                nanos[nanos.length - 1] / 1e6);
    }

    private static Mono<Document> find(MongoCollection<Document> entries, long[] nanos, int number) {
        return Mono.defer(() -> {
            long start = System.nanoTime();
            return Mono.from(entries.find(FILTER).first())
                    .doOnSuccess(found -> nanos[number] = System.nanoTime() - start);
        });
    }
}
