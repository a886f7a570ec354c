package io.mongoodm.internal.execution;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

/** What a transaction does once it is committed. Actions come from any thread, and run on one. */
public final class AfterCommit {
    private final List<Runnable> actions = new CopyOnWriteArrayList<>();

    /** Adds an action behind the others. */
    public void add(Runnable action) {
        actions.add(Objects.requireNonNull(action, "action"));
    }

    /** Forgets the actions of an attempt that is repeated. */
    void clear() {
        actions.clear();
    }

    /** Runs every action, whatever one throws, and then throws the first failure with the others suppressed in it. */
    @SuppressWarnings("ReferenceEquality")
    public void run() {
        Throwable first = null;
        for (Runnable action : actions) {
            try {
                action.run();
            } catch (RuntimeException | Error failure) {
                if (first == null) {
                    first = failure;
                } else if (first != failure && first.getCause() != failure) {
                    first.addSuppressed(failure);
                }
            }
        }
        switch (first) {
            case RuntimeException unchecked -> throw unchecked;
            case Error error -> throw error;
            case null, default -> {}
        }
    }
}
