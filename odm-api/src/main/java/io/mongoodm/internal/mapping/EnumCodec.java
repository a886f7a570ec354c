package io.mongoodm.internal.mapping;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.BsonType;

/** An enum, stored as the constant's name. */
final class EnumCodec extends ValueCodec {
    private final Class<?> type;
    private final Map<String, Object> constants = new HashMap<>();
    private final Shape.Scalar shape;

    EnumCodec(Class<?> type) {
        this.type = type;
        List<String> texts = new ArrayList<>();
        for (Object constant : type.getEnumConstants()) {
            String name = ((Enum<?>) constant).name();
            constants.put(name, constant);
            texts.add(name);
        }
        this.shape = new Shape.Scalar(BsonType.STRING, List.copyOf(texts));
    }

    @Override
    Shape shape() {
        return shape;
    }

    @Override
    Object read(Source source) {
        return constant(Scalars.string(source));
    }

    /** Returns the constant of this name. */
    Object constant(String name) {
        Object constant = constants.get(name);
        if (constant == null) {
            throw new Misfit("Expected one of " + String.join(", ", shape.texts()) + " but was another string");
        }
        return constant;
    }

    @Override
    void write(Sink sink, Object value) {
        if (!type.isInstance(value)) {
            throw Misfit.javaType(type, value);
        }
        sink.string(((Enum<?>) value).name());
    }
}
