package io.mongoodm.internal.mapping;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The components of a record as its documents see them: by stored and by former name, and in the order of writing. */
public final class RecordFields {
    private final int count;
    private final Component[] components;
    private final String[] names;
    private final int[] ranks;
    private final boolean aliased;
    private final FieldTable table;
    private final List<Component> writeOrder;
    private final @Nullable Component extra;

    RecordFields(List<Component> all) {
        this.count = all.size();
        List<Slot> slots = all.stream()
                .filter(Component::isStored)
                .flatMap(RecordFields::slots)
                .toList();
        this.components = slots.stream().map(Slot::component).toArray(Component[]::new);
        this.names = slots.stream().map(Slot::name).toArray(String[]::new);
        this.ranks = slots.stream().mapToInt(Slot::rank).toArray();
        this.aliased = slots.stream().anyMatch(slot -> slot.rank() > 0);
        this.table = new FieldTable(List.of(names));
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

    /** A name that a component is read from. */
    private record Slot(Component component, String name, int rank) {}

    private static Stream<Slot> slots(Component component) {
        List<String> former = component.aliases();
        return Stream.concat(
                Stream.of(new Slot(component, component.storedName(), 0)),
                IntStream.range(0, former.size()).mapToObj(i -> new Slot(component, former.get(i), i + 1)));
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
