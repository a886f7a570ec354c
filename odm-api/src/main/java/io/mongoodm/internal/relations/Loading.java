package io.mongoodm.internal.relations;

import io.mongoodm.Ref;
import io.mongoodm.internal.mapping.ComponentModel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bson.BsonValue;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * One call: level by level it gathers what is to be looked up and has it found, then it fills from the last level to the
 * first, so that parents which share a target share one filled document. Confined to the thread of the call.
 */
final class Loading {
    private final RelatedDocuments finder;

    /** In the order of levels. */
    private final Map<Lookup, Found> found = new LinkedHashMap<>();

    /** The stored forms of the plain values that were met: parents share targets, and each is looked at twice. */
    private final Map<ComponentModel, Map<Object, List<BsonValue>>> stored = new HashMap<>();

    Loading(RelatedDocuments finder) {
        this.finder = finder;
    }

    /** Finds everything for these documents, and fills what was found. */
    void run(PathTree tree, Collection<?> documents) {
        List<Found> first = new ArrayList<>();
        documents.forEach(document -> gather(tree, document, first));
        List<Found> level = first;
        while (!level.isEmpty()) {
            send(level);
            List<Found> next = new ArrayList<>();
            for (Found each : level) {
                PathTree below = each.lookup().below();
                if (!below.isEmpty()) {
                    each.documents().forEach(document -> gather(below, document, next));
                }
            }
            level = next;
        }
        List<Found> all = new ArrayList<>(found.values());
        for (Found each : all.reversed()) {
            PathTree below = each.lookup().below();
            if (!below.isEmpty()) {
                each.replaceAll(document -> fill(below, document));
            }
        }
    }

    private void gather(PathTree tree, Object document, List<Found> level) {
        PathTree.Filled<?> filled = tree.find(document.getClass());
        if (filled == null) {
            return;
        }
        filled.branches().forEach((component, branch) -> {
            switch (branch) {
                case PathTree.Related related -> {
                    Found target = found.computeIfAbsent(related.lookup(), lookup -> {
                        Found added = new Found(lookup);
                        level.add(added);
                        return added;
                    });
                    target.ask(localValues(filled, related, document));
                }
                case PathTree.Nested nested ->
                    Containers.forEach(filled.value(document, component), inner -> gather(nested.tree(), inner, level));
            }
        });
    }

    private void send(List<Found> level) {
        List<RelatedDocuments.Request<?>> requests = new ArrayList<>();
        List<Integer> counts = new ArrayList<>();
        for (Found each : level) {
            List<RelatedDocuments.Request<?>> own = each.requests();
            counts.add(own.size());
            requests.addAll(own);
        }
        if (requests.isEmpty()) {
            return;
        }
        List<? extends List<?>> results = finder.findAll(List.copyOf(requests));
        int from = 0;
        for (int i = 0; i < level.size(); i++) {
            int to = from + counts.get(i);
            level.get(i).accept(results.subList(from, to));
            from = to;
        }
    }

    /** Returns the document with what is filled in it; the document itself when that is nothing. */
    @SuppressWarnings("ReferenceEquality") // a loaded reference equals the unloaded one
    Object fill(PathTree tree, Object document) {
        PathTree.Filled<?> filled = tree.find(document.getClass());
        if (filled == null) {
            return document;
        }
        Map<ComponentModel, @Nullable Object> values = new HashMap<>();
        filled.branches().forEach((component, branch) -> {
            Object before = filled.value(document, component);
            Object after = switch (branch) {
                case PathTree.Related related ->
                    Filling.of(related, component, before, localValues(filled, related, document), found);
                case PathTree.Nested nested -> Containers.replace(before, inner -> fill(nested.tree(), inner));
            };
            if (after != before) {
                values.put(component, after);
            }
        });
        return filled.with(document, values);
    }

    /** Returns what a document stores in the field that is looked up, element by element when it is a list or map. */
    private List<BsonValue> localValues(PathTree.Filled<?> filled, PathTree.Related related, Object document) {
        ComponentModel local = related.local();
        Object value = filled.value(document, local);
        if (value == null) {
            return List.of();
        }
        Object key = value instanceof Ref<?> ref ? ref.id() : value;
        return isPlain(key)
                ? stored.computeIfAbsent(local, component -> new HashMap<>())
                        .computeIfAbsent(key, plain -> encoded(related, value))
                : encoded(related, value);
    }

    /** Tells whether values of this class that are equal are stored alike, whatever writes them. */
    private static boolean isPlain(Object value) {
        return value instanceof Integer
                || value instanceof Long
                || value instanceof String
                || value instanceof ObjectId
                || value instanceof UUID;
    }

    private static List<BsonValue> encoded(PathTree.Related related, Object value) {
        BsonValue stored = related.local().encode(value);
        if (stored == null || stored.isNull()) {
            return List.of();
        }
        return switch (related.relation().kind()) {
            case REFERENCE -> List.of(stored);
            case REFERENCES ->
                stored.isDocument()
                        ? List.copyOf(stored.asDocument().values())
                        : stored.asArray().getValues();
            case ONE, OPTIONAL, MANY -> stored.isArray() ? stored.asArray().getValues() : List.of(stored);
        };
    }
}
