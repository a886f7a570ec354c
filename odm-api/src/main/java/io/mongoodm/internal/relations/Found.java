package io.mongoodm.internal.relations;

import io.mongoodm.internal.mapping.ComponentModel;
import io.mongoodm.internal.mapping.EqualValue;
import io.mongoodm.internal.mapping.ModelType;
import io.mongoodm.internal.mapping.RecordModel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** What one lookup of a call asks for, and what it found. Confined to the thread of the call. */
final class Found {
    private final Lookup lookup;
    private final Map<BsonValue, BsonValue> asked = new LinkedHashMap<>();
    private final List<Object> documents = new ArrayList<>();
    private final Map<BsonValue, List<Integer>> positions = new HashMap<>();

    Found(Lookup lookup) {
        this.lookup = lookup;
    }

    Lookup lookup() {
        return lookup;
    }

    List<Object> documents() {
        return documents;
    }

    /** Adds what is to be looked up; null is left out, and equal values are one. */
    void ask(Collection<? extends @Nullable BsonValue> values) {
        for (BsonValue value : values) {
            if (value != null && !value.isNull()) {
                asked.putIfAbsent(EqualValue.of(value), value);
            }
        }
    }

    /** Returns the finds; none when nothing was asked for. */
    List<RelatedDocuments.Request<?>> requests() {
        List<RelatedDocuments.Request<?>> requests = new ArrayList<>();
        for (List<BsonValue> chunk : IdChunks.of(asked.values())) {
            requests.add(new RelatedDocuments.Request<>(lookup.target(), lookup.foreignField(), chunk));
        }
        return requests;
    }

    /** Takes the results of the requests. */
    void accept(List<? extends List<?>> results) {
        Set<BsonValue> seen = new HashSet<>();
        for (List<?> result : results) {
            for (Object document : result) {
                if (results.size() == 1 || seen.add(identity(lookup.target(), document))) {
                    add(document);
                }
            }
        }
        asked.clear();
    }

    private void add(Object document) {
        int position = documents.size();
        documents.add(document);
        for (BsonValue value : storedIn(lookup.target(), document)) {
            positions
                    .computeIfAbsent(EqualValue.of(value), key -> new ArrayList<>(1))
                    .add(position);
        }
    }

    /** Exchanges each document, for all that refer to it. */
    void replaceAll(UnaryOperator<Object> change) {
        documents.replaceAll(change);
    }

    /** Returns the first document for a value, or null when there is none. */
    @Nullable
    Object first(@Nullable BsonValue value) {
        List<Integer> found = value == null ? null : positions.get(EqualValue.of(value));
        return found == null ? null : documents.get(found.getFirst());
    }

    /** Returns every document for any of the values, each once. */
    List<Object> all(Collection<? extends BsonValue> values) {
        Set<Integer> found = new LinkedHashSet<>();
        values.forEach(value -> found.addAll(positions.getOrDefault(EqualValue.of(value), List.of())));
        return found.stream().map(documents::get).toList();
    }

    private static <R> BsonValue identity(ModelType<R> target, Object document) {
        R typed = target.type().cast(document);
        RecordModel<R> model = target.recordOf(typed);
        BsonValue id = model.component(ComponentModel.Role.ID)
                .map(component -> component.encode(model.value(typed, component)))
                .orElse(null);
        return EqualValue.of(id == null ? model.encode(typed) : id);
    }

    /** Returns what a document stores in the foreign field: the elements of an array, as the server compares them. */
    private <R> List<BsonValue> storedIn(ModelType<R> target, Object document) {
        R typed = target.type().cast(document);
        RecordModel<R> model = target.recordOf(typed);
        String field = lookup.foreignField();
        ComponentModel component = model.components().stream()
                .filter(c -> c.role() != ComponentModel.Role.RELATION)
                .filter(c -> c.storedName().equals(field))
                .findFirst()
                .orElse(null);
        // A variant without that component may still have the field among its extra elements.
        BsonValue value =
                component == null ? model.encode(typed).get(field) : component.encode(model.value(typed, component));
        if (value == null) {
            return List.of();
        }
        return value.isArray() ? value.asArray().getValues() : List.of(value);
    }
}
