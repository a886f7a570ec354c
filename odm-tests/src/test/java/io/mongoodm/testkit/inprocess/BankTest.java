package io.mongoodm.testkit.inprocess;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.inc;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoCollection;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BankTest {
    private static final int ACCOUNTS = 10;
    private static final int THREADS = 8;
    private static final int TRANSFERS = 60;

    private final ServerFixture server = new ServerFixture();

    @AfterAll
    void closeServer() {
        server.close();
    }

    @Test
    void concurrentTransfersKeepTheSum() {
        MongoCollection<Document> accounts = server.collection("accounts");
        accounts.insertMany(IntStream.range(0, ACCOUNTS)
                .mapToObj(id -> new Document("_id", id).append("balance", 100))
                .toList());
        List<CompletableFuture<Void>> workers = new ArrayList<>();
        for (int worker = 0; worker < THREADS; worker++) {
            Random random = new Random(worker);
            workers.add(CompletableFuture.runAsync(() -> transfer(accounts, random), Thread::startVirtualThread));
        }
        while (workers.stream().anyMatch(worker -> !worker.isDone())) {
            assertThat(sum(accounts)).isEqualTo(ACCOUNTS * 100);
        }
        CompletableFuture.allOf(workers.toArray(CompletableFuture[]::new))
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
        assertThat(sum(accounts)).isEqualTo(ACCOUNTS * 100);
        assertThat(server.admin()
                        .runCommand(new Document("serverStatus", 1))
                        .getEmbedded(List.of("transactions", "currentOpen"), Integer.class))
                .isZero();
    }

    private void transfer(MongoCollection<Document> accounts, Random random) {
        for (int i = 0; i < TRANSFERS; i++) {
            int from = random.nextInt(ACCOUNTS);
            int to = random.nextInt(ACCOUNTS);
            int amount = random.nextInt(1, 50);
            try (ClientSession session = server.client().startSession()) {
                session.withTransaction(() -> {
                    accounts.updateOne(session, eq("_id", from), inc("balance", -amount));
                    return accounts.updateOne(session, eq("_id", to), inc("balance", amount));
                });
            }
        }
    }

    private static int sum(MongoCollection<Document> accounts) {
        return accounts.find().map(account -> account.getInteger("balance")).into(new ArrayList<>()).stream()
                .mapToInt(Integer::intValue)
                .sum();
    }
}
