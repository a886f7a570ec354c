package io.mongoodm.internal.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a map that was read before, in their order. Maps of one component mostly have the same: where a name is known,
 * its key is not made anew, and the program keeps one for all documents.
 */
final class KnownKeys {
    static final KnownKeys NONE = new KnownKeys(List.of(), List.of());

    /** How long names may be, so that a codec keeps little. */
    private static final int LONGEST = 100;

    private static final int MOST_MISSED = 8;

    private final FieldTable table;
    private final String[] names;
    private final Object[] keys;
    private boolean served;
    private int missed;

    private KnownKeys(List<String> names, List<Object> keys) {
        this.table = new FieldTable(names);
        this.names = names.toArray(String[]::new);
        this.keys = keys.toArray();
    }

    /** Returns the keys, which differ, of the entries of a map; those with a long name are left out. */
    static KnownKeys of(@Nullable Object[] entries) {
        List<String> names = new ArrayList<>();
        List<Object> keys = new ArrayList<>();
        for (int i = 0; i < entries.length; i += 2) {
            Object key = Objects.requireNonNull(entries[i], "key");
            String name = MapKeys.text(key);
            if (name.length() <= LONGEST) {
                names.add(name);
                keys.add(key);
            }
        }
        return new KnownKeys(names, keys);
    }

    /** Returns the slots of the names. */
    FieldTable table() {
        return table;
    }

    String name(int slot) {
        return names[slot];
    }

    Object key(int slot) {
        return keys[slot];
    }

    /** Notes that a map had no others. Written once: many threads read this. */
    void served() {
        if (!served) {
            served = true;
        }
    }

    /** Notes that a map had others; tells whether several had, and none was served. */
    boolean missedAll() {
        return !served && keys.length > 0 && ++missed > MOST_MISSED;
    }
}
