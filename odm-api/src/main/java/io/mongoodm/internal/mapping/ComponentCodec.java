package io.mongoodm.internal.mapping;

import org.bson.BsonReader;
import org.bson.BsonWriter;
import org.bson.codecs.Codec;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.EncoderContext;
import org.jspecify.annotations.Nullable;

/** The codec of a component, or of one element of it, as the driver sees it: for values in filters and updates. */
class ComponentCodec implements Codec<Object> {
    final Component component;
    final ValueCodec values;

    ComponentCodec(Component component, ValueCodec values) {
        this.component = component;
        this.values = values;
    }

    /** Returns the codec of these values; for records, one that knows their components. */
    static ComponentCodec of(Component component, ValueCodec values) {
        return switch (values) {
            case RecordCodec record -> new EmbeddedCodec(component, values, record.type(), record.components());
            case SealedCodec sealed -> new EmbeddedCodec(component, values, sealed.type(), sealed);
            default -> new ComponentCodec(component, values);
        };
    }

    @Override
    public void encode(BsonWriter writer, @Nullable Object value, EncoderContext context) {
        try {
            values.writeElement(new WriterSink(writer), value);
        } catch (Misfit misfit) {
            throw component.located(misfit).encoding();
        }
    }

    @Override
    @SuppressWarnings("NullAway") // The driver's own codecs return null for a stored null too.
    public Object decode(BsonReader reader, DecoderContext context) {
        try {
            return values.readElement(new ReaderSource(reader));
        } catch (Misfit misfit) {
            throw component.located(misfit).decoding(component.holder());
        }
    }

    @Override
    public Class<Object> getEncoderClass() {
        return Object.class;
    }
}
