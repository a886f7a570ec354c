package io.mongoodm.reference;

import static com.mongodb.client.model.Filters.eq;
import static io.mongoodm.query.Fields.field;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.model.UpdateOneModel;
import io.mongoodm.Model;
import io.mongoodm.Odm;
import io.mongoodm.annotation.OdmModel;
import io.mongoodm.testkit.EmbeddedMongo;
import io.mongoodm.testkit.Feature;
import io.mongoodm.testkit.OdmTest;
import io.mongoodm.testkit.Requires;
import io.mongoodm.vthreads.AsyncOdm;
import io.mongoodm.vthreads.TransactionScope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A bank under faults: tellers move money between few accounts, note each transfer in the same transaction, and meet
 * transient errors, commits of unknown outcome, lost connections and cancellations. {@code -Dodm.bank.transfers=} says
 * how many transfers.
 */
@OdmTest
@Requires({Feature.TRANSACTIONS, Feature.CONCURRENT_TRANSACTIONS, Feature.FAIL_POINTS})
final class TransactionBankTest {
    @OdmModel(collection = "bank_accounts")
    record Account(Integer id, long balance) {}

    @OdmModel(collection = "bank_transfers")
    record Transfer(Integer id, int from, int to, int amount) {
        static Transfer random(int id) {
            Random random = new Random(id);
            int from = random.nextInt(ACCOUNTS);
            return new Transfer(id, from, (from + random.nextInt(1, ACCOUNTS)) % ACCOUNTS, random.nextInt(1, 50));
        }
    }

    private static final int TRANSFERS = Integer.getInteger("odm.bank.transfers", 2_000);
    private static final int TELLERS = 8;
    private static final int ACCOUNTS = 10;
    private static final long START = 1_000;
    private static final String APPLICATION = "transaction-bank-test";
    private static final List<String> FAULTS = List.of(
            "{failCommands: ['update'], errorCode: 112, errorLabels: ['TransientTransactionError']}",
            "{failCommands: ['update'], closeConnection: true}",
            "{failCommands: ['commitTransaction'], errorCode: 112, errorLabels: ['TransientTransactionError']}",
            "{failCommands: ['insert'], closeConnection: true}",
            "{failCommands: ['commitTransaction'], errorCode: 64, errorLabels: ['UnknownTransactionCommitResult']}",
            "{failCommands: ['commitTransaction'], closeConnection: true}");

    private final AtomicInteger repeated = new AtomicInteger();
    private final Set<Integer> acknowledged = ConcurrentHashMap.newKeySet();
    private final Set<Integer> cancelled = ConcurrentHashMap.newKeySet();
    private final String uri;
    private final MongoClient admin;
    private final AsyncOdm odm;

    TransactionBankTest(EmbeddedMongo server) {
        this.uri = server.uri();
        this.admin = MongoClients.create(uri);
        this.odm = AsyncOdm.builder().odm(open(APPLICATION)).build();
    }

    /** A lost connection makes the driver look for the server again, half a second later unless it is told otherwise. */
    private Odm open(String application) {
        ConnectionString address = new ConnectionString(uri);
        return Odm.builder()
                .settings(MongoClientSettings.builder()
                        .applyConnectionString(address)
                        .applicationName(application)
                        .applyToServerSettings(monitor -> monitor.minHeartbeatFrequency(5, TimeUnit.MILLISECONDS))
                        .build())
                .database(Objects.requireNonNull(address.getDatabase()))
                .models(Account.class, Transfer.class)
                .build();
    }

    @AfterEach
    void close() {
        odm.close();
        odm.synchronous().close();
        admin.close();
    }

