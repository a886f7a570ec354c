package io.mongoodm.internal.validation;

import io.mongoodm.internal.mapping.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonNumber;
import org.bson.BsonType;
import org.bson.BsonValue;

/** What {@code $push} and {@code $addToSet} append: one value, or several with modifiers. */
final class PushCheck {
    private static final Set<String> MODIFIERS = Set.of("$each", "$position", "$slice", "$sort");

    private final Context context;
    private final PathWalk names;
    private final StoredValue values;

    PushCheck(Context context, StoredValue values) {
        this.context = context;
        this.names = new PathWalk(context, PathWalk.Use.READ);
        this.values = values;
    }

    BsonValue operand(String operator, Target target, BsonValue operand, Place place) {
        boolean several = operand.isDocument() && operand.asDocument().containsKey("$each");
        return several ? modified(operator, target, operand.asDocument(), place) : element(target, operand, place);
    }

    private BsonDocument modified(String operator, Target target, BsonDocument operand, Place place) {
        Set<String> modifiers = operator.equals("$push") ? MODIFIERS : Set.of("$each");
        BsonDocument checked = new BsonDocument();
        for (Map.Entry<String, BsonValue> entry : operand.entrySet()) {
            String name = entry.getKey();
            if (!modifiers.contains(name)) {
                context.report(
                        operator + " has no modifier " + name,
                        place,
                        Suggestions.remedy(name, modifiers, "use one of its modifiers"));
            }
            checked.put(name, modifier(name, target, entry.getValue(), place.at(name)));
        }
        return checked;
    }

    private BsonValue modifier(String name, Target target, BsonValue operand, Place place) {
        switch (name) {
            case "$each" -> {
                return elements(target, operand, place);
            }
            case "$position", "$slice" -> {
                boolean whole = operand instanceof BsonNumber number
                        && ExactNumber.in(BsonType.INT32, number).isPresent();
                if (!whole) {
                    context.report(name + " takes a whole number", place, "give one");
                }
            }
            case "$sort" -> {
                if (operand.isDocument()) {
                    return sort(target, operand.asDocument(), place);
                }
                if (!KeyCheck.isDirection(operand)) {
                    context.report("$sort takes 1, -1, or a sort of the fields of the elements", place, "give one");
                }
            }
            default -> {}
        }
        return operand;
    }

    private BsonDocument sort(Target target, BsonDocument sort, Place place) {
        List<Shape> elements = target.elements();
        BsonDocument checked = new BsonDocument();
        for (Map.Entry<String, BsonValue> entry : Documents.entries(sort, context, place)) {
            String path = names.resolve(elements, entry.getKey(), place).path();
            if (!KeyCheck.isDirection(entry.getValue())) {
                context.report("A sort takes 1 or -1", place.at(path), "give one");
            }
            Documents.put(checked, path, entry.getValue(), context, place);
        }
        return checked;
    }

    private BsonValue elements(Target target, BsonValue operand, Place place) {
        if (!operand.isArray()) {
            context.report("$each takes a list", place, "give the values in a list");
            return operand;
        }
        BsonArray checked = new BsonArray(new ArrayList<>(operand.asArray().size()));
        operand.asArray().forEach(value -> checked.add(element(target, value, place)));
        return checked;
    }

    private BsonValue element(Target target, BsonValue value, Place place) {
        Fitted fitted = values.element(target, value, place);
        if (fitted instanceof Fitted.No no) {
            context.report("An element of \"" + target.path() + "\" " + no.fact(), place, no.remedy());
            return value;
        }
        return context.checked() ? ((Fitted.Yes) fitted).value() : value;
    }
}
