package io.mongoodm.internal.validation;

import io.mongoodm.InvalidFilterException;
import io.mongoodm.internal.mapping.Shape;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** Checks projections: their names, and for reads of the model itself that nothing stored is missing afterwards. */
final class ProjectionCheck {
    private static final String REMEDY = "read another record with project(Row.class), or documents with findRaw";

    private final Context context;
    private final OwnerMarks marks;
    private final Shape.Embedded root;
    private final FilterCheck filters;
    private final PathWalk walk;

    ProjectionCheck(Context context, OwnerMarks marks, Shape.Embedded root, FilterCheck filters) {
        this.context = context;
        this.marks = marks;
        this.root = root;
        this.filters = filters;
        this.walk = new PathWalk(context, PathWalk.Use.READ);
    }

    /** Checks the names only: what is computed under a new name is allowed. */
    BsonDocument names(BsonDocument projection) {
        BsonDocument checked = new BsonDocument();
        for (Map.Entry<String, BsonValue> entry : Documents.entries(projection, context, Place.ROOT)) {
            String key = marks.unmark(entry.getKey(), List.of(root), context, Place.ROOT);
            BsonValue value = entry.getValue();
            boolean positional = key.endsWith(".$");
            if (isComputed(value)) {
                Documents.put(checked, computedName(key), value, context, Place.ROOT);
                continue;
            }
            Target target =
                    walk.resolve(List.of(root), positional ? key.substring(0, key.length() - 2) : key, Place.ROOT);
            Documents.put(
                    checked, target.path() + (positional ? ".$" : ""), selected(target, value), context, Place.ROOT);
        }
        return checked;
    }

    private BsonValue selected(Target target, BsonValue value) {
        boolean elemMatch = value.isDocument() && value.asDocument().isDocument("$elemMatch");
        return elemMatch
                ? new BsonDocument(
                        "$elemMatch",
                        filters.elements(
                                target, value.asDocument().getDocument("$elemMatch"), Place.ROOT.at(target.path())))
                : value;
    }

    /** Expressions make a new field, so that their name need not be one of the model. */
    private static boolean isComputed(BsonValue value) {
        if (!value.isDocument()) {
            return !value.isNumber() && !value.isBoolean();
        }
        BsonDocument document = value.asDocument();
        return !document.containsKey("$elemMatch") && !document.containsKey("$slice");
    }

    private String computedName(String key) {
        return key.equals("id")
                        && root.fields("id").isEmpty()
                        && !root.fields("_id").isEmpty()
                ? "_id"
                : key;
    }

    /** Checks that a projection leaves every component of the model whole. */
    BsonDocument whole(BsonDocument projection) {
        BsonDocument checked = names(projection);
        if (context.checked()) {
            requireWhole(checked);
        }
        return checked;
    }

    private void requireWhole(BsonDocument projection) {
        Set<String> included = new LinkedHashSet<>();
        projection.forEach((path, value) -> {
            if (includes(value) && path.indexOf('.') < 0) {
                included.add(path);
            } else if (!(isComputed(value)
                    && root.fields(PathWalk.firstName(path)).isEmpty())) {
                throw shortened(path);
            }
        });
        if (!included.isEmpty()) {
            requireAll(included);
        }
    }

    /** Tells whether a value says that a field is in, and no more. */
    static boolean includes(BsonValue value) {
        return (value.isNumber() && value.asNumber().doubleValue() != 0)
                || (value.isBoolean() && value.asBoolean().getValue());
    }

    private void requireAll(Set<String> included) {
        included.add("_id");
        if (root.isOpen()) {
            throw context.error(
                    "The projection drops fields that " + context.modelName() + " keeps without naming them",
                    Place.ROOT,
                    REMEDY);
        }
        for (String name : root.storedNames()) {
            if (!included.contains(name)) {
                throw shortened(name);
            }
        }
        if (root.tagField() != null && !included.contains(root.tagField())) {
            throw shortened(root.tagField());
        }
    }

    private InvalidFilterException shortened(String path) {
        return context.error(
                "The projection drops or shortens \"" + path + "\" of " + context.modelName()
                        + ", which writing the record back would make permanent",
                Place.ROOT,
                REMEDY);
    }
}