    @Test
    void noAcknowledgedTransferIsLostOrDoubled() {
        odm.model(Account.class)
                .acreateMany(IntStream.range(0, ACCOUNTS)
                        .mapToObj(id -> new Account(id, START))
                        .toList())
                .join();
        long start = System.nanoTime();

        List<CompletableFuture<Void>> tellers = IntStream.range(0, TELLERS)
                .mapToObj(teller -> CompletableFuture.runAsync(() -> serve(teller), Thread::startVirtualThread))
                .toList();
        CompletableFuture.allOf(tellers.toArray(CompletableFuture[]::new))
                .orTimeout(10, TimeUnit.MINUTES)
                .join();
        arm("off", "{}");
        odm.close();

        System.out.printf(
                "bank: %d transfers in %d ms, %d acknowledged, %d cancelled, %d attempts repeated%n",
                TRANSFERS,
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start),
                acknowledged.size(),
                cancelled.size(),
                repeated.get());
        assertThat(odm.metrics().running()).isZero();
        assertThat(acknowledged.size() + cancelled.size()).isEqualTo(TRANSFERS);
        try (Odm auditor = open("auditor")) {
            audit(auditor);
        }
        assertThat(openTransactions()).isZero();
    }

    private void serve(int teller) {
        for (int number = teller; number < TRANSFERS; number += TELLERS) {
            if (number % 40 == 0) {
                arm(new Document("times", 1), FAULTS.get(number / 40 % FAULTS.size()));
            }
            move(Transfer.random(number));
            if (number % 100 == 0) {
                assertThat(odm.<Long>transaction(tx -> sum(tx.model(Account.class))))
                        .isEqualTo(ACCOUNTS * START);
            }
        }
    }

    private void move(Transfer transfer) {
        CompletableFuture<Transfer> moved = odm.atransaction(tx -> book(tx, transfer));
        boolean stopped = false;
        if (transfer.id() % 20 == 7) {
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(transfer.id() % 4_000));
            stopped = moved.cancel(true);
        }
        try {
            assertThat(moved.join()).isEqualTo(transfer);
            acknowledged.add(transfer.id());
        } catch (CancellationException expected) {
            assertThat(stopped).isTrue();
            cancelled.add(transfer.id());
        }
    }

    private Transfer book(TransactionScope tx, Transfer transfer) {
        repeated.addAndGet(tx.attempt() > 1 ? 1 : 0);
        Model<Account> accounts = tx.model(Account.class);
        tx.model(Transfer.class).create(transfer);
        Bson takes = field(Account::balance).inc(-transfer.amount());
        Bson gives = field(Account::balance).inc(transfer.amount());
        if (transfer.id() % 5 == 0) {
            tx.fork(() -> accounts.updateOne(eq("_id", transfer.from()), takes));
            tx.fork(() -> accounts.updateOne(eq("_id", transfer.to()), gives));
            tx.join();
        } else {
            accounts.bulkWrite(List.of(
                    new UpdateOneModel<Account>(eq("_id", transfer.from()), takes),
                    new UpdateOneModel<Account>(eq("_id", transfer.to()), gives)));
        }
        return transfer;
    }

    private void arm(Object mode, String failure) {
        admin.getDatabase("admin")
                .runCommand(new Document("configureFailPoint", "failCommand")
                        .append("mode", mode)
                        .append("data", Document.parse(failure).append("appName", APPLICATION)));
    }

    private static long sum(Model<Account> accounts) {
        return accounts.find().toList().stream().mapToLong(Account::balance).sum();
    }

    /** Every account holds what its transfers say, and those are the acknowledged ones, once each. */
    private void audit(Odm auditor) {
        List<Transfer> transfers = auditor.model(Transfer.class).find().toList();
        Set<Integer> stored = transfers.stream().map(Transfer::id).collect(Collectors.toSet());
        assertThat(without(acknowledged, stored)).as("acknowledged and lost").isEmpty();
        assertThat(without(stored, acknowledged)).as("stored and cancelled").isEmpty();
        assertThat(transfers).hasSize(stored.size());
        Long[] expected = new Long[ACCOUNTS];
        Arrays.fill(expected, START);
        for (Transfer transfer : transfers) {
            expected[transfer.from()] -= transfer.amount();
            expected[transfer.to()] += transfer.amount();
        }
        List<Long> balances = new ArrayList<>();
        for (int id = 0; id < ACCOUNTS; id++) {
            balances.add(auditor.model(Account.class).get(eq("_id", id)).balance());
            assertThat(auditor.model(Account.class)
                            .withTimeout(Duration.ofSeconds(5))
                            .updateOne(eq("_id", id), field(Account::balance).inc(0))
                            .getMatchedCount())
                    .isEqualTo(1);
        }
        assertThat(balances).containsExactly(expected);
    }

    private static List<Integer> without(Set<Integer> some, Set<Integer> others) {
        return some.stream().filter(id -> !others.contains(id)).sorted().toList();
    }

    /** Asks the server; one that does not count them has shown above that none holds an account. */
    private int openTransactions() {
        Document status = admin.getDatabase("admin").runCommand(new Document("serverStatus", 1));
        Object open = status.get("transactions", new Document()).get("currentOpen", 0);
        return ((Number) open).intValue();
    }
}
