package io.mongoodm.internal.validation;

import io.mongoodm.internal.mapping.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** Checks a filter at every depth, and returns the same filter with {@code id} as {@code _id}. */
final class FilterCheck {
    private final Context context;
    private final OwnerMarks marks;
    private final PathWalk walk;
    private final ConditionCheck conditions;

    FilterCheck(Context context, OwnerMarks marks) {
        this.context = context;
        this.marks = marks;
        this.walk = new PathWalk(context, PathWalk.Use.READ);
        this.conditions = new ConditionCheck(context, walk, this);
    }

    /** Returns the names of documents of these shapes. */
    Scope scope(List<Shape> shapes) {
        return (key, place) -> walk.resolve(shapes, marks.unmark(key, shapes, context, place), place);
    }

    BsonDocument filter(BsonDocument filter, Scope scope, Place place) {
        BsonDocument checked = new BsonDocument();
        for (Map.Entry<String, BsonValue> entry : Documents.entries(filter, context, place)) {
            String key = entry.getKey();
            if (key.startsWith("$")) {
                Documents.put(checked, key, operator(key, entry.getValue(), scope, place.at(key)), context, place);
            } else {
                Target target = scope.resolve(key, place);
                BsonValue condition = conditions.condition(target, entry.getValue(), place.at(target.path()));
                Documents.put(checked, target.path(), condition, context, place);
            }
        }
        return checked;
    }

    /** Returns a filter on the elements of a list: on their fields, or by operators on the elements themselves. */
    BsonValue elements(Target list, BsonDocument filter, Place place) {
        List<Shape> elements = list.elements();
        boolean onFields =
                filter.isEmpty() || !filter.getFirstKey().startsWith("$") || isBesideFields(filter.getFirstKey());
        return onFields
                ? filter(filter, scope(elements), place)
                : conditions.operators(new Target(list.path(), elements, List.of()), filter, place);
    }

    private static boolean isBesideFields(String operator) {
        return Operators.LOGICAL.contains(operator) || Operators.BESIDE_FIELDS.contains(operator);
    }

    private BsonValue operator(String name, BsonValue operand, Scope scope, Place place) {
        if (Operators.LOGICAL.contains(name)) {
            return operand.isArray() ? filters(operand.asArray(), scope, place) : refusedFilters(name, operand, place);
        }
        if (Operators.BESIDE_FIELDS.contains(name)) {
            BesideFields.check(name, operand, context, place);
            return operand;
        }
        if (Operators.UPDATES.contains(name)) {
            throw context.error(
                    name + " changes documents",
                    place,
                    "an update is the argument after the filter; a filter names fields");
        }
        if (Operators.UNDER_FIELDS.contains(name)) {
            context.report(name + " names no field", place, "put it under the field, as {field: {" + name + ": ...}}");
        } else {
            context.report(
                    "There is no query operator " + name,
                    place,
                    Suggestions.remedy(name, Operators.FILTERS, "see the operators of the server's manual"));
        }
        return operand;
    }

    private BsonValue filters(BsonArray filters, Scope scope, Place place) {
        if (filters.isEmpty()) {
            context.report(place.name() + " has no filter", place, "give at least one");
        }
        BsonArray checked = new BsonArray(new ArrayList<>(filters.size()));
        for (int i = 0; i < filters.size(); i++) {
            BsonValue filter = filters.get(i);
            checked.add(
                    filter.isDocument()
                            ? filter(filter.asDocument(), scope, place.at(i))
                            : refusedFilters(place.name(), filter, place));
        }
        return checked;
    }

    private BsonValue refusedFilters(String name, BsonValue operand, Place place) {
        context.report(name + " takes a list of filters", place, "give documents in a list");
        return operand;
    }
}
