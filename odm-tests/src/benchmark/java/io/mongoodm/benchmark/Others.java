package io.mongoodm.benchmark;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.bson.codecs.pojo.annotations.BsonId;
import org.bson.types.ObjectId;

/** Three further models, so that no call site of a codec has seen only one type. */
public final class Others {
    private Others() {}

    public record Product(
            @BsonId String id, String title, String description, double price, int stock, List<String> categories) {
        static Product sample(int seed) {
            return new Product(
                    "product-" + seed,
                    "Product number " + seed,
                    "A description of some length that nobody reads, number " + seed,
                    seed * 0.99,
                    seed % 100,
                    List.of("books", "music"));
        }
    }

    public record Event(@BsonId ObjectId id, String kind, Instant at, long sequence, Map<String, String> attributes) {
        static Event sample(int seed) {
            return new Event(
                    new ObjectId(1_700_000_000 + seed, seed & 0xffffff),
                    "page-view",
                    Instant.ofEpochMilli(1_700_000_000_000L + seed),
                    seed,
                    Map.of("path", "/a/b/c", "agent", "something", "referrer", "https://example.com"));
        }
    }

    public record Reading(@BsonId int id, String sensor, List<Double> values, boolean valid) {
        static Reading sample(int seed) {
            return new Reading(seed, "sensor-" + seed % 16, List.of(seed * 0.1, seed * 0.2, seed * 0.3), true);
        }
    }
}
