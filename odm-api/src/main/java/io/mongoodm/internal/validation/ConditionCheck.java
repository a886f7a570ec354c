package io.mongoodm.internal.validation;

import java.util.ArrayList;
import java.util.Map;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonRegularExpression;
import org.bson.BsonType;
import org.bson.BsonValue;

/** Checks what a filter asks of one field: a value, or operators with their operands. */
final class ConditionCheck {
    private static final Set<String> REFERENCE_KEYS = Set.of("$ref", "$id", "$db");

    private final Context context;
    private final ComparedValue values;
    private final ComparedValue valuesAndPatterns;
    private final FilterCheck filters;

    ConditionCheck(Context context, PathWalk walk, FilterCheck filters) {
        this.context = context;
        this.values = new ComparedValue(walk, false);
        this.valuesAndPatterns = new ComparedValue(walk, true);
        this.filters = filters;
    }

    BsonValue condition(Target target, BsonValue condition, Place place) {
        return condition.isDocument() && holdsOperators(condition.asDocument())
                ? operators(target, condition.asDocument(), place)
                : value(valuesAndPatterns, target, condition, place);
    }

    /** A key with a dollar sign makes operators of a document, unless it is a reference to another document. */
    private static boolean holdsOperators(BsonDocument document) {
        for (String key : document.keySet()) {
            if (key.startsWith("$") && !REFERENCE_KEYS.contains(key)) {
                return true;
            }
        }
        return false;
    }

    BsonDocument operators(Target target, BsonDocument operators, Place place) {
        BsonDocument checked = new BsonDocument();
        for (Map.Entry<String, BsonValue> entry : Documents.entries(operators, context, place)) {
            String name = entry.getKey();
            checked.put(name, operator(name, target, entry.getValue(), operators, place.at(name)));
        }
        return checked;
    }

    private BsonValue operator(String name, Target target, BsonValue operand, BsonDocument siblings, Place place) {
        return switch (name) {
            case "$eq", "$ne", "$gt", "$gte", "$lt", "$lte" -> value(values, target, operand, place);
            case "$in", "$nin", "$all" -> listed(name, target, operand, place);
            case "$not" -> negated(target, operand, place);
            case "$elemMatch" -> elemMatch(target, operand, place);
            case "$regex", "$options" -> pattern(name, target, operand, siblings, place);
            default -> {
                if (Operators.UNDER_FIELDS.contains(name)) {
                    Operands.check(name, operand, siblings, context, place);
                } else {
                    unknown(name, place);
                }
                yield operand;
            }
        };
    }

    private BsonValue value(ComparedValue rule, Target target, BsonValue value, Place place) {
        return switch (rule.fit(target.shapes(), value, place)) {
            case Fitted.Yes yes -> yes.value();
            case Fitted.No no -> {
                context.report("\"" + target.path() + "\" " + no.fact(), place, no.remedy());
                yield value;
            }
        };
    }

    private BsonValue listed(String name, Target target, BsonValue operand, Place place) {
        if (!operand.isArray()) {
            context.report(name + " takes a list", place, "give a list of values");
            return operand;
        }
        BsonArray checked = new BsonArray(new ArrayList<>(operand.asArray().size()));
        for (BsonValue element : operand.asArray()) {
            boolean elemMatch = name.equals("$all")
                    && element.isDocument()
                    && element.asDocument().containsKey("$elemMatch");
            checked.add(
                    elemMatch
                            ? operators(target, element.asDocument(), place)
                            : value(valuesAndPatterns, target, element, place));
        }
        return checked;
    }

    private BsonValue negated(Target target, BsonValue operand, Place place) {
        if (operand.getBsonType() == BsonType.REGULAR_EXPRESSION) {
            return value(valuesAndPatterns, target, operand, place);
        }
        if (operand.isDocument() && holdsOperators(operand.asDocument())) {
            return operators(target, operand.asDocument(), place);
        }
        context.report(
                "$not takes operators or a regular expression",
                place,
                "use $ne for a value, and $nor for whole filters");
        return operand;
    }

    private BsonValue elemMatch(Target target, BsonValue operand, Place place) {
        if (!operand.isDocument()) {
            context.report("$elemMatch takes a filter", place, "give a document");
            return operand;
        }
        if (target.elements().isEmpty()) {
            context.report(
                    "\"" + target.path() + "\" is stored as " + Words.of(target.shapes()) + " and has no elements",
                    place,
                    "put the conditions under the field itself");
            return operand;
        }
        return filters.elements(target, operand.asDocument(), place);
    }

    private BsonValue pattern(String name, Target target, BsonValue operand, BsonDocument siblings, Place place) {
        boolean regex = name.equals("$regex");
        boolean pattern = operand.isString() || (regex && operand.getBsonType() == BsonType.REGULAR_EXPRESSION);
        if (!pattern) {
            context.report(name + " takes a string" + (regex ? " or a regular expression" : ""), place, "give one");
        }
        if (!regex && !siblings.containsKey("$regex")) {
            context.report("$options stands alone", place, "give $regex beside it");
        }
        if (regex) {
            value(valuesAndPatterns, target, new BsonRegularExpression(""), place);
        }
        return operand;
    }

    private void unknown(String name, Place place) {
        if (Operators.UPDATES.contains(name)) {
            throw context.error(name + " changes documents", place, "an update is the argument after the filter");
        }
        if (!name.startsWith("$")) {
            context.report(
                    "\"" + name + "\" stands among operators",
                    place,
                    "name a nested field by its path, as in \"address.city\", beside the operators");
            return;
        }
        boolean misplaced = Operators.LOGICAL.contains(name) || Operators.BESIDE_FIELDS.contains(name);
        context.report(
                misplaced ? name + " stands under a field" : "There is no query operator " + name,
                place,
                misplaced
                        ? "put it beside the fields, with whole filters in it"
                        : Suggestions.remedy(name, Operators.UNDER_FIELDS, "see the operators of the server's manual"));
    }
}
