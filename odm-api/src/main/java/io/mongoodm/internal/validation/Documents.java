package io.mongoodm.internal.validation;

import io.mongoodm.InvalidFilterException;
import io.mongoodm.internal.mapping.EncodableWriter;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonBinaryReader;
import org.bson.BsonDocument;
import org.bson.BsonType;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.codecs.EncoderContext;
import org.bson.io.BasicOutputBuffer;

/** Reads documents without losing anything, and copies them. */
final class Documents {
    private static final BsonDocumentCodec CODEC = new BsonDocumentCodec();
    private static final EncoderContext ENCODING = EncoderContext.builder().build();

    private Documents() {}

    /** Returns a copy in bytes that are no longer than the document. */
    static RawBsonDocument copy(BsonDocument document, Context context) {
        try (BasicOutputBuffer output = new BasicOutputBuffer(256);
                EncodableWriter writer = new EncodableWriter(output, () -> unencodable(context))) {
            CODEC.encode(writer, document, ENCODING);
            return new RawBsonDocument(output.toByteArray());
        }
    }

    private static InvalidFilterException unencodable(Context context) {
        return context.error(
                "A name or a text has half of a surrogate pair, for which UTF-8 has no bytes",
                Place.ROOT,
                "give whole characters");
    }

    /**
     * Returns the entries. A document of bytes can hold a name twice, which for the server are two conditions, and for the
     * map that it is read into only the last one: such a filter would match more after it was checked.
     */
    static Set<Map.Entry<String, BsonValue>> entries(BsonDocument document, Context context, Place place) {
        if (document instanceof RawBsonDocument raw) {
            requireUniqueNames(raw, context, place);
        }
        return document.entrySet();
    }

    private static void requireUniqueNames(RawBsonDocument raw, Context context, Place place) {
        Set<String> names = new HashSet<>();
        try (BsonBinaryReader reader = new BsonBinaryReader(raw.getByteBuffer().asNIO())) {
            reader.readStartDocument();
            while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
                String name = reader.readName();
                if (!names.add(name)) {
                    throw context.error(
                            "\"" + name + "\" is named twice",
                            place,
                            "combine the two with and(...), or leave one out");
                }
                reader.skipValue();
            }
        }
    }

    /** Puts a value, and refuses to lose another one: two names can mean the same field. */
    static void put(BsonDocument target, String name, BsonValue value, Context context, Place place) {
        if (target.put(name, value) != null) {
            throw context.error(
                    "\"" + name + "\" is named twice, once as \"id\"",
                    place,
                    "combine the two with and(...), or leave one out");
        }
    }

    static BsonArray array(List<? extends BsonValue> values) {
        return new BsonArray(values);
    }
}
