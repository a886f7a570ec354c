package io.mongoodm.internal.validation;

import io.mongoodm.internal.mapping.Shape;
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonNumber;
import org.bson.BsonType;
import org.bson.BsonValue;

/** What each update operator does to a field, and whether the record can still be read afterwards. */
final class UpdateOperands {
    private static final Set<String> BITWISE = Set.of("and", "or", "xor");

    private final Context context;
    private final PathWalk walk;
    private final StoredValue values;
    private final PushCheck push;
    private final FilterCheck filters;
    private final ComparedValue compared;

    UpdateOperands(Context context, PathWalk walk, FilterCheck filters) {
        this.context = context;
        this.walk = walk;
        this.values = new StoredValue(walk);
        this.push = new PushCheck(context, values);
        this.filters = filters;
        this.compared = new ComparedValue(walk, false);
    }

    PathWalk walk() {
        return walk;
    }

    BsonValue operand(String operator, Target target, BsonValue operand, Place place) {
        return switch (operator) {
            case "$set", "$setOnInsert", "$min", "$max" -> whole(target, operand, place);
            case "$unset" -> {
                requireKept("$unset", target, place);
                yield operand;
            }
            case "$inc", "$mul" -> number(operator, target, operand, place);
            case "$currentDate" -> currentDate(target, operand, place);
            case "$bit" -> bits(target, operand, place);
            case "$push", "$addToSet", "$pull", "$pullAll", "$pop" -> list(operator, target, operand, place);
            default -> operand;
        };
    }

    private BsonValue list(String operator, Target target, BsonValue operand, Place place) {
        if (target.elements().isEmpty()) {
            context.report(fact(target) + " and has no elements", place, "use " + operator + " on a list");
            return operand;
        }
        return switch (operator) {
            case "$push", "$addToSet" -> push.operand(operator, target, operand, place);
            case "$pull" -> pulled(target, operand, place);
            case "$pullAll" -> pulledValues(target, operand, place);
            default -> {
                if (!KeyCheck.isDirection(operand)) {
                    context.report("$pop takes 1 or -1", place, "1 removes the last element, -1 the first");
                }
                yield operand;
            }
        };
    }

    /** Reports an operator that takes away the id or a field without which the record cannot be read. */
    void requireKept(String operator, Target target, Place place) {
        if (target.path().equals("_id")) {
            context.report(
                    "The id cannot be changed by " + operator, place, "create another document, and delete this one");
        }
        if (!target.acceptsNull()) {
            context.report(
                    "\"" + target.path() + "\" is required and cannot be removed",
                    place,
                    "declare it @Nullable, or set a value");
        }
    }

    private BsonValue whole(Target target, BsonValue value, Place place) {
        return fitted(target, values.whole(target, value, place), value, place);
    }

    /** What a number is changed by need not be a value of the component itself: 200 can be added to a byte of -100. */
    private BsonValue change(Target target, BsonValue value, Place place) {
        return fitted(target, values.fit(target, value, place), value, place);
    }

    private BsonValue fitted(Target target, Fitted fitted, BsonValue value, Place place) {
        if (fitted instanceof Fitted.No no) {
            context.report("\"" + target.path() + "\" " + no.fact(), place, no.remedy());
            return value;
        }
        return context.checked() ? ((Fitted.Yes) fitted).value() : value;
    }

    private BsonValue number(String operator, Target target, BsonValue operand, Place place) {
        boolean numeric = target.shapes().stream()
                .anyMatch(shape -> shape instanceof Shape.Open || (shape instanceof Shape.Scalar s && s.isNumber()));
        if (!numeric) {
            context.report(fact(target) + " and is no number", place, "use $set");
            return operand;
        }
        if (!(operand instanceof BsonNumber)) {
            context.report(operator + " takes a number", place, "give one");
            return operand;
        }
        if (target.shapes().stream().allMatch(UpdateOperands::isFloat)) {
            context.report(
                    fact(target) + " of 32 bits, and the server counts in 64: the result could not be read",
                    place,
                    "declare it as double, or use $set");
            return operand;
        }
        return target.isStoredAs(BsonType.INT32) || target.isStoredAs(BsonType.INT64)
                ? change(target, operand, place)
                : whole(target, operand, place);
    }

    /** A double that could not be read is no double in Java. */
    private static boolean isFloat(Shape shape) {
        return shape instanceof Shape.Scalar scalar
                && scalar.type() == BsonType.DOUBLE
                && scalar.fault(new BsonDouble(0.1)) != null;
    }

    private BsonValue currentDate(Target target, BsonValue operand, Place place) {
        BsonType type = BsonType.DATE_TIME;
        if (operand.isDocument()) {
            BsonValue named = operand.asDocument().get("$type");
            boolean timestamp = named != null
                    && named.isString()
                    && named.asString().getValue().equals("timestamp");
            boolean date = named != null
                    && named.isString()
                    && named.asString().getValue().equals("date");
            if (!timestamp && !date) {
                context.report("$currentDate takes true or a $type", place, "the type is \"date\" or \"timestamp\"");
                return operand;
            }
            type = timestamp ? BsonType.TIMESTAMP : type;
        } else if (!operand.isBoolean()) {
            context.report("$currentDate takes true or a $type", place, "give true");
        }
        if (!target.isOpen() && !target.isStoredAs(type)) {
            context.report(fact(target) + " and cannot hold " + Words.of(type), place, "use $set");
        }
        return operand;
    }

    private BsonValue bits(Target target, BsonValue operand, Place place) {
        boolean valid = operand.isDocument()
                && !operand.asDocument().isEmpty()
                && BITWISE.containsAll(operand.asDocument().keySet());
        if (!valid) {
            context.report("$bit takes and, or, xor with a number", place, "give {and: number}");
            return operand;
        }
        boolean whole = target.isOpen() || target.isStoredAs(BsonType.INT32) || target.isStoredAs(BsonType.INT64);
        if (!whole) {
            context.report(fact(target) + " and has no bits", place, "use $bit on an int or a long");
            return operand;
        }
        BsonDocument checked = new BsonDocument();
        for (Map.Entry<String, BsonValue> entry : operand.asDocument().entrySet()) {
            checked.put(entry.getKey(), change(target, entry.getValue(), place.at(entry.getKey())));
        }
        return checked;
    }

    /** A document is a filter on the elements, as for {@code $elemMatch}; any other operand is a value. */
    private BsonValue pulled(Target target, BsonValue operand, Place place) {
        return operand.isDocument()
                ? filters.elements(target, operand.asDocument(), place)
                : pulledValue(target, operand, place, new ComparedValue(walk, true));
    }

    private BsonValue pulledValues(Target target, BsonValue operand, Place place) {
        if (!operand.isArray()) {
            context.report("$pullAll takes a list", place, "give the values in a list");
            return operand;
        }
        BsonArray checked = new BsonArray(new ArrayList<>());
        operand.asArray().forEach(value -> checked.add(pulledValue(target, value, place, compared)));
        return checked;
    }

    private BsonValue pulledValue(Target target, BsonValue value, Place place, ComparedValue rule) {
        return switch (rule.fit(target.elements(), value, place)) {
            case Fitted.Yes yes -> yes.value();
            case Fitted.No no -> {
                context.report("An element of \"" + target.path() + "\" " + no.fact(), place, no.remedy());
                yield value;
            }
        };
    }

    private static String fact(Target target) {
        return "\"" + target.path() + "\" is stored as " + Words.of(target.shapes());
    }
}
