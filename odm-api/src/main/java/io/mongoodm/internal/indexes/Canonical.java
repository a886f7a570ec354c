package io.mongoodm.internal.indexes;

import io.mongoodm.internal.mapping.EqualValue;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** Spells options of indexes in one way, because declarations and listings spell them differently. */
final class Canonical {
    private static final BsonDocument DEFAULT_COLLATION = new BsonDocument("caseLevel", BsonBoolean.FALSE)
            .append("caseFirst", new BsonString("off"))
            .append("strength", new BsonInt64(3))
            .append("numericOrdering", BsonBoolean.FALSE)
            .append("alternate", new BsonString("non-ignorable"))
            .append("maxVariable", new BsonString("punct"))
            .append("backwards", BsonBoolean.FALSE);

    private Canonical() {}

    /** Tells whether an option that is a switch is on, however a server wrote it down. */
    static boolean isOn(BsonValue value) {
        return value.isBoolean()
                ? value.asBoolean().getValue()
                : value.isNumber() && value.asNumber().doubleValue() != 0;
    }

    /**
     * Returns a wildcard projection with true and false at every depth, and the id only when it is in: a server writes down that
     * it is out.
     */
    static BsonDocument projection(BsonDocument given) {
        BsonDocument full = new BsonDocument();
        given.forEach((field, kept) -> {
            if (kept.isDocument()) {
                full.put(field, projection(kept.asDocument()));
            } else if (!field.equals("_id") || isOn(kept)) {
                full.put(field, BsonBoolean.valueOf(isOn(kept)));
            }
        });
        return full;
    }

    /** Returns a collation with the defaults of its locale written out; null for the binary comparison. */
    static @Nullable BsonDocument collation(BsonDocument given) {
        String locale = given.getString("locale", new BsonString("simple")).getValue();
        if (locale.equals("simple")) {
            return null;
        }
        BsonDocument full = DEFAULT_COLLATION.clone();
        String language = locale.split("[_@]", 2)[0];
        if (language.equals("da") || language.equals("mt")) {
            full.put("caseFirst", new BsonString("upper"));
        }
        if (language.equals("th")) {
            full.put("alternate", new BsonString("shifted"));
        }
        if (locale.startsWith("fr_CA")) {
            full.put("backwards", BsonBoolean.TRUE);
        }
        given.forEach((name, value) -> full.put(name, EqualValue.of(value)));
        full.remove("version");
        return full;
    }

    /**
     * Returns the conditions of a partial filter, all of which have to hold. A server takes two filters for one whose conditions
     * or whose values of an {@code $in} come in another order, and builds no second index beside the first.
     */
    static Set<Object> conditions(BsonDocument filter) {
        Set<Object> conditions = new HashSet<>();
        filter.forEach((name, condition) -> {
            if (name.equals("$and") && isArrayOfDocuments(condition)) {
                condition.asArray().forEach(each -> conditions.addAll(conditions(each.asDocument())));
            } else if (name.equals("$or") && isArrayOfDocuments(condition)) {
                Set<Object> alternatives = new HashSet<>();
                condition.asArray().forEach(each -> alternatives.add(conditions(each.asDocument())));
                conditions.add(List.of(name, alternatives));
            } else if (condition.isDocument()
                    && !condition.asDocument().isEmpty()
                    && condition.asDocument().getFirstKey().startsWith("$")) {
                condition
                        .asDocument()
                        .forEach((operator, operand) -> conditions.add(condition(name, operator, operand)));
            } else {
                conditions.add(condition(name, "$eq", condition));
            }
        });
        return conditions;
    }

    private static boolean isArrayOfDocuments(BsonValue value) {
        return value.isArray() && value.asArray().stream().allMatch(BsonValue::isDocument);
    }

    private static Object condition(String name, String operator, BsonValue operand) {
        if (!operator.equals("$in") || !operand.isArray()) {
            return List.of(name, operator, operand);
        }
        Set<BsonValue> values = new HashSet<>(operand.asArray());
        return values.size() == 1 ? List.of(name, "$eq", values.iterator().next()) : List.of(name, operator, values);
    }
}
