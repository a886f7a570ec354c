package io.mongoodm.internal.mapping;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The components of a record as its documents see them: by stored and by former name, and in the order of writing. */
public final class RecordFields {
    private final List<Component> all;
    private final Component[] components;
    private final String[] names;
    private final int[] ranks;
    private final boolean aliased;
    private final FieldTable table;
    private final List<Component> writeOrder;
    private final @Nullable Component extra;

    RecordFields(List<Component> all) {
        this.all = all;
        List<Component> ids = new ArrayList<>();
        List<Component> others = new ArrayList<>();
        Component unnamed = null;
        int slots = 0;
        for (Component component : all) {
            if (component.isStored()) {
                slots += 1 + component.aliases().size();
                (component.role() == ComponentModel.Role.ID ? ids : others).add(component);
            } else if (component.role() == ComponentModel.Role.EXTRA_ELEMENTS && unnamed == null) {
                unnamed = component;
            }
        }
        this.components = new Component[slots];
        this.names = new String[slots];
        this.ranks = new int[slots];
        nameSlots(all);
        this.aliased = slots > ids.size() + others.size();
        this.table = new FieldTable(List.of(names));
        this.extra = unnamed;
        ids.addAll(others);
        if (unnamed != null) {
            ids.add(unnamed);
        }
        this.writeOrder = List.copyOf(ids);
    }

    /** A component has a slot for its stored name and, behind that, one for each former name. */
    private void nameSlots(List<Component> all) {
        int slot = 0;
        for (Component component : all) {
            if (component.isStored()) {
                List<String> former = component.aliases();
                for (int rank = 0; rank <= former.size(); rank++) {
                    components[slot] = component;
                    names[slot] = rank == 0 ? component.storedName() : former.get(rank - 1);
                    ranks[slot++] = rank;
                }
            }
        }
    }

    /** Returns how many components there are, stored or not. */
    int count() {
        return all.size();
    }

    /** Returns the component at a position of the constructor. */
    Component at(int index) {
        return all.get(index);
    }

    boolean hasAliases() {
        return aliased;
    }

    /** Returns how many stored and former names there are. */
    int slots() {
        return names.length;
    }

    FieldTable table() {
        return table;
    }

    Component component(int slot) {
        return components[slot];
    }

    String name(int slot) {
        return names[slot];
    }

    /** Returns 0 for the present name and 1 and up for former ones. */
    int rank(int slot) {
        return ranks[slot];
    }

    /** Returns the component that keeps unknown fields, or null when they are ignored. */
    @Nullable
    Component extra() {
        return extra;
    }

    /** Returns what is written: the id, the other fields, and what unknown fields were kept. */
    List<Component> writeOrder() {
        return writeOrder;
    }
}
