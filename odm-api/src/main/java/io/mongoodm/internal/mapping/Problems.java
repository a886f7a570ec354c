package io.mongoodm.internal.mapping;

import io.mongoodm.InvalidModelException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Gathers what is wrong with the models, so that registration reports everything at once. */
public final class Problems {
    private final Set<String> sentences = new LinkedHashSet<>();
    private final List<Runnable> checks = new ArrayList<>();

    /** Adds one sentence: fact, place, remedy. */
    public void add(String sentence) {
        sentences.add(sentence);
    }

    /** Keeps a check for when everything is parsed: models may refer to each other in any order. */
    void later(Runnable check) {
        checks.add(check);
    }

    /** Runs the checks that were kept. */
    void check() {
        List<Runnable> due = List.copyOf(checks);
        checks.clear();
        for (Runnable check : due) {
            check.run();
        }
    }

    /** Tells whether anything was added. */
    boolean isEmpty() {
        return sentences.isEmpty();
    }

    /** Throws when anything was added. */
    public void throwIfAny() {
        if (!sentences.isEmpty()) {
            throw new InvalidModelException(List.copyOf(sentences));
        }
    }
}
