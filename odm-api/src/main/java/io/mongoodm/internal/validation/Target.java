package io.mongoodm.internal.validation;

import io.mongoodm.internal.mapping.ComponentModel;
import io.mongoodm.internal.mapping.Shape;
import java.util.List;
import org.bson.BsonType;

/**
 * Where a path leads.
 *
 * @param path the path in stored names
 * @param shapes what may lie there: several when variants share a name
 * @param components the components that are stored there; none for elements, entries, tags and open documents
 * @param holdsNull false for the elements of a list that cannot hold null
 */
record Target(String path, List<Shape> shapes, List<ComponentModel> components, boolean holdsNull) {
    Target(String path, List<Shape> shapes, List<ComponentModel> components) {
        this(path, shapes, components, true);
    }

    /** Tells whether what lies there can be a single value of this type. */
    boolean isStoredAs(BsonType type) {
        return shapes.stream().anyMatch(shape -> shape instanceof Shape.Scalar scalar && scalar.type() == type);
    }

    /** Tells whether anything may lie there. */
    boolean isOpen() {
        return shapes.stream().anyMatch(shape -> shape instanceof Shape.Open);
    }

    /** Tells whether the document can be read with null there, and without the field. */
    boolean acceptsNull() {
        return holdsNull && (components.isEmpty() || !components.stream().allMatch(ComponentModel::needsField));
    }

    /** Returns what the elements may be when it is a list; nothing when it cannot be one. */
    List<Shape> elements() {
        return shapes.stream()
                .<Shape>mapMulti((shape, found) -> {
                    if (shape instanceof Shape.Elements elements) {
                        found.accept(elements.element());
                    } else if (shape instanceof Shape.Open) {
                        found.accept(shape);
                    }
                })
                .toList();
    }

    /** Returns the same place, of which it does not matter what has to be there. */
    Target withoutComponents() {
        return new Target(path, shapes, List.of());
    }
}
