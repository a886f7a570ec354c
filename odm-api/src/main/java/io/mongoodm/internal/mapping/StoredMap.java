package io.mongoodm.internal.mapping;

import java.io.Serializable;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A small map as it was stored: in order, it cannot be changed, and its values may be null, which no map of the platform
 * offers. Keys are compared one after the other, which for so few is as fast as hashing, and takes a third of the memory.
 */
final class StoredMap extends AbstractMap<Object, @Nullable Object> implements Serializable {
    /** How many entries it may have. */
    static final int MOST = 8;

    private static final long serialVersionUID = 1L;

    /** Each key in front of its value. */
    @SuppressWarnings("serial") // As serialisable as its entries.
    private final @Nullable Object[] entries;

    private StoredMap(@Nullable Object[] entries) {
        this.entries = entries;
    }

    /** Returns a map over the array of keys, which differ, and their values; nobody else may keep it. */
    static Map<Object, @Nullable Object> of(@Nullable Object[] entries) {
        return entries.length == 0 ? Collections.emptyMap() : new StoredMap(entries);
    }

    /** Returns where a key is among the first so many places of an array; -1 for nowhere. */
    static int find(@Nullable Object[] entries, int length, @Nullable Object key) {
        if (key != null) {
            for (int i = 0; i < length; i += 2) {
                if (key.equals(entries[i])) {
                    return i;
                }
            }
        }
        return -1;
    }

    @Override
    public int size() {
        return entries.length / 2;
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return find(entries, entries.length, key) >= 0;
    }

    @Override
    public @Nullable Object get(@Nullable Object key) {
        int at = find(entries, entries.length, key);
        return at < 0 ? null : entries[at + 1];
    }

    @Override
    public @Nullable Object remove(@Nullable Object key) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void forEach(BiConsumer<? super Object, ? super @Nullable Object> action) {
        for (int i = 0; i < entries.length; i += 2) {
            action.accept(entries[i], entries[i + 1]);
        }
    }

    @Override
    public Set<Entry<Object, @Nullable Object>> entrySet() {
        return new Entries();
    }

    private final class Entries extends AbstractSet<Entry<Object, @Nullable Object>> {
        @Override
        public int size() {
            return StoredMap.this.size();
        }

        @Override
        public Iterator<Entry<Object, @Nullable Object>> iterator() {
            return new Iterator<>() {
                private int next;

                @Override
                public boolean hasNext() {
                    return next < entries.length;
                }

                @Override
                public Entry<Object, @Nullable Object> next() {
                    if (!hasNext()) {
                        throw new NoSuchElementException();
                    }
                    int at = next;
                    next += 2;
                    return new SimpleImmutableEntry<Object, @Nullable Object>(
                            Objects.requireNonNull(entries[at], "key"), entries[at + 1]);
                }
            };
        }
    }
}
