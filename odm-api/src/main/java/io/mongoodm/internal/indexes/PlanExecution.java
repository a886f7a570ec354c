package io.mongoodm.internal.indexes;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoServerException;
import io.mongoodm.DuplicateKeyException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** Carries out the plan of one collection: in place, then what is built beside, then drops, then rebuilds. */
final class PlanExecution {
    /** Answers of servers that lack collMod or this use of it. */
    private static final Set<Integer> CANNOT_MODIFY = Set.of(2, 9, 59, 72, 115, 238, 40415);

    /** A duplicate key, and an index that cannot be made unique. */
    private static final Set<Integer> DUPLICATES = Set.of(11000, 359);

    private static final int INDEX_NOT_FOUND = 27;

    private final CollectionPlan plan;
    private final IndexCommands commands;
    private final List<Step.Create> creates = new ArrayList<>();
    private final List<Step.Rebuild> rebuilds = new ArrayList<>();
    private final List<RuntimeException> failures;

    private PlanExecution(CollectionPlan plan, IndexCommands commands, List<RuntimeException> failures) {
        this.plan = plan;
        this.commands = commands;
        this.failures = failures;
        creates.addAll(plan.steps(Step.Create.class));
        rebuilds.addAll(plan.steps(Step.Rebuild.class));
    }

    /** Attempts every index; what servers refused is thrown at the end, the first with the others suppressed. */
    static void run(List<CollectionPlan> plans, IndexCommands commands) {
        List<RuntimeException> failures = new ArrayList<>();
        plans.forEach(plan -> new PlanExecution(plan, commands, failures).run());
        if (!failures.isEmpty()) {
            RuntimeException first = failures.getFirst();
            failures.stream().skip(1).forEach(first::addSuppressed);
            throw first;
        }
    }

    private void run() {
        int before = failures.size();
        plan.steps(Step.Modify.class).forEach(step -> attempt(() -> modify(step)));
        for (Step.Create created : created()) {
            created.replaced().forEach(index -> attempt(() -> drop(index)));
        }
        if (failures.size() == before) {
            // What is declared nowhere may still serve the queries of an index that could not be built.
            plan.steps(Step.Drop.class).forEach(step -> attempt(() -> drop(step.index())));
        }
        rebuilds.forEach(step -> attempt(() -> rebuild(step)));
    }

    /** Runs a step; what the server answers is kept for the end, so that the steps after it have their turn. */
    private boolean attempt(Runnable step) {
        try {
            step.run();
            return true;
        } catch (MongoServerException | DuplicateKeyException e) {
            failures.add(e);
            return false;
        }
    }

    /**
     * Builds all indexes in one command, for which a server reads the collection once. It builds none when it refuses one:
     * then each has a command of its own.
     */
    private List<Step.Create> created() {
        if (creates.size() > 1 && areTaken(creates)) {
            return creates;
        }
        return creates.stream()
                .filter(step -> attempt(() -> create(List.of(step))))
                .toList();
    }

    private boolean areTaken(List<Step.Create> steps) {
        try {
            create(steps);
            return true;
        } catch (MongoCommandException | DuplicateKeyException refused) {
            return false; // what is wrong comes again, with the index whose fault it is
        }
    }

    private void create(List<Step.Create> steps) {
        build(steps.stream()
                .map(step -> step.wanted().declaration().specification(step.name(), plan.inherited()))
                .toList());
    }

    private void modify(Step.Modify step) {
        try {
            if (step.differences().contains("unique")) {
                makeUnique(step.index());
            } else {
                BsonDocument change = new BsonDocument();
                step.differences().forEach(name -> change.put(name, valueOf(name, step.wanted())));
                collMod(step.index(), change);
            }
        } catch (MongoCommandException e) {
            if (!CANNOT_MODIFY.contains(e.getErrorCode())) {
                throw e;
            }
            switch (step.fallback()) {
                case Step.Create create -> creates.add(create);
                case Step.Rebuild rebuild -> rebuilds.add(rebuild);
                default -> throw e;
            }
        }
    }

    private static BsonValue valueOf(String name, Wanted wanted) {
        @Nullable BsonValue declared = wanted.form().options().get(name);
        if (name.equals("expireAfterSeconds") && declared != null) {
            return new BsonInt64(declared.asNumber().longValue());
        }
        return BsonBoolean.valueOf(declared != null);
    }

    /** Duplicates are refused from the first command on; when the second finds some, they are allowed again. */
    private void makeUnique(ServerIndex index) {
        collMod(index, new BsonDocument("prepareUnique", BsonBoolean.TRUE));
        try {
            collMod(index, new BsonDocument("unique", BsonBoolean.TRUE));
        } catch (RuntimeException e) {
            restore(e, () -> collMod(index, new BsonDocument("prepareUnique", BsonBoolean.FALSE)));
            throw e;
        }
    }

    private void rebuild(Step.Rebuild step) {
        drop(step.old());
        try {
            build(List.of(step.wanted().declaration().specification(step.name(), plan.inherited())));
        } catch (RuntimeException e) {
            restore(e, () -> build(List.of(step.old().specification())));
            throw e;
        }
    }

    /** Undoes the first half of a change whose second failed, also on a thread that was interrupted meanwhile. */
    private static void restore(RuntimeException failure, Runnable undo) {
        boolean interrupted = Thread.interrupted();
        try {
            undo.run();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void build(List<BsonDocument> specifications) {
        run(command("createIndexes").append("indexes", new BsonArray(specifications)));
    }

    private void drop(ServerIndex index) {
        try {
            run(command("dropIndexes").append("index", new BsonString(index.name())));
        } catch (MongoCommandException e) {
            if (e.getErrorCode() != INDEX_NOT_FOUND) {
                throw e;
            }
        }
    }

    private void collMod(ServerIndex index, BsonDocument change) {
        BsonDocument modification = new BsonDocument("name", new BsonString(index.name()));
        modification.putAll(change);
        run(command("collMod").append("index", modification));
    }

    private BsonDocument command(String name) {
        return new BsonDocument(name, new BsonString(plan.namespace().collection()));
    }

    private void run(BsonDocument command) {
        try {
            commands.run(plan.namespace().database(), command);
        } catch (MongoCommandException e) {
            if (DUPLICATES.contains(e.getErrorCode())) {
                throw duplicates(command, e);
            }
            throw e;
        }
    }

    private DuplicateKeyException duplicates(BsonDocument command, MongoCommandException refusal) {
        String index = uniqueIndex(command, String.valueOf(refusal.getErrorMessage()));
        return new DuplicateKeyException(
                "Stored documents of collection " + plan.namespace() + " have equal keys in the unique index "
                        + (index == null ? "" : "\"" + index + "\" ")
                        + "that is declared, so it was not built: remove the duplicates and apply again",
                index,
                refusal);
    }

    /** Returns the index of the command that is or becomes unique; of several the one that the answer names. */
    private static @Nullable String uniqueIndex(BsonDocument command, String answer) {
        if (command.isDocument("index")) {
            return command.getDocument("index").getString("name").getValue();
        }
        List<String> unique = command.getArray("indexes").stream()
                .map(BsonValue::asDocument)
                .filter(specification -> specification.containsKey("unique"))
                .map(specification -> specification.getString("name").getValue())
                .toList();
        return unique.size() == 1
                ? unique.getFirst()
                : unique.stream().filter(answer::contains).findFirst().orElse(null);
    }
}
