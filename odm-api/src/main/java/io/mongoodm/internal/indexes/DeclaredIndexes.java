package io.mongoodm.internal.indexes;

import com.mongodb.client.model.IndexModel;
import io.mongoodm.IndexPlan;
import io.mongoodm.UndeclaredIndexes;
import io.mongoodm.internal.mapping.Mapping;
import io.mongoodm.internal.mapping.ModelType;
import io.mongoodm.internal.mapping.Problems;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The indexes that the models of a handle declare. Immutable; the same for every database of the handle. */
public final class DeclaredIndexes {
    private final Map<Namespace, List<Declaration>> declarations;

    DeclaredIndexes(Map<Namespace, List<Declaration>> declarations) {
        this.declarations = declarations;
    }

    /**
     * Reads the declarations of every model.
     *
     * @param mapping the models, without faults of their own
     * @param inCode what is declared in code, by model or variant
     * @param problems gets every fault of every declaration
     */
    public static DeclaredIndexes of(Mapping mapping, Map<Class<?>, List<IndexModel>> inCode, Problems problems) {
        Map<Namespace, List<Declaration>> declarations = new LinkedHashMap<>();
        for (ModelType<?> model : mapping.models()) {
            Namespace namespace = new Namespace(model.database(), model.collection());
            declarations
                    .computeIfAbsent(namespace, key -> new ArrayList<>())
                    .addAll(new DeclarationReader(mapping, problems).read(model));
        }
        inCode.forEach((type, indexes) -> {
            if (!mapping.hasModel(type)) {
                problems.add("Indexes in code for " + type.getSimpleName()
                        + ": it is no model of this handle; register it with models(...)");
                return;
            }
            ModelType<?> model = mapping.model(type);
            declarations
                    .computeIfAbsent(new Namespace(model.database(), model.collection()), key -> new ArrayList<>())
                    .addAll(new DeclarationReader(mapping, problems).read(model, indexes));
        });
        declarations.replaceAll((namespace, list) -> List.copyOf(list));
        return new DeclaredIndexes(declarations);
    }

    /** Returns what {@link #apply} would do while it keeps what is not declared. Sends {@code listIndexes} only. */
    public IndexPlan plan(IndexCommands commands) {
        return PlanText.of(compare(commands, UndeclaredIndexes.KEEP));
    }

    /**
     * Makes the server's indexes the declared ones and returns the plan that was carried out. Every collection is
     * attempted; the first failure is thrown at the end with the others suppressed.
     *
     * @throws io.mongoodm.IndexConflictException when the plan has conflicts; only {@code listIndexes} was sent
     */
    public IndexPlan apply(IndexCommands commands, UndeclaredIndexes undeclared) {
        List<CollectionPlan> collections = compare(commands, undeclared);
        IndexPlan plan = PlanText.of(collections);
        PlanText.refuseConflicts(plan);
        PlanExecution.run(collections, commands);
        return plan;
    }

    private List<CollectionPlan> compare(IndexCommands commands, UndeclaredIndexes undeclared) {
        List<CollectionPlan> plans = new ArrayList<>();
        inDatabase(commands.database())
                .forEach((namespace, declared) -> plans.add(
                        new CollectionComparison(namespace, declared, commands.listIndexes(namespace), undeclared)
                                .plan()));
        return plans;
    }

    /** Brings models together that name the handle's own database and those that name none. */
    private Map<Namespace, List<Declaration>> inDatabase(String own) {
        Map<Namespace, List<Declaration>> merged = new LinkedHashMap<>();
        declarations.forEach((namespace, declared) -> merged.computeIfAbsent(
                        own.equals(namespace.database()) ? new Namespace(null, namespace.collection()) : namespace,
                        key -> new ArrayList<>())
                .addAll(declared));
        return merged;
    }
}
