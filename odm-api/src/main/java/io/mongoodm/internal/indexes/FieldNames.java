package io.mongoodm.internal.indexes;

import io.mongoodm.internal.mapping.ComponentModel;
import io.mongoodm.internal.mapping.NearestName;
import io.mongoodm.internal.mapping.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Turns the names of a declaration, of components or stored ones, into stored paths, and tells what lies there. */
final class FieldNames {
    static final String WILDCARD = "$**";

    private final Shape.Embedded model;
    private final @Nullable String tagField;
    private final boolean storedFirst;

    /**
     * Creates the names of a model. Where one component's name is what another is stored under, the component counts.
     *
     * @param tagField the field of the tag, or null when there is none
     */
    FieldNames(Shape.Embedded model, @Nullable String tagField) {
        this(model, tagField, false);
    }

    private FieldNames(Shape.Embedded model, @Nullable String tagField, boolean storedFirst) {
        this.model = model;
        this.tagField = tagField;
        this.storedFirst = storedFirst;
    }

    /** Returns the names of a model for what typed fields have rendered: the stored name counts first. */
    static FieldNames storedFirst(Shape.Embedded model, @Nullable String tagField) {
        return new FieldNames(model, tagField, true);
    }

    /**
     * What a name leads to: a stored path with what lies there, or the fault.
     *
     * @param path the stored path; empty with a fault
     * @param shape what lies there; null for the tag, a wildcard, and with a fault
     * @param fault the clause that says what is wrong, or null
     */
    record Found(
            String path, @Nullable Shape shape, @Nullable String fault) {
        private Found under(String stored) {
            return fault != null ? this : new Found(path.isEmpty() ? stored : stored + "." + path, shape, null);
        }

        private static Found fault(String clause) {
            return new Found("", null, clause);
        }
    }

    Found find(String name) {
        if (name.equals(tagField)) {
            return new Found(name, null, null);
        }
        return find(model, List.of(name.split("\\.", -1)));
    }

    private Found find(Shape shape, List<String> names) {
        if (names.isEmpty()) {
            return new Found("", shape, null);
        }
        if (names.equals(List.of(WILDCARD)) && !(shape instanceof Shape.Scalar)) {
            return new Found(WILDCARD, null, null);
        }
        List<String> rest = names.subList(1, names.size());
        return switch (shape) {
            case Shape.Embedded embedded -> inRecord(embedded, names.getFirst(), rest);
            case Shape.Elements elements
            when isPosition(names.getFirst()) -> find(elements.element(), rest).under(names.getFirst());
            case Shape.Elements elements -> find(elements.element(), names);
            case Shape.Entries entries -> find(entries.value(), rest).under(names.getFirst());
            case Shape.Parts parts -> inParts(parts, names.getFirst(), rest);
            case Shape.Open open -> new Found(String.join(".", names), open, null);
            case Shape.Scalar scalar ->
                Found.fault("\"" + names.getFirst() + "\" is no field, because what is before it is a single value");
        };
    }

    private Found inRecord(Shape.Embedded embedded, String name, List<String> rest) {
        List<ComponentModel> components = components(embedded, name);
        if (components.isEmpty()) {
            if (name.equals(embedded.tagField()) && rest.isEmpty()) {
                return new Found(name, null, null);
            }
            return embedded.isOpen() && !name.isEmpty()
                    ? find(new Shape.Open(), rest).under(name)
                    : Found.fault(embedded.type().getSimpleName() + " stores no field \"" + name + "\"; "
                            + NearestName.remedy(name, names(embedded)));
        }
        Found found = Found.fault("");
        for (ComponentModel component : components) {
            found = find(component.shape(), rest).under(component.storedName());
            if (found.fault() == null) {
                return found;
            }
        }
        return found;
    }

    private Found inParts(Shape.Parts parts, String name, List<String> rest) {
        Shape part = parts.parts().get(name);
        return part == null
                ? Found.fault("There is no \"" + name + "\" in a document of "
                        + String.join(" and ", parts.parts().keySet()) + "; "
                        + NearestName.remedy(name, List.copyOf(parts.parts().keySet())))
                : find(part, rest).under(name);
    }

    /** The components of this name in Java; when there is none, those that are stored under it; or the other way round. */
    private List<ComponentModel> components(Shape.Embedded embedded, String name) {
        if (storedFirst && !embedded.fields(name).isEmpty()) {
            return List.copyOf(embedded.fields(name));
        }
        List<ComponentModel> named = new ArrayList<>();
        for (String stored : embedded.storedNames()) {
            embedded.fields(stored).stream().filter(c -> c.name().equals(name)).forEach(named::add);
        }
        return named.isEmpty() ? embedded.fields(name) : named;
    }

    private static List<String> names(Shape.Embedded embedded) {
        TreeSet<String> names = new TreeSet<>();
        for (String stored : embedded.storedNames()) {
            embedded.fields(stored).forEach(c -> names.add(c.name()));
        }
        return List.copyOf(names);
    }

    private static boolean isPosition(String name) {
        return !name.isEmpty() && name.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
