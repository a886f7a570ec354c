package io.mongoodm.internal.mapping;

import org.bson.BsonDocument;
import org.bson.BsonDocumentWriter;
import org.bson.BsonString;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.codecs.Codec;
import org.bson.codecs.EncoderContext;
import org.jspecify.annotations.Nullable;

/** A record that asked for the driver's own record codec. That codec knows no tags, so a variant's is added here. */
final class DriverRecordCodec<T> extends ValueCodec {
    private static final BsonDocumentCodec DOCUMENTS = new BsonDocumentCodec();

    private final ParsedRecord<T> record;
    private final Codec<T> codec;
    private final ForeignCodec<T> values;
    private final @Nullable Tag tag;

    DriverRecordCodec(ParsedRecord<T> record, Codec<T> codec, @Nullable Tag tag) {
        this.record = record;
        this.codec = codec;
        this.values = new ForeignCodec<>(record.type(), codec, false);
        this.tag = tag;
    }

    @Override
    Shape shape() {
        return record.shape();
    }

    @Override
    Object read(Source source) {
        try {
            return values.read(source);
        } catch (Misfit misfit) {
            throw misfit.in(record.type(), null);
        }
    }

    @Override
    void write(Sink sink, Object value) {
        if (!record.type().isInstance(value)) {
            throw Misfit.javaType(record.type(), value);
        }
        if (tag == null) {
            values.write(sink, value);
        } else {
            sink.foreign(DOCUMENTS, tagged(record.type().cast(value), tag));
        }
    }

    private BsonDocument tagged(T value, Tag added) {
        BsonDocument plain = new BsonDocument();
        codec.encode(
                new BsonDocumentWriter(plain), value, EncoderContext.builder().build());
        BsonDocument result = new BsonDocument();
        if (plain.containsKey(Declaration.ID)) {
            result.put(Declaration.ID, plain.get(Declaration.ID));
        }
        result.put(added.field().text(), new BsonString(added.value()));
        result.putAll(plain);
        return result;
    }
}
