package io.mongoodm.internal.execution;

import io.mongoodm.EncodingException;
import io.mongoodm.internal.mapping.ComponentModel;
import io.mongoodm.internal.mapping.ComponentModel.Role;
import io.mongoodm.internal.mapping.RecordModel;
import io.mongoodm.internal.mapping.Shape;
import io.mongoodm.internal.validation.FormerNames;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** Computes the smallest update that turns one stored form of a record into another. */
final class Difference {
    private final BsonDocument set = new BsonDocument();
    private final BsonDocument unset = new BsonDocument();
    private final FormerNames former = new FormerNames();

    private Difference() {}

    /**
     * Returns the {@code $set} and {@code $unset} between two records of one class, empty when there is none. Nested
     * records are descended into when both sides have one of the same variant; lists and maps are replaced whole. Id,
     * stamps and version are left out.
     */
    static BsonDocument between(RecordModel<?> record, BsonDocument before, BsonDocument after) {
        Set<String> kept = new LinkedHashSet<>();
        for (ComponentModel component : record.components()) {
            Role role = component.role();
            if (role == Role.ID || role.isStamp()) {
                kept.add(component.storedName());
            }
        }
        after.keySet().stream()
                .filter(name -> !Objects.equals(after.get(name), before.get(name)))
                .forEach(name -> requireSettable(record, name));
        before.keySet().stream()
                .filter(name -> !after.containsKey(name))
                .forEach(name -> requireSettable(record, name));
        Difference difference = new Difference();
        difference.descend(record.shape(), "", kept, before, after);
        return update(difference.set, difference.unset, difference.former);
    }

    /** Returns the operators for what is set and what is unset, former names included; none for an empty one. */
    static BsonDocument update(BsonDocument set, BsonDocument unset, FormerNames former) {
        BsonDocument update = new BsonDocument();
        if (!set.isEmpty()) {
            update.put("$set", set);
        }
        if (!unset.isEmpty()) {
            update.put("$unset", unset);
        }
        return former.removedBy(update);
    }

    /** Extra elements may have names that mean a path or an operator in an update. */
    static void requireSettable(RecordModel<?> record, String name) {
        if (name.contains(".") || name.startsWith("$")) {
            throw new EncodingException(
                    "The field \"" + name + "\" of a " + record.type().getSimpleName()
                            + " cannot be written by an update, where dots and dollar signs have a meaning: use"
                            + " replace, which writes the document whole",
                    null);
        }
    }

    private void descend(
            Shape.Embedded shape, String prefix, Set<String> kept, BsonDocument before, BsonDocument after) {
        Set<String> names = new LinkedHashSet<>(after.keySet());
        names.addAll(before.keySet());
        names.removeAll(kept);
        for (String name : names) {
            BsonValue old = before.get(name);
            BsonValue now = after.get(name);
            if (now == null) {
                unset.put(prefix + name, new BsonString(""));
                shape.fields(name).forEach(component -> former.add(prefix, component));
            } else if (old == null || !(old.isDocument() && now.isDocument())) {
                replace(shape, prefix, name, old, now);
            } else if (nested(shape, name) instanceof Shape.Embedded embedded
                    && isSameVariant(embedded, old.asDocument(), now.asDocument())) {
                descend(embedded, prefix + name + ".", Set.of(), old.asDocument(), now.asDocument());
            } else {
                replace(shape, prefix, name, old, now);
            }
        }
    }

    private void replace(Shape.Embedded shape, String prefix, String name, @Nullable BsonValue old, BsonValue now) {
        if (!now.equals(old)) {
            set.put(prefix + name, now);
            shape.fields(name).forEach(component -> former.add(prefix, component));
        }
    }

    /** What may still be stored under a former name is replaced whole: a path into the present name would hide the rest. */
    private static Shape nested(Shape.Embedded shape, String name) {
        List<ComponentModel> components = shape.fields(name);
        return components.size() == 1 && components.getFirst().aliases().isEmpty()
                ? components.getFirst().shape()
                : new Shape.Open();
    }

    /** A sealed hierarchy's fields that are not in one class only belong together: another variant is replaced whole. */
    private static boolean isSameVariant(Shape.Embedded shape, BsonDocument before, BsonDocument after) {
        return !shape.type().isInterface()
                && before.keySet().stream().noneMatch(name -> name.contains("."))
                && after.keySet().stream().noneMatch(name -> name.contains(".") || name.startsWith("$"));
    }
}
