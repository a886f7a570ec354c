package io.mongoodm.internal.indexes;

import io.mongoodm.internal.mapping.EqualValue;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The keys and options of an index without its name, without what a server adds to a listing, and without what only
 * repeats a default: the form in which declarations and listings are compared.
 *
 * @param keys in order; all text keys together are one, since their order does not count and a server keeps only their
 *     weights
 * @param options by the server's names, with values of one spelling
 */
record NormalForm(List<Key> keys, BsonDocument options) {
    /** What a server writes into a listing that says nothing about what the index holds. */
    private static final Set<String> NOT_COMPARED = Set.of(
            "v",
            "ns",
            "name",
            "key",
            "background",
            "dropDups",
            "storageEngine",
            "textIndexVersion",
            "2dsphereIndexVersion",
            "originalSpec",
            "buildUUID",
            "clustered");

    private static final Map<String, BsonValue> DEFAULTS = Map.of(
            "default_language",
            new BsonString("english"),
            "language_override",
            new BsonString("language"),
            "bits",
            new BsonInt64(26),
            "min",
            new BsonInt64(-180),
            "max",
            new BsonInt64(180),
            "partialFilterExpression",
            new BsonDocument());

    /** Options by which a server tells indexes of equal keys apart, so that it takes them beside each other. */
    private static final List<String> IN_SIGNATURE =
            List.of("unique", "sparse", "partialFilterExpression", "collation", "wildcardProjection");

    /**
     * One key.
     *
     * @param field the stored path; empty for the text keys
     * @param kind {@code 1}, {@code -1}, or the name of an index type
     */
    record Key(String field, String kind) {}

    /**
     * Returns the normal form of an index.
     *
     * @param key the key pattern
     * @param options the options by the server's names; other fields of a listing may be among them
     * @param inherited the collation of the collection, which an index without one of its own gets; null for a listing,
     *     where the server has written it down
     */
    static NormalForm of(BsonDocument key, BsonDocument options, @Nullable BsonDocument inherited) {
        BsonDocument normal = new BsonDocument();
        options.forEach((name, value) -> {
            if (!NOT_COMPARED.contains(name) && !name.equals("collation") && !name.equals("weights")) {
                put(normal, name, value);
            }
        });
        BsonDocument weights = new BsonDocument();
        List<Key> keys = keys(key, weights);
        boolean text = keys.stream().anyMatch(k -> k.kind().equals("text"));
        if (text) {
            options.getDocument("weights", new BsonDocument())
                    .forEach((field, weight) -> weights.put(field, EqualValue.of(weight)));
            normal.put("weights", weights);
        }
        if (keys.stream().anyMatch(NormalForm::isAlwaysSparse)) {
            normal.remove("sparse");
        }
        BsonDocument given = options.getDocument("collation", inherited == null ? new BsonDocument() : inherited);
        BsonDocument collation = comparesBinary(key) ? null : Canonical.collation(given);
        if (collation != null) {
            normal.put("collation", collation);
        }
        return new NormalForm(keys, normal);
    }

    /** Tells whether an index with these keys can have no collation, not even the collection's. */
    static boolean comparesBinary(BsonDocument key) {
        return key.values().stream()
                .anyMatch(kind -> kind.equals(new BsonString("text")) || kind.equals(new BsonString("2d")));
    }

    private static void put(BsonDocument normal, String name, BsonValue value) {
        switch (name) {
            case "unique", "sparse", "hidden", "prepareUnique" -> {
                if (Canonical.isOn(value)) {
                    normal.put(name, BsonBoolean.TRUE);
                }
            }
            case "wildcardProjection" -> {
                BsonDocument projection = Canonical.projection(value.asDocument());
                if (!projection.isEmpty()) {
                    normal.put(name, projection);
                }
            }
            default -> {
                BsonValue canonical = EqualValue.of(value);
                if (!canonical.equals(DEFAULTS.get(name))) {
                    normal.put(name, canonical);
                }
            }
        }
    }

    private static List<Key> keys(BsonDocument pattern, BsonDocument weights) {
        List<Key> keys = new ArrayList<>();
        pattern.forEach((field, kind) -> {
            if (kind.isNumber()) {
                if (!field.equals("_ftsx")) {
                    keys.add(new Key(field, kind.asNumber().doubleValue() < 0 ? "-1" : "1"));
                }
            } else if (kind.equals(new BsonString("text"))) {
                if (!field.equals("_fts")) {
                    weights.put(field, new BsonInt64(1));
                }
                Key all = new Key("", "text");
                if (!keys.contains(all)) {
                    keys.add(all);
                }
            } else {
                keys.add(new Key(field, kind.isString() ? kind.asString().getValue() : kind.toString()));
            }
        });
        return List.copyOf(keys);
    }

    private static boolean isAlwaysSparse(Key key) {
        return switch (key.kind()) {
            case "text", "2dsphere", "2d" -> true;
            default -> isWildcard(key);
        };
    }

    private static boolean isWildcard(Key key) {
        return key.field().equals("$**") || key.field().endsWith(".$**");
    }

    /** Tells whether the listed index is what this declaration asks for. */
    boolean matches(NormalForm listed) {
        return differences(listed).isEmpty();
    }

    /** Returns what differs: {@code keys}, and names of options. */
    Set<String> differences(NormalForm listed) {
        Set<String> differences = new LinkedHashSet<>();
        if (!keys.equals(listed.keys)) {
            differences.add("keys");
        }
        Set<String> names = new LinkedHashSet<>(options.keySet());
        names.addAll(listed.options.keySet());
        names.removeIf(name -> isAlike(name, asked(name, listed), listed.options.get(name)));
        differences.addAll(names);
        return differences;
    }

    private static boolean isAlike(String name, @Nullable BsonValue own, @Nullable BsonValue there) {
        return Objects.equals(own, there)
                || (name.equals("partialFilterExpression")
                        && own != null
                        && there != null
                        && Canonical.conditions(own.asDocument()).equals(Canonical.conditions(there.asDocument())));
    }

    /** Returns an option as declared, with those settings of a collation from the listing that a locale decides. */
    private @Nullable BsonValue asked(String name, NormalForm listed) {
        BsonValue own = options.get(name);
        BsonValue there = listed.options.get(name);
        if (!name.equals("collation")
                || own == null
                || there == null
                || own.asDocument().containsKey("normalization")) {
            return own;
        }
        BsonDocument completed = own.asDocument().clone();
        BsonValue normalization = there.asDocument().get("normalization");
        if (normalization != null) {
            completed.put("normalization", normalization);
        }
        return completed;
    }

    /** Tells whether a server takes this index beside the listed one, under another name. */
    boolean fitsBeside(NormalForm listed) {
        if (isText() && listed.isText()) {
            return false;
        }
        Set<String> differences = differences(listed);
        return differences.contains("keys") || IN_SIGNATURE.stream().anyMatch(differences::contains);
    }

    /** Tells whether this is a text index, of which a collection has at most one. */
    boolean isText() {
        return keys.stream().anyMatch(key -> key.kind().equals("text"));
    }

    /** Tells whether this is the index that every collection has. */
    boolean isOfIds() {
        return keys.equals(List.of(new Key("_id", "1")));
    }
}
