package io.mongoodm.vthreads;

import static com.mongodb.client.model.Filters.eq;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.model.Updates;
import io.mongoodm.testkit.EmbeddedMongo;
import io.mongoodm.testkit.Feature;
import io.mongoodm.testkit.OdmTest;
import io.mongoodm.testkit.Requires;
import io.mongoodm.vthreads.Stock.Item;
import java.lang.ref.WeakReference;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a user opened and lost is closed at the server, and the log says so. */
@OdmTest
@Requires(Feature.TRANSACTIONS)
class LostTest {
    private static final String TRACKING = "io.mongoodm.trackOpened";

    private final Watched watched;
    private final Stock stock;
    private int cursorsBefore;

    LostTest(EmbeddedMongo server) {
        this.watched = new Watched(server, 4, Stock.MODELS);
        this.stock = new Stock(watched.odm()).fill();
    }

    @BeforeEach
    void countCursors() {
        cursorsBefore = watched.openCursors();
        watched.events().forget();
    }

    @AfterEach
    void close() {
        watched.close();
    }

    /** The log of this library's lost iterators and sessions, as far as it is about one of them. */
    private static final class Log implements Filter, AutoCloseable {
        private final String what;
        private final CountDownLatch written = new CountDownLatch(1);
        private final AtomicReference<LogRecord> last = new AtomicReference<>();
        private final Logger logger = Logger.getLogger("io.mongoodm.vthreads");

        Log(String what) {
            this.what = what;
            logger.setFilter(this);
        }

        /** Collects garbage until something was logged. */
        LogRecord awaitRecord() throws InterruptedException {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Watched.SECONDS);
            while (!written.await(20, TimeUnit.MILLISECONDS)) {
                assertThat(System.nanoTime()).as("the limit for the log").isLessThan(end);
                System.gc();
            }
            return last.get();
        }

        /** Keeps it from the console. */
        @Override
        public boolean isLoggable(LogRecord logged) {
            if (logged.getMessage().startsWith(what)) {
                last.set(logged);
                written.countDown();
            }
            return false;
        }

        @Override
        public void close() {
            logger.setFilter(null);
        }
    }

    // In methods of their own, so that what they lose is garbage when they return

    private void loseAnIterator() {
        AsyncIterator<Item> lost = stock.inPairs().open();
        assertThat(lost.nextBatch().join()).hasSize(2);
        watched.events().awaitAnswered("getMore", 1);
    }

    private void loseASession() {
        AsyncSession lost = watched.odm().astartSession().join();
        TransactionScope tx = lost.startTransaction();
        tx.model(Item.class).updateOne(eq("_id", 1), Updates.set("value", 100));
    }

    private AsyncModel<Item> viewOf(AtomicReference<WeakReference<AsyncSession>> noted) {
        AsyncSession session = watched.odm().astartSession().join();
        noted.set(new WeakReference<>(session));
        return stock.items().withSession(session);
    }

    @Test
    void aLostIteratorIsClosedAtTheServerAndLoggedWithTheRemedy() throws Exception {
        try (Log log = new Log("An iterator")) {
            loseAnIterator();

            assertThat(log.awaitRecord().getMessage())
                    .isEqualTo("An iterator was lost without close() and is closed now. Use try-with-resources;"
                            + " -Dio.mongoodm.trackOpened=true shows where it was opened");
            assertThat(log.awaitRecord().getThrown()).isNull();
        }
        noCursorIsOpen();
    }

    @Test
    void aLostIteratorIsLoggedWithThePlaceThatOpenedItWhenThatIsTracked() throws Exception {
        System.setProperty(TRACKING, "true");
        try (Log log = new Log("An iterator")) {
            loseAnIterator();

            LogRecord logged = log.awaitRecord();
            assertThat(logged.getMessage())
                    .isEqualTo("An iterator was lost without close() and is closed now. Use try-with-resources");
            assertThat(logged.getThrown()).hasMessage("An iterator was opened here");
            assertThat(logged.getThrown().getStackTrace())
                    .anySatisfy(frame -> assertThat(frame.getMethodName()).isEqualTo("loseAnIterator"));
        } finally {
            System.clearProperty(TRACKING);
        }
        noCursorIsOpen();
    }

    private void noCursorIsOpen() {
        watched.events().awaitAnswered("killCursors", 1);
        watched.awaitOpenCursors(cursorsBefore);
        assertThat(watched.events().cursorsNotEnded()).isEmpty();
    }

    @Test
    void aLostSessionIsAbortedAtTheServerAndLoggedWithTheRemedyAndItsThreadIsFreeAgain() throws Exception {
        try (Log log = new Log("A session")) {
            loseASession();

            assertThat(log.awaitRecord().getMessage())
                    .isEqualTo("A session was lost without close() and is closed now. Use try-with-resources;"
                            + " -Dio.mongoodm.trackOpened=true shows where it was opened");
            assertThat(log.awaitRecord().getThrown()).isNull();
        }
        watched.events().awaitAnswered("abortTransaction", 1);
        assertThat(stock.items().aget(eq("_id", 1)).join()).isEqualTo(Item.of(1));
        allSessionsEnd();
    }

    @Test
    void aLostSessionIsLoggedWithThePlaceThatStartedItWhenThatIsTracked() throws Exception {
        System.setProperty(TRACKING, "true");
        try (Log log = new Log("A session")) {
            loseASession();

            LogRecord logged = log.awaitRecord();
            assertThat(logged.getMessage())
                    .isEqualTo("A session was lost without close() and is closed now. Use try-with-resources");
            assertThat(logged.getThrown()).hasMessage("A session was opened here");
            assertThat(logged.getThrown().getStackTrace())
                    .anySatisfy(frame -> assertThat(frame.getMethodName()).isEqualTo("loseASession"));
        } finally {
            System.clearProperty(TRACKING);
        }
        watched.events().awaitAnswered("abortTransaction", 1);
        allSessionsEnd();
    }

    private void allSessionsEnd() {
        watched.odm().close();
        watched.blocking().close();
        assertThat(watched.events().sessionsNotEnded()).isEmpty();
    }

    /** Another session that is lost shows that garbage was collected. */
    @Test
    void aSessionIsNotLostWhileSomebodyHoldsAViewOfIt() throws Exception {
        AtomicReference<WeakReference<AsyncSession>> noted = new AtomicReference<>();
        AsyncModel<Item> view = viewOf(noted);
        try (Log log = new Log("A session")) {
            loseASession();

            assertThat(log.awaitRecord()).isNotNull();
        }
        assertThat(noted.get().get()).isNotNull();
        assertThat(view.afindById(1).join()).isPresent();
    }
}
