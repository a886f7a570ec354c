package io.mongoodm.queries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Projections;
import io.mongoodm.InvalidFilterException;
import io.mongoodm.Model;
import io.mongoodm.Odm;
import io.mongoodm.testkit.CommandRecorder;
import io.mongoodm.testkit.OdmTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.junit.jupiter.api.Test;

/**
 * Random filters over random models: through the library they match what the bare driver matches, and with one name
 * misspelled nothing is sent. {@code -Dodm.filters.pairs=} and {@code -Dodm.filters.seed=} say how many, and from which seed.
 */
@OdmTest
class RandomFilterTest {
    private static final int PAIRS_OF_A_MODEL = 100;

    private final Odm odm;
    private final CommandRecorder recorder;
    /** A tenth where each command crosses to another process. */
    private final int pairs =
            Integer.getInteger("odm.filters.pairs", System.getenv("ODM_TEST_URI") == null ? 10_000 : 1_000);

    private final long seed = Long.getLong("odm.filters.seed", 1);

    RandomFilterTest(Odm odm, CommandRecorder recorder) {
        this.odm = odm;
        this.recorder = recorder;
    }

    @Test
    void whatIsMatchedIsWhatTheDriverMatchesAndNothingElseIsSent() {
        List<RandomModel> models = IntStream.rangeClosed(1, pairs / PAIRS_OF_A_MODEL)
                .mapToObj(number -> RandomModel.of(number, new Random(seed + number)))
                .flatMap(List::stream)
                .toList();
        models.forEach(this::store);
        try (Odm handle = Odm.builder()
                .client(odm.client())
                .database(odm.database().getName())
                .models(models.stream().map(RandomModel::registered).distinct().toArray(Class<?>[]::new))
                .build()) {
            long toldApart = IntStream.range(0, pairs)
                    .parallel()
                    .filter(pair -> matchesAlike(handle, models.get(pair % models.size()), seed + pair))
                    .count();
            assertThat(toldApart).as("filters that tell documents apart").isGreaterThan(pairs / 4);
            assertThat(recorder.during(() -> IntStream.range(0, pairs)
                            .forEach(pair -> refuses(handle, models.get(pair % models.size()), seed + pair))))
                    .isEmpty();
        }
    }

    private void store(RandomModel model) {
        MongoCollection<BsonDocument> collection = bare(model);
        if (collection.estimatedDocumentCount() == 0) {
            collection.insertMany(model.documents());
        }
    }

    private MongoCollection<BsonDocument> bare(RandomModel model) {
        return odm.client().getDatabase(odm.database().getName()).getCollection(model.collection(), BsonDocument.class);
    }

    /** Compares what a filter matches, and tells whether it is some of the documents. */
    private boolean matchesAlike(Odm handle, RandomModel model, long pair) {
        BsonDocument filter = RandomFilter.of(model, pair);
        Bson idOnly = Projections.include("_id");
        String through = outcome(() -> ids(
                handle.model(model.type()).findRaw(filter).projection(idOnly).toList()));
        String bare = outcome(() -> ids(bare(model)
                .find(asSent(model, pair), Document.class)
                .projection(idOnly)
                .into(new ArrayList<>())));
        assertThat(through).as("seed %d, %s on %s", pair, filter, model.type()).isEqualTo(bare);
        long matched = bare.chars().filter(each -> each == ',').count() + 1;
        return !bare.equals("[]") && matched < model.documents().size();
    }

    private static void refuses(Odm handle, RandomModel model, long pair) {
        BsonDocument wrong = RandomFilter.misspelled(model, pair);
        assertThatExceptionOfType(InvalidFilterException.class)
                .as("seed %d, %s on %s", pair, wrong, model.type())
                .isThrownBy(() -> send(handle.model(model.type()), wrong, pair));
    }

    /** What has to reach the server: the filter, and the tag of a variant. */
    private static BsonDocument asSent(RandomModel model, long seed) {
        BsonDocument filter = RandomFilter.asStored(model, seed);
        if (model.tag() == null) {
            return filter;
        }
        BsonDocument tagged = new BsonDocument("_cls", new BsonString(model.tag()));
        tagged.putAll(filter);
        return tagged;
    }

    private static void send(Model<?> model, Bson filter, long seed) {
        switch ((int) (seed % 6)) {
            case 0 -> model.deleteMany(filter);
            case 1 -> model.countDocuments(filter);
            case 2 -> model.findOne(filter);
            case 3 -> model.deleteOne(filter);
            case 4 -> model.exists(filter);
            default -> model.find(filter).toList();
        }
    }

    private interface Call {
        List<?> run();
    }

    /** Returns the ids, or the code of the server's error. */
    private static String outcome(Call call) {
        try {
            return call.run().toString();
        } catch (MongoException e) {
            return "error " + e.getCode();
        }
    }

    private static List<Object> ids(List<Document> documents) {
        return documents.stream().map(document -> document.get("_id")).toList();
    }
}
