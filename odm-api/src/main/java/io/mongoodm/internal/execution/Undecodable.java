package io.mongoodm.internal.execution;

import org.bson.BsonReader;
import org.bson.BsonReaderMark;
import org.bson.BsonWriter;
import org.bson.RawBsonDocument;
import org.bson.codecs.Codec;
import org.bson.codecs.Decoder;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.EncoderContext;
import org.bson.codecs.RawBsonDocumentCodec;

/**
 * Stands for a document that could not be decoded. Were the exception thrown inside the driver, the reply it came in
 * would be lost, with the documents in front of it and the cursor, which the server would keep open.
 */
record Undecodable(RuntimeException failure) {

    /** Returns what the decoder gave, or throws why it gave nothing. */
    @SuppressWarnings("unchecked")
    static <T> T unwrap(Object decoded, Decoder<T> decoder) {
        if (decoded instanceof Undecodable undecodable) {
            throw undecodable.failure();
        }
        return (T) decoded;
    }

    /**
     * Reads as {@code decoder} does, with failures as values; writes documents in raw form, which replacements are. Its
     * values have no class of their own, so it is registered for {@code Object}.
     */
    static final class AsValue implements Codec<Object> {
        private static final RawBsonDocumentCodec RAW = new RawBsonDocumentCodec();

        private final Decoder<?> decoder;

        AsValue(Decoder<?> decoder) {
            this.decoder = decoder;
        }

        @Override
        public Object decode(BsonReader reader, DecoderContext context) {
            BsonReaderMark start = reader.getMark();
            try {
                return decoder.decode(reader, context);
            } catch (RuntimeException failure) {
                start.reset();
                reader.skipValue();
                return new Undecodable(failure);
            }
        }

        @Override
        public void encode(BsonWriter writer, Object value, EncoderContext context) {
            RAW.encode(writer, (RawBsonDocument) value, context);
        }

        @Override
        public Class<Object> getEncoderClass() {
            return Object.class;
        }
    }
}
