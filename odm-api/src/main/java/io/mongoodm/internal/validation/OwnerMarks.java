package io.mongoodm.internal.validation;

import io.mongoodm.internal.mapping.Shape;
import io.mongoodm.query.StoredField;
import io.mongoodm.query.StoredFields;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.bson.BsonReader;
import org.bson.BsonWriter;
import org.bson.codecs.Codec;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.EncoderContext;
import org.bson.codecs.configuration.CodecConfigurationException;
import org.bson.codecs.configuration.CodecRegistry;

/**
 * Lets a typed field of another class into a filter, because it may stand inside the driver's {@code elemMatch}, which does
 * not tell it so. Its name carries its class until the check reaches it, and there either loses the mark or is refused. The
 * mark is made of characters that Unicode keeps for use inside a process, so no name that a user gives has them.
 */
final class OwnerMarks implements CodecRegistry {
    private static final char START = '\uFDD0';
    private static final char END = '\uFDD1';

    private final Context context;
    private final CodecRegistry registry;
    private final Map<String, Class<?>> owners = new ConcurrentHashMap<>();

    OwnerMarks(Context context, CodecRegistry registry) {
        this.context = context;
        this.registry = registry;
    }

    /** Returns the name without its mark, wherever it stands. */
    static String nameIn(String key) {
        return key.isEmpty() || key.charAt(0) != START ? key : key.substring(key.indexOf(END) + 1);
    }

    /** Returns the name without its mark, when a field of the class that it names fits. */
    String unmark(String key, List<Shape> shapes, Context asked, Place place) {
        if (key.isEmpty() || key.charAt(0) != START) {
            return key;
        }
        int end = key.indexOf(END);
        String name = key.substring(end + 1);
        Class<?> owner = owners.get(key.substring(1, end));
        if (owner != null && shapes.stream().noneMatch(shape -> fits(owner, shape))) {
            String model = shapes.getFirst() instanceof Shape.Embedded embedded
                    ? embedded.type().getSimpleName()
                    : context.modelName();
            throw asked.error(
                    "A field of " + owner.getSimpleName() + " does not belong to " + model,
                    place.at(name),
                    "use a field of " + model + ", or put it into elemMatch");
        }
        return name;
    }

    private static boolean fits(Class<?> owner, Shape shape) {
        return switch (shape) {
            case Shape.Embedded embedded ->
                owner.isAssignableFrom(embedded.type()) || embedded.type().isAssignableFrom(owner);
            case Shape.Open open -> true;
            default -> false;
        };
    }

    @Override
    public <T> Codec<T> get(Class<T> type) {
        return marking(type, registry.get(type));
    }

    @Override
    public <T> Codec<T> get(Class<T> type, List<Type> typeArguments) {
        return registry.get(type, typeArguments);
    }

    @Override
    public <T> Codec<T> get(Class<T> type, CodecRegistry user) {
        return registry.get(type, user);
    }

    @Override
    public <T> Codec<T> get(Class<T> type, List<Type> typeArguments, CodecRegistry user) {
        return registry.get(type, typeArguments, user);
    }

    private <T> Codec<T> marking(Class<T> type, Codec<T> codec) {
        return type == context.model() && codec instanceof StoredFields fields ? new Marking<>(codec, fields) : codec;
    }

    private StoredField marked(Class<?> owner, StoredField field) {
        owners.put(owner.getName(), owner);
        return new StoredField(
                START + owner.getName() + END + field.name(), field.codec(), field.elementCodec(), field.nullable());
    }

    /** The model's codec, which also answers for fields that lie elsewhere. */
    private final class Marking<T> implements Codec<T>, StoredFields {
        private final Codec<T> codec;
        private final StoredFields fields;

        Marking(Codec<T> codec, StoredFields fields) {
            this.codec = codec;
            this.fields = fields;
        }

        @Override
        public StoredField storedField(String component) {
            return fields.storedField(component);
        }

        @Override
        public Optional<StoredFields> elsewhere(Class<?> owner) {
            try {
                return registry.get(owner) instanceof StoredFields others
                        ? Optional.of(component -> marked(owner, others.storedField(component)))
                        : Optional.empty();
            } catch (CodecConfigurationException e) {
                return Optional.empty(); // no class of this handle: the field says that it does not belong here
            }
        }

        @Override
        public T decode(BsonReader reader, DecoderContext decoderContext) {
            return codec.decode(reader, decoderContext);
        }

        @Override
        public void encode(BsonWriter writer, T value, EncoderContext encoderContext) {
            codec.encode(writer, value, encoderContext);
        }

        @Override
        public Class<T> getEncoderClass() {
            return codec.getEncoderClass();
        }
    }
}
