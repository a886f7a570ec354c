package io.mongoodm.internal.validation;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds the name that was probably meant. */
final class Suggestions {
    private static final int LISTED = 24;

    private Suggestions() {}

    /** Returns the remedy for an unknown name: the nearest one, or what there is. */
    static String remedy(String unknown, Collection<String> known, String otherwise) {
        return nearest(unknown, known)
                .map(name -> "did you mean \"" + name + "\"?")
                .orElseGet(() -> known.isEmpty() || known.size() > LISTED
                        ? otherwise
                        : otherwise + " (" + known.stream().sorted().collect(Collectors.joining(", ")) + ")");
    }

    /** Returns the name with the fewest differences, unless it differs in more than a third of its letters. */
    static Optional<String> nearest(String unknown, Collection<String> known) {
        int limit = Math.max(1, unknown.length() / 3);
        record Candidate(String name, int distance) {}
        return known.stream()
                .map(name -> new Candidate(name, distance(unknown, name)))
                .filter(candidate -> candidate.distance <= limit)
                .min(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
                .map(Candidate::name);
    }

    /** Counts insertions, deletions, replacements and swaps of neighbours; a difference in case counts nothing. */
    static int distance(String from, String to) {
        String left = from.toLowerCase(Locale.ROOT);
        String right = to.toLowerCase(Locale.ROOT);
        int[][] costs = new int[left.length() + 1][right.length() + 1];
        for (int i = 0; i <= left.length(); i++) {
            costs[i][0] = i;
        }
        for (int j = 0; j <= right.length(); j++) {
            costs[0][j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            for (int j = 1; j <= right.length(); j++) {
                costs[i][j] = cost(costs, left, right, i, j);
            }
        }
        return costs[left.length()][right.length()];
    }

    private static int cost(int[][] costs, String left, String right, int i, int j) {
        int replaced = costs[i - 1][j - 1] + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
        int least = Math.min(replaced, 1 + Math.min(costs[i - 1][j], costs[i][j - 1]));
        boolean swapped = i > 1
                && j > 1
                && left.charAt(i - 1) == right.charAt(j - 2)
                && left.charAt(i - 2) == right.charAt(j - 1);
        return swapped ? Math.min(least, costs[i - 2][j - 2] + 1) : least;
    }
}
