package io.mongoodm.reference;

import static com.mongodb.client.model.Sorts.ascending;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoClientSettings;
import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import io.mongoodm.Model;
import io.mongoodm.Odm;
import io.mongoodm.Query;
import io.mongoodm.Session;
import io.mongoodm.testkit.CommandRecorder;
import io.mongoodm.testkit.EmbeddedMongo;
import io.mongoodm.testkit.Feature;
import io.mongoodm.testkit.OdmTest;
import io.mongoodm.testkit.Requires;
import java.time.Duration;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Cursors that are open while what they depend on ends. */
@OdmTest(models = Book.class)
final class OpenCursorTest {
    private final Odm odm;
    private final CommandRecorder recorder;
    private final EmbeddedMongo server;
    private final Model<Book> books;

    OpenCursorTest(Odm odm, CommandRecorder recorder, EmbeddedMongo server) {
        this.odm = odm;
        this.recorder = recorder;
        this.server = server;
        this.books = odm.model(Book.class);
    }

    @BeforeEach
    void storeBooks() {
        Book.store(books, Book.ALL);
    }

    private static Query<Book> inPairs(Model<Book> model) {
        return model.find().sort(ascending("year")).batchSize(2);
    }

    @Test
    void anIteratorEndsWithAnException() {
        Iterator<Book> iterator = inPairs(books).iterator();
        for (Book expected : Book.ALL) {
            assertThat(iterator.next()).isEqualTo(expected);
        }

        assertThat(iterator.hasNext()).isFalse();
        assertThatThrownBy(iterator::next)
                .isExactlyInstanceOf(NoSuchElementException.class)
                .hasMessage("The query has no further document");
    }

    @Test
    void anIteratorDoesNotSkipWhenAskedTwice() {
        Iterator<Book> iterator = inPairs(books).iterator();

        assertThat(iterator.hasNext()).isTrue();
        assertThat(iterator.hasNext()).isTrue();
        assertThat(iterator.next()).isEqualTo(Book.UTOPIA);
    }

    @Test
    void aClosedStreamGivesNothingMore() {
        Stream<Book> stream = inPairs(books).stream();
        Iterator<Book> iterator = stream.iterator();
        iterator.next();
        stream.close();

        assertThat(iterator.next()).isEqualTo(Book.CANDIDE);
        assertThatThrownBy(iterator::next)
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage("This query's cursor is closed: run the query again for another");
    }

    @Test
    void aCursorOfAClosedSessionIsRefusedAndItsStreamStillCloses() {
        Session session = odm.startSession();
        Stream<Book> stream = inPairs(books.withSession(session)).stream();
        Iterator<Book> iterator = stream.iterator();
        iterator.next();
        iterator.next();
        assertThat(Sent.namesBy(recorder, session::close)).containsExactly("killCursors");

        assertThatThrownBy(iterator::next)
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage("This session is closed: start another");
        assertThatCode(stream::close).doesNotThrowAnyException();
    }

    /** Keeps a find back in front of its sending. */
    private record Held(CountDownLatch reached, CountDownLatch released) implements CommandListener {
        @Override
        public void commandStarted(CommandStartedEvent event) {
            if (event.getCommandName().equals("find")) {
                reached.countDown();
                try {
                    released.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    @Test
    void aCursorThatIsOpenedWhileItsSessionClosesIsClosedToo() throws Exception {
        Held held = new Held(new CountDownLatch(1), new CountDownLatch(1));
        CommandRecorder sent = new CommandRecorder();
        MongoClientSettings settings = MongoClientSettings.builder()
                .addCommandListener(held)
                .addCommandListener(sent)
                .build();
        try (Odm own = Odm.builder()
                .settings(settings)
                .uri(server.uri())
                .models(Book.class)
                .build()) {
            own.model(Book.class).createMany(Book.ALL);
            Session session = own.startSession();
            Thread reader = Thread.ofVirtual()
                    .start(() -> inPairs(own.model(Book.class).withSession(session)).stream()
                            .iterator()
                            .next());
            assertThat(held.reached.await(10, TimeUnit.SECONDS)).isTrue();

            Thread closer = Thread.ofPlatform().start(session::close);
            while (closer.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            held.released.countDown();

            closer.join(Duration.ofSeconds(10));
            reader.join(Duration.ofSeconds(10));
            assertThat(sent.names()).endsWith("find", "killCursors");
        }
    }

    @Test
    @Requires(Feature.TRANSACTIONS)
    void aCursorThatABodyLeavesOpenEndsWithTheTransaction() {
        AtomicReference<Iterator<Book>> left = new AtomicReference<>();
        AtomicReference<Stream<Book>> stream = new AtomicReference<>();
        odm.transaction(tx -> {
            stream.set(inPairs(tx.model(Book.class)).stream());
            left.set(stream.get().iterator());
            left.get().next();
            return left.get().next();
        });

        assertThatThrownBy(() -> left.get().next())
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage("This transaction has ended: what is done through it belongs into its body");
        assertThatCode(() -> stream.get().close()).doesNotThrowAnyException();
        assertThat(books.countDocuments()).isEqualTo(5);
    }

    @Test
    void aStreamOfAHandleThatWasClosedStillCloses() {
        Odm own = Odm.connect(server.uri(), Book.class);
        own.model(Book.class).createMany(Book.ALL);
        Stream<Book> stream = inPairs(own.model(Book.class)).stream();
        Iterator<Book> iterator = stream.iterator();
        iterator.next();
        own.close();

        assertThatCode(stream::close).doesNotThrowAnyException();
    }

    @Test
    void theTimeBetweenBatchesDoesNotCountAgainstTheTimeoutOfAStream() {
        try (Stream<Book> stream = inPairs(books).timeout(Duration.ofSeconds(20)).stream()) {
            assertThat(Sent.by(recorder, () -> assertThat(stream.count()).isEqualTo(5)))
                    .hasSize(3)
                    .allSatisfy(sent -> assertThat(sent).doesNotContainKey("maxTimeMS"));
        }
    }

    /** Only with the flag cleared does the driver's clean-up reach the server. */
    @Test
    void anInterruptedThreadStillClosesItsCursorAtTheServer() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        AtomicReference<Boolean> flag = new AtomicReference<>();
        Thread reader = Thread.ofVirtual().start(() -> {
            Stream<Book> stream = inPairs(books).stream();
            stream.iterator().next();
            Thread.currentThread().interrupt();
            stream.close();
            flag.set(Thread.currentThread().isInterrupted());
            closed.countDown();
        });

        assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
        reader.join(Duration.ofSeconds(10));

        assertThat(flag).hasValue(true);
        assertThat(recorder.names()).endsWith("find", "killCursors");
    }
}
