package io.mongoodm;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code applyIndexes()} would do: declared indexes compared with those on the server. An immutable value; it
 * prints as an aligned table.
 */
public final class IndexPlan {
    private final List<Change> create;
    private final List<Change> change;
    private final List<Change> drop;
    private final List<Change> keep;
    private final List<Change> conflicts;
    private final List<Change> undeclared;

    /** Creates a plan of its parts. Plans come from {@code planIndexes()} and {@code applyIndexes()}. */
    public IndexPlan(
            List<Change> create,
            List<Change> change,
            List<Change> drop,
            List<Change> keep,
            List<Change> conflicts,
            List<Change> undeclared) {
        this.create = List.copyOf(create);
        this.change = List.copyOf(change);
        this.drop = List.copyOf(drop);
        this.keep = List.copyOf(keep);
        this.conflicts = List.copyOf(conflicts);
        this.undeclared = List.copyOf(undeclared);
    }

    /** Returns the indexes that are declared and not on the server. */
    public List<Change> create() {
        return create;
    }

    /** Returns the indexes that are on the server with other keys or options: what collMod or a rebuild will do. */
    public List<Change> change() {
        return change;
    }

    /** Returns the indexes that will be dropped. */
    public List<Change> drop() {
        return drop;
    }

    /** Returns the indexes that are as declared. */
    public List<Change> keep() {
        return keep;
    }

    /** Returns what no order of commands resolves; {@code applyIndexes()} refuses a plan that has any. */
    public List<Change> conflicts() {
        return conflicts;
    }

    /** Returns the indexes on the server that are declared nowhere and will stay. */
    public List<Change> undeclared() {
        return undeclared;
    }

    /** Tells whether there is nothing to create, change or drop, and no conflict. */
    public boolean isEmpty() {
        return create.isEmpty() && change.isEmpty() && drop.isEmpty() && conflicts.isEmpty();
    }

    /** Tells whether the other plan says the same, in the same order. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof IndexPlan plan && parts().equals(plan.parts());
    }

    @Override
    public int hashCode() {
        return parts().hashCode();
    }

    private List<List<Change>> parts() {
        return List.of(create, change, drop, keep, conflicts, undeclared);
    }

    /**
     * Returns an aligned table with a line for each index: what is done with it, its collection, its name, and its
     * description. When there is nothing to do, a sentence says so, and only indexes that are declared nowhere are
     * listed under it. Lines end with a line feed; the last one does not.
     */
    @Override
    public String toString() {
        IndexTable table = new IndexTable();
        if (isEmpty()) {
            table.add("undeclared", undeclared);
            return table.under("Nothing to do: " + kept());
        }
        table.add("conflict", conflicts);
        table.add("create", create);
        table.add("change", change);
        table.add("drop", drop);
        table.add("keep", keep);
        table.add("undeclared", undeclared);
        return table.toString();
    }

    private String kept() {
        return switch (keep.size()) {
            case 0 -> "no index is declared.";
            case 1 -> "the one declared index is as declared.";
            default -> "all " + keep.size() + " declared indexes are as declared.";
        };
    }

    /**
     * One index of the plan.
     *
     * @param collection the collection's name, with the database in front when it is not the handle's own
     * @param index the index's name
     * @param description keys, options and reason in words that a person can review
     */
    public record Change(String collection, String index, String description) {}
}
