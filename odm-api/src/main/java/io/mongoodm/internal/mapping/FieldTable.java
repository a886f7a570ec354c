package io.mongoodm.internal.mapping;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds the slot of a stored name. */
final class FieldTable {
    private final Map<String, Integer> slots = new HashMap<>();

    /** Creates the table; a name's slot is its position. */
    FieldTable(List<String> names) {
        for (int i = 0; i < names.size(); i++) {
            slots.putIfAbsent(names.get(i), i);
        }
    }

    /** Returns the slot, or -1 for a name that is not in the table. */
    int slot(String name) {
        Integer slot = slots.get(name);
        return slot == null ? -1 : slot;
    }
}
