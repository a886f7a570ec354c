package io.mongoodm.testkit.inprocess;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.bson.BsonDecoder;
import de.bwaldvogel.mongo.wire.bson.BsonEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One message of the wire protocol: OP_MSG, and the OP_QUERY with which drivers greet a server.
 *
 * @param id the number that the answer refers to
 * @param legacy whether the client wants OP_REPLY
 * @param answered whether the client waits for an answer; it does not for an unacknowledged write
 * @param body the command, document sequences included
 */
record Message(int id, boolean legacy, boolean answered, Document body) {
    /** The command that stands for a message with values that mongo-java-server cannot decode. */
    static final String UNREADABLE = "$unreadable";

    private static final int OP_REPLY = 1;
    private static final int OP_QUERY = 2004;
    private static final int OP_MSG = 2013;
    private static final int HEADER_LENGTH = 16;
    private static final int MAX_LENGTH = 48_000_000;
    private static final int CHECKSUM_PRESENT = 1;
    private static final int MORE_TO_COME = 2;
    private static final int CHECKSUM_LENGTH = 4;

    /** Reads the next message; null at the end of the connection. */
    static @Nullable Message read(InputStream in) throws IOException {
        byte[] head = in.readNBytes(HEADER_LENGTH);
        if (head.length < HEADER_LENGTH) {
            return null;
        }
        ByteBuf header = Unpooled.wrappedBuffer(head);
        int length = header.readIntLE();
        int id = header.readIntLE();
        header.readIntLE();
        int operation = header.readIntLE();
        if (length < HEADER_LENGTH || length > MAX_LENGTH) {
            throw new IOException("message of " + length + " bytes");
        }
        ByteBuf rest = Unpooled.wrappedBuffer(in.readNBytes(length - HEADER_LENGTH));
        try {
            return switch (operation) {
                case OP_MSG -> message(id, rest);
                case OP_QUERY -> query(id, rest);
                default -> throw new IOException("unknown operation " + operation);
            };
        } catch (RuntimeException undecodable) {
            return new Message(id, operation == OP_QUERY, true, new Document(UNREADABLE, undecodable.getMessage()));
        }
    }

    private static Message message(int id, ByteBuf in) {
        int flags = in.readIntLE();
        int trailer = (flags & CHECKSUM_PRESENT) == 0 ? 0 : CHECKSUM_LENGTH;
        Document body = new Document();
        while (in.readableBytes() > trailer) {
            if (in.readByte() == 0) {
                BsonDecoder.decodeBson(in).forEach(body::putIfAbsent);
            } else {
                sequence(in, body);
            }
        }
        return new Message(id, false, (flags & MORE_TO_COME) == 0, body);
    }

    private static void sequence(ByteBuf in, Document body) {
        int end = in.readerIndex() + in.readIntLE();
        String name = BsonDecoder.decodeCString(in);
        List<Document> documents = new ArrayList<>();
        while (in.readerIndex() < end) {
            documents.add(BsonDecoder.decodeBson(in));
        }
        body.put(name, documents);
    }

    private static Message query(int id, ByteBuf in) {
        in.readIntLE();
        String collection = BsonDecoder.decodeCString(in);
        in.skipBytes(2 * Integer.BYTES);
        Document body = BsonDecoder.decodeBson(in);
        body.put("$db", collection.substring(0, collection.indexOf('.')));
        return new Message(id, true, true, body);
    }

    void answer(OutputStream out, Document reply) throws IOException {
        ByteBuf buffer = Unpooled.buffer();
        buffer.writeIntLE(0).writeIntLE(id).writeIntLE(id).writeIntLE(legacy ? OP_REPLY : OP_MSG);
        if (legacy) {
            buffer.writeIntLE(0).writeLongLE(0).writeIntLE(0).writeIntLE(1);
        } else {
            buffer.writeIntLE(0).writeByte(0);
        }
        BsonEncoder.encodeDocument(reply, buffer);
        buffer.setIntLE(0, buffer.writerIndex());
        buffer.readBytes(out, buffer.readableBytes());
        out.flush();
    }
}
