package io.mongoodm.testkit.inprocess;

import de.bwaldvogel.mongo.bson.Document;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * One client's connection on two virtual threads: one reads, one runs the commands in their order. Two, so that a
 * client that goes away interrupts its own waiting command.
 */
final class Connection implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Connection.class.getName());

    private final Socket socket;
    private final Dispatcher dispatcher;
    private final Client client;
    private final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();

    Connection(Socket socket, Dispatcher dispatcher, Client client) {
        this.socket = socket;
        this.dispatcher = dispatcher;
        this.client = client;
    }

    /** Reads messages until either side closes the connection. */
    void read() {
        try (InputStream in = new BufferedInputStream(socket.getInputStream())) {
            for (Message message = Message.read(in); message != null; message = Message.read(in)) {
                messages.add(message);
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "connection " + client.id() + " ended", e);
        } finally {
            close();
        }
    }

    /** Runs the commands that were read, until it is interrupted. */
    void work() {
        try (OutputStream out = new BufferedOutputStream(socket.getOutputStream())) {
            while (true) {
                Message message = messages.take();
                Document reply = dispatcher.run(new Request(client, message.body()));
                if (message.answered()) {
                    message.answer(out, reply);
                }
            }
        } catch (IOException | InterruptedException | ConnectionClosedByFailPoint e) {
            LOG.log(System.Logger.Level.DEBUG, "connection " + client.id() + " stopped", e);
        } finally {
            close();
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "closing connection " + client.id(), e);
        }
    }
}
