package io.mongoodm.testkit.inprocess;

import java.util.function.LongSupplier;

/**
 * A test double for a MongoDB server, in this process: mongo-java-server 1.47.0 answers queries and computes updates,
 * and a layer of ours adds sessions, transactions, retryable writes and fail points. It keeps everything in memory and
 * is not a MongoDB: what it lacks or does otherwise is listed in docs/testing.md, and what it would get silently wrong
 * it refuses with the error 238 ({@code NotImplemented}).
 *
 * <p>It presents itself as the primary of a one-node replica set on the loopback interface, without authentication or
 * TLS, and runs one command at a time. Safe for use by several threads.
 */
public final class InProcessServer implements AutoCloseable {
    private final Listener listener;

    private InProcessServer(Listener listener) {
        this.listener = listener;
    }

    /**
     * Starts an empty server on a free port of the loopback interface and returns when it accepts connections. All
     * threads that it uses are virtual.
     *
     * @throws java.io.UncheckedIOException when no port can be opened; nothing is left behind then
     */
    public static InProcessServer start() {
        return start(System::nanoTime);
    }

    static InProcessServer start(LongSupplier nanoTime) {
        return new InProcessServer(Listener.open(nanoTime));
    }

    /** The port on which the server listens; also after {@link #close()}. */
    public int port() {
        return listener.port();
    }

    /** On what this server is built, for a log line: the version of mongo-java-server, and the layer over it. */
    public String version() {
        return "mongo-java-server 1.47.0 with the test kit's sessions and transactions";
    }

    /**
     * Stops the server: closes its port and all connections, interrupts the commands that run or wait, and waits until
     * its threads have ended. Everything stored is gone. Closing again does nothing.
     */
    @Override
    public void close() {
        listener.close();
    }
}
