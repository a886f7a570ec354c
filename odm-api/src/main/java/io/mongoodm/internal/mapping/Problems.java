package io.mongoodm.internal.mapping;

import io.mongoodm.InvalidModelException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Gathers what is wrong with the models, so that registration reports everything at once. */
public final class Problems {
    private final Set<String> sentences = new LinkedHashSet<>();

    /** Adds one sentence: fact, place, remedy. */
    public void add(String sentence) {
        sentences.add(sentence);
    }

    /** Throws when anything was added. */
    public void throwIfAny() {
        if (!sentences.isEmpty()) {
            throw new InvalidModelException(List.copyOf(sentences));
        }
    }
}
