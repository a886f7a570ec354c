package io.mongoodm.testkit.inprocess;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.inc;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import org.bson.Document;
import org.junit.jupiter.api.Test;

class LifecycleTest {

    @Test
    void closedServerLeavesNoThreadAndNoPort() {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        int port;
        try (InProcessServer server = InProcessServer.start();
                MongoClient client = MongoClients.create("mongodb://127.0.0.1:" + server.port())) {
            port = server.port();
            client.getDatabase("facts").getCollection("last").insertOne(new Document());
        }
        assertThat(Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> !before.contains(thread) && !thread.isDaemon()))
                .isEmpty();
        assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
                .isInstanceOf(IOException.class);
    }

    @Test
    void closingAgainDoesNothing() {
        InProcessServer server = InProcessServer.start();
        server.close();
        server.close();
        assertThat(server.port()).isPositive();
    }

    @Test
    void closingInterruptsTheCommandsThatWait() throws InterruptedException {
        ServerFixture server = new ServerFixture();
        MongoCollection<Document> accounts = server.collection("waiting", "{_id: 1}");
        accounts.updateOne(server.transaction(), eq("_id", 1), inc("n", 1));
        try (MongoClient client = MongoClients.create(server.uri("serverSelectionTimeoutMS=1000"))) {
            MongoCollection<Document> waitingAccounts =
                    client.getDatabase("facts").getCollection("waiting");
            Thread waiting = Thread.ofVirtual()
                    .start(() -> assertThatThrownBy(() -> waitingAccounts.updateOne(eq("_id", 1), inc("n", 10)))
                            .isInstanceOf(MongoException.class));
            server.awaitWaiting(1);
            server.close();
            assertThat(waiting.join(Duration.ofSeconds(60))).isTrue();
        }
    }

    @Test
    void versionNamesWhatItIsBuiltOn() {
        try (InProcessServer server = InProcessServer.start()) {
            assertThat(server.version())
                    .isEqualTo("mongo-java-server 1.47.0 with the test kit's sessions and transactions");
        }
    }

    @Test
    void serversShareNothing() {
        try (ServerFixture one = new ServerFixture();
                ServerFixture other = new ServerFixture()) {
            one.collection("own", "{_id: 1}");
            assertThat(other.database().getCollection("own").countDocuments()).isZero();
        }
    }
}
