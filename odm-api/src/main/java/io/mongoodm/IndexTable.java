package io.mongoodm;

import java.util.ArrayList;
import java.util.List;

/** Lays the entries of a plan out in columns. */
final class IndexTable {
    private static final List<String> TITLES = List.of("ACTION", "COLLECTION", "INDEX", "DESCRIPTION");

    private final List<List<String>> rows = new ArrayList<>();

    void add(String action, List<IndexPlan.Change> changes) {
        changes.forEach(change -> rows.add(List.of(action, change.collection(), change.index(), change.description())));
    }

    /** Returns the sentence, with the table below it when there are entries. */
    String under(String sentence) {
        return rows.isEmpty() ? sentence : sentence + "\n" + this;
    }

    @Override
    public String toString() {
        List<String> lines = new ArrayList<>();
        lines.add(line(TITLES));
        rows.forEach(row -> lines.add(line(row)));
        return String.join("\n", lines);
    }

    private String line(List<String> cells) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < cells.size() - 1; column++) {
            String cell = cells.get(column);
            line.append(cell).repeat(' ', width(column) - cell.length() + 2);
        }
        return line.append(cells.getLast()).toString();
    }

    private int width(int column) {
        int widest = TITLES.get(column).length();
        for (List<String> row : rows) {
            widest = Math.max(widest, row.get(column).length());
        }
        return widest;
    }
}
