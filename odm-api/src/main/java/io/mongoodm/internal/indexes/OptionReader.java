package io.mongoodm.internal.indexes;

import io.mongoodm.internal.mapping.NearestName;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.bson.BSONException;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.json.JsonParseException;
import org.jspecify.annotations.Nullable;

/** Reads the options of a declaration and reports what no server would take. */
final class OptionReader {
    private static final Taken SWITCH = new Taken("true or false", BsonValue::isBoolean);

    /** What a server takes for each setting of a collation; whether there is a locale is looked at first. */
    private static final Map<String, Taken> COLLATION_FIELDS = new TreeMap<>(Map.of(
            "locale", new Taken("the name of a locale", value -> true),
            "caseLevel", SWITCH,
            "caseFirst", new Taken("upper, lower or off", isOneOf("upper", "lower", "off")),
            "strength", new Taken("1 to 5", OptionReader::isStrength),
            "numericOrdering", SWITCH,
            "alternate", new Taken("non-ignorable or shifted", isOneOf("non-ignorable", "shifted")),
            "maxVariable", new Taken("punct or space", isOneOf("punct", "space")),
            "normalization", SWITCH,
            "backwards", SWITCH));

    /** The only conditions that a server evaluates for a partial index. */
    private static final Set<String> PARTIAL = new TreeSet<>(
            List.of("$eq", "$gt", "$gte", "$lt", "$lte", "$in", "$exists", "$type", "$geoWithin", "$geoIntersects"));

    private final IndexSettings settings;
    private final FieldNames names;
    private final String prefix;
    private final KeyReader keys;
    private final Consumer<String> faults;
    private final BsonDocument options = new BsonDocument();

    OptionReader(IndexSettings settings, FieldNames names, String prefix, KeyReader keys, Consumer<String> faults) {
        this.settings = settings;
        this.names = names;
        this.prefix = prefix;
        this.keys = keys;
        this.faults = faults;
    }

    /**
     * Returns the options by the server's names.
     *
     * @param tags the condition that a unique index gets beside its own filter, or null for none
     */
    BsonDocument read(BsonDocument key, @Nullable BsonDocument tags) {
        put("unique", settings.unique());
        put("sparse", settings.sparse());
        put("hidden", settings.hidden());
        if (settings.unique() && (keys.isWildcard() || keys.hasKind("hashed"))) {
            faults.accept("a hashed or wildcard index cannot be unique; leave unique out");
        }
        if (settings.name().equals("_id_")) {
            faults.accept("the name \"_id_\" is that of the index on _id; give it another");
        }
        readExpiry(key);
        readPartialFilter(settings.unique() ? tags : null);
        readCollation(key);
        readWeights(key);
        return options;
    }

    private void put(String name, boolean on) {
        if (on) {
            options.put(name, BsonBoolean.TRUE);
        }
    }

    private void readExpiry(BsonDocument key) {
        long seconds = settings.expireAfterSeconds();
        if (seconds == -1) {
            return;
        }
        if (seconds < 0 || seconds > Integer.MAX_VALUE) {
            faults.accept("expireAfterSeconds is " + seconds + "; use 0 to " + Integer.MAX_VALUE + ", or -1 for never");
        } else if (key.size() > 1 || key.values().stream().anyMatch(BsonValue::isString)) {
            faults.accept("documents expire by one ascending or descending key; declare an index of its own for it");
        } else if (!key.isEmpty() && !keys.holdsDate()) {
            faults.accept("documents expire by a date, and \"" + key.getFirstKey()
                    + "\" is not stored as one; index a component of type Instant, or leave expireAfterSeconds out");
        } else {
            options.put("expireAfterSeconds", new BsonInt32((int) seconds));
        }
    }

    private void readPartialFilter(@Nullable BsonDocument tags) {
        BsonDocument own = parse("partialFilter", settings.partialFilter(), "{\"active\": true}");
        BsonDocument filter = tags == null ? new BsonDocument() : tags.clone();
        if (own != null) {
            BsonDocument stored = stored(own);
            if (tags != null && stored.containsKey(tags.getFirstKey())) {
                faults.accept("partialFilter names \"" + tags.getFirstKey()
                        + "\", and a unique index on a variant indexes only"
                        + " the documents with its tag; leave it out");
            }
            filter.putAll(stored);
        }
        if (filter.isEmpty()) {
            return;
        }
        if (settings.sparse()) {
            faults.accept(
                    tags == null
                            ? "an index is either sparse or partial; leave sparse out and add {\"field\": {\"$exists\":"
                                    + " true}} to the filter"
                            : "a unique index on a variant indexes only the documents with its tag, and a partial index"
                                    + " cannot be sparse; leave sparse out");
        }
        options.put("partialFilterExpression", filter);
    }

