package io.mongoodm.reference;

import static com.mongodb.client.model.Filters.eq;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.ClientSession;
import io.mongoodm.Model;
import io.mongoodm.Odm;
import io.mongoodm.Session;
import io.mongoodm.testkit.CommandRecorder;
import io.mongoodm.testkit.CommandRecorder.Command;
import io.mongoodm.testkit.EmbeddedMongo;
import io.mongoodm.testkit.Feature;
import io.mongoodm.testkit.OdmTest;
import io.mongoodm.testkit.Requires;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonBoolean;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@OdmTest(models = Book.class)
@Requires(Feature.TRANSACTIONS)
final class SessionTest {
    private final Odm odm;
    private final CommandRecorder recorder;
    private final Model<Book> books;

    SessionTest(Odm odm, CommandRecorder recorder) {
        this.odm = odm;
        this.recorder = recorder;
        this.books = odm.model(Book.class);
    }

    @BeforeEach
    void storeBooks() {
        Book.store(books, List.of(Book.EMMA));
    }

    @Test
    void startingASessionSendsNothing() {
        assertThat(Sent.namesBy(recorder, () -> odm.startSession().close())).isEmpty();
        assertThat(Sent.namesBy(recorder, () -> books.startSession().close())).isEmpty();
    }

    @Test
    void aViewCarriesTheSessionAndTheModelDoesNot() {
        try (Session session = odm.startSession()) {
            Command bound =
                    recorder.during(() -> books.withSession(session).exists()).getFirst();
            Command unbound = recorder.during(books::exists).getFirst();

            assertThat(bound.document().get("lsid"))
                    .isEqualTo(session.clientSession().getServerSession().getIdentifier());
            assertThat(unbound.document().get("lsid"))
                    .isNotEqualTo(bound.document().get("lsid"));
        }
    }

    @Test
    void aTransactionCommitsWhatItsViewDid() {
        try (Session session = odm.startSession()) {
            Model<Book> bound = books.withSession(session);
            session.startTransaction();
            bound.create(Book.WALDEN);
            assertThat(bound.countDocuments()).isEqualTo(2);
            assertThat(books.countDocuments()).isEqualTo(1);

            session.commitTransaction();

            assertThat(books.countDocuments()).isEqualTo(2);
        }
    }

    @Test
    void anAbortLeavesNothing() {
        try (Session session = odm.startSession()) {
            session.startTransaction();
            books.withSession(session).create(Book.WALDEN);

            assertThat(Sent.namesBy(recorder, session::abortTransaction)).containsExactly("abortTransaction");
        }
        assertThat(books.find().toList()).containsExactly(Book.EMMA);
    }

    @Test
    void closingASessionAbortsItsTransaction() {
        Session session = odm.startSession();
        session.startTransaction();
        books.withSession(session).create(Book.WALDEN);

        assertThat(Sent.namesBy(recorder, session::close)).containsExactly("abortTransaction");
        assertThat(books.find().toList()).containsExactly(Book.EMMA);
    }

    @Test
    void everyCommandOfATransactionBelongsToItAndTheFirstStartsIt() {
        try (Session session = odm.startSession()) {
            Model<Book> bound = books.withSession(session);
            session.startTransaction();

            List<Command> sent = recorder.during(() -> {
                bound.create(Book.WALDEN);
                bound.find().toList();
                bound.countDocuments();
                session.commitTransaction();
            });

            assertThat(sent)
                    .extracting(Command::name)
                    .containsExactly("insert", "find", "aggregate", "commitTransaction");
            assertThat(sent)
                    .allSatisfy(command -> assertThat(command.document())
                            .containsKeys("lsid", "txnNumber")
                            .containsEntry("autocommit", BsonBoolean.FALSE));
            assertThat(sent)
                    .extracting(command -> command.document().containsKey("startTransaction"))
                    .containsExactly(true, false, false, false);
        }
    }

    @Test
    void anEmptyTransactionSendsNothing() {
        odm.transaction(tx -> tx.attempt());
        try (Session session = odm.startSession()) {
            assertThat(Sent.namesBy(recorder, () -> {
                        session.startTransaction();
                        session.commitTransaction();
                        session.startTransaction();
                        session.abortTransaction();
                    }))
                    .isEmpty();
        }
    }

    @Test
    void aSessionRunsOneTransactionAfterAnother() {
        try (Session session = odm.startSession()) {
            session.startTransaction();
            books.withSession(session).create(Book.WALDEN);
            session.commitTransaction();
            session.startTransaction();
            books.withSession(session).create(Book.UTOPIA);
            session.commitTransaction();
        }
        assertThat(books.countDocuments()).isEqualTo(3);
    }

    @Test
    void aSecondStartIsRefused() {
        try (Session session = odm.startSession()) {
            session.startTransaction();

            assertThatThrownBy(session::startTransaction)
                    .isExactlyInstanceOf(IllegalStateException.class)
                    .hasMessage("This session has a transaction open: commit or abort it first, or start another"
                            + " session");

            books.withSession(session).create(Book.WALDEN);
            session.commitTransaction();
        }
        assertThat(books.countDocuments()).isEqualTo(2);
    }

    @Test
    void commitAndAbortWithoutATransactionAreRefused() {
        try (Session session = odm.startSession()) {
            assertThatThrownBy(session::commitTransaction)
                    .isExactlyInstanceOf(IllegalStateException.class)
                    .hasMessage("There is no transaction started");
            assertThatThrownBy(session::abortTransaction)
                    .isExactlyInstanceOf(IllegalStateException.class)
                    .hasMessage("There is no transaction started");
        }
    }

