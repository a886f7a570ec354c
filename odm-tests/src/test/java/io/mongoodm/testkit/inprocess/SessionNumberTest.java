package io.mongoodm.testkit.inprocess;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoException;
import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the numbers of a session mean, told without a driver, which chooses them itself. */
class SessionNumberTest {
    private final Store store = new Store(System::nanoTime);
    private final Sessions sessions = new Sessions(store);
    private final FailPoints failPoints = new FailPoints();
    private final Dispatcher dispatcher =
            new Dispatcher(store, sessions, failPoints, CommandTable.of(store, sessions, failPoints, "nowhere:0"));
    private final Document session = new Document("id", UUID.randomUUID());

    SessionNumberTest() throws InterruptedException {
        send(new Document("insert", "numbers").append("documents", List.of(new Document("_id", 1).append("n", 0))));
    }

    private Document send(Document command) throws InterruptedException {
        return dispatcher.run(new Request(new Client(1), command.append("$db", "facts")));
    }

    private Document increment(long number) {
        Document statement =
                new Document("q", new Document("_id", 1)).append("u", new Document("$inc", new Document("n", 1)));
        return new Document("update", "numbers")
                .append("updates", List.of(statement))
                .append("lsid", session)
                .append("txnNumber", number);
    }

    private Object stored() throws InterruptedException {
        Document reply = send(new Document("distinct", "numbers").append("key", "n"));
        return List.copyOf((java.util.Collection<?>) reply.get("values"));
    }

    @Test
    void retriedWriteIsDoneOnceAndAnsweredAlike() throws InterruptedException {
        Document first = send(increment(1));
        assertThat(first).containsEntry("nModified", 1);
        assertThat(send(increment(1))).isEqualTo(first);
        assertThat(stored()).isEqualTo(List.of(1));
        send(increment(2));
        assertThat(stored()).isEqualTo(List.of(2));
    }

    @Test
    void olderNumberIsRefused() throws InterruptedException {
        send(increment(5));
        assertThat(send(increment(4))).containsEntry("code", 225);
        assertThat(stored()).isEqualTo(List.of(1));
    }

    @Test
    void newerNumberAbortsTheOpenTransaction() throws InterruptedException {
        Document begun = increment(1).append("startTransaction", true).append("autocommit", false);
        assertThat(send(begun)).containsEntry("ok", 1.0);
        assertThat(send(increment(2))).containsEntry("ok", 1.0);
        assertThat(stored()).isEqualTo(List.of(1));
    }

    @Test
    void transactionNumberIsUsedOnce() throws InterruptedException {
        send(increment(1).append("startTransaction", true).append("autocommit", false));
        assertThat(send(increment(1).append("startTransaction", true).append("autocommit", false)))
                .containsEntry("code", 117);
    }

    @Test
    void unknownTransactionIs251AndTransient() throws InterruptedException {
        assertThat(send(increment(3).append("autocommit", false)))
                .containsEntry("code", 251)
                .containsEntry("errorLabels", List.of(MongoException.TRANSIENT_TRANSACTION_ERROR_LABEL));
    }

    @Test
    void transactionWhoseAbortCameFirstDoesNotStart() throws InterruptedException {
        Document abort = new Document("abortTransaction", 1)
                .append("lsid", session)
                .append("txnNumber", 3L)
                .append("autocommit", false);
        assertThat(send(abort)).containsEntry("code", 251);
        assertThat(send(increment(3).append("startTransaction", true).append("autocommit", false)))
                .containsEntry("code", 117);
        assertThat(send(increment(4).append("startTransaction", true).append("autocommit", false)))
                .containsEntry("ok", 1.0);
    }

    @Test
    void committedTransactionTakesNoFurtherCommand() throws InterruptedException {
        send(increment(1).append("startTransaction", true).append("autocommit", false));
        Document end = new Document("lsid", session).append("txnNumber", 1L).append("autocommit", false);
        Document commit = new Document("commitTransaction", 1);
        commit.putAll(end);
        assertThat(send(commit)).containsEntry("ok", 1.0);
        assertThat(send(commit)).containsEntry("ok", 1.0);
        assertThat(send(increment(1).append("autocommit", false))).containsEntry("code", 256);
        Document abort = new Document("abortTransaction", 1);
        abort.putAll(end);
        assertThat(send(abort)).containsEntry("code", 256);
        assertThat(stored()).isEqualTo(List.of(1));
    }

    @Test
    void forgottenSessionStartsAnew() throws InterruptedException {
        send(increment(5));
        send(new Document("endSessions", List.of(session)));
        assertThat(send(increment(1))).containsEntry("ok", 1.0);
        assertThat(stored()).isEqualTo(List.of(2));
    }
}
