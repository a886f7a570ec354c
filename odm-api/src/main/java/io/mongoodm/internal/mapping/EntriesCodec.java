package io.mongoodm.internal.mapping;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A map, stored as a document whose field names are the keys. What is read for an interface cannot be changed. */
final class EntriesCodec extends ValueCodec {
    private final Class<?> type;
    private final Kind kind;
    private final MapKeys keys;
    private final ValueCodec value;

    private EntriesCodec(Class<?> type, Kind kind, MapKeys keys, ValueCodec value) {
        this.type = type;
        this.kind = kind;
        this.keys = keys;
        this.value = value;
    }

    /** Tells whether a type is a map that can be read and written. */
    static boolean supports(Class<?> type) {
        return kind(type) != null;
    }

    static EntriesCodec of(Class<?> type, MapKeys keys, ValueCodec value) {
        Kind kind = kind(type);
        if (kind == null) {
            throw new IllegalStateException("No map: " + type.getName());
        }
        return new EntriesCodec(type, kind, keys, value);
    }

    private static @Nullable Kind kind(Class<?> type) {
        if (type == Map.class) {
            return new Kind(LinkedHashMap::new, map -> Collections.unmodifiableMap(map));
        }
        if (type == SortedMap.class) {
            return new Kind(TreeMap::new, map -> Collections.unmodifiableSortedMap((SortedMap<?, ?>) map));
        }
        if (type == HashMap.class) {
            return new Kind(HashMap::new, UnaryOperator.identity());
        }
        if (type == LinkedHashMap.class) {
            return new Kind(LinkedHashMap::new, UnaryOperator.identity());
        }
        return type == TreeMap.class ? new Kind(TreeMap::new, UnaryOperator.identity()) : null;
    }

    /** How a type of map is filled, and closed when it is full. */
    private record Kind(Supplier<Map<Object, @Nullable Object>> make, UnaryOperator<Map<?, ?>> finish) {}

    @Override
    Shape shape() {
        return new Shape.Entries(value.shape());
    }

    @Override
    Object ofAbsent() {
        return kind.finish.apply(kind.make.get());
    }

    @Override
    Object read(Source source) {
        Map<Object, @Nullable Object> entries = kind.make.get();
        source.enterDocument();
        if (source instanceof ByteSource bytes && keys.areStrings() && value instanceof StringCodec) {
            readStrings(bytes, entries);
            return kind.finish.apply(entries);
        }
        while (source.nextField()) {
            String name = source.name();
            try {
                entries.put(keys.read(name), value.readElement(source));
            } catch (Misfit misfit) {
                throw misfit.under(name);
            }
        }
        return kind.finish.apply(entries);
    }

    /** The usual map. Where a value does not fit, the caller reads everything again. */
    private void readStrings(ByteSource source, Map<Object, @Nullable Object> entries) {
        while (source.nextField()) {
            String name = source.name();
            entries.put(name, source.code() == ByteSource.STRING ? source.string() : value.readElement(source));
        }
    }

    @Override
    void write(Sink sink, Object map) {
        if (!type.isInstance(map)) {
            throw Misfit.javaType(type, map);
        }
        sink.startDocument();
        for (Map.Entry<?, ?> entry : ((Map<?, ?>) map).entrySet()) {
            String name = keys.write(entry.getKey());
            sink.name(name);
            try {
                value.writeElement(sink, entry.getValue());
            } catch (Misfit misfit) {
                throw misfit.under(name);
            }
        }
        sink.endDocument();
    }
}
