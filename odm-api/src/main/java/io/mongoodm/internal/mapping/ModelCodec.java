package io.mongoodm.internal.mapping;

import io.mongoodm.InvalidFilterException;
import io.mongoodm.query.StoredField;
import io.mongoodm.query.StoredFields;
import java.util.function.Function;
import org.bson.BsonReader;
import org.bson.BsonWriter;
import org.bson.codecs.Codec;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.EncoderContext;
import org.jspecify.annotations.Nullable;

/** The codec of a record or a sealed interface as the driver sees it. Here a misfit becomes the exception of the caller. */
final class ModelCodec<T> implements Codec<T>, StoredFields {
    private final Class<T> type;
    private final ValueCodec values;
    private final Function<String, @Nullable Component> components;

    ModelCodec(Class<T> type, ValueCodec values, Function<String, @Nullable Component> components) {
        this.type = type;
        this.values = values;
        this.components = components;
    }

    @Override
    public T decode(BsonReader reader, DecoderContext context) {
        try {
            return type.cast(values.read(new ReaderSource(reader)));
        } catch (Misfit misfit) {
            throw misfit.decoding(type);
        } catch (RuntimeException e) {
            throw new Misfit("Expected a document of valid BSON but it cannot be read", "", e)
                    .in(type, null)
                    .decoding(type);
        }
    }

    @Override
    public void encode(BsonWriter writer, T value, EncoderContext context) {
        write(writer, value);
    }

    void write(BsonWriter writer, T value) {
        try {
            values.write(new WriterSink(writer), value);
        } catch (Misfit misfit) {
            throw misfit.encoding();
        }
    }

    @Override
    public Class<T> getEncoderClass() {
        return type;
    }

    @Override
    public StoredField storedField(String name) {
        Component component = components.apply(name);
        if (component == null) {
            throw new InvalidFilterException(
                    type.getSimpleName() + " has no component " + name + ": name one of its components");
        }
        if (!component.isStored()) {
            throw new InvalidFilterException(
                    "Component " + name + " of " + type.getSimpleName() + " is not stored: name a component that is");
        }
        ValueCodec content = component.codec().content();
        return new StoredField(
                component.storedName(),
                ComponentCodec.of(component, content),
                ComponentCodec.of(component, content.element()),
                component.isNullable() || component.codec() instanceof OptionalCodec);
    }

    @Override
    public String toString() {
        return "codec of " + type.getSimpleName();
    }
}
