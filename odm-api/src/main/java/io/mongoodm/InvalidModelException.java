package io.mongoodm;

import java.util.List;

/** A model cannot be registered. Thrown while a handle is built, with every problem of every model at once. */
public final class InvalidModelException extends OdmException {
    private static final long serialVersionUID = 1L;

    private final String[] problems;

    /**
     * Creates the error.
     *
     * @param problems one sentence each: fact, place, remedy; at least one
     */
    public InvalidModelException(List<String> problems) {
        super(problems.size() == 1 ? problems.getFirst() : list(problems), null);
        this.problems = problems.toArray(String[]::new);
    }

    private static String list(List<String> problems) {
        return problems.size() + " problems with the models:\n- " + String.join("\n- ", problems);
    }

    /** Returns every problem, in the order of registration. */
    public List<String> problems() {
        return List.of(problems);
    }
}
