package io.mongoodm.internal.validation;

import io.mongoodm.internal.mapping.Shape;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** Checks an update by operators, and returns it with stored names and with its numbers in the stored types. */
final class UpdateCheck {
    private final Context context;
    private final OwnerMarks marks;
    private final List<Shape> root;
    private final @Nullable String tagField;
    private final PathWalk clean;
    private final UpdateOperands operands;

    UpdateCheck(Context context, OwnerMarks marks, Shape.Embedded root, FilterCheck filters) {
        this.context = context;
        this.marks = marks;
        this.root = List.of(root);
        this.tagField = root.tagField();
        this.clean = new PathWalk(context, PathWalk.Use.CLEAN);
        this.operands = new UpdateOperands(context, new PathWalk(context, PathWalk.Use.WRITE), filters);
    }

    BsonDocument update(BsonDocument update) {
        if (update.isEmpty()) {
            throw context.error("The update is empty", Place.ROOT, "name at least one operator, such as $set");
        }
        BsonDocument checked = new BsonDocument();
        FormerNames former = new FormerNames();
        for (Map.Entry<String, BsonValue> entry : Documents.entries(update, context, Place.ROOT)) {
            checked.put(entry.getKey(), operator(entry.getKey(), entry.getValue(), former));
        }
        return former.removedBy(checked);
    }

    private BsonValue operator(String name, BsonValue changes, FormerNames former) {
        Place place = Place.ROOT.at(name);
        if (!name.startsWith("$")) {
            throw context.error(
                    "\"" + OwnerMarks.nameIn(name) + "\" stands where an operator such as $set belongs",
                    Place.ROOT,
                    "replace(record) stores a whole record; a filter is the argument before the update");
        }
        if (Operators.FILTERS.contains(name)) {
            throw context.error(name + " is a query operator", place, "a filter is the argument before the update");
        }
        if (!Operators.UPDATES.contains(name)) {
            context.report(
                    "There is no update operator " + name,
                    place,
                    Suggestions.remedy(name, Operators.UPDATES, "see the operators of the server's manual"));
        }
        if (!changes.isDocument() || changes.asDocument().isEmpty()) {
            context.report(name + " names no field", place, "give it a document of fields, or leave it out");
            return changes;
        }
        return changes(name, changes.asDocument(), place, former);
    }

    private BsonDocument changes(String operator, BsonDocument changes, Place place, FormerNames former) {
        // what an older version of the model left behind can be cleaned away by its old name
        boolean cleans = operator.equals("$unset") || operator.equals("$rename");
        BsonDocument checked = new BsonDocument();
        for (Map.Entry<String, BsonValue> entry : Documents.entries(changes, context, place)) {
            Target target =
                    cleans ? resolve(clean, entry.getKey(), place) : resolve(operands.walk(), entry.getKey(), place);
            BsonValue operand = operator.equals("$rename")
                    ? renamed(target, entry.getValue(), place.at(target.path()))
                    : operands.operand(operator, target, entry.getValue(), place.at(target.path()));
            Documents.put(checked, target.path(), operand, context, place);
            if (operator.equals("$set") || operator.equals("$unset")) {
                former.add(target);
            }
        }
        return checked;
    }

    private Target resolve(PathWalk walk, String key, Place place) {
        Target target = walk.resolve(root, marks.unmark(key, root, context, place), place);
        requireNotTag(target, place);
        return target;
    }

    private void requireNotTag(Target target, Place place) {
        if (tagField != null && (target.path().equals(tagField) || target.path().startsWith(tagField + "."))) {
            throw context.error(
                    "\"" + tagField + "\" tells variants apart and cannot be changed",
                    place.at(target.path()),
                    "replace(record) stores another variant");
        }
    }

    private BsonValue renamed(Target from, BsonValue operand, Place place) {
        operands.requireKept("$rename", from, place);
        if (!operand.isString()) {
            context.report("$rename takes the new name", place, "give a string");
            return operand;
        }
        Target to = resolve(operands.walk(), operand.asString().getValue(), place);
        operands.requireKept("$rename", to.withoutComponents(), place);
        boolean same = Words.of(from.shapes()).equals(Words.of(to.shapes()));
        if (!same && !from.isOpen() && !to.isOpen()) {
            context.report(
                    "\"" + from.path() + "\" is stored as " + Words.of(from.shapes()) + " and \"" + to.path() + "\" as "
                            + Words.of(to.shapes()),
                    place,
                    "rename between fields of one type");
        }
        return new BsonString(to.path());
    }

    /** Returns the stored path of a field that a stage of a pipeline sets; the tag is refused. */
    String stageName(String key, Place place) {
        return resolve(clean, key, place).path();
    }

    /** Returns the names that an {@code $unset} stage removes. */
    BsonValue unsetNames(@Nullable BsonValue operand, Place place) {
        if (operand != null && operand.isString()) {
            return unsetName(operand.asString(), place);
        }
        if (operand == null || !operand.isArray()) {
            throw context.error("$unset takes a name or a list of names", place, "give a string");
        }
        BsonArray names = new BsonArray();
        for (BsonValue name : operand.asArray()) {
            if (!name.isString()) {
                throw context.error("$unset takes a name or a list of names", place, "give strings");
            }
            names.add(unsetName(name.asString(), place));
        }
        return names;
    }

    private BsonString unsetName(BsonString name, Place place) {
        Target target = resolve(clean, name.getValue(), place);
        operands.requireKept("$unset", target, place);
        return new BsonString(target.path());
    }

    /** Refuses a document that writes another tag. */
    void requireTagKept(BsonDocument replacement, Place place) {
        if (tagField != null && replacement.containsKey(tagField)) {
            requireNotTag(new Target(tagField, root, List.of()), place);
        }
    }

    /** Refuses a stage that keeps nothing but these fields when the tag or what is required is not among them. */
    void requireAllKept(String stage, Set<String> kept, Place place) {
        if (tagField != null) {
            throw context.error(
                    stage + " drops what it does not name, and \"" + tagField
                            + "\", which tells variants apart, cannot be named",
                    place,
                    "change the fields by $set and $unset");
        }
        Set<String> names = new HashSet<>();
        kept.forEach(name -> names.add(PathWalk.firstName(name)));
        Shape.Embedded model = (Shape.Embedded) root.getFirst();
        for (String stored : model.storedNames()) {
            boolean named = names.contains(stored)
                    || model.fields(stored).stream().anyMatch(component -> names.contains(component.name()));
            if (!named && !stored.equals("_id")) {
                operands.requireKept(stage, resolve(clean, stored, place), place);
            }
        }
    }

    /** Returns what lies at each {@code $[name]} of an update that was checked before. */
    static Map<String, List<Shape>> identifiers(Shape.Embedded root, BsonDocument update, Context context) {
        Map<String, List<Shape>> identifiers = new LinkedHashMap<>();
        PathWalk walk =
                new PathWalk(new Context(context.subject(), context.model(), false), PathWalk.Use.CLEAN, identifiers);
        for (BsonValue changes : update.values()) {
            if (changes.isDocument()) {
                changes.asDocument().keySet().forEach(key -> walk.resolve(List.of(root), key, Place.ROOT));
            }
        }
        return identifiers;
    }
}
