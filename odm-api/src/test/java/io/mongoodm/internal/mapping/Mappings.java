package io.mongoodm.internal.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoClientSettings;
import io.mongoodm.InvalidModelException;
import java.util.List;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/** What every test of the mapping begins with. */
final class Mappings {
    private Mappings() {}

    /** Returns a mapping that generates code for the first document. */
    static Mapping of(Class<?>... models) {
        Problems problems = new Problems();
        Mapping mapping = Models.parse(
                List.of(models), MongoClientSettings.getDefaultCodecRegistry(), new Access(null, 0), problems);
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
        return Paths.of(Paths.parse(), type).read(BsonDocument.parse(json));
    }

    static <T> T read(Mapping mapping, Class<T> type, String json) {
        return Paths.of(both(mapping), type).read(BsonDocument.parse(json));
    }

    private static Paths.Both both(Mapping mapping) {
        return Paths.parse(mapping.models().stream().map(ModelType::type).toArray(Class<?>[]::new));
    }

    static BsonDocument write(Object document) {
        return write(Paths.parse(), document);
    }

    static BsonDocument write(Mapping mapping, Object document) {
        return write(both(mapping), document);
    }

    @SuppressWarnings("unchecked")
    private static BsonDocument write(Paths.Both mappings, Object document) {
        return Paths.of(mappings, (Class<Object>) document.getClass()).write(document);
    }

    /** Asserts that a record is stored like this, and read back from it, on every path. */
    static void assertStored(Object document, String json) {
        BsonDocument stored = write(document);
        assertThat(stored).isEqualTo(BsonDocument.parse(json));
        @Nullable Object back = read(document.getClass(), stored.toJson());
        assertThat(back).isEqualTo(document);
    }
}
