package io.mongoodm.query;

import io.mongoodm.InvalidFilterException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bson.BsonReader;
import org.bson.BsonWriter;
import org.bson.Document;
import org.bson.codecs.Codec;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.EncoderContext;
import org.bson.codecs.configuration.CodecProvider;
import org.bson.codecs.configuration.CodecRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for the mapping's codecs, so that typed fields are tested by what they know: {@link StoredFields}. Renames
 * {@code id}, unwraps {@code Optional}, and calls a component nullable unless it is primitive.
 */
final class RecordCodecDouble<R> implements Codec<R>, StoredFields {
    static final CodecProvider PROVIDER = new CodecProvider() {
        @Override
        public <T> @Nullable Codec<T> get(Class<T> type, CodecRegistry registry) {
            return type.isRecord() || type.isSealed() ? new RecordCodecDouble<>(type, registry) : null;
        }
    };

    private final Class<R> type;
    private final CodecRegistry registry;

    private RecordCodecDouble(Class<R> type, CodecRegistry registry) {
        this.type = type;
        this.registry = registry;
    }

    @Override
    public StoredField storedField(String component) {
        RecordComponent found = AnnotatedNames.componentOf(type, component)
                .orElseThrow(() -> new InvalidFilterException("no component " + component));
        Codec<?> codec = codec(found.getGenericType());
        return new StoredField(
                component.equals("id") ? "_id" : component,
                codec,
                elementCodec(found.getGenericType(), codec),
                !found.getType().isPrimitive());
    }

    private Codec<?> codec(Type declared) {
        if (declared instanceof ParameterizedType generic) {
            Class<?> raw = (Class<?>) generic.getRawType();
            List<Type> arguments = Arrays.asList(generic.getActualTypeArguments());
            if (raw == Map.class) {
                return registry.get(Document.class);
            }
            return raw == Optional.class ? codec(arguments.getFirst()) : registry.get(raw, arguments);
        }
        return registry.get(boxed((Class<?>) declared));
    }

    private Codec<?> elementCodec(Type declared, Codec<?> codec) {
        if (declared instanceof ParameterizedType generic && generic.getRawType() instanceof Class<?> raw) {
            Type[] arguments = generic.getActualTypeArguments();
            return Collection.class.isAssignableFrom(raw) || Map.class.isAssignableFrom(raw)
                    ? codec(arguments[arguments.length - 1])
                    : codec;
        }
        return codec;
    }

    private static Class<?> boxed(Class<?> declared) {
        if (declared == int.class) {
            return Integer.class;
        }
        return declared == long.class ? Long.class : declared;
    }

    @Override
    @SuppressWarnings("unchecked")
    public void encode(BsonWriter writer, R value, EncoderContext context) {
        writer.writeStartDocument();
        for (RecordComponent component : value.getClass().getRecordComponents()) {
            try {
                Object held = component.getAccessor().invoke(value);
                if (held != null) {
                    writer.writeName(component.getName().equals("id") ? "_id" : component.getName());
                    ((Codec<Object>) codec(component.getGenericType())).encode(writer, held, context);
                }
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
        writer.writeEndDocument();
    }

    @Override
    public R decode(BsonReader reader, DecoderContext context) {
        throw new UnsupportedOperationException("typed fields never decode");
    }

    @Override
    public Class<R> getEncoderClass() {
        return type;
    }
}
