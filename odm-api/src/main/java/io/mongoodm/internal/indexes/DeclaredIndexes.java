package io.mongoodm.internal.indexes;

import io.mongoodm.IndexPlan;
import io.mongoodm.UndeclaredIndexes;
import io.mongoodm.internal.mapping.Mapping;
import io.mongoodm.internal.mapping.Problems;

/** The indexes that the models of a handle declare. Immutable; the same for every database of the handle. */
public final class DeclaredIndexes {
    private DeclaredIndexes() {}

    /**
     * Reads the declarations of every model.
     *
     * @param mapping the models; only asked for what it parsed
     * @param problems gets every fault of every declaration
     */
    public static DeclaredIndexes of(Mapping mapping, Problems problems) {
        throw new IllegalStateException("indexes of " + mapping);
    }

    /** Returns what {@link #apply} would do while it keeps what is not declared. Sends {@code listIndexes} only. */
    public IndexPlan plan(IndexCommands commands) {
        throw new IllegalStateException("plan " + commands);
    }

    /**
     * Makes the server's indexes the declared ones and returns the plan that was carried out.
     *
     * @throws io.mongoodm.IndexConflictException when the plan has conflicts; only {@code listIndexes} was sent
     */
    public IndexPlan apply(IndexCommands commands, UndeclaredIndexes undeclared) {
        throw new IllegalStateException("apply " + commands + undeclared);
    }
}
