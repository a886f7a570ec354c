package io.mongoodm.internal.indexes;

import io.mongoodm.IndexConflictException;
import io.mongoodm.IndexPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** Says in words what the plans of the collections are. */
final class PlanText {
    private final List<IndexPlan.Change> create = new ArrayList<>();
    private final List<IndexPlan.Change> change = new ArrayList<>();
    private final List<IndexPlan.Change> drop = new ArrayList<>();
    private final List<IndexPlan.Change> keep = new ArrayList<>();
    private final List<IndexPlan.Change> conflicts = new ArrayList<>();
    private final List<IndexPlan.Change> undeclared = new ArrayList<>();

    private PlanText() {}

    static IndexPlan of(List<CollectionPlan> collections) {
        PlanText text = new PlanText();
        collections.forEach(collection -> collection.steps().forEach(step -> text.add(collection.namespace(), step)));
        return new IndexPlan(text.create, text.change, text.drop, text.keep, text.conflicts, text.undeclared);
    }

    /** Throws when the plan has conflicts. */
    static void refuseConflicts(IndexPlan plan) {
        List<IndexPlan.Change> conflicts = plan.conflicts();
        if (conflicts.isEmpty()) {
            return;
        }
        String listed = conflicts.stream()
                .map(conflict -> "\n  " + conflict.collection() + ", index \"" + conflict.index() + "\": "
                        + conflict.description())
                .collect(Collectors.joining());
        String count = conflicts.size() == 1 ? "1 index conflict" : conflicts.size() + " index conflicts";
        throw new IndexConflictException(count + ", nothing was changed:" + listed, conflicts);
    }

    private void add(Namespace namespace, Step step) {
        String collection = namespace.toString();
        switch (step) {
            case Step.Keep s ->
                keep.add(entry(collection, s.index().name(), describe(s.index().normalForm())));
            case Step.Create s
            when s.replaced().isEmpty() ->
                create.add(entry(collection, s.name(), describe(s.wanted().form())));
            case Step.Create s -> change.add(replacement(collection, s));
            case Step.Modify s ->
                change.add(entry(
                        collection,
                        s.index().name(),
                        "changed in place: "
                                + differences(s.wanted().form(), s.index().normalForm())));
            case Step.Rebuild s ->
                change.add(entry(
                        collection,
                        s.old().name(),
                        "dropped, then built again as \"" + s.name() + "\": "
                                + differences(s.wanted().form(), s.old().normalForm())));
            case Step.Drop s ->
                drop.add(entry(collection, s.index().name(), describe(s.index().normalForm()) + ": " + s.reason()));
            case Step.Undeclared s ->
                undeclared.add(
                        entry(collection, s.index().name(), describe(s.index().normalForm())));
            case Step.Conflict s -> conflicts.add(entry(collection, s.name(), s.description()));
        }
    }

    private static IndexPlan.Change entry(String collection, String index, String description) {
        return new IndexPlan.Change(collection, index, description);
    }

    private static IndexPlan.Change replacement(String collection, Step.Create step) {
        ServerIndex old = step.replaced().getLast();
        String names = step.replaced().stream().map(ServerIndex::name).collect(Collectors.joining("\", \""));
        return entry(
                collection,
                old.name(),
                "built beside as \"" + step.name() + "\", then \"" + names + "\" dropped: "
                        + differences(step.wanted().form(), old.normalForm()));
    }

    /** Says what an index holds. */
    static String describe(NormalForm form) {
        StringJoiner words = new StringJoiner("; ");
        words.add(keys(form));
        form.options().forEach((name, value) -> {
            switch (name) {
                case "weights" -> {}
                case "unique", "sparse", "hidden" -> words.add(name);
                case "expireAfterSeconds" -> words.add("expires after " + number(value) + " s");
                case "partialFilterExpression" ->
                    words.add("only where " + value.asDocument().toJson());
                case "collation" -> words.add("collation " + collation(value.asDocument()));
                default -> words.add(name + " " + word(value));
            }
        });
        return words.toString();
    }

    private static String keys(NormalForm form) {
        return form.keys().stream()
                .map(key -> switch (key.kind()) {
                    case "1" -> key.field() + " ascending";
                    case "-1" -> key.field() + " descending";
                    case "text" -> "text of " + weights(form.options().getDocument("weights"));
                    default -> key.field() + " " + key.kind();
                })
                .collect(Collectors.joining(", "));
    }

    private static String weights(BsonDocument weights) {
        return weights.entrySet().stream()
                .map(e -> e.getKey() + (e.getValue().asNumber().longValue() == 1 ? "" : " (weight " + number(e) + ")"))
                .collect(Collectors.joining(" and "));
    }

    private static String collation(BsonDocument collation) {
        return collation.getString("locale").getValue() + ", strength " + number(collation.getNumber("strength"));
    }

    /** Says what the declaration changes. */
    private static String differences(NormalForm wanted, NormalForm listed) {
        Set<String> names = wanted.differences(listed);
        if (names.isEmpty()) {
            return "other name";
        }
        return names.stream()
                .map(name -> name.equals("keys")
                        ? keys(listed) + " becomes " + keys(wanted)
                        : difference(name, wanted.options(), listed.options()))
                .collect(Collectors.joining(", "));
    }

    private static String difference(String name, BsonDocument wanted, BsonDocument listed) {
        BsonValue now = wanted.get(name);
        BsonValue before = listed.get(name);
        if (before == null) {
            return name + " added";
        }
        if (now == null) {
            return name + " removed";
        }
        boolean plain = !now.isDocument() && !before.isDocument();
        return plain ? name + " " + word(before) + " becomes " + word(now) : name + " differs";
    }

    private static String number(Map.Entry<String, BsonValue> entry) {
        return number(entry.getValue());
    }

    private static String number(BsonValue value) {
        return Long.toString(value.asNumber().longValue());
    }

    private static String word(BsonValue value) {
        return switch (value.getBsonType()) {
            case INT64 -> number(value);
            case STRING -> value.asString().getValue();
            case BOOLEAN -> Boolean.toString(value.asBoolean().getValue());
            case DOCUMENT -> value.asDocument().toJson();
            default -> value.toString();
        };
    }
}
