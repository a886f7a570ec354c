package io.mongoodm.testkit.inprocess;

/**
 * A plain write met a key that an open transaction holds: undo the statement, wait, run it again. No subclass of
 * mongo-java-server's exceptions, which its inserts and updates would turn into write errors.
 */
final class BlockedByTransaction extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BlockedByTransaction() {
        super("an open transaction holds this document", null, false, false);
    }
}
