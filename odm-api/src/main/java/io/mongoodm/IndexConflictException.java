package io.mongoodm;

import java.util.List;
import java.util.stream.Stream;

/** Declared indexes contradict each other or the server's; thrown before anything is sent. */
public final class IndexConflictException extends OdmException {
    private static final long serialVersionUID = 1L;

    private final String[][] conflicts;

    /** Creates the error with its whole message and the conflicts that it lists. */
    public IndexConflictException(String message, List<IndexPlan.Change> conflicts) {
        super(message, null);
        this.conflicts = conflicts.stream()
                .map(conflict -> new String[] {conflict.collection(), conflict.index(), conflict.description()})
                .toArray(String[][]::new);
    }

    /** Returns the conflicts, at least one. */
    public List<IndexPlan.Change> conflicts() {
        return Stream.of(conflicts)
                .map(conflict -> new IndexPlan.Change(conflict[0], conflict[1], conflict[2]))
                .toList();
    }
}