    /** Returns a partial filter with stored paths instead of the names of components. */
    private BsonDocument stored(BsonDocument filter) {
        BsonDocument result = new BsonDocument();
        filter.forEach((name, condition) -> {
            if (name.startsWith("$")) {
                result.put(name, storedEach(name, condition));
                return;
            }
            checkCondition(name, condition);
            FieldNames.Found found = names.find(name);
            if (found.fault() != null) {
                faults.accept("in partialFilter, " + found.fault());
            } else {
                result.put(prefix + found.path(), condition);
            }
        });
        return result;
    }

    private BsonValue storedEach(String name, BsonValue filters) {
        if (!name.equals("$and") && !name.equals("$or")) {
            faults.accept("partialFilter has " + name
                    + ", which no server takes there; use $and, $or and conditions on fields");
            return filters;
        }
        if (!filters.isArray()
                || filters.asArray().isEmpty()
                || !filters.asArray().stream().allMatch(BsonValue::isDocument)) {
            faults.accept("in partialFilter, " + name + " takes a list of filters; give at least one");
            return filters;
        }
        BsonArray result = new BsonArray(filters.asArray().size());
        filters.asArray().forEach(filter -> result.add(stored(filter.asDocument())));
        return result;
    }

    private void checkCondition(String field, BsonValue condition) {
        if (condition.isRegularExpression()) {
            faults.accept("in partialFilter, \"" + field
                    + "\" has a regular expression, which no server takes there; use " + String.join(", ", PARTIAL));
        } else if (condition.isDocument()) {
            condition.asDocument().forEach((operator, operand) -> {
                boolean absence = operator.equals("$exists") && !Canonical.isOn(operand);
                if (operator.startsWith("$") && (absence || !PARTIAL.contains(operator))) {
                    faults.accept("in partialFilter, \"" + field + "\" has " + operator + (absence ? " false" : "")
                            + ", which no server takes there; use " + String.join(", ", PARTIAL));
                }
            });
        }
    }

    private void readCollation(BsonDocument key) {
        BsonDocument collation = parse("collation", settings.collation(), "{\"locale\": \"fr\"}");
        if (collation == null) {
            return;
        }
        if (!collation.isString("locale")) {
            faults.accept("collation names no locale; write it like {\"locale\": \"fr\"}");
        }
        collation.forEach((field, value) -> {
            Taken taken = COLLATION_FIELDS.get(field);
            if (taken == null) {
                faults.accept("collation has no setting \"" + field + "\"; "
                        + NearestName.remedy(field, COLLATION_FIELDS.keySet()));
            } else if (!taken.test.test(value)) {
                faults.accept("collation." + field + " is not what a server takes; give " + taken.words);
            }
        });
        if (NormalForm.comparesBinary(key)) {
            faults.accept("a text or 2d index has no collation; leave it out");
        }
        options.put("collation", collation);
    }

    /** Values that a server takes, and how they are said. */
    private record Taken(String words, Predicate<BsonValue> test) {}

    private static Predicate<BsonValue> isOneOf(String... texts) {
        return value ->
                value.isString() && List.of(texts).contains(value.asString().getValue());
    }

    private static boolean isStrength(BsonValue value) {
        return value.isNumber()
                && List.of(1.0, 2.0, 3.0, 4.0, 5.0).contains(value.asNumber().doubleValue());
    }

    private @Nullable BsonDocument parse(String setting, String json, String example) {
        if (json.isBlank()) {
            return null;
        }
        try {
            return BsonDocument.parse(json);
        } catch (JsonParseException | BSONException | IllegalArgumentException e) {
            faults.accept(setting + " is no document in extended JSON; write it like " + example);
            return null;
        }
    }

    private void readWeights(BsonDocument key) {
        BsonDocument weights = new BsonDocument();
        for (String weight : settings.weights()) {
            int equals = weight.lastIndexOf('=');
            FieldNames.Found found =
                    names.find(equals < 0 ? weight : weight.substring(0, equals).strip());
            Integer number =
                    equals < 0 ? null : number(weight.substring(equals + 1).strip());
            String path = prefix + found.path();
            if (number == null) {
                faults.accept("the weight \"" + weight + "\" is not like \"field=5\", with 1 to 99999");
            } else if (found.fault() != null) {
                faults.accept("in weights, " + found.fault());
            } else if (!new BsonString("text").equals(key.get(path)) && !isWildcardText(key)) {
                faults.accept("\"" + path + "\" has a weight and is no text key; name it as \"" + path + ":text\"");
            } else {
                weights.put(path, new BsonInt32(number));
            }
        }
        if (!weights.isEmpty()) {
            options.put("weights", weights);
        }
    }

    private static boolean isWildcardText(BsonDocument key) {
        return key.entrySet().stream()
                .anyMatch(e -> KeyReader.isWildcard(e.getKey()) && e.getValue().isString());
    }

    private static @Nullable Integer number(String text) {
        if (text.isEmpty() || text.length() > 5 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return null;
        }
        int number = Integer.parseInt(text);
        return number == 0 ? null : number;
    }
}
