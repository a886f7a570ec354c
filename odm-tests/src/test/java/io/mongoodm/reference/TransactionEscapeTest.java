package io.mongoodm.reference;

import static com.mongodb.client.model.Filters.eq;
import static io.mongoodm.query.Fields.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.model.InsertOneModel;
import io.mongoodm.ActiveRecord;
import io.mongoodm.Model;
import io.mongoodm.Odm;
import io.mongoodm.Query;
import io.mongoodm.Session;
import io.mongoodm.Transaction;
import io.mongoodm.annotation.OdmModel;
import io.mongoodm.testkit.CommandRecorder;
import io.mongoodm.testkit.EmbeddedMongo;
import io.mongoodm.testkit.Feature;
import io.mongoodm.testkit.OdmTest;
import io.mongoodm.testkit.Requires;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nothing escapes a transaction silently, and nothing outlives it. */
@OdmTest(models = TransactionEscapeTest.Ticket.class)
@Requires(Feature.TRANSACTIONS)
final class TransactionEscapeTest {
    @OdmModel(collection = "tickets")
    record Ticket(String id, int price) implements ActiveRecord<Ticket> {}

    private static final Ticket TICKET = new Ticket("t", 5);
    private static final String ESCAPES = "This call would not take part in the transaction that its thread works in:"
            + " use tx.model(Ticket.class), or a view of another session to stay outside";
    private static final String ENDED = "This transaction has ended: what is done through it belongs into its body";

    private final Odm odm;
    private final CommandRecorder recorder;
    private final Model<Ticket> tickets;

    TransactionEscapeTest(Odm odm, CommandRecorder recorder) {
        this.odm = odm;
        this.recorder = recorder;
        this.tickets = odm.model(Ticket.class);
    }

    @BeforeEach
    void empty() {
        odm.transaction(tx -> tx.attempt());
        tickets.deleteMany(new Document());
    }

    @Test
    void unboundCallsOnTheThreadOfTheBodyAreRefused() {
        Query<Ticket> prepared = tickets.find();

        for (Runnable call : List.<Runnable>of(
                () -> tickets.create(TICKET),
                () -> tickets.createMany(List.of(TICKET)),
                () -> tickets.update(TICKET),
                () -> tickets.delete(TICKET),
                tickets::find,
                prepared::toList,
                prepared::first,
                prepared::stream,
                () -> assertThat(prepared.iterator()).isNull(),
                () -> tickets.findRaw(),
                () -> tickets.findById("t"),
                () -> tickets.get(new Document()),
                () -> tickets.getOrCreate(eq("_id", "t"), () -> TICKET),
                tickets::getRandomOne,
                tickets::countDocuments,
                tickets::estimatedDocumentCount,
                tickets::exists,
                () -> tickets.distinct(field(Ticket::price)),
                () -> tickets.aggregate(List.of()),
                () -> tickets.updateMany(new Document(), field(Ticket::price).set(1)),
                () -> tickets.deleteMany(new Document()),
                () -> tickets.findOneAndDelete(new Document()),
                () -> tickets.bulkWrite(List.of(new InsertOneModel<>(TICKET))),
                () -> tickets.withTimeout(Duration.ofSeconds(5)).exists(),
                () -> odm.model(Ticket.class).exists(),
                () -> odm.withDatabase("elsewhere").model(Ticket.class).exists(),
                TICKET::create,
                TICKET::update,
                TICKET::delete)) {
            assertThat(Sent.by(
                            recorder,
                            () -> assertThatThrownBy(() -> odm.transaction(tx -> {
                                        call.run();
                                        return null;
                                    }))
                                    .isExactlyInstanceOf(IllegalStateException.class)
                                    .hasMessage(ESCAPES)))
                    .isEmpty();
        }
    }

    @Test
    void afterTheTransactionTheyWorkAgain() {
        odm.transaction(tx -> tx.model(Ticket.class).create(TICKET));

        assertThat(tickets.get(eq("_id", "t"))).isEqualTo(TICKET);
    }

    @Test
    void theActionsAfterTheCommitAreOutside() {
        List<Long> counts = new ArrayList<>();

        odm.transaction(tx -> {
            tx.afterCommit(() -> counts.add(tickets.countDocuments()));
            return tx.model(Ticket.class).create(TICKET);
        });

        assertThat(counts).containsExactly(1L);
    }

    @Test
    void aViewOfAnotherSessionStaysOutside() {
        assertThatThrownBy(() -> odm.transaction(tx -> {
                    try (Session session = odm.startSession()) {
                        tickets.withSession(session).create(TICKET);
                    }
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");

        assertThat(tickets.countDocuments()).isEqualTo(1);
    }

    @Test
    @Requires(Feature.CONCURRENT_TRANSACTIONS)
    void aTransactionInsideABodyIsIndependent() {
        assertThatThrownBy(() -> odm.transaction(tx -> {
                    tx.model(Ticket.class).create(new Ticket("outer", 1));
                    odm.transaction(inner -> inner.model(Ticket.class).create(new Ticket("inner", 1)));
                    assertThat(tx.model(Ticket.class).countDocuments()).isEqualTo(1);
                    assertThatThrownBy(tickets::exists).hasMessage(ESCAPES);
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");

        assertThat(tickets.find().toList()).extracting(Ticket::id).containsExactly("inner");
    }

    @Test
    void anotherHandleIsNotHeldBack(EmbeddedMongo server) {
        try (Odm other = Odm.connect(server.uri(), Ticket.class)) {
            boolean exists = odm.transaction(tx -> other.model(Ticket.class).exists());

            assertThat(exists).isFalse();
        }
    }

    @Test
    void aModelOfTheTransactionEndsWithIt() {
        List<Model<Ticket>> kept = new ArrayList<>();
        List<Query<Ticket>> queries = new ArrayList<>();
        List<Transaction> scopes = new ArrayList<>();
        odm.transaction(tx -> {
            scopes.add(tx);
            kept.add(tx.model(Ticket.class));
            queries.add(tx.model(Ticket.class).find());
            return null;
        });

        for (Runnable late : List.<Runnable>of(
                () -> kept.getFirst().create(TICKET),
                () -> kept.getFirst().exists(),
                () -> queries.getFirst().toList(),
                () -> scopes.getFirst().model(Ticket.class).exists())) {
            assertThatThrownBy(late::run)
                    .isExactlyInstanceOf(IllegalStateException.class)
                    .hasMessage(ENDED);
        }
        assertThat(tickets.exists()).isFalse();
    }

    @Test
    void aCallHasNoTimeoutOfItsOwnInside() {
        assertThatThrownBy(() -> odm.transaction(tx -> tx.model(Ticket.class)
                        .withTimeout(Duration.ofSeconds(5))
                        .exists()))
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage("A call in a transaction has no timeout of its own: give the transaction one with"
                        + " TransactionSettings, or leave withTimeout out");
    }

    @Test
    void aClosedHandleStartsNone(EmbeddedMongo server) {
        Odm closed = Odm.connect(server.uri(), Ticket.class);
        closed.close();

        assertThatThrownBy(() -> closed.transaction(tx -> null))
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage("This handle is closed: open another with connect or builder()");
    }

    @Test
    void aModelThatIsNotRegisteredIsRefusedInside() {
        assertThatThrownBy(() -> odm.transaction(tx -> tx.model(Book.class)))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("io.mongoodm.reference.Book is not registered with this handle: name it, or a sealed"
                        + " interface above it, where the handle is built");
    }
}
