package io.mongoodm.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedSuccessfully;
import static org.junit.platform.testkit.engine.EventConditions.skippedWithReason;
import static org.junit.platform.testkit.engine.EventConditions.test;

import com.mongodb.ConnectionString;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

class OdmTestExtensionTest {
    private static final List<EmbeddedMongo> INJECTED = new ArrayList<>();
    private static final List<String> URIS = new ArrayList<>();

    @BeforeEach
    void forget() {
        INJECTED.clear();
        URIS.clear();
    }

    @OdmTest(server = Server.IN_PROCESS)
    static class TakesTheServer {
        private final EmbeddedMongo mongo;

        TakesTheServer(EmbeddedMongo mongo) {
            this.mongo = mongo;
        }

        @Test
        void inTheConstructor() {
            INJECTED.add(mongo);
        }

        @Test
        void inAMethod(EmbeddedMongo again) {
            INJECTED.add(again);
        }

        @Nested
        class Inside {
            @Test
            void inANestedClass(EmbeddedMongo inner) {
                INJECTED.add(inner);
            }
        }
    }

    @Test
    void classAndItsNestedClassesShareOneLease() {
        run(TakesTheServer.class).assertStatistics(tests -> tests.started(3).succeeded(3));

        assertThat(INJECTED).hasSize(3);
        assertThat(INJECTED.stream().distinct()).hasSize(1);
    }

    @OdmTest(server = Server.IN_PROCESS)
    static class LeavesADocument {
        @Test
        void inItsDatabase(EmbeddedMongo mongo) {
            String uri = mongo.uri();
            URIS.add(uri);
            try (MongoClient client = MongoClients.create(uri)) {
                client.getDatabase(database(uri)).getCollection("left").insertOne(new Document());
            }
        }
    }

    @Test
    void databaseIsDroppedAfterTheClass() {
        try (EmbeddedMongo mongo = EmbeddedMongo.start(Server.IN_PROCESS, Map.of());
                MongoClient client = MongoClients.create(mongo.uri())) {
            run(LeavesADocument.class).assertStatistics(tests -> tests.succeeded(1));

            assertThat(URIS).hasSize(1);
            assertThat(client.listDatabaseNames()).doesNotContain(database(URIS.getFirst()));
        }
    }

    @OdmTest(server = Server.IN_PROCESS)
    static class NeedsMore {
        @Test
        @Requires(Feature.GEO_INDEXES)
        void runs() {}

        @Test
        @Requires({Feature.GEO_INDEXES, Feature.TEXT_INDEXES, Feature.JAVASCRIPT})
        void isSkipped() {}
    }

    @Test
    void whatTheServerLacksIsSkippedByName() {
        String engine;
        try (EmbeddedMongo mongo = EmbeddedMongo.start(Server.IN_PROCESS, Map.of())) {
            engine = mongo.server().engine();
        }

        run(NeedsMore.class)
                .assertThatEvents()
                .haveExactly(1, event(test("runs()"), finishedSuccessfully()))
                .haveExactly(
                        1, event(test("isSkipped()"), skippedWithReason(engine + " lacks JAVASCRIPT, TEXT_INDEXES")));
    }

    private static Events run(Class<?> test) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(test))
                .execute()
                .testEvents();
    }

    private static String database(String uri) {
        return Objects.requireNonNull(new ConnectionString(uri).getDatabase());
    }
}
