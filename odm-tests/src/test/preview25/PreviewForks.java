import static com.mongodb.client.model.Filters.eq;
import static io.mongoodm.query.Fields.field;

import io.mongoodm.Model;
import io.mongoodm.testkit.EmbeddedMongo;
import io.mongoodm.vthreads.AsyncOdm;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.StructuredTaskScope;

/** Forks of the JDK's own structured concurrency, a preview of Java 25, inside the body of a transaction. */
public final class PreviewForks {
    public record Account(String id, int balance) {}

    private static final int FORKS = 8;

    private PreviewForks() {}

    public static void main(String[] arguments) throws Exception {
        try (EmbeddedMongo server = EmbeddedMongo.start();
                AsyncOdm odm = AsyncOdm.connect(server.uri(), Account.class)) {
            Model<Account> accounts = odm.synchronous().model(Account.class);
            accounts.createMany(List.of(new Account("a", 100), new Account("b", 0)));

            long changed = odm.transaction(tx -> {
                try (var scope = StructuredTaskScope.<Long>open()) {
                    List<StructuredTaskScope.Subtask<Long>> forks = new ArrayList<>();
                    for (int i = 0; i < FORKS; i++) {
                        forks.add(scope.fork(() -> move(tx.model(Account.class), 1)));
                    }
                    scope.join();
                    return forks.stream()
                            .mapToLong(StructuredTaskScope.Subtask::get)
                            .sum();
                }
            });
            System.out.println("changed " + changed + ": " + balances(accounts));

            try {
                odm.transaction(tx -> {
                    try (var scope = StructuredTaskScope.<Long>open()) {
                        scope.fork(() -> move(tx.model(Account.class), 1));
                        scope.fork(() -> {
                            throw new IllegalStateException("no");
                        });
                        scope.join();
                        return null;
                    }
                });
            } catch (StructuredTaskScope.FailedException failed) {
                System.out.println("aborted by " + failed.getCause().getMessage() + ": " + balances(accounts));
            }
        }
    }

    private static long move(Model<Account> accounts, int amount) {
        return accounts.updateOne(eq("_id", "a"), field(Account::balance).inc(-amount))
                        .getModifiedCount()
                + accounts.updateOne(eq("_id", "b"), field(Account::balance).inc(amount))
                        .getModifiedCount();
    }

    private static List<Integer> balances(Model<Account> accounts) {
        return accounts.find().sort(field(Account::id).ascending()).toList().stream()
                .map(Account::balance)
                .toList();
    }
}
