package io.mongoodm.internal.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The components of a record as its documents see them: by stored and by former name, and in the order of writing. */
public final class RecordFields {
    private final int count;
    private final List<Component> components = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private final List<Integer> ranks = new ArrayList<>();
    private final boolean aliased;
    private final FieldTable table;
    private final List<Component> writeOrder;
    private final @Nullable Component extra;

    RecordFields(List<Component> all) {
        this.count = all.size();
        for (Component component : all) {
            if (component.isStored()) {
                add(component, component.storedName(), 0);
                for (int i = 0; i < component.aliases().size(); i++) {
                    add(component, component.aliases().get(i), i + 1);
                }
            }
        }
        this.aliased = ranks.stream().anyMatch(rank -> rank > 0);
        this.table = new FieldTable(names);
        this.extra = all.stream()
                .filter(component -> component.role() == ComponentModel.Role.EXTRA_ELEMENTS)
                .findFirst()
                .orElse(null);
        this.writeOrder = Stream.of(
                        all.stream().filter(component -> component.role() == ComponentModel.Role.ID),
                        all.stream()
                                .filter(component ->
                                        component.isStored() && component.role() != ComponentModel.Role.ID),
                        Stream.ofNullable(extra))
                .flatMap(each -> each)
                .toList();
    }

    private void add(Component component, String name, int rank) {
        components.add(component);
        names.add(name);
        ranks.add(rank);
    }

    /** Returns how many components there are, stored or not. */
    int count() {
        return count;
    }

    boolean hasAliases() {
        return aliased;
    }

    /** Returns how many stored and former names there are. */
    int slots() {
        return names.size();
    }

    FieldTable table() {
        return table;
    }

    Component component(int slot) {
        return components.get(slot);
    }

    String name(int slot) {
        return names.get(slot);
    }

    /** Returns 0 for the present name and 1 and up for former ones. */
    int rank(int slot) {
        return ranks.get(slot);
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
