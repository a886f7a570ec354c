package io.mongoodm.internal.indexes;

import java.util.List;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * One declared index, checked, with stored names.
 *
 * @param place where it is declared, in words
 * @param name the given name, or null when the index takes the server's default
 * @param tags the tags of the variants that alone are indexed; empty for all documents
 * @param key the key pattern
 * @param options the options by the server's names, without name and version
 */
record Declaration(String place, @Nullable String name, List<String> tags, BsonDocument key, BsonDocument options) {
    /** Returns the given name, or the one that a server makes of the keys. */
    String nameOrDefault() {
        return name == null ? defaultName() : name;
    }

    /** Returns a default name that differs from a sibling's with equal keys. */
    String nameWithTags() {
        return defaultName() + "_" + String.join("_", tags);
    }

    private String defaultName() {
        StringBuilder joined = new StringBuilder();
        for (Map.Entry<String, BsonValue> entry : key.entrySet()) {
            BsonValue kind = entry.getValue();
            joined.append(joined.isEmpty() ? "" : "_")
                    .append(entry.getKey())
                    .append('_')
                    .append(
                            kind.isString()
                                    ? kind.asString().getValue()
                                    : kind.asInt32().getValue());
        }
        return joined.toString();
    }

    /** Returns the normal form in a collection with this collation, or with none for null. */
    NormalForm normalForm(@Nullable BsonDocument inherited) {
        return NormalForm.of(key, options, inherited);
    }

    /** Returns what {@code createIndexes} takes, in a collection with this collation, or with none for null. */
    BsonDocument specification(String chosenName, @Nullable BsonDocument inherited) {
        BsonDocument specification = new BsonDocument("key", key).append("name", new BsonString(chosenName));
        specification.putAll(options);
        if (inherited != null && NormalForm.comparesBinary(key)) {
            specification.put("collation", new BsonDocument("locale", new BsonString("simple")));
        }
        return specification;
    }

    /** Returns the value of an ascending or descending key. */
    static BsonValue direction(boolean descending) {
        return new BsonInt32(descending ? -1 : 1);
    }
}
