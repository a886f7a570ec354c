package io.mongoodm.internal.execution;

import org.bson.BsonBinaryReader;
import org.bson.BsonBinaryWriter;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.codecs.Decoder;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.Encoder;
import org.bson.codecs.EncoderContext;
import org.bson.io.BasicOutputBuffer;

/** Moves between records, documents and bytes of exactly their size. */
final class Raw {
    private static final DecoderContext DECODING = DecoderContext.builder().build();

    private static final EncoderContext ENCODING = EncoderContext.builder().build();

    private Raw() {}

    static <T> RawBsonDocument encode(T value, Encoder<T> encoder) {
        BasicOutputBuffer output = new BasicOutputBuffer();
        try (BsonBinaryWriter writer = new BsonBinaryWriter(output)) {
            encoder.encode(writer, value, ENCODING);
        }
        return new RawBsonDocument(output.toByteArray());
    }

    static RawBsonDocument copy(BsonDocument document) {
        return encode(document, new BsonDocumentCodec());
    }

    static <T> T decode(RawBsonDocument document, Decoder<T> decoder) {
        try (BsonBinaryReader reader =
                new BsonBinaryReader(document.getByteBuffer().asNIO())) {
            return decoder.decode(reader, DECODING);
        }
    }
}
