package io.mongoodm;

import java.util.List;

/** Declared indexes contradict each other or the server's; thrown before anything is sent. */
public final class IndexConflictException extends OdmException {
    private static final long serialVersionUID = 1L;

    private final transient List<IndexPlan.Change> conflicts;

    /** Creates the error with its whole message and the conflicts that it lists. */
    public IndexConflictException(String message, List<IndexPlan.Change> conflicts) {
        super(message, null);
        this.conflicts = List.copyOf(conflicts);
    }

    /** Returns the conflicts, at least one. */
    public List<IndexPlan.Change> conflicts() {
        return conflicts;
    }
}
