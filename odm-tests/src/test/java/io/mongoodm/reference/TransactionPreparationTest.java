package io.mongoodm.reference;

import static io.mongoodm.reference.Sent.command;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import io.mongoodm.Odm;
import io.mongoodm.Session;
import io.mongoodm.annotation.OdmModel;
import io.mongoodm.fixture.FailPoint;
import io.mongoodm.testkit.CommandRecorder;
import io.mongoodm.testkit.EmbeddedMongo;
import io.mongoodm.testkit.Feature;
import io.mongoodm.testkit.OdmTest;
import io.mongoodm.testkit.Requires;
import java.util.List;
import org.bson.BsonDocument;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Collections that do not exist are created in front of a handle's first transaction. */
@OdmTest
@Requires(Feature.TRANSACTIONS)
final class TransactionPreparationTest {
    @OdmModel(collection = "pens")
    record Pen(int id) {}

    @OdmModel(collection = "inks")
    record Ink(int id) {}

    private final CommandRecorder recorder = new CommandRecorder();
    private final Odm odm;

    TransactionPreparationTest(EmbeddedMongo server) {
        String uri = server.uri();
        this.odm = Odm.builder()
                .settings(MongoClientSettings.builder()
                        .applyConnectionString(new ConnectionString(uri))
                        .addCommandListener(recorder)
                        .build())
                .uri(uri)
                .models(Pen.class, Ink.class)
                .build();
    }

    @AfterEach
    void close() {
        odm.close();
    }

    @Test
    void missingCollectionsAreCreatedOnceOutsideOfTheSession() {
        List<BsonDocument> first = Sent.by(
                recorder, () -> odm.transaction(tx -> tx.model(Pen.class).create(new Pen(1))));
        List<String> second = Sent.namesBy(
                recorder, () -> odm.transaction(tx -> tx.model(Pen.class).create(new Pen(2))));

        assertThat(first)
                .extracting(BsonDocument::getFirstKey)
                .containsExactly("listCollections", "create", "create", "insert", "commitTransaction");
        assertThat(first).element(1).isEqualTo(command("{create: 'pens', capped: false}"));
        assertThat(first).element(2).isEqualTo(command("{create: 'inks', capped: false}"));
        assertThat(recorder.commands("create"))
                .allSatisfy(create -> assertThat(create.document()).doesNotContainKey("txnNumber"));
        assertThat(second).containsExactly("insert", "commitTransaction");
    }

    /** NamespaceExists: another handle was faster. */
    @Test
    @Requires(Feature.FAIL_POINTS)
    void oneThatSomebodyElseCreatesMeanwhileIsNoFailure(EmbeddedMongo server) {
        String uri = server.uri();
        MongoClientSettings named =
                MongoClientSettings.builder().applicationName("preparing").build();
        FailPoint.during(uri, "preparing", 2, "{failCommands: ['create'], errorCode: 48}", () -> {
            try (Odm late = Odm.builder()
                    .settings(named)
                    .uri(uri)
                    .models(Pen.class, Ink.class)
                    .build()) {
                late.transaction(tx -> tx.model(Pen.class).create(new Pen(1)));

                assertThat(late.model(Pen.class).find().toList()).containsExactly(new Pen(1));
            }
        });
    }

    @Test
    void thoseThatExistAreNotCreated() {
        odm.model(Pen.class).create(new Pen(1));

        assertThat(Sent.by(recorder, () -> odm.transaction(tx -> tx.attempt())))
                .filteredOn(sent -> sent.containsKey("create"))
                .containsExactly(command("{create: 'inks', capped: false}"));
    }

    @Test
    void theExplicitFormPreparesToo() {
        try (Session session = odm.startSession()) {
            assertThat(Sent.namesBy(recorder, session::startTransaction))
                    .containsExactly("listCollections", "create", "create");
            session.abortTransaction();
            assertThat(Sent.namesBy(recorder, session::startTransaction)).isEmpty();
        }
        assertThat(Sent.namesBy(recorder, () -> odm.transaction(tx -> tx.attempt())))
                .isEmpty();
    }

    @Test
    void askingForAModelSendsNothing() {
        odm.transaction(tx -> tx.attempt());

        assertThat(Sent.by(
                        recorder,
                        () -> odm.transaction(tx -> tx.model(Pen.class).find())))
                .isEmpty();
    }
}
