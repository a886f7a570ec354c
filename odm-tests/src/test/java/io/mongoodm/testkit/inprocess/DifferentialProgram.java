package io.mongoodm.testkit.inprocess;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A random program over a few sessions and documents; the same for the same seed. */
record DifferentialProgram(long seed, int sessions, List<Step> steps) {
    static final int DOCUMENTS = 5;
    /** The session number of a step outside sessions. */
    static final int PLAIN = -1;

    private static final int MAX_STEPS = 30;
    private static final int VALUES = 7;

    /** What a step does. */
    enum Operation {
        FIND,
        FIND_ALL,
        COUNT,
        INCREMENT,
        SET_UNIQUE,
        NO_CHANGE,
        INSERT,
        UPSERT,
        DELETE,
        REPLACE,
        FIND_AND_INCREMENT,
        INCREMENT_ALL,
        COMMIT,
        ABORT
    }

    /**
     * One operation.
     *
     * @param session whose, or {@link #PLAIN}
     * @param id the document it means
     * @param value what it writes
     */
    record Step(int session, Operation operation, int id, int value) {}

    static DifferentialProgram random(long seed) {
        Random random = new Random(seed);
        int sessions = random.nextInt(2, 5);
        int length = random.nextInt(8, MAX_STEPS + 1);
        List<Step> steps = new ArrayList<>();
        while (steps.size() < length) {
            int session = random.nextInt(PLAIN, sessions);
            Operation operation = Operation.values()[random.nextInt(Operation.values().length)];
            Step step = new Step(session, operation, random.nextInt(DOCUMENTS), random.nextInt(VALUES));
            if (session != PLAIN || canBePlain(operation)) {
                steps.add(step);
            }
        }
        return new DifferentialProgram(seed, sessions, steps);
    }

    /** The second engine deadlocks when a plain update of many documents waits, so there is none. */
    private static boolean canBePlain(Operation operation) {
        return switch (operation) {
            case INCREMENT_ALL, COMMIT, ABORT -> false;
            default -> true;
        };
    }
}
