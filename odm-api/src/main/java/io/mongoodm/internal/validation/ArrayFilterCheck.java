package io.mongoodm.internal.validation;

import io.mongoodm.internal.mapping.Shape;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.BsonDocument;

/** Checks array filters: each speaks, by its identifier, of elements that the update names as {@code $[identifier]}. */
final class ArrayFilterCheck {
    private final Context context;
    private final FilterCheck filters;
    private final PathWalk walk;

    ArrayFilterCheck(Context context, OwnerMarks marks) {
        this.context = context;
        this.filters = new FilterCheck(context, marks);
        this.walk = new PathWalk(context, PathWalk.Use.READ);
    }

    List<BsonDocument> check(List<BsonDocument> arrayFilters, Map<String, List<Shape>> identifiers) {
        Set<String> used = new LinkedHashSet<>();
        Scope scope = (key, place) -> resolve(key, identifiers, used, place);
        List<BsonDocument> checked = arrayFilters.stream()
                .map(filter -> {
                    if (filter.isEmpty()) {
                        throw context.error("An array filter is empty", Place.ROOT, "name an identifier of the update");
                    }
                    return (BsonDocument) Documents.copy(filters.filter(filter, scope, Place.ROOT), context);
                })
                .toList();
        for (String identifier : identifiers.keySet()) {
            if (!used.contains(identifier)) {
                context.report(
                        "The update names $[" + identifier + "], which no array filter describes",
                        Place.ROOT,
                        "give an array filter on \"" + identifier + "\" in the options");
            }
        }
        return checked;
    }

    private Target resolve(String key, Map<String, List<Shape>> identifiers, Set<String> used, Place place) {
        int dot = key.indexOf('.');
        String identifier = dot < 0 ? key : key.substring(0, dot);
        used.add(identifier);
        List<Shape> shapes = identifiers.get(identifier);
        if (shapes == null) {
            context.report(
                    "The update has no $[" + identifier + "]",
                    place.at(key),
                    Suggestions.remedy(identifier, identifiers.keySet(), "use an identifier of the update"));
            return new Target(key, List.of(new Shape.Open()), List.of());
        }
        if (dot < 0) {
            return new Target(key, shapes, List.of());
        }
        Target inner = walk.resolve(shapes, key.substring(dot + 1), place.at(identifier));
        return new Target(identifier + "." + inner.path(), inner.shapes(), inner.components());
    }
}
