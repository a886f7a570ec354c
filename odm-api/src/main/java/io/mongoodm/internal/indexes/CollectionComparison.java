package io.mongoodm.internal.indexes;

import io.mongoodm.UndeclaredIndexes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/** Compares what one collection is to have with what it has, once. */
final class CollectionComparison {
    private static final Set<String> CHANGED_IN_PLACE = Set.of("hidden", "expireAfterSeconds", "prepareUnique");

    private final Namespace namespace;
    private final boolean dropsUndeclared;
    private final @Nullable BsonDocument inherited;
    private final WantedIndexes declared;
    private final Set<String> declaredNames;
    private final Set<String> namesInUse = new HashSet<>();
    private final Map<Wanted, ServerIndex> kept = new LinkedHashMap<>();
    private final Map<Wanted, ServerIndex> blockers = new LinkedHashMap<>();

    /** What the server has and nothing has been said of. */
    private final Set<ServerIndex> rest = new LinkedHashSet<>();

    CollectionComparison(
            Namespace namespace,
            List<Declaration> declarations,
            List<BsonDocument> listing,
            UndeclaredIndexes undeclared) {
        this.namespace = namespace;
        this.dropsUndeclared = undeclared == UndeclaredIndexes.DROP;
        this.inherited = listing.stream()
                .filter(entry -> ServerIndex.of(entry).isOfIds() && entry.isDocument("collation"))
                .map(entry -> entry.getDocument("collation"))
                .findFirst()
                .orElse(null);
        this.declared = new WantedIndexes(declarations, inherited);
        this.declaredNames = declared.names();
        for (BsonDocument entry : listing) {
            ServerIndex index = ServerIndex.of(entry);
            namesInUse.add(index.name());
            if (!index.isOfIds()) {
                rest.add(index);
            }
        }
    }

    CollectionPlan plan() {
        keepWhere((wanted, index) -> index.name().equals(wanted.name()));
        keepWhere((wanted, index) -> true);
        List<Wanted> open = declared.wanted().stream()
                .filter(wanted -> !kept.containsKey(wanted))
                .toList();
        open.forEach(wanted -> take(index -> !wanted.form().fitsBeside(index.normalForm()))
                .ifPresent(blocker -> blockers.put(wanted, blocker)));
        List<Step> steps = new ArrayList<>(declared.conflicts());
        for (Wanted wanted : declared.wanted()) {
            ServerIndex index = kept.get(wanted);
            steps.add(index == null ? step(wanted) : new Step.Keep(index));
        }
        kept.forEach((wanted, index) -> steps.addAll(leftovers(wanted, index)));
        rest.forEach(index -> steps.add(
                dropsUndeclared ? new Step.Drop(index, "it is declared nowhere") : new Step.Undeclared(index)));
        return new CollectionPlan(namespace, inherited, steps);
    }

    private interface Condition {
        boolean allows(Wanted wanted, ServerIndex index);
    }

    private void keepWhere(Condition condition) {
        for (Wanted wanted : declared.wanted()) {
            if (!kept.containsKey(wanted)) {
                take(index -> wanted.isMetBy(index, declaredNames) && condition.allows(wanted, index))
                        .ifPresent(index -> kept.put(wanted, index));
            }
        }
    }

    private Optional<ServerIndex> take(Predicate<ServerIndex> condition) {
        Optional<ServerIndex> found = rest.stream().filter(condition).findFirst();
        found.ifPresent(rest::remove);
        return found;
    }

    private List<ServerIndex> takeVersions(Wanted wanted) {
        List<ServerIndex> versions = rest.stream()
                .filter(index -> index.isVersionOf(wanted.name(), declaredNames))
                .toList();
        versions.forEach(rest::remove);
        return versions;
    }

    private Step step(Wanted wanted) {
        ServerIndex blocker = blockers.get(wanted);
        if (blocker == null) {
            List<ServerIndex> versions = takeVersions(wanted);
            Step create = new Step.Create(wanted, freeName(wanted, null), versions);
            return versions.size() == 1 && becomesUnique(wanted, versions.getFirst())
                    ? modify(wanted, versions.getFirst(), create)
                    : create;
        }
        boolean ours = declaredNames.stream().anyMatch(name -> blocker.isVersionOf(name, declaredNames));
        if (!ours && !dropsUndeclared) {
            return conflict(wanted, blocker);
        }
        boolean nameFits = wanted.declaration().name() == null || blocker.isVersionOf(wanted.name(), declaredNames);
        Step rebuild = new Step.Rebuild(wanted, blocker, freeName(wanted, blocker));
        return nameFits && changesInPlace(wanted, blocker) ? modify(wanted, blocker, rebuild) : rebuild;
    }

    private static Step modify(Wanted wanted, ServerIndex index, Step fallback) {
        return new Step.Modify(wanted, index, wanted.form().differences(index.normalForm()), fallback);
    }

    private Step conflict(Wanted wanted, ServerIndex blocker) {
        String place = wanted.declaration().place();
        String what = wanted.form().isText() && blocker.normalForm().isText()
                ? "the collection has the text index \"" + blocker.name() + "\", and there can be one"
                : wanted.form().matches(blocker.normalForm())
                        ? "the server has it under the name \"" + blocker.name() + "\""
                        : "its keys belong to \"" + blocker.name() + "\" on the server with different "
                                + String.join(", ", wanted.form().differences(blocker.normalForm()));
        return new Step.Conflict(
                wanted.name(),
                place + ": " + what + ", which is declared nowhere: declare it as it is, drop it, or apply with"
                        + " UndeclaredIndexes.DROP");
    }

    private static boolean changesInPlace(Wanted wanted, ServerIndex index) {
        Set<String> differences = wanted.form().differences(index.normalForm());
        boolean expiryEnds = differences.contains("expireAfterSeconds")
                && !wanted.form().options().containsKey("expireAfterSeconds");
        return CHANGED_IN_PLACE.containsAll(differences) && !expiryEnds;
    }

    private static boolean becomesUnique(Wanted wanted, ServerIndex index) {
        Set<String> differences = new HashSet<>(wanted.form().differences(index.normalForm()));
        differences.remove("prepareUnique");
        return differences.equals(Set.of("unique")) && wanted.form().options().containsKey("unique");
    }

    /** Older versions that stayed when an earlier replacement was cut short. */
    private List<Step> leftovers(Wanted wanted, ServerIndex index) {
        if (!index.isVersionOf(wanted.name(), declaredNames)) {
            return List.of();
        }
        List<Step> drops = new ArrayList<>();
        takeVersions(wanted)
                .forEach(version -> drops.add(new Step.Drop(version, "\"" + index.name() + "\" has replaced it")));
        return drops;
    }

    /** Returns the index's name, or one derived from it when another index, the replaced one apart, has it. */
    private String freeName(Wanted wanted, @Nullable ServerIndex dropped) {
        String name = wanted.name();
        if (dropped != null && dropped.isVersionOf(name, declaredNames)) {
            name = namesInUse.contains(name) ? dropped.name() : name;
        } else {
            for (int version = 2; namesInUse.contains(name); version++) {
                name = wanted.name() + "_v" + version;
            }
        }
        namesInUse.add(name);
        return name;
    }
}
