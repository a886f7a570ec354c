package io.mongoodm.internal.mapping;

import java.util.LinkedHashMap;
import java.util.Map;
import org.bson.BsonType;

/** An enum, stored as the constant's name. */
final class EnumCodec extends ValueCodec {
    private final Class<?> type;
    private final Map<String, Object> constants = new LinkedHashMap<>();
    private final Shape.Scalar shape;

    EnumCodec(Class<?> type) {
        this.type = type;
        for (Object constant : type.getEnumConstants()) {
            constants.put(((Enum<?>) constant).name(), constant);
        }
        this.shape = new Shape.Scalar(BsonType.STRING, this);
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
            throw new Misfit("Expected one of " + String.join(", ", constants.keySet()) + " but was another string");
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
