package io.mongoodm.internal.mapping;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What has components: a record, or a sealed interface, whose components are those of all its variants. */
interface Components {
    /** Returns the component of this name in Java, or null. */
    @Nullable
    Component named(String name);

    /** Returns the stored components by stored name; several where variants share it. */
    Map<String, List<ComponentModel>> storedComponents();

    /** Returns what fields may hold that no component names; nothing where they are not kept. */
    List<Shape> otherFields();

    /** Returns the tags of which one has to be there; none for a record, which is read whatever its tag. */
    default Set<String> tags() {
        return Set.of();
    }
}
