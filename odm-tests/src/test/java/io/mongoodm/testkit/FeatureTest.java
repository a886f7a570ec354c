package io.mongoodm.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The table of features against the server: a feature that it says is there works, and one that works is in it. */
@OdmTest
class FeatureTest {
    @ParameterizedTest
    @EnumSource(value = Feature.class, mode = EnumSource.Mode.EXCLUDE, names = "ATOMIC_UPSERTS") // only a race shows it
    void tableSaysWhatTheServerDoes(Feature feature, EmbeddedMongo mongo) {
        ConnectionString uri = new ConnectionString(mongo.uri());
        try (MongoClient client = MongoClients.create(MongoClientSettings.builder()
                .applyConnectionString(uri)
                .applicationName("odm-testkit-probe")
                .build())) {
            Probe probe = new Probe(client, Objects.requireNonNull(uri.getDatabase()));

            assertThat(probe.finds(feature)).isEqualTo(mongo.server().features().contains(feature));
        }
    }
}
