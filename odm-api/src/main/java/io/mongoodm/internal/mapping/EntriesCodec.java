package io.mongoodm.internal.mapping;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A map, stored as a document whose field names are the keys. What is read for an interface cannot be changed. */
final class EntriesCodec extends ValueCodec {
    /** The keys of one map in so many that have an unknown one are learned: keys that never come again must cost little. */
    private static final int LEARNED = 256;

    private final Class<?> type;
    private final Kind kind;
    private final MapKeys keys;
    private final ValueCodec value;
    private final boolean strings;
    private final int number = ByteSource.number();
    /** Of a map that was read before; what another thread sees does not matter. */
    private KnownKeys known = KnownKeys.NONE;

    private EntriesCodec(Class<?> type, Kind kind, MapKeys keys, ValueCodec value) {
        this.type = type;
        this.kind = kind;
        this.keys = keys;
        this.value = value;
        this.strings = value instanceof StringCodec;
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
        if (type == SequencedMap.class) {
            return new Kind(LinkedHashMap::new, map -> Collections.unmodifiableSequencedMap((SequencedMap<?, ?>) map));
        }
        if (type == SortedMap.class || type == NavigableMap.class) {
            return new Kind(TreeMap::new, map -> Collections.unmodifiableNavigableMap((NavigableMap<?, ?>) map));
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
        return new Shape.Entries(value.shape(), keys::isKey, this);
    }

    @Override
    Object ofAbsent() {
        return kind.finish.apply(kind.make.get());
    }

    @Override
    Object read(Source source) {
        source.enterDocument();
        return type == Map.class ? readStored(source) : kind.finish.apply(readInto(kind.make.get(), source));
    }

    private Map<Object, @Nullable Object> readInto(Map<Object, @Nullable Object> entries, Source source) {
        while (source.nextField()) {
            String name = source.name();
            entries.put(key(name), value(name, source));
        }
        return entries;
    }

    /** The usual map, which mostly has as many entries as the last one and the keys of one before; then none is made. */
    private Object readStored(Source source) {
        KnownKeys before = known;
        @Nullable Object[] entries = new @Nullable Object[2 * expected(source)];
        int count = 0;
        boolean alike = true;
        boolean anyUnknown = false;
        int slot;
        while ((slot = source.nextSlot(before.table(), count / 2)) != Source.END) {
            alike &= slot == count / 2;
            anyUnknown |= slot < 0;
            String name = slot < 0 ? source.name() : before.name(slot);
            Object key = slot < 0 ? key(name) : before.key(slot);
            int at = alike ? -1 : StoredMap.find(entries, count, key);
            if (at >= 0) {
                entries[at + 1] = value(name, source);
                continue;
            }
            if (count == 2 * StoredMap.MOST) {
                Map<Object, @Nullable Object> many = kind.make.get();
                StoredMap.of(entries).forEach(many::put);
                many.put(key, value(name, source));
                return kind.finish.apply(readInto(many, source));
            }
            if (count == entries.length) {
                entries = Arrays.copyOf(entries, 2 * StoredMap.MOST);
            }
            entries[count++] = key;
            entries[count++] = value(name, source);
        }
        entries = count == entries.length ? entries : Arrays.copyOf(entries, count);
        if (source instanceof ByteSource bytes) {
            bytes.size(number, count / 2);
            learn(before, anyUnknown, entries);
        }
        return StoredMap.of(entries);
    }

    private int expected(Source source) {
        return source instanceof ByteSource bytes ? Math.min(StoredMap.MOST, bytes.size(number)) : 0;
    }

    private void learn(KnownKeys before, boolean anyUnknown, @Nullable Object[] entries) {
        if (!anyUnknown) {
            before.served();
        } else if (ThreadLocalRandom.current().nextInt(LEARNED) == 0) {
            known = KnownKeys.of(entries);
        } else if (before.missedAll()) {
            known = KnownKeys.NONE;
        }
    }

    private Object key(String name) {
        try {
            return keys.read(name);
        } catch (Misfit misfit) {
            throw misfit.under(name);
        }
    }

    private @Nullable Object value(String name, Source source) {
        if (strings && source instanceof ByteSource bytes && bytes.code() == ByteSource.STRING) {
            return bytes.string();
        }
        try {
            return value.readElement(source);
        } catch (Misfit misfit) {
            throw misfit.under(name);
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

    @Override
    ValueCodec element() {
        return value;
    }
}
