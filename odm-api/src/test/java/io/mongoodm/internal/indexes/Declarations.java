package io.mongoodm.internal.indexes;

import java.util.List;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/** Declarations without annotations, for tests of what comes after reading them. */
final class Declarations {
    private Declarations() {}

    static Declaration of(BsonDocument key, BsonDocument options) {
        return new Declaration("@Index on Thing", null, List.of(), key, options);
    }

    /** A declaration in short: key and options as JSON, a name or null. */
    static Declaration of(@Nullable String name, String key, String options) {
        return new Declaration(
                "@Index on Thing", name, List.of(), BsonDocument.parse(key), BsonDocument.parse(options));
    }
}
