package io.mongoodm.testkit.inprocess;

/** Tells the connection that a fail point wants it closed without an answer. */
final class ConnectionClosedByFailPoint extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ConnectionClosedByFailPoint() {
        super("a fail point closed the connection", null, false, false);
    }
}
