package io.mongoodm.testkit.inprocess;

import java.util.Map;
import java.util.Set;

/** Names of the error codes that tests inject, and which of them a server calls retryable. */
final class ErrorNames {
    private static final Map<Integer, String> NAMES = Map.ofEntries(
            Map.entry(1, "InternalError"),
            Map.entry(2, "BadValue"),
            Map.entry(6, "HostUnreachable"),
            Map.entry(7, "HostNotFound"),
            Map.entry(11, "UserNotFound"),
            Map.entry(13, "Unauthorized"),
            Map.entry(24, "LockTimeout"),
            Map.entry(26, "NamespaceNotFound"),
            Map.entry(50, "MaxTimeMSExpired"),
            Map.entry(64, "WriteConcernFailed"),
            Map.entry(89, "NetworkTimeout"),
            Map.entry(91, "ShutdownInProgress"),
            Map.entry(100, "UnsatisfiableWriteConcern"),
            Map.entry(112, "WriteConflict"),
            Map.entry(189, "PrimarySteppedDown"),
            Map.entry(246, "SnapshotUnavailable"),
            Map.entry(251, "NoSuchTransaction"),
            Map.entry(262, "ExceededTimeLimit"),
            Map.entry(9001, "SocketException"),
            Map.entry(10107, "NotWritablePrimary"),
            Map.entry(11000, "DuplicateKey"),
            Map.entry(11600, "InterruptedAtShutdown"),
            Map.entry(11601, "Interrupted"),
            Map.entry(11602, "InterruptedDueToReplStateChange"),
            Map.entry(13435, "NotPrimaryNoSecondaryOk"),
            Map.entry(13436, "NotPrimaryOrSecondary"));
    private static final Set<Integer> RETRYABLE =
            Set.of(6, 7, 89, 91, 189, 262, 9001, 10107, 11600, 11602, 13435, 13436);
    private static final Set<Integer> TRANSIENT = Set.of(24, 112, 246, 251);

    private ErrorNames() {}

    static String of(int code) {
        return NAMES.getOrDefault(code, "Location" + code);
    }

    static boolean isRetryable(int code) {
        return RETRYABLE.contains(code);
    }

    static boolean isTransientInTransaction(int code) {
        return TRANSIENT.contains(code) || RETRYABLE.contains(code);
    }
}
