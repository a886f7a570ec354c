package io.mongoodm.internal.indexes;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/** Brings the declarations of all models of one collection together: equal ones become one, contradictions are kept. */
final class WantedIndexes {
    private final List<Wanted> wanted = new ArrayList<>();
    private final List<Step.Conflict> conflicts = new ArrayList<>();

    WantedIndexes(List<Declaration> declarations, @Nullable BsonDocument inherited) {
        declarations.forEach(d -> add(new Wanted(d, d.normalForm(inherited), d.nameOrDefault())));
        wanted.replaceAll(this::withNameOfItsOwn);
        removeContradictions();
    }

    /** Returns what the collection is to have, in the order of declaration, without contradictions. */
    List<Wanted> wanted() {
        return wanted;
    }

    List<Step.Conflict> conflicts() {
        return conflicts;
    }

    Set<String> names() {
        return wanted.stream().map(Wanted::name).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private void add(Wanted added) {
        for (int i = 0; i < wanted.size(); i++) {
            Wanted twin = wanted.get(i);
            if (twin.form().matches(added.form())) {
                if (twin.declaration().name() == null && added.declaration().name() != null) {
                    wanted.set(i, added);
                } else if (added.declaration().name() != null && !added.name().equals(twin.name())) {
                    conflicts.add(new Step.Conflict(
                            added.name(),
                            "the same index is declared by "
                                    + twin.declaration().place() + " as \"" + twin.name() + "\" and by "
                                    + added.declaration().place() + ": leave one of the names out"));
                }
                return;
            }
        }
        wanted.add(added);
    }

    /** Unique indexes of sibling variants have equal keys: where nobody gave them names, their tags tell them apart. */
    private Wanted withNameOfItsOwn(Wanted one) {
        boolean shared = wanted.stream()
                        .filter(other -> other.declaration().nameOrDefault().equals(one.name()))
                        .count()
                > 1;
        Declaration declaration = one.declaration();
        return shared && declaration.name() == null && !declaration.tags().isEmpty()
                ? one.named(declaration.nameWithTags())
                : one;
    }

    private void removeContradictions() {
        for (int i = 0; i < wanted.size(); i++) {
            for (int j = wanted.size() - 1; j > i; j--) {
                String contradiction = contradiction(wanted.get(i), wanted.get(j));
                if (contradiction != null) {
                    conflicts.add(new Step.Conflict(wanted.get(j).name(), contradiction));
                    wanted.remove(j);
                }
            }
        }
    }

    private static @Nullable String contradiction(Wanted first, Wanted second) {
        Set<String> differences = first.form().differences(second.form());
        String places =
                first.declaration().place() + " and " + second.declaration().place();
        String other = String.join(", ", differences);
        if (first.form().isText() && second.form().isText()) {
            return places + " both declare a text index, and a collection has one: put their keys into one index";
        }
        boolean canStandTogether = differences.contains("keys")
                || differences.contains("partialFilterExpression")
                || differences.contains("collation");
        if (canStandTogether) {
            return first.name().equals(second.name())
                    ? places + " declare it with different " + other + ": give one of them another name"
                    : null;
        }
        return places + " declare the same keys with different " + other + ": leave one of them out";
    }
}
