package io.mongoodm.internal.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoClientSettings;
import io.mongoodm.InvalidModelException;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonDocumentReader;
import org.bson.BsonDocumentWriter;
import org.bson.codecs.Codec;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.EncoderContext;
import org.jspecify.annotations.Nullable;

/** What every test of the mapping begins with. */
final class Mappings {
    private Mappings() {}

    static Mapping of(Class<?>... models) {
        Problems problems = new Problems();
        Mapping mapping = Mapping.of(List.of(models), MongoClientSettings.getDefaultCodecRegistry(), null, problems);
        problems.throwIfAny();
        return mapping;
    }

    /** Returns what is wrong with the models, in order. */
    static List<String> problems(Class<?>... models) {
        try {
            of(models);
            return List.of();
        } catch (InvalidModelException e) {
            return e.problems();
        }
    }

    static <T> T read(Class<T> type, String json) {
        return read(of(), type, json);
    }

    static <T> T read(Mapping mapping, Class<T> type, String json) {
        Codec<T> codec = mapping.registry().get(type);
        return codec.decode(
                new BsonDocumentReader(BsonDocument.parse(json)),
                DecoderContext.builder().build());
    }

    static BsonDocument write(Object document) {
        return write(of(), document);
    }

    @SuppressWarnings("unchecked")
    static BsonDocument write(Mapping mapping, Object document) {
        Codec<Object> codec = (Codec<Object>) mapping.registry().get(document.getClass());
        BsonDocument result = new BsonDocument();
        codec.encode(
                new BsonDocumentWriter(result),
                document,
                EncoderContext.builder().build());
        return result;
    }

    /** Asserts that a record is stored like this, and read back from it. */
    static void assertStored(Object document, String json) {
        BsonDocument stored = write(document);
        assertThat(stored).isEqualTo(BsonDocument.parse(json));
        @Nullable Object back = read(document.getClass(), stored.toJson());
        assertThat(back).isEqualTo(document);
    }
}
