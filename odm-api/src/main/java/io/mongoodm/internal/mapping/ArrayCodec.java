package io.mongoodm.internal.mapping;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A Java array other than {@code byte[]}, stored as an array. */
final class ArrayCodec extends ValueCodec {
    private final Class<?> type;
    private final ValueCodec element;

    ArrayCodec(Class<?> type, ValueCodec element) {
        this.type = type;
        this.element = element;
    }

    @Override
    Shape shape() {
        return new Shape.Elements(element.shape(), this);
    }

    @Override
    Object ofAbsent() {
        return Array.newInstance(type.componentType(), 0);
    }

    @Override
    Object read(Source source) {
        List<@Nullable Object> values = new ArrayList<>();
        source.enterArray();
        while (source.nextElement()) {
            try {
                values.add(one(source));
            } catch (Misfit misfit) {
                throw misfit.under(values.size());
            }
        }
        Object array = Array.newInstance(type.componentType(), values.size());
        for (int i = 0; i < values.size(); i++) {
            Array.set(array, i, values.get(i));
        }
        return array;
    }

    private @Nullable Object one(Source source) {
        if (type.componentType().isPrimitive() && source.isNull()) {
            throw Misfit.type(type.componentType().getName(), source.type());
        }
        return element.readElement(source);
    }

    @Override
    void write(Sink sink, Object value) {
        if (!type.isInstance(value)) {
            throw Misfit.javaType(type, value);
        }
        sink.startArray();
        int length = Array.getLength(value);
        for (int i = 0; i < length; i++) {
            sink.index(i);
            try {
                element.writeElement(sink, Array.get(value, i));
            } catch (Misfit misfit) {
                throw misfit.under(i);
            }
        }
        sink.endArray();
    }

    @Override
    ValueCodec element() {
        return element;
    }
}
