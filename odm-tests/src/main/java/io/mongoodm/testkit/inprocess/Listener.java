package io.mongoodm.testkit.inprocess;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;

/** Accepts connections and serves each on virtual threads of its own. */
final class Listener implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Listener.class.getName());
    private static final int BACKLOG = 200;

    private final ServerSocket socket;
    private final Dispatcher dispatcher;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("in-process-server-", 1).factory());
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();

    private Listener(ServerSocket socket, Dispatcher dispatcher) {
        this.socket = socket;
        this.dispatcher = dispatcher;
    }

    static Listener open(LongSupplier nanoTime) {
        try {
            ServerSocket socket = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
            String address = socket.getInetAddress().getHostAddress() + ":" + socket.getLocalPort();
            Store store = new Store(nanoTime);
            Sessions sessions = new Sessions(store);
            FailPoints failPoints = new FailPoints();
            Dispatcher dispatcher =
                    new Dispatcher(store, sessions, failPoints, CommandTable.of(store, sessions, failPoints, address));
            Listener listener = new Listener(socket, dispatcher);
            listener.threads.execute(listener::accept);
            return listener;
        } catch (IOException e) {
            throw new UncheckedIOException("The in-process server cannot open a port on the loopback interface", e);
        }
    }

    int port() {
        return socket.getLocalPort();
    }

    private void accept() {
        for (long id = 1; !socket.isClosed(); id++) {
            try {
                Socket accepted = socket.accept();
                accepted.setTcpNoDelay(true);
                serve(new Connection(accepted, dispatcher, new Client(id)));
            } catch (IOException e) {
                LOG.log(System.Logger.Level.DEBUG, "no connection accepted", e);
            }
        }
    }

    private void serve(Connection connection) {
        connections.add(connection);
        try {
            Future<?> worker = threads.submit(connection::work);
            threads.execute(() -> {
                connection.read();
                worker.cancel(true);
                connections.remove(connection);
            });
        } catch (RejectedExecutionException closing) {
            LOG.log(System.Logger.Level.DEBUG, "a client came while the server closed", closing);
            connection.close();
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "closing the port", e);
        }
        threads.shutdownNow();
        connections.forEach(Connection::close);
        threads.close();
    }
}
