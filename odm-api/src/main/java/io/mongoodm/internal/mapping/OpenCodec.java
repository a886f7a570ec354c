package io.mongoodm.internal.mapping;

import java.util.UUID;
import org.bson.BsonBinarySubType;
import org.bson.BsonReader;
import org.bson.BsonType;
import org.bson.BsonWriter;
import org.bson.UuidRepresentation;
import org.bson.codecs.BsonTypeClassMap;
import org.bson.codecs.BsonTypeCodecMap;
import org.bson.codecs.Codec;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.EncoderContext;
import org.bson.codecs.configuration.CodecRegistries;
import org.bson.codecs.configuration.CodecRegistry;

/**
 * A component declared as {@code Object}: written by the codec of the value's own class, read as the driver reads the
 * values of a {@code Document}, except that a UUID comes back as one.
 */
final class OpenCodec implements Codec<Object> {
    private final CodecRegistry registry;
    private final BsonTypeCodecMap byType;

    /**
     * Creates the codec.
     *
     * @param reading the registry that is read with, as {@link #withUuids} makes it
     */
    OpenCodec(CodecRegistry registry, CodecRegistry reading) {
        this.registry = registry;
        this.byType = new BsonTypeCodecMap(new BsonTypeClassMap(), reading);
    }

    @Override
    public Object decode(BsonReader reader, DecoderContext context) {
        BsonType type = reader.getCurrentBsonType();
        if (type == BsonType.BINARY
                && reader.peekBinarySubType() == BsonBinarySubType.UUID_STANDARD.getValue()
                && reader.peekBinarySize() == 2 * Long.BYTES) {
            return reader.readBinaryData().asUuid(UuidRepresentation.STANDARD);
        }
        return byType.get(type).decode(reader, context);
    }

    /** Returns a registry whose documents and lists read UUIDs as such, unless another representation was chosen. */
    static CodecRegistry withUuids(CodecRegistry registry) {
        return registry.get(UUID.class) instanceof StandaloneCodec
                ? CodecRegistries.withUuidRepresentation(registry, UuidRepresentation.STANDARD)
                : registry;
    }

    @Override
    @SuppressWarnings("unchecked")
    public void encode(BsonWriter writer, Object value, EncoderContext context) {
        Codec<Object> codec = (Codec<Object>) registry.get(value.getClass());
        codec.encode(writer, value, context);
    }

    @Override
    public Class<Object> getEncoderClass() {
        return Object.class;
    }
}
