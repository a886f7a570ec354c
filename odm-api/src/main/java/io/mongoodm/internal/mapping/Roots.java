package io.mongoodm.internal.mapping;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The registered classes: which are roots, what lies under them, and whether their settings go together. */
final class Roots {
    private final Map<Class<?>, RootSettings> settings = new LinkedHashMap<>();
    private final Map<Class<?>, Hierarchy> hierarchies = new HashMap<>();
    private final Map<Class<?>, Class<?>> owners = new LinkedHashMap<>();
    private final Problems problems;

    Roots(List<Class<?>> models, Problems problems) {
        this.problems = problems;
        for (Class<?> type : models) {
            if (Hierarchy.isSealed(type) && !hierarchies.containsKey(type)) {
                hierarchies.put(type, Hierarchy.of(type, problems));
            }
        }
        for (Class<?> type : models) {
            if (!type.isRecord() && !Hierarchy.isSealed(type)) {
                problems.add("Class " + type.getName() + " is no record and no sealed interface of records: "
                        + Nullness.remedyForNoRecord(type, "register one of the two"));
            } else if (!isUnderAnother(type)) {
                add(type);
            }
        }
        checkShared();
    }

    private boolean isUnderAnother(Class<?> type) {
        for (Class<?> other : hierarchies.keySet()) {
            if (other != type && other.isAssignableFrom(type)) {
                return true;
            }
        }
        return false;
    }

    private void add(Class<?> type) {
        Hierarchy hierarchy = hierarchies.get(type);
        RootSettings root = RootSettings.of(type, hierarchy);
        root.check(problems);
        settings.put(type, root);
        own(type, type);
        if (hierarchy != null) {
            hierarchy.variants().values().forEach(variant -> own(variant, type));
            between(type, type);
        }
    }

    /** The sealed interfaces between a root and its variants are models too. */
    private void between(Class<?> type, Class<?> root) {
        for (Class<?> permitted : type.getPermittedSubclasses()) {
            if (Hierarchy.isSealed(permitted)) {
                own(permitted, root);
                between(permitted, root);
            }
        }
    }

    private void own(Class<?> type, Class<?> root) {
        Class<?> other = owners.putIfAbsent(type, root);
        if (other != null && other != root) {
            problems.add(type.getSimpleName() + " is under two registered models, " + other.getSimpleName() + " and "
                    + root.getSimpleName() + ": register one of them");
        }
    }

    private void checkShared() {
        List<RootSettings> all = List.copyOf(settings.values());
        for (int i = 0; i < all.size(); i++) {
            for (RootSettings later : all.subList(i + 1, all.size())) {
                if (all.get(i).shares(later)) {
                    checkShared(all.get(i), later);
                }
            }
        }
    }

    private void checkShared(RootSettings one, RootSettings other) {
        if (one.tagField() == null || other.tagField() == null) {
            return;
        }
        String both = one.type().getSimpleName() + " and " + other.type().getSimpleName() + " share the collection "
                + one.collection();
        if (!one.tagField().equals(other.tagField())) {
            problems.add(both + " but keep their tags in different fields, " + one.tagField() + " and "
                    + other.tagField() + ": give them the same @OdmModel(tagField)");
        }
        for (String tag : hierarchy(one.type()).variants().keySet()) {
            if (hierarchy(other.type()).variants().containsKey(tag)) {
                problems.add(both + " and both have a variant with the tag " + tag
                        + ": give one another with @BsonDiscriminator");
            }
        }
    }

    private Hierarchy hierarchy(Class<?> root) {
        return Objects.requireNonNull(hierarchies.get(root));
    }

    /** Returns the settings of the roots, in the order of registration. */
    List<RootSettings> all() {
        return new ArrayList<>(settings.values());
    }

    /** Returns the settings of the root that a class lies under, or null. */
    @Nullable
    RootSettings rootOf(Class<?> type) {
        Class<?> root = owners.get(type);
        return root == null ? null : settings.get(root);
    }

    /** Returns every class with a model: roots, variants, and the interfaces between. */
    Iterable<Class<?>> types() {
        return owners.keySet();
    }

    boolean isShared(RootSettings root) {
        for (RootSettings other : settings.values()) {
            if (other.type() != root.type() && other.shares(root)) {
                return true;
            }
        }
        return false;
    }

    /** Returns the tags of the variants of registered sealed roots. */
    Map<Class<?>, Tag> tags() {
        Map<Class<?>, Tag> tags = new HashMap<>();
        for (RootSettings root : settings.values()) {
            if (root.tagField() != null) {
                FieldName field = hierarchy(root.type()).tagField();
                hierarchy(root.type()).variants().forEach((tag, variant) -> tags.put(variant, new Tag(field, tag)));
            }
        }
        return tags;
    }
}
