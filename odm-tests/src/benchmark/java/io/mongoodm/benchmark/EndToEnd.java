package io.mongoodm.benchmark;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import dev.morphia.Datastore;
import io.mongoodm.Model;
import io.mongoodm.Odm;
import io.mongoodm.OdmCodecs;
import io.mongoodm.internal.mapping.Registries;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bson.BsonDocumentReader;
import org.bson.RawBsonDocument;
import org.bson.codecs.Codec;
import org.bson.codecs.configuration.CodecRegistries;
import org.bson.conversions.Bson;
import org.springframework.data.mongodb.core.MongoTemplate;
import org.springframework.data.mongodb.core.SimpleMongoClientDatabaseFactory;
import org.springframework.data.mongodb.core.query.Query;

/**
 * The whole way through the driver and a socket: 100,000 documents read, and 1,000 written at once. Before anything is
 * timed all readers have to agree on the values.
 */
final class EndToEnd {
    static final String RECORD_CODEC = "driver, record codec";
    private static final String COLLECTION = "users";
    private static final int READ = 100_000;
    private static final int WRITTEN = 1_000;
    private static final int WRITES_A_ROUND = 40;

    private final MongoClient client;
    private final MongoDatabase database;
    private final Model<User> model;
    private final List<User> users;
    private final MongoCollection<User> ours;
    private final MongoCollection<User> byHand;

    private EndToEnd(MongoClient client, Odm odm, List<User> users) {
        this.client = client;
        this.database = client.getDatabase("benchmark");
        this.model = odm.model(User.class);
        this.users = users;
        this.ours = collection(User.class).withCodecRegistry(OdmCodecs.registry(Registries.drivers()));
        this.byHand = collection(User.class)
                .withCodecRegistry(CodecRegistries.fromRegistries(
                        CodecRegistries.fromCodecs(new CodecsByHand.UserCodec()), Registries.drivers()));
    }

    static void run() throws Exception {
        List<User> users = IntStream.range(0, READ).mapToObj(User::sample).toList();
        List<byte[]> stored =
                IntStream.range(0, READ).mapToObj(Sample.USER::stored).toList();
        try (CannedServer server = new CannedServer(stored, WRITTEN);
                MongoClient client = MongoClients.create(server.uri());
                Odm odm = Odm.builder()
                        .client(client)
                        .database("benchmark")
                        .models(User.class)
                        .build()) {
            EndToEnd contest = new EndToEnd(client, odm, users);
            contest.find();
            contest.insert();
        }
    }

    private void find() {
        MongoTemplate spring =
                new MongoTemplate(new SimpleMongoClientDatabaseFactory(client, "benchmark"), SpringData.converter());
        Datastore morphia = MorphiaData.datastore(client);
        Map<String, Supplier<Stream<?>>> readers = new LinkedHashMap<>();
        readers.put("mongoodm, model.find().stream()", () -> model.find().stream());
        readers.put(RECORD_CODEC, () -> stream(collection(User.class)));
        readers.put("driver, our codec", () -> stream(ours));
        readers.put("driver, codec by hand", () -> stream(byHand));
        readers.put("driver, RawBsonDocument", () -> stream(collection(RawBsonDocument.class)));
        readers.put("driver, Document", () -> stream(database.getCollection(COLLECTION)));
        readers.put("Spring Data", () -> spring.stream(new Query(), User.class, COLLECTION));
        readers.put("Morphia", () -> morphia.find(MorphiaModels.User.class).stream());
        Map<String, Runnable> runs = new LinkedHashMap<>();
        readers.forEach((name, reader) -> {
            check(name, reader);
            runs.put(name, () -> count(reader));
        });
        new Contest("find of 100,000 documents", runs).run();
    }

    private void insert() {
        List<User> documents = users.subList(0, WRITTEN);
        Map<String, Runnable> runs = new LinkedHashMap<>();
        runs.put("mongoodm, createMany", () -> repeat(() -> model.createMany(documents)));
        runs.put(RECORD_CODEC, () -> repeat(() -> collection(User.class).insertMany(documents)));
        runs.put("driver, our codec", () -> repeat(() -> ours.insertMany(documents)));
        runs.put("driver, codec by hand", () -> repeat(() -> byHand.insertMany(documents)));
        new Contest(WRITES_A_ROUND + " times 1,000 documents inserted at once", runs).run();
    }

    private static void repeat(Runnable write) {
        for (int i = 0; i < WRITES_A_ROUND; i++) {
            write.run();
        }
    }

    private <T> MongoCollection<T> collection(Class<T> type) {
        return database.getCollection(COLLECTION, type);
    }

    /** Returns the documents as {@code find} gives them; the end of the run closes the cursor by itself. */
    private static <T> Stream<T> stream(MongoCollection<T> collection) {
        Iterator<T> cursor = collection.find().iterator();
        return Stream.generate(() -> cursor.hasNext() ? cursor.next() : null).takeWhile(each -> each != null);
    }

    private static void count(Supplier<Stream<?>> reader) {
        long[] count = new long[1];
        try (Stream<?> found = reader.get()) {
            found.forEach(each -> count[0]++);
        }
        if (count[0] != READ) {
            throw new IllegalStateException("Read " + count[0]);
        }
    }

    private void check(String name, Supplier<Stream<?>> reader) {
        Iterator<User> expected = users.iterator();
        try (Stream<?> found = reader.get()) {
            found.forEach(each -> {
                Object record = record(each);
                if (!record.equals(expected.next())) {
                    throw new IllegalStateException(name + " reads " + record);
                }
            });
        }
    }

    private static Object record(Object read) {
        if (read instanceof Bson document) {
            Codec<User> codec = Registries.drivers().get(User.class);
            return codec.decode(new BsonDocumentReader(document.toBsonDocument()), Contestant.Way.DECODING);
        }
        return read instanceof MorphiaModels.Model model ? model.record() : read;
    }
}
