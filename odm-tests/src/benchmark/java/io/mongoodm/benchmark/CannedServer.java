package io.mongoodm.benchmark;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;

/**
 * A server of replies that were recorded once: it looks at the name of a command and sends bytes that lie ready, so that
 * what is measured is the client. A {@code find} answers with 101 documents and its {@code getMore} with 16 MB each, as
 * a server does.
 */
final class CannedServer implements AutoCloseable {
    private static final int HEADER = 16;
    private static final int OP_REPLY = 1;
    private static final int OP_QUERY = 2004;
    private static final int OP_MSG = 2013;
    private static final int FIRST_BATCH = 101;
    private static final int LARGEST_BATCH = 16_000_000;
    private static final String NAMESPACE = "benchmark.users";

    private final ServerSocket socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    private final BsonDocument hello = BsonDocument.parse("{helloOk: true, isWritablePrimary: true, ismaster: true,"
            + " maxBsonObjectSize: 16777216, maxMessageSizeBytes: 48000000, maxWriteBatchSize: 100000,"
            + " logicalSessionTimeoutMinutes: 30, minWireVersion: 0, maxWireVersion: 25, readOnly: false, ok: 1.0}");
    private final List<byte[]> batches;
    private final byte[] inserted;

    /** Listens on a free port. */
    CannedServer(List<byte[]> documents, int insertedAtOnce) throws IOException {
        batches = batches(documents.stream().map(RawBsonDocument::new).toList());
        inserted = message(BsonDocument.parse("{n: " + insertedAtOnce + ", ok: 1.0}"));
        Thread.ofPlatform().daemon().name("canned-server").start(this::accept);
    }

    String uri() {
        return "mongodb://127.0.0.1:" + socket.getLocalPort() + "/benchmark";
    }

    private static List<byte[]> batches(List<RawBsonDocument> documents) {
        List<byte[]> replies = new ArrayList<>();
        int from = 0;
        while (from < documents.size()) {
            int to = from;
            int size = 0;
            while (to < documents.size()
                    && size + documents.get(to).getByteBuffer().remaining() < LARGEST_BATCH
                    && (from > 0 || to < FIRST_BATCH)) {
                size += documents.get(to++).getByteBuffer().remaining();
            }
            BsonDocument cursor = new BsonDocument("id", new BsonInt64(to == documents.size() ? 0 : 42))
                    .append("ns", new BsonString(NAMESPACE))
                    .append(from == 0 ? "firstBatch" : "nextBatch", new BsonArray(documents.subList(from, to)));
            replies.add(message(new BsonDocument("cursor", cursor).append("ok", new BsonInt64(1))));
            from = to;
        }
        return replies;
    }

    /** Returns a reply; whom it answers is filled in when it is sent. */
    private static byte[] message(BsonDocument body) {
        byte[] bytes = bytes(body);
        return ByteBuffer.allocate(HEADER + Integer.BYTES + 1 + bytes.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(HEADER + Integer.BYTES + 1 + bytes.length)
                .putInt(1)
                .putInt(0)
                .putInt(OP_MSG)
                .putInt(0)
                .put((byte) 0)
                .put(bytes)
                .array();
    }

    private static byte[] oldReply(BsonDocument body) {
        byte[] bytes = bytes(body);
        int length = HEADER + 20 + bytes.length;
        return ByteBuffer.allocate(length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(length)
                .putInt(1)
                .putInt(0)
                .putInt(OP_REPLY)
                .putInt(8)
                .putLong(0)
                .putInt(0)
                .putInt(1)
                .put(bytes)
                .array();
    }

    private static byte[] bytes(BsonDocument document) {
        ByteBuffer buffer = new RawBsonDocument(document, new BsonDocumentCodec())
                .getByteBuffer()
                .asNIO();
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                connection.setTcpNoDelay(true);
                Thread.ofPlatform().daemon().start(() -> serve(connection));
            } catch (IOException e) {
                // The server was closed.
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            DataInputStream in = new DataInputStream(connection.getInputStream());
            OutputStream out = connection.getOutputStream();
            byte[] request = new byte[1 << 21];
            int next = 0;
            while (true) {
                in.readFully(request, 0, HEADER);
                ByteBuffer view = ByteBuffer.wrap(request).order(ByteOrder.LITTLE_ENDIAN);
                in.readFully(request, HEADER, view.getInt(0) - HEADER);
                String command = view.getInt(12) == OP_QUERY ? "" : command(request);
                next = command.equals("find") ? 0 : next;
                byte[] reply = reply(command, next);
                next += command.equals("find") || command.equals("getMore") ? 1 : 0;
                ByteBuffer.wrap(reply).order(ByteOrder.LITTLE_ENDIAN).putInt(8, view.getInt(4));
                out.write(reply);
            }
        } catch (IOException e) {
            // The client went away.
        }
    }

    private byte[] reply(String command, int next) {
        return switch (command) {
            case "" -> oldReply(hello);
            case "hello", "isMaster" -> message(hello);
            case "find", "getMore" -> batches.get(next);
            case "insert" -> inserted;
            default -> message(BsonDocument.parse("{ok: 1.0}"));
        };
    }

    /** Returns the name of the first field of the command. */
    private static String command(byte[] message) {
        int start = HEADER + Integer.BYTES + 1 + Integer.BYTES + 1;
        int end = start;
        while (message[end] != 0) {
            end++;
        }
        return new String(message, start, end - start, StandardCharsets.US_ASCII);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
