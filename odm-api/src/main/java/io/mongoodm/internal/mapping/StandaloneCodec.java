package io.mongoodm.internal.mapping;

import org.bson.BsonReader;
import org.bson.BsonWriter;
import org.bson.codecs.Codec;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.EncoderContext;

/** A type of the published table that the driver has no codec for, as a value in a filter or a {@code Document}. */
final class StandaloneCodec<T> implements Codec<T> {
    private final Class<T> type;
    private final ValueCodec values;

    StandaloneCodec(Class<T> type, ValueCodec values) {
        this.type = type;
        this.values = values;
    }

    @Override
    public void encode(BsonWriter writer, T value, EncoderContext context) {
        try {
            values.write(new WriterSink(writer), value);
        } catch (Misfit misfit) {
            throw misfit.encoding();
        }
    }

    @Override
    @SuppressWarnings("unchecked")
    public T decode(BsonReader reader, DecoderContext context) {
        try {
            return (T) values.read(new ReaderSource(reader));
        } catch (Misfit misfit) {
            throw misfit.decoding(type);
        }
    }

    @Override
    public Class<T> getEncoderClass() {
        return type;
    }
}
