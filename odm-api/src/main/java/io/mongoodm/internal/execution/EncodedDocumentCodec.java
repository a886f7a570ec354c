package io.mongoodm.internal.execution;

import java.util.Objects;
import org.bson.BsonDocument;
import org.bson.BsonObjectId;
import org.bson.BsonReader;
import org.bson.BsonValue;
import org.bson.BsonWriter;
import org.bson.RawBsonDocument;
import org.bson.codecs.CollectibleCodec;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.EncoderContext;
import org.bson.codecs.RawBsonDocumentCodec;

/** Writes documents that are encoded already; one without an id gets one, as the driver's own codecs do it. */
final class EncodedDocumentCodec implements CollectibleCodec<RawBsonDocument> {
    private final RawBsonDocumentCodec codec = new RawBsonDocumentCodec();

    @Override
    public RawBsonDocument generateIdIfAbsentFromDocument(RawBsonDocument document) {
        if (documentHasId(document)) {
            return document;
        }
        BsonDocument identified = new BsonDocument("_id", new BsonObjectId());
        identified.putAll(document);
        return Raw.copy(identified);
    }

    @Override
    public boolean documentHasId(RawBsonDocument document) {
        return document.containsKey("_id");
    }

    @Override
    public BsonValue getDocumentId(RawBsonDocument document) {
        return Objects.requireNonNull(document.get("_id"), "_id");
    }

    @Override
    public RawBsonDocument decode(BsonReader reader, DecoderContext context) {
        return codec.decode(reader, context);
    }

    @Override
    public void encode(BsonWriter writer, RawBsonDocument document, EncoderContext context) {
        codec.encode(writer, document, context);
    }

    @Override
    public Class<RawBsonDocument> getEncoderClass() {
        return RawBsonDocument.class;
    }
}
