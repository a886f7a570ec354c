package io.mongoodm.benchmark;

import java.time.Instant;
import java.util.List;
import org.bson.codecs.pojo.annotations.BsonId;
import org.bson.types.ObjectId;

/** The model that everything is measured with: eleven components, about 0.7 KB. */
public record User(
        @BsonId ObjectId id,
        String name,
        String email,
        int age,
        long visits,
        double score,
        boolean active,
        Instant created,
        List<String> tags,
        Address address,
        List<Item> items) {

    public record Address(String street, String city, String zip, String country) {}

    public record Item(String sku, String title, int quantity, double price) {}

    static User sample(int seed) {
        return new User(
                new ObjectId(1_700_000_000 + seed, seed & 0xffffff),
                "Firstname Lastname " + seed,
                "firstname.lastname." + seed + "@example.com",
                20 + seed % 60,
                1_000_000_007L * seed,
                seed * 0.37,
                seed % 2 == 0,
                Instant.ofEpochMilli(1_700_000_000_000L + seed),
                List.of("alpha", "beta", "gamma", "delta"),
                new Address("Long Street " + seed, "Zürich", "8001", "CH"),
                List.of(item(seed), item(seed + 1), item(seed + 2)));
    }

    private static Item item(int seed) {
        return new Item("SKU-" + seed, "A thing of some kind, number " + seed, seed % 7, seed * 1.25);
    }
}
