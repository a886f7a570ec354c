package io.mongoodm.internal.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.mongoodm.DecodingException;
import io.mongoodm.EncodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

/** Random records and random documents for them: every path has to give the same value or the same error. */
class RandomModelsTest {
    private static final int MODELS = Integer.getInteger("io.mongoodm.random.models", 60);
    private static final long SEED = Long.getLong("io.mongoodm.random.seed", 42);
    private static final int DOCUMENTS = 60;

    private int read;
    private int written;

    @Test
    void everyPathAgreesOnRandomModels() {
        RandomModel.Loader loader = new RandomModel.Loader();
        List<RandomType> records = new ArrayList<>();
        for (int i = 0; i < MODELS; i++) {
            Random random = new Random(SEED + i);
            // Only simple ones are put into others: documents would grow without end.
            boolean simple = i % 3 == 0;
            RandomModel model = new RandomModel(random, "random/Model" + i, simple ? List.of() : records, loader);
            compare(model, random, "seed " + (SEED + i));
            if (simple) {
                records.add(RandomType.of(model.type(), model));
            }
        }
        System.out.printf(
                "%d random models, %d documents: %d read, %d written%n", MODELS, MODELS * DOCUMENTS, read, written);
        assertThat(read).isGreaterThan(MODELS * DOCUMENTS / 10);
        assertThat(written).isGreaterThan(read / 2);
    }

    private void compare(RandomModel model, Random random, String what) {
        Paths<?> paths = Paths.of(Paths.parse(model.type()), model.type());
        for (int i = 0; i < DOCUMENTS; i++) {
            BsonDocument document = model.document(random);
            compare(paths, document, what + ", document " + i);
        }
    }

    private <T> void compare(Paths<T> paths, BsonDocument document, String what) {
        try {
            T value = paths.read(document);
            read++;
            BsonDocument stored = paths.write(value);
            written++;
            assertThat(paths.write(paths.read(stored))).as(what).isEqualTo(stored);
        } catch (DecodingException | EncodingException e) {
            // The documents are valid BSON: whatever does not fit has a place and a reason.
            String message = String.valueOf(e.getMessage());
            if (!message.startsWith("Expected ") || message.contains("valid BSON")) {
                throw new AssertionError(what + ": " + document.toJson(), e);
            }
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(what + ": " + document.toJson(), e);
        }
    }
}
