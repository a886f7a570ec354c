package io.mongoodm.internal.validation;

import io.mongoodm.internal.mapping.ComponentModel;
import io.mongoodm.internal.mapping.ComponentModel.Role;
import io.mongoodm.internal.mapping.RecordModel;
import io.mongoodm.internal.mapping.Shape;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * Checks what an upsert by operators inserts: the equality conditions of its filter and what the update writes. A condition
 * on an element of a list is one that would be stored in place of the list.
 */
final class UpsertCheck {
    private static final Set<String> WRITING = Set.of(
            "$set", "$setOnInsert", "$inc", "$mul", "$min", "$max", "$bit", "$push", "$addToSet", "$currentDate");

    private final Context context;
    private final PathWalk walk;
    private final StoredValue values;
    private final List<Shape> root;

    UpsertCheck(Context context, Shape.Embedded root) {
        this.context = context;
        this.walk = new PathWalk(context, PathWalk.Use.WRITE);
        this.values = new StoredValue(walk);
        this.root = List.of(root);
    }

    /**
     * @param conditions the equality conditions of the filter, by stored path
     * @param update the checked update
     * @param record what is inserted
     */
    void check(Map<String, BsonValue> conditions, BsonDocument update, RecordModel<?> record) {
        Set<String> written = written(update);
        Set<String> given = new HashSet<>();
        written.forEach(path -> given.add(PathWalk.firstName(path)));
        conditions.forEach((path, value) -> {
            if (!written.contains(path)) {
                condition(path, value);
            }
            given.add(PathWalk.firstName(path));
        });
        for (ComponentModel component : record.components()) {
            if (component.needsField() && !isMade(component.role()) && !given.contains(component.storedName())) {
                context.report(
                        "An upsert on " + context.modelName() + " inserts documents without the required \""
                                + component.storedName() + "\"",
                        Place.ROOT,
                        "give it in setOnInsert, or declare it @Nullable");
            }
        }
    }

    private static Set<String> written(BsonDocument update) {
        Set<String> paths = new HashSet<>();
        update.forEach((operator, changes) -> {
            if (WRITING.contains(operator) && changes.isDocument()) {
                paths.addAll(changes.asDocument().keySet());
            }
        });
        return paths;
    }

    private void condition(String path, BsonValue value) {
        Place place = Place.ROOT.at(path);
        Target target = walk.resolve(root, path, Place.ROOT);
        if (values.whole(target, value, place) instanceof Fitted.No no) {
            context.report(
                    "An upsert stores what its filter demands, and \"" + path + "\" " + no.fact(), place, no.remedy());
        }
    }

    /** Tells whether the field is there anyhow: the id is looked at elsewhere, stamps and versions are added. */
    private static boolean isMade(Role role) {
        return role == Role.ID || role.isStamp();
    }
}
