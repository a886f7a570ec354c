package io.mongoodm.internal.mapping;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** The component that keeps the fields no other names: a {@code Document}, a {@code BsonDocument} or a map by name. */
final class ExtraElements extends ValueCodec {
    private final Class<?> type;
    private final ValueCodec value;

    ExtraElements(Class<?> type, ValueCodec value) {
        this.type = type;
        this.value = value;
    }

    static boolean supports(JavaType type) {
        return type.raw() == Document.class
                || type.raw() == BsonDocument.class
                || (type.raw() == Map.class && type.argument(0).raw() == String.class);
    }

    /** Returns the type of the fields' values. */
    static JavaType valueType(JavaType type) {
        if (type.raw() == BsonDocument.class) {
            return JavaType.of(BsonValue.class);
        }
        return type.raw() == Document.class ? JavaType.of(Object.class) : type.argument(1);
    }

    @Override
    Shape shape() {
        return new Shape.Entries(value.shape(), name -> true, this);
    }

    @Override
    Map<String, ?> ofAbsent() {
        if (type == Document.class) {
            return new Document();
        }
        return type == BsonDocument.class ? new BsonDocument() : new LinkedHashMap<>();
    }

    /** Reads the field that the source stands at into the component's value. */
    @SuppressWarnings("unchecked")
    void gather(Source source, Object into) {
        String name = source.name();
        // It has values for null and the deprecated undefined, and none for no value.
        boolean wrapped = type == BsonDocument.class;
        try {
            ((Map<String, @Nullable Object>) into).put(name, wrapped ? value.read(source) : value.readElement(source));
        } catch (Misfit misfit) {
            throw misfit.under(name);
        }
    }

    @Override
    Object read(Source source) {
        Map<String, ?> fields = ofAbsent();
        source.enterDocument();
        while (source.nextField()) {
            gather(source, fields);
        }
        return fields;
    }

    @Override
    void write(Sink sink, Object fields) {
        sink.startDocument();
        scatter(sink, fields, new FieldTable(List.of()), null);
        sink.endDocument();
    }

    private static String name(@Nullable Object key) {
        if (!(key instanceof String name)) {
            throw new Misfit("Expected a field name but was "
                    + (key == null ? "null" : key.getClass().getSimpleName()));
        }
        return FieldName.writable(name);
    }

    /** Writes the fields beside those of the components. */
    void scatter(Sink sink, Object fields, FieldTable components, @Nullable Tag tag) {
        if (!type.isInstance(fields)) {
            throw Misfit.javaType(type, fields);
        }
        for (Map.Entry<?, ?> entry : ((Map<?, ?>) fields).entrySet()) {
            String name = name(entry.getKey());
            if (components.slot(name) >= 0 || (tag != null && tag.field().text().equals(name))) {
                throw new Misfit("Expected fields that no component stores but there is one named " + name);
            }
            sink.name(name);
            try {
                value.writeElement(sink, entry.getValue());
            } catch (Misfit misfit) {
                throw misfit.under(name);
            }
        }
    }
}
