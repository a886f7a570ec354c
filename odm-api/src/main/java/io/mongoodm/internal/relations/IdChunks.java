package io.mongoodm.internal.relations;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;

/** Splits what is looked up, so that no command comes near the size of a document. */
final class IdChunks {
    /** The most bytes of one list: half of what a document may have. */
    static final int MOST_BYTES = 8 * 1024 * 1024;

    private static final BsonDocumentCodec DOCUMENTS = new BsonDocumentCodec();

    private IdChunks() {}

    /** Returns the values in their order, in lists of at most {@link #MOST_BYTES}, none empty. */
    static List<List<BsonValue>> of(Collection<BsonValue> values) {
        List<List<BsonValue>> chunks = new ArrayList<>();
        List<BsonValue> chunk = new ArrayList<>();
        long bytes = 0;
        for (BsonValue value : values) {
            long size = 2 + Integer.toString(chunk.size()).length() + bytes(value);
            if (!chunk.isEmpty() && bytes + size > MOST_BYTES) {
                chunks.add(chunk);
                chunk = new ArrayList<>();
                bytes = 0;
            }
            chunk.add(value);
            bytes += size;
        }
        if (!chunk.isEmpty()) {
            chunks.add(chunk);
        }
        return chunks;
    }

    private static long bytes(BsonValue value) {
        return switch (value.getBsonType()) {
            case OBJECT_ID -> 12;
            case INT32 -> 4;
            case INT64, DOUBLE, DATE_TIME, TIMESTAMP -> 8;
            case DECIMAL128 -> 16;
            case BOOLEAN -> 1;
            case STRING -> 5 + utf8(value.asString().getValue());
            case BINARY -> 5 + value.asBinary().getData().length;
            default ->
                new RawBsonDocument(new BsonDocument("v", value), DOCUMENTS)
                        .getByteBuffer()
                        .remaining();
        };
    }

    private static long utf8(String text) {
        long bytes = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                bytes += c >= 0x800 && !Character.isSurrogate(c) ? 2 : 1;
            }
        }
        return bytes;
    }
}
