package io.mongoodm.reference;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoClientSettings;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import io.mongoodm.Model;
import io.mongoodm.Odm;
import io.mongoodm.testkit.CommandRecorder;
import io.mongoodm.testkit.CommandRecorder.Command;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

/** A server that does not know sessions, as some that speak MongoDB's protocol do not. */
final class NoSessionsTest {
    @Test
    void cursorsAreReadWithoutASession() {
        MongoServer server = new MongoServer(new MemoryBackend());
        CommandRecorder recorder = new CommandRecorder();
        InetSocketAddress address = server.bind();
        try (Odm odm = Odm.builder()
                .settings(MongoClientSettings.builder()
                        .retryWrites(false)
                        .addCommandListener(recorder)
                        .build())
                .uri("mongodb://" + address.getHostString() + ":" + address.getPort() + "/plain")
                .models(Book.class)
                .build()) {
            Model<Book> books = odm.model(Book.class);
            Book.store(books, Book.ALL);

            assertThat(books.find().batchSize(2).toList()).containsExactlyInAnyOrderElementsOf(Book.ALL);

            assertThat(recorder.names()).contains("find", "getMore");
            assertThat(recorder.commands())
                    .extracting(Command::document)
                    .noneMatch(command -> command.containsKey("lsid"));
        } finally {
            server.shutdownNow();
        }
    }
}