    @Test
    void aCommitMayBeRepeated() {
        try (Session session = odm.startSession()) {
            session.startTransaction();
            books.withSession(session).create(Book.WALDEN);
            session.commitTransaction();
            session.commitTransaction();

            assertThat(books.countDocuments()).isEqualTo(2);
            assertThatThrownBy(session::abortTransaction).isExactlyInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void aSessionOfAClosedHandleStartsNoTransaction() {
        Odm other = Odm.builder().client(odm.client()).database("closed").build();
        try (Session session = other.startSession()) {
            other.close();

            assertThat(Sent.namesBy(
                            recorder,
                            () -> assertThatThrownBy(session::startTransaction)
                                    .isExactlyInstanceOf(IllegalStateException.class)
                                    .hasMessage("This handle is closed: open another with connect or builder()")))
                    .isEmpty();
        }
    }

    @Test
    void anAbortAndACloseRunToTheirEndOnAnInterruptedThread() {
        List<String> sent = Sent.namesBy(recorder, () -> {
            Session session = odm.startSession();
            session.startTransaction();
            books.withSession(session).create(Book.WALDEN);
            Thread.currentThread().interrupt();
            session.abortTransaction();
            assertThat(Thread.interrupted()).isTrue();

            session.startTransaction();
            books.withSession(session).create(Book.WALDEN);
            Thread.currentThread().interrupt();
            session.close();
            assertThat(Thread.interrupted()).isTrue();
        });

        assertThat(sent).containsSubsequence("insert", "abortTransaction", "insert", "abortTransaction");
        assertThat(books.find().toList()).containsExactly(Book.EMMA);
    }

    @Test
    void theDriversCollectionOfAViewCarriesNoSession() {
        try (Session session = odm.startSession()) {
            session.startTransaction();
            Model<Book> bound = books.withSession(session);
            bound.create(Book.WALDEN);

            assertThat(bound.collection().find().into(new ArrayList<>())).containsExactly(Book.EMMA);
            assertThat(odm.database()
                            .getCollection(bound.collection().getNamespace().getCollectionName(), Book.class)
                            .find()
                            .first())
                    .isEqualTo(Book.EMMA);
        }
    }

    @Test
    void useAfterCloseIsRefused() {
        Session session = odm.startSession();
        Model<Book> bound = books.withSession(session);
        session.close();

        for (Runnable use : List.<Runnable>of(
                bound::find,
                bound::exists,
                () -> bound.create(Book.WALDEN),
                () -> bound.updateOne(new Document(), new Document("$set", new Document("year", 1))),
                session::startTransaction,
                session::commitTransaction,
                session::abortTransaction)) {
            assertThatThrownBy(use::run)
                    .isExactlyInstanceOf(IllegalStateException.class)
                    .hasMessage("This session is closed: start another");
        }
        assertThatCode(session::close).doesNotThrowAnyException();
    }

    @Test
    void aQueryOfAClosedSessionDoesNotRun() {
        Session session = odm.startSession();
        var query = books.withSession(session).find();
        session.close();

        assertThatThrownBy(query::toList)
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage("This session is closed: start another");
    }

    @Test
    void aCallHasNoTimeoutOfItsOwnInATransaction() {
        try (Session session = odm.startSession()) {
            Model<Book> timed = books.withSession(session).withTimeout(Duration.ofSeconds(20));
            assertThat(timed.exists()).isTrue();

            session.startTransaction();

            assertThatThrownBy(timed::exists)
                    .isExactlyInstanceOf(IllegalStateException.class)
                    .hasMessage("A call in a transaction has no timeout of its own: give the transaction one with"
                            + " TransactionSettings, or leave withTimeout out");
        }
    }

    @Test
    void aSessionOfAnotherClientIsRefused(EmbeddedMongo server) {
        try (Odm other = Odm.connect(server.uri(), Book.class);
                Session session = other.startSession()) {
            assertThatThrownBy(() -> books.withSession(session))
                    .isExactlyInstanceOf(IllegalArgumentException.class)
                    .hasMessage("The session belongs to another client than the model: take one from the model's own"
                            + " startSession()");
        }
    }

    @Test
    void aSessionThatIsNotOursIsRefused() {
        Session foreign = (Session) Proxy.newProxyInstance(
                Session.class.getClassLoader(), new Class<?>[] {Session.class}, (proxy, method, arguments) -> {
                    throw new AssertionError(method);
                });

        assertThatThrownBy(() -> books.withSession(foreign))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("A " + foreign.getClass().getName() + " is no session of this library: take one from"
                        + " startSession()");
    }

    @Test
    @SuppressWarnings("NullAway")
    void nullIsRefused() {
        assertThatThrownBy(() -> books.withSession(null))
                .isExactlyInstanceOf(NullPointerException.class)
                .hasMessage("session");
        assertThatThrownBy(() -> books.withTimeout(null))
                .isExactlyInstanceOf(NullPointerException.class)
                .hasMessage("timeout");
    }

    @Test
    void theDriversSessionWorksBesideOurs() {
        try (Session session = odm.startSession()) {
            ClientSession own = session.clientSession();
            session.startTransaction();
            books.collection().deleteOne(own, eq("_id", Book.EMMA.id()));
            assertThat(books.withSession(session).exists()).isFalse();
            session.abortTransaction();
        }
        assertThat(books.exists()).isTrue();
    }
}
