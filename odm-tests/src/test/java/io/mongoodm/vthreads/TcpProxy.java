package io.mongoodm.vthreads;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * A network in front of a server that a test can slow down and break: it holds back requests that name a command, or their
 * replies, or cuts their connections, and sees which connections a client gives up.
 */
final class TcpProxy implements AutoCloseable {
    private static final int HEADER = 16;
    private static final int FIRST_DOCUMENT = HEADER + 4 + 1;
    private static final int FIRST_KEY = FIRST_DOCUMENT + 4 + 1;

    private final ServerSocket listening = new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress());
    private final InetSocketAddress target;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private @Nullable String command;
    private Action action = Action.PASS;
    private int held;
    private int givenUp;
    private int cut;
    private final Map<Long, String> cursors = new ConcurrentHashMap<>();

    /** What happens to the requests of a command. */
    private enum Action {
        PASS,
        HOLD,
        HOLD_REPLY,
        CUT_BEFORE,
        CUT_AFTER
    }

    /** Starts a proxy in front of the server that a URI names. */
    TcpProxy(String uri) throws IOException {
        String host = uri.replaceFirst("^mongodb://", "").replaceFirst("[/?].*$", "");
        int colon = host.lastIndexOf(':');
        target = colon < 0
                ? new InetSocketAddress(host, 27_017)
                : new InetSocketAddress(host.substring(0, colon), Integer.parseInt(host.substring(colon + 1)));
        Thread.ofVirtual().start(this::accept);
    }

    /** Returns a URI of the server with the proxy's address in it. */
    String uri(String uri) {
        String through = uri.replaceFirst("^mongodb://[^/?]*", "mongodb://127.0.0.1:" + listening.getLocalPort())
                .replaceAll("replicaSet=[^&]*&?", "");
        return through.contains("directConnection")
                ? through
                : through + (through.contains("?") ? "&" : "?") + "directConnection=true";
    }

    /** Keeps back requests of a command from now on, until {@link #release}. */
    void hold(String name) {
        act(name, Action.HOLD);
    }

    /** Passes on the next request of a command, and keeps back its reply until {@link #release}. */
    void holdReply(String name) {
        act(name, Action.HOLD_REPLY);
    }

    /** Cuts the connection of the next request of a command, which the server never sees. */
    void cutBefore(String name) {
        act(name, Action.CUT_BEFORE);
    }

    /** Passes on the next request of a command, and cuts its connection before the reply. */
    void cutAfter(String name) {
        act(name, Action.CUT_AFTER);
    }

    private void act(@Nullable String name, Action next) {
        lock.lock();
        try {
            command = name;
            action = next;
            held = 0;
            givenUp = 0;
            cut = 0;
        } finally {
            lock.unlock();
        }
    }

    /** Passes on what is kept back, and keeps back nothing more. */
    void release() throws IOException {
        act(null, Action.PASS);
        for (Link link : links) {
            link.release();
        }
    }

    /** Blocks until this many requests or replies are kept back. */
    void awaitHeld(int messages) throws InterruptedException {
        await(messages, "kept back messages of " + command, () -> held);
    }

    /** Blocks until the client has closed this many connections whose requests are kept back. */
    void awaitGivenUp(int connections) throws InterruptedException {
        await(connections, "connections given up", () -> givenUp);
    }

    /** Blocks until this many connections were cut. */
    void awaitCut(int connections) throws InterruptedException {
        await(connections, "connections cut", () -> cut);
    }

    /** Blocks until no connection is open any more, on either side. */
    void awaitAllClosed() throws InterruptedException {
        await(0, "connections open", () -> -links.size());
    }

    private void await(int number, String what, IntSupplier count) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = TimeUnit.SECONDS.toNanos(Events.SECONDS);
            while (count.getAsInt() < number) {
                if (left <= 0) {
                    throw new AssertionError("Expected " + number + " " + what + ", not " + count.getAsInt());
                }
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    private void accept() {
        try {
            while (!listening.isClosed()) {
                Socket client = listening.accept();
                Link link = new Link(client, new Socket(target.getAddress(), target.getPort()));
                links.add(link);
                Thread.ofVirtual().start(link::requests);
                Thread.ofVirtual().start(link::replies);
            }
        } catch (IOException e) {
            assert listening.isClosed() : e;
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Link link : links) {
            link.close();
        }
    }

    /** One connection of a client with its own to the server. */
    private final class Link {
        private final Socket client;
        private final Socket server;
        private final List<byte[]> kept = new ArrayList<>();
        private final List<byte[]> keptReplies = new ArrayList<>();
        private final AtomicInteger unanswered = new AtomicInteger();
        private volatile boolean clientIsGone;
        private volatile boolean cutAtReply;
        private volatile boolean keepsReply;

        Link(Socket client, Socket server) throws SocketException {
            this.client = client;
            this.server = server;
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
        }

        void requests() {
            try (client) {
                DataInputStream in = new DataInputStream(client.getInputStream());
                while (true) {
                    pass(read(in));
                }
            } catch (IOException over) {
                clientIsGone = true;
                ended(over);
                closeWhenAnswered();
            }
        }

        /** The server's answers are read to the end, so that no cursor is missed; nobody else gets them. */
        private void closeWhenAnswered() {
            if (clientIsGone && unanswered.get() == 0) {
                try {
                    server.close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }

        /** A client that goes away while its request is kept back has given it up. */
        private void ended(IOException over) {
            assert over != null;
            lock.lock();
            try {
                givenUp += kept.isEmpty() ? 0 : 1;
                kept.clear();
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }

        private void send(byte[] request) throws IOException {
            unanswered.incrementAndGet();
            server.getOutputStream().write(request);
        }

        private void pass(byte[] request) throws IOException {
            switch (actionFor(request)) {
                case PASS -> send(request);
                case HOLD -> keep(kept, request);
                case HOLD_REPLY -> {
                    keepsReply = true;
                    send(request);
                }
                case CUT_BEFORE -> cut();
                case CUT_AFTER -> {
                    cutAtReply = true;
                    send(request);
                }
            }
        }

        private void keep(List<byte[]> keeping, byte[] message) {
            lock.lock();
            try {
                keeping.add(message);
                held++;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }

        void release() throws IOException {
            for (byte[] request : taken(kept)) {
                send(request);
            }
            taken(keptReplies).forEach(this::answer);
        }

        private List<byte[]> taken(List<byte[]> keeping) {
            lock.lock();
            try {
                List<byte[]> taken = List.copyOf(keeping);
                keeping.clear();
                return taken;
            } finally {
                lock.unlock();
            }
        }

        void replies() {
            try (client;
                    server) {
                DataInputStream in = new DataInputStream(server.getInputStream());
                while (true) {
                    byte[] reply = read(in);
                    noteCursor(reply);
                    unanswered.decrementAndGet();
                    if (cutAtReply) {
                        cut();
                    }
                    if (keepsReply) {
                        keepsReply = false;
                        keep(keptReplies, reply);
                    } else if (clientIsGone) {
                        closeWhenAnswered();
                    } else {
                        answer(reply);
                    }
                }
            } catch (IOException over) {
                ended(over);
            } finally {
                remove(this);
            }
        }

        private void answer(byte[] reply) {
            try {
                client.getOutputStream().write(reply);
            } catch (IOException over) {
                clientIsGone = true;
                closeWhenAnswered();
            }
        }

        private void cut() throws IOException {
            lock.lock();
            try {
                cut++;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
            close();
            throw new EOFException("cut");
        }

        void close() throws IOException {
            client.close();
            server.close();
        }
    }

    private void remove(Link link) {
        lock.lock();
        try {
            links.remove(link);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private Action actionFor(byte[] request) {
        lock.lock();
        try {
            if (command == null || !command.equals(name(request))) {
                return Action.PASS;
            }
            Action wanted = action;
            if (action != Action.HOLD) {
                action = Action.PASS;
            }
            return wanted;
        } finally {
            lock.unlock();
        }
    }

    /** The first key of the document in an OP_MSG is the command. */
    private static String name(byte[] request) {
        if (!isMessage(request)) {
            return "";
        }
        int end = FIRST_KEY;
        while (end < request.length && request[end] != 0) {
            end++;
        }
        return new String(request, FIRST_KEY, end - FIRST_KEY, StandardCharsets.UTF_8);
    }

    /** Tells an OP_MSG from what older handshakes use. */
    private static boolean isMessage(byte[] message) {
        return ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN).getInt(HEADER - 4) == 2013;
    }

    private void noteCursor(byte[] reply) {
        if (!isMessage(reply)) {
            return;
        }
        BsonValue cursor = new RawBsonDocument(reply, FIRST_DOCUMENT, reply.length - FIRST_DOCUMENT).get("cursor");
        long id = cursor == null ? 0 : cursor.asDocument().getInt64("id").getValue();
        if (cursor != null && id != 0) {
            cursors.put(id, cursor.asDocument().getString("ns").getValue());
        }
    }

    /** Returns the cursors that the server opened, each with its collection, whether the client ever heard of them or not. */
    Map<Long, String> cursors() {
        return Map.copyOf(cursors);
    }

    private static byte[] read(DataInputStream in) throws IOException {
        byte[] header = in.readNBytes(4);
        if (header.length < 4) {
            throw new EOFException("the connection was closed");
        }
        int length = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN).getInt();
        byte[] message = new byte[length];
        System.arraycopy(header, 0, message, 0, 4);
        in.readFully(message, 4, length - 4);
        return message;
    }
}
