package io.mongoodm.internal.validation;

import java.util.Map;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonNumber;
import org.bson.BsonType;
import org.bson.BsonValue;

/** What the operators under a field take whose operand is no value of the field. */
final class Operands {
    private static final Set<String> TYPES = Set.of(
            "double",
            "string",
            "object",
            "array",
            "binData",
            "undefined",
            "objectId",
            "bool",
            "date",
            "null",
            "regex",
            "dbPointer",
            "javascript",
            "symbol",
            "javascriptWithScope",
            "int",
            "timestamp",
            "long",
            "decimal",
            "minKey",
            "maxKey",
            "number");
    private static final Map<String, Set<String>> GEOMETRIES = Map.of(
            "$geoWithin", Set.of("$geometry", "$box", "$polygon", "$center", "$centerSphere", "$uniqueDocs"),
            "$within", Set.of("$geometry", "$box", "$polygon", "$center", "$centerSphere", "$uniqueDocs"),
            "$geoIntersects", Set.of("$geometry"));
    private static final Set<String> DISTANCES = Set.of("$geometry", "$maxDistance", "$minDistance");

    private Operands() {}

    static void check(String name, BsonValue operand, BsonDocument siblings, Context context, Place place) {
        switch (name) {
            case "$exists", "$uniqueDocs" ->
                require(operand.isBoolean() || operand.isNumber(), name + " takes a boolean", context, place);
            case "$type" -> type(operand, context, place);
            case "$size" ->
                require(
                        isWhole(operand) && operand.asNumber().longValue() >= 0,
                        "$size takes a whole number from 0",
                        context,
                        place);
            case "$mod" -> require(isDivision(operand), "$mod takes two numbers, the divisor not 0", context, place);
            case "$bitsAllClear", "$bitsAllSet", "$bitsAnyClear", "$bitsAnySet" ->
                require(
                        isBits(operand),
                        name + " takes a whole number from 0, a binary value, or a list of positions",
                        context,
                        place);
            case "$geoWithin", "$within", "$geoIntersects" -> geometry(name, operand, context, place);
            case "$near", "$nearSphere", "$geoNear" -> near(name, operand, context, place);
            case "$maxDistance", "$minDistance" -> {
                require(operand.isNumber(), name + " takes a number", context, place);
                require(
                        siblings.containsKey("$near")
                                || siblings.containsKey("$nearSphere")
                                || siblings.containsKey("$geoNear"),
                        name + " stands without $near",
                        context,
                        place);
            }
            default -> throw new IllegalStateException("unlisted operator " + name);
        }
    }

    private static void require(boolean holds, String fact, Context context, Place place) {
        if (!holds) {
            context.report(fact, place, "correct the operand");
        }
    }

    private static boolean isWhole(BsonValue value) {
        return value instanceof BsonNumber number
                && ExactNumber.in(BsonType.INT64, number).isPresent();
    }

    private static boolean isDivision(BsonValue operand) {
        return operand.isArray()
                && operand.asArray().size() == 2
                && operand.asArray().stream().allMatch(BsonValue::isNumber)
                && operand.asArray().get(0).asNumber().longValue() != 0;
    }

    private static boolean isBits(BsonValue operand) {
        if (operand.isArray()) {
            return operand.asArray().stream().allMatch(Operands::isPosition);
        }
        return operand.isBinary() || isPosition(operand);
    }

    private static boolean isPosition(BsonValue value) {
        return isWhole(value) && value.asNumber().longValue() >= 0;
    }

    private static void type(BsonValue operand, Context context, Place place) {
        if (operand.isArray()) {
            require(!operand.asArray().isEmpty(), "$type has an empty list", context, place);
            operand.asArray().forEach(each -> oneType(each, context, place));
        } else {
            oneType(operand, context, place);
        }
    }

    private static void oneType(BsonValue operand, Context context, Place place) {
        if (operand.isString() && !TYPES.contains(operand.asString().getValue())) {
            context.report(
                    "$type has a name that is none of a type", place, "use the name of a type, such as \"string\"");
        } else if (!operand.isString()) {
            require(isWhole(operand), "$type takes the name or the number of a type", context, place);
        }
    }

    private static void geometry(String name, BsonValue operand, Context context, Place place) {
        Set<String> forms = GEOMETRIES.getOrDefault(name, Set.of());
        if (!operand.isDocument() || operand.asDocument().isEmpty()) {
            context.report(name + " takes a document with a geometry", place, "give {$geometry: ...}");
            return;
        }
        operand.asDocument().keySet().forEach(form -> known(name, form, forms, context, place));
    }

    private static void near(String name, BsonValue operand, Context context, Place place) {
        if (operand.isDocument() && operand.asDocument().keySet().stream().anyMatch(key -> key.startsWith("$"))) {
            operand.asDocument().keySet().forEach(form -> known(name, form, DISTANCES, context, place));
        } else {
            require(operand.isDocument() || operand.isArray(), name + " takes a point", context, place);
        }
    }

    private static void known(String name, String form, Set<String> forms, Context context, Place place) {
        if (!forms.contains(form)) {
            context.report(
                    name + " has no option " + form, place, Suggestions.remedy(form, forms, "use one of its options"));
        }
    }
}
