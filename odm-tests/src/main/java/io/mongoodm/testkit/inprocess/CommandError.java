package io.mongoodm.testkit.inprocess;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A failed command, as the client will see it. Deliberately no subclass of mongo-java-server's exceptions: its inserts
 * and updates turn those into write errors, and a write conflict must leave them untouched.
 */
final class CommandError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int code;
    private final String codeName;
    private final transient @Nullable List<String> labels;

    CommandError(int code, String codeName, String message) {
        this(code, codeName, message, null);
    }

    private CommandError(int code, String codeName, String message, @Nullable List<String> labels) {
        super(message, null, false, false);
        this.code = code;
        this.codeName = codeName;
        this.labels = labels;
    }

    int code() {
        return code;
    }

    String codeName() {
        return codeName;
    }

    /** The labels that a fail point asked for; null when the code and the command decide. */
    @Nullable
    List<String> labels() {
        return labels;
    }

    CommandError labelled(List<String> names) {
        return new CommandError(code, codeName, String.valueOf(getMessage()), names);
    }

    static CommandError writeConflict() {
        String message = "Caused by :: Write conflict during plan execution and yielding is disabled. :: Please retry"
                + " your operation or multi-document transaction.";
        return new CommandError(112, "WriteConflict", message);
    }

    static CommandError noSuchTransaction(String message) {
        return new CommandError(251, "NoSuchTransaction", message);
    }

    static CommandError notInTransaction(String what) {
        return new CommandError(
                263,
                "OperationNotSupportedInTransaction",
                "Cannot run '" + what + "' in a multi-document transaction.");
    }

    /** Refuses what this server would otherwise get silently wrong. */
    static CommandError notImplemented(String what) {
        String message = "The in-process server does not implement " + what
                + ". It is a test double: run this test on a real server (docs/testing.md lists the differences).";
        return new CommandError(238, "NotImplemented", message);
    }

    static CommandError badValue(String message) {
        return new CommandError(2, "BadValue", message);
    }

    static CommandError timeLimit(String message) {
        return new CommandError(50, "MaxTimeMSExpired", message);
    }

    static CommandError namespaceNotFound(String namespace) {
        return new CommandError(26, "NamespaceNotFound", "ns not found: " + namespace);
    }
}
