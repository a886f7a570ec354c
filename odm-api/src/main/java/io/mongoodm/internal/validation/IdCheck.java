package io.mongoodm.internal.validation;

import io.mongoodm.internal.mapping.ComponentModel;
import io.mongoodm.internal.mapping.Shape;
import java.lang.invoke.MethodType;
import java.lang.reflect.Type;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonDocumentWriter;
import org.bson.BsonNull;
import org.bson.BsonValue;
import org.bson.codecs.Codec;
import org.bson.codecs.EncoderContext;
import org.bson.codecs.configuration.CodecRegistry;
import org.jspecify.annotations.Nullable;

/** Turns an id as a user has it into the stored one. */
final class IdCheck {
    private final Context context;
    private final Shape.Embedded root;
    private final CodecRegistry registry;

    IdCheck(Context context, Shape.Embedded root, CodecRegistry registry) {
        this.context = context.withSubject("id");
        this.root = root;
        this.registry = registry;
    }

    BsonValue id(Object id) {
        List<ComponentModel> components = root.fields("_id");
        BsonValue stored = encode(id, components);
        if (components.isEmpty()) {
            return stored;
        }
        List<Shape> shapes = components.stream().map(ComponentModel::shape).toList();
        ComparedValue values = new ComparedValue(new PathWalk(context, PathWalk.Use.READ), false);
        return switch (values.fit(shapes, stored, Place.ROOT)) {
            case Fitted.Yes yes -> yes.value();
            case Fitted.No no -> {
                context.report("\"_id\" of " + context.modelName() + " " + no.fact(), Place.ROOT, no.remedy());
                yield stored;
            }
        };
    }

    private BsonValue encode(Object id, List<ComponentModel> components) {
        if (id instanceof BsonValue value) {
            return value;
        }
        for (ComponentModel component : components) {
            if (isOfType(component.type(), id)) {
                BsonValue encoded = component.encode(id);
                return encoded == null ? BsonNull.VALUE : encoded;
            }
        }
        return encode(id);
    }

    private static boolean isOfType(@Nullable Type type, Object id) {
        return type instanceof Class<?> declared
                && MethodType.methodType(declared).wrap().returnType().isInstance(id);
    }

    @SuppressWarnings("unchecked") // the registry's codec for the object's own class
    private BsonValue encode(Object id) {
        BsonDocument holder = new BsonDocument();
        try (BsonDocumentWriter writer = new BsonDocumentWriter(holder)) {
            writer.writeStartDocument();
            writer.writeName("_id");
            ((Codec<Object>) registry.get(id.getClass()))
                    .encode(writer, id, EncoderContext.builder().build());
            writer.writeEndDocument();
        }
        return holder.getOrDefault("_id", BsonNull.VALUE);
    }
}
