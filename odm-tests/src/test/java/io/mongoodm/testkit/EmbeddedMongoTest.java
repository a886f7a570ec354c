package io.mongoodm.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import com.mongodb.ConnectionString;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bson.Document;
import org.junit.jupiter.api.Test;

class EmbeddedMongoTest {
    private static final Map<String, String> NOTHING_SET = Map.of();

    @Test
    void descriptionSaysWhichServerAndWhy() {
        try (EmbeddedMongo mongo = EmbeddedMongo.start(Server.AUTO, NOTHING_SET)) {
            assertThat(mongo.description())
                    .startsWith("the in-process server, a test double on mongo-java-server 1.47.0")
                    .endsWith(", because none of ODM_TEST_SERVER, ODM_TEST_URI and ODM_TEST_MONGOD is set");
            assertThat(mongo).hasToString("EmbeddedMongo[" + mongo.description() + "]");
        }
    }

    @Test
    void uriNamesAnotherDatabaseEachTime() {
        try (EmbeddedMongo mongo = EmbeddedMongo.start(Server.AUTO, NOTHING_SET)) {
            assertThat(mongo.uri()).matches("mongodb://127\\.0\\.0\\.1:\\d+/odm_test_[0-9a-f]{12}\\?.*");
            assertThat(mongo.uri()).isNotEqualTo(mongo.uri());
        }
    }

    @Test
    void leaseDropsTheDatabasesOfItsUriAndNoOther() {
        try (EmbeddedMongo outer = EmbeddedMongo.start(Server.AUTO, NOTHING_SET);
                MongoClient client = MongoClients.create(outer.uri())) {
            List<String> before = databases(client);
            try (EmbeddedMongo inner = EmbeddedMongo.start(Server.AUTO, NOTHING_SET)) {
                insertInto(inner.uri());
                insertInto(inner.uri("kept"));
            }

            assertThat(databases(client)).containsAll(before).contains("kept").hasSize(before.size() + 1);
            client.getDatabase("kept").drop();
        }
    }

    @Test
    void leasesShareOneServerAndTheLastStopsIt() throws IOException {
        EmbeddedMongo first = EmbeddedMongo.start(Server.IN_PROCESS, NOTHING_SET);
        EmbeddedMongo second = EmbeddedMongo.start(Server.AUTO, NOTHING_SET);
        InetSocketAddress address = address(first);

        assertThat(address(second)).isEqualTo(address);
        first.close();
        insertInto(second.uri());
        second.close();
    }

    @Test
    void closingTwiceEndsOneLease() {
        try (EmbeddedMongo other = EmbeddedMongo.start(Server.AUTO, NOTHING_SET)) {
            EmbeddedMongo mongo = EmbeddedMongo.start(Server.AUTO, NOTHING_SET);
            mongo.close();
            mongo.close();

            insertInto(other.uri());
        }
    }

    @Test
    void leasesFromManyThreadsShareOneServer() throws Exception {
        List<Callable<InetSocketAddress>> starts = new ArrayList<>();
        try (EmbeddedMongo held = EmbeddedMongo.start(Server.AUTO, NOTHING_SET);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 20; i++) {
                starts.add(() -> {
                    try (EmbeddedMongo mongo = EmbeddedMongo.start(Server.AUTO, NOTHING_SET)) {
                        return address(mongo);
                    }
                });
            }
            for (Future<InetSocketAddress> start : threads.invokeAll(starts)) {
                assertThat(start.get()).isEqualTo(address(held));
            }
        }
    }

    @Test
    void uriAfterCloseIsRefused() {
        EmbeddedMongo mongo = EmbeddedMongo.start(Server.AUTO, NOTHING_SET);
        mongo.close();

        assertThatIllegalStateException()
                .isThrownBy(mongo::uri)
                .withMessage("This EmbeddedMongo is closed. Ask for the URI before close(), or start another.");
    }

    @Test
    void nullDatabaseIsRefused() {
        try (EmbeddedMongo mongo = EmbeddedMongo.start(Server.AUTO, NOTHING_SET)) {
            @SuppressWarnings("NullAway") // what a caller without null checks does
            Runnable call = () -> mongo.uri(null);

            assertThatNullPointerException().isThrownBy(call::run).withMessage("database");
        }
    }

    @Test
    void uriWithoutAServerIsRefusedWithTheAddressAndNoCredentials() {
        Map<String, String> environment =
                Map.of("ODM_TEST_URI", "mongodb://ann:secret@127.0.0.1:1/?serverSelectionTimeoutMS=200");

        assertThatIllegalStateException()
                .isThrownBy(() -> EmbeddedMongo.start(Server.AUTO, environment))
                .withMessage(
                        "The server at 127.0.0.1:1, which ODM_TEST_URI names, cannot be used"
                                + " (MongoTimeoutException). Start it, or unset ODM_TEST_URI to use the server inside the JVM.");
    }

    @Test
    void malformedUriIsRefused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> EmbeddedMongo.start(Server.AUTO, Map.of("ODM_TEST_URI", "localhost:27017")))
                .withMessage("ODM_TEST_URI holds no connection string. Set it to one like"
                        + " mongodb://127.0.0.1:27017/?directConnection=true, or unset it.");
    }

    @Test
    void serverOfAUriOutlivesItsLeases() {
        try (EmbeddedMongo server = EmbeddedMongo.start(Server.AUTO, NOTHING_SET)) {
            Map<String, String> environment = Map.of("ODM_TEST_URI", server.uri("ignored"));
            String fresh;
            try (EmbeddedMongo mongo = EmbeddedMongo.start(Server.AUTO, environment)) {
                assertThat(mongo.description())
                        .contains(" at 127.0.0.1:")
                        .endsWith(", because ODM_TEST_URI names it; ODM_TEST_SERVER is not set");
                fresh = mongo.uri();
                insertInto(fresh);
            }

            try (MongoClient client = MongoClients.create(server.uri())) {
                assertThat(databases(client)).doesNotContain(database(fresh));
            }
        }
    }

    private static void insertInto(String uri) {
        try (MongoClient client = MongoClients.create(uri)) {
            client.getDatabase(database(uri)).getCollection("things").insertOne(new Document("_id", 1));
        }
    }

    private static String database(String uri) {
        return Objects.requireNonNull(new ConnectionString(uri).getDatabase());
    }

    private static List<String> databases(MongoClient client) {
        return client.listDatabaseNames().into(new ArrayList<>());
    }

    private static InetSocketAddress address(EmbeddedMongo mongo) {
        String host = new ConnectionString(mongo.uri("any")).getHosts().getFirst();
        String[] parts = host.split(":", 2);
        return new InetSocketAddress(parts[0], Integer.parseInt(parts[1]));
    }
}
