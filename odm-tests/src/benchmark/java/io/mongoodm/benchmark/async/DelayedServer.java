package io.mongoodm.benchmark.async;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.bson.BsonArray;
import org.bson.BsonBinaryWriter;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.codecs.EncoderContext;
import org.bson.io.BasicOutputBuffer;

/**
 * A server with one answer for each command: finds and getMores bring the same documents, after a delay that no thread
 * waits for, and everything else is ok at once. For measurements, in a process of its own, which ends with its input.
 */
final class DelayedServer {
    private static final int OP_QUERY = 2004;
    private static final int OP_REPLY = 1;
    private static final int OP_MSG = 2013;
    private static final int HEADER = 16;

    private final long delayNanos;
    private final int batches;
    private final BsonArray batch;
    private final AtomicInteger requestIds = new AtomicInteger();
    private final AtomicLong cursorIds = new AtomicLong();
    private final Map<Long, Integer> batchesLeft = new ConcurrentHashMap<>();
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);

    private DelayedServer(long delayMillis, int batches, List<? extends BsonValue> batch) {
        this.delayNanos = TimeUnit.MILLISECONDS.toNanos(delayMillis);
        this.batches = batches;
        this.batch = new BsonArray(batch);
    }

    /** Arguments: milliseconds of delay, batches of each find, documents of each batch. Prints its port. */
    public static void main(String[] arguments) throws IOException {
        int documents = Integer.parseInt(arguments[2]);
        BsonArray batch = new BsonArray();
        for (int i = 0; i < documents; i++) {
            batch.add(new BsonDocument("_id", new BsonInt32(i)).append("name", new BsonString("a name")));
        }
        DelayedServer server = new DelayedServer(Long.parseLong(arguments[0]), Integer.parseInt(arguments[1]), batch);
        ServerSocket socket = new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().start(() -> server.accept(socket));
        System.out.println(socket.getLocalPort());
        System.in.transferTo(OutputStream.nullOutputStream());
        System.exit(0);
    }

    private void accept(ServerSocket socket) {
        try {
            while (true) {
                Socket client = socket.accept();
                client.setTcpNoDelay(true);
                Thread.ofVirtual().start(() -> serve(client));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve(Socket client) {
        try (client) {
            DataInputStream input = new DataInputStream(client.getInputStream());
            OutputStream output = client.getOutputStream();
            byte[] header = new byte[HEADER];
            while (true) {
                input.readFully(header);
                ByteBuffer fields = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
                byte[] body = new byte[fields.getInt(0) - HEADER];
                input.readFully(body);
                answer(fields.getInt(4), fields.getInt(12), body, output);
            }
        } catch (IOException gone) {
            // the client closed the connection, which is how every connection ends
        }
    }

    private void answer(int requestId, int operation, byte[] body, OutputStream output) throws IOException {
        BsonDocument command = command(operation, body);
        String name = command.getFirstKey();
        byte[] reply = message(requestId, operation, reply(name, command));
        boolean late = delayNanos > 0 && (name.equals("find") || name.equals("getMore"));
        if (late) {
            Future<?> unused = timer.schedule(() -> send(reply, output), delayNanos, TimeUnit.NANOSECONDS);
        } else {
            output.write(reply);
        }
    }

    private static void send(byte[] reply, OutputStream output) {
        try {
            output.write(reply);
        } catch (IOException gone) {
            // a client that gave up its connection
        }
    }

    private static BsonDocument command(int operation, byte[] body) {
        int start = 5;
        if (operation == OP_QUERY) {
            start = 4;
            while (body[start] != 0) {
                start++;
            }
            start += 9;
        }
        int length = ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN).getInt(start);
        return new RawBsonDocument(body, start, length);
    }

    private BsonDocument reply(String name, BsonDocument command) {
        return switch (name) {
            case "hello", "isMaster", "ismaster" -> hello();
            case "find" -> cursor(cursorIds.incrementAndGet(), batches - 1, "firstBatch");
            case "getMore" -> {
                long id = command.getInt64("getMore").getValue();
                yield cursor(id, batchesLeft.getOrDefault(id, 1) - 1, "nextBatch");
            }
            default -> new BsonDocument("ok", new BsonDouble(1));
        };
    }

    private BsonDocument cursor(long id, int left, String field) {
        if (left > 0) {
            batchesLeft.put(id, left);
        } else {
            batchesLeft.remove(id);
        }
        BsonDocument cursor = new BsonDocument("id", new BsonInt64(left > 0 ? id : 0))
                .append("ns", new BsonString("bench.entry"))
                .append(field, batch);
        return new BsonDocument("cursor", cursor).append("ok", new BsonDouble(1));
    }

    private static BsonDocument hello() {
        return new BsonDocument("helloOk", BsonBoolean.TRUE)
                .append("ismaster", BsonBoolean.TRUE)
                .append("isWritablePrimary", BsonBoolean.TRUE)
                .append("maxBsonObjectSize", new BsonInt32(16 * 1024 * 1024))
                .append("maxMessageSizeBytes", new BsonInt32(48_000_000))
                .append("maxWriteBatchSize", new BsonInt32(100_000))
                .append("logicalSessionTimeoutMinutes", new BsonInt32(30))
                .append("minWireVersion", new BsonInt32(0))
                .append("maxWireVersion", new BsonInt32(21))
                .append("ok", new BsonDouble(1));
    }

    private byte[] message(int requestId, int operation, BsonDocument document) {
        byte[] bytes = bytes(document);
        boolean old = operation == OP_QUERY;
        int prefix = old ? 20 : 5;
        ByteBuffer message = ByteBuffer.allocate(HEADER + prefix + bytes.length).order(ByteOrder.LITTLE_ENDIAN);
        message.putInt(message.capacity())
                .putInt(requestIds.incrementAndGet())
                .putInt(requestId)
                .putInt(old ? OP_REPLY : OP_MSG);
        if (old) {
            message.putInt(8).putLong(0).putInt(0).putInt(1);
        } else {
            message.putInt(0).put((byte) 0);
        }
        return message.put(bytes).array();
    }

    private static byte[] bytes(BsonDocument document) {
        BasicOutputBuffer output = new BasicOutputBuffer();
        try (BsonBinaryWriter writer = new BsonBinaryWriter(output)) {
            new BsonDocumentCodec()
                    .encode(writer, document, EncoderContext.builder().build());
        }
        return output.toByteArray();
    }
}
