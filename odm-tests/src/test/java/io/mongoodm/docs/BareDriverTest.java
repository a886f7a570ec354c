package io.mongoodm.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import io.mongoodm.OdmCodecs;
import io.mongoodm.testkit.EmbeddedMongo;
import io.mongoodm.testkit.OdmTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bson.Document;
import org.bson.codecs.configuration.CodecRegistry;
import org.junit.jupiter.api.Test;

/** What docs/mapping.md shows of the codecs without a handle. */
@OdmTest
class BareDriverTest {
    sealed interface Pet {
        record Cat(int id, int lives) implements Pet {}

        record Dog(int id, String name) implements Pet {}
    }

    @Test
    void aBareClientStoresAndReadsWithTheCodecs(EmbeddedMongo mongo) {
        ConnectionString uri = new ConnectionString(mongo.uri());
        try (MongoClient client = MongoClients.create(uri)) {
            MongoDatabase database = client.getDatabase(uri.getDatabase());

            CodecRegistry codecs = OdmCodecs.registry(MongoClientSettings.getDefaultCodecRegistry(), Pet.class);
            MongoCollection<Pet> pets = database.withCodecRegistry(codecs).getCollection("pets", Pet.class);
            pets.insertOne(new Pet.Dog(1, "Rex")); // {_id: 1, _cls: "Dog", name: "Rex"}
            Pet rex = pets.find(Filters.eq(1)).first();

            assertThat(rex).isEqualTo(new Pet.Dog(1, "Rex"));
            assertThat(database.getCollection("pets").find())
                    .containsExactly(Document.parse("{_id: 1, _cls: 'Dog', name: 'Rex'}"));
        }
    }

    @Test
    void thePageShowsWhatIsTestedHere() throws IOException {
        Path root = Path.of("").toAbsolutePath().getParent();
        String here = Files.readString(root.resolve("odm-tests/src/test/java/io/mongoodm/docs/BareDriverTest.java"));
        String page = Files.readString(root.resolve("docs/mapping.md"));
        List<String> shown = page.substring(page.indexOf("## Without a handle"))
                .split("```(java)?\n", -1)[1]
                .lines()
                .toList();
        assertThat(shown).hasSize(4).allSatisfy(line -> assertThat(here).contains("            " + line + "\n"));
    }
}
