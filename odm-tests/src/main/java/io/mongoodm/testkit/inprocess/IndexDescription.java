package io.mongoodm.testkit.inprocess;

import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.bson.Document;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An index as a server lists it, and what a server accepts beside what.
 *
 * @param name its name
 * @param key its fields with directions or types
 * @param listed the whole description
 */
record IndexDescription(String name, Document key, Document listed) {
    private static final Set<String> NOT_LISTED = Set.of("ns", "background");
    private static final Set<String> FALSE_BY_DEFAULT = Set.of("unique", "sparse", "hidden", "prepareUnique");

    static final IndexDescription PRIMARY =
            of(new Document("key", new Document("_id", 1)).append("name", UniqueIndex.PRIMARY));

    /** Normalizes what a client asked for. */
    static IndexDescription of(Document given) {
        Arguments arguments = new Arguments(given);
        Refusals.index(arguments);
        Document key = arguments.document("key");
        check(key, arguments);
        PartialFilter.of(arguments);
        Document listed = new Document("v", 2).append("key", key).append("name", arguments.text("name"));
        given.forEach((option, value) -> {
            boolean absent = FALSE_BY_DEFAULT.contains(option) && !arguments.flag(option);
            if (!absent && !NOT_LISTED.contains(option)) {
                listed.putIfAbsent(option, value);
            }
        });
        if (key.containsValue("text")) {
            text(listed, key);
        }
        if (key.containsValue("2dsphere")) {
            listed.putIfAbsent("2dsphereIndexVersion", 3);
        }
        return new IndexDescription(arguments.text("name"), new Arguments(listed).document("key"), listed);
    }

    private static void check(Document key, Arguments arguments) {
        boolean wildcard = key.keySet().stream().anyMatch(field -> field.equals("$**") || field.endsWith(".$**"));
        if (key.isEmpty()) {
            throw cannotCreate("Index keys cannot be an empty object");
        }
        if (key.values().stream().anyMatch(value -> !isDirection(value))) {
            throw cannotCreate("Values in the index key pattern must be numbers other than 0, or an index type");
        }
        if (wildcard && arguments.flag("unique")) {
            throw cannotCreate("Index type 'wildcard' does not support the unique option");
        }
        if (arguments.has("expireAfterSeconds") && key.size() > 1) {
            throw cannotCreate("TTL indexes are single-field indexes, compound indexes do not support TTL");
        }
    }

    private static boolean isDirection(Object value) {
        return value instanceof Number number ? number.doubleValue() != 0 : value instanceof String;
    }

    private static CommandError cannotCreate(String message) {
        return new CommandError(67, "CannotCreateIndex", message);
    }

    private static void text(Document listed, Document key) {
        Document weights = new Arguments(listed).document("weights");
        Document listedKey = new Document();
        key.forEach((field, type) -> {
            if (type.equals("text")) {
                weights.putIfAbsent(field, 1);
                listedKey.append("_fts", "text").append("_ftsx", 1);
            } else {
                listedKey.append(field, type);
            }
        });
        listed.append("key", listedKey).append("weights", weights);
        listed.putIfAbsent("default_language", "english");
        listed.putIfAbsent("language_override", "language");
        listed.putIfAbsent("textIndexVersion", 3);
    }

    boolean is(String option) {
        return new Arguments(listed).flag(option);
    }

    String firstField() {
        return key.keySet().iterator().next();
    }

    /** Whether a command means this index, by its name or its key. */
    boolean isNamed(@Nullable Object nameOrKey) {
        return name.equals(nameOrKey) || (nameOrKey instanceof Document wanted && sameFields(key, wanted));
    }

    UniqueIndex toUniqueIndex() {
        List<IndexKey> keys =
                key.keySet().stream().map(field -> new IndexKey(field, true)).toList();
        return new UniqueIndex(name, keys, is("sparse"), partial());
    }

    PartialFilter partial() {
        return PartialFilter.of(new Arguments(listed));
    }

    /** Whether the index has to be built: false when it is there already, an error when it conflicts. */
    boolean isNewBeside(Collection<IndexDescription> existing) {
        if (firstField().equals("_id") && key.size() == 1) {
            return false;
        }
        for (IndexDescription other : existing) {
            if (name.equals(other.name) && sameFields(listed, other.listed)) {
                return false;
            }
            if (name.equals(other.name)) {
                String message = "An existing index has the same name as the requested index. Requested index: "
                        + listed + ", existing index: " + other.listed;
                throw new CommandError(86, "IndexKeySpecsConflict", message);
            }
            if (sameSignature(other)) {
                String message = "Index already exists with a different name: " + other.name;
                throw new CommandError(85, "IndexOptionsConflict", message);
            }
        }
        return true;
    }

    private boolean sameSignature(IndexDescription other) {
        return sameFields(key, other.key)
                && is("unique") == other.is("unique")
                && is("sparse") == other.is("sparse")
                && sameFields(partial().filter(), other.partial().filter());
    }

    /** Equal in fields, values and order, except that a number may have any numeric type. */
    private static boolean sameFields(Document one, Document other) {
        return List.copyOf(one.keySet()).equals(List.copyOf(other.keySet()))
                && one.entrySet().stream().allMatch(entry -> same(entry.getValue(), other.get(entry.getKey())));
    }

    private static boolean same(@Nullable Object value, @Nullable Object other) {
        if (value instanceof Document one && other instanceof Document two) {
            return sameFields(one, two);
        }
        return (value instanceof Number number && other instanceof Number otherNumber)
                ? number.doubleValue() == otherNumber.doubleValue()
                : Objects.equals(value, other);
    }
}
