package io.mongoodm.internal.validation;

import io.mongoodm.InvalidFilterException;
import io.mongoodm.internal.mapping.ComponentModel;
import io.mongoodm.internal.mapping.ModelType;
import io.mongoodm.internal.mapping.RecordModel;
import io.mongoodm.internal.mapping.Shape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.jspecify.annotations.Nullable;

/** Derives from a record the projection that fetches what it needs of a model, and no more. */
final class RowProjection {
    private final Context context;
    private final ModelType<?> model;
    private final PathWalk walk;
    private final Set<Class<?>> open = new HashSet<>();

    RowProjection(Context context, ModelType<?> model) {
        this.context = context;
        this.model = model;
        this.walk = new PathWalk(context, PathWalk.Use.READ);
    }

    BsonDocument of(RecordModel<?> row) {
        BsonDocument projection = new BsonDocument();
        if (row.component(ComponentModel.Role.EXTRA_ELEMENTS).isPresent()) {
            return projection; // it wants every field
        }
        for (ComponentModel component : row.components()) {
            if (isStored(component)) {
                add(projection, "", component, List.of(model.shape()), row.type());
            }
        }
        if (model.tagField() != null && model.type().isAssignableFrom(row.type())) {
            projection.put(model.tagField(), new BsonInt32(1));
        }
        if (!projection.containsKey("_id")) {
            projection.put("_id", new BsonInt32(0));
        }
        return projection;
    }

    private static boolean isStored(ComponentModel component) {
        return switch (component.role()) {
            case RELATION, IGNORED, EXTRA_ELEMENTS -> false;
            default -> true;
        };
    }

    private void add(BsonDocument projection, String prefix, ComponentModel wanted, List<Shape> source, Class<?> row) {
        Target found = found(wanted, source, row);
        String path = prefix + found.path();
        if (found.shapes().stream().noneMatch(shape -> holds(wanted.shape(), shape))) {
            context.report(
                    "Component " + wanted.name() + " of " + row.getSimpleName() + " reads \"" + path + "\" as "
                            + Words.of(wanted.shape()) + ", and " + context.modelName() + " stores "
                            + Words.of(found.shapes()),
                    Place.ROOT,
                    "declare the component as the model does");
        }
        for (ComponentModel stored : found.components()) {
            requireFormerNames(wanted, stored, row);
            stored.aliases().stream()
                    .filter(wanted.aliases()::contains)
                    .forEach(alias -> projection.put(prefix + alias, new BsonInt32(1)));
        }
        Shape.Embedded part = part(wanted.shape());
        if (part == null || !isPartOf(part, found.shapes()) || !open.add(part.type())) {
            projection.put(path, new BsonInt32(1));
            return;
        }
        BsonDocument parts = new BsonDocument();
        addParts(parts, path, part, found.shapes());
        open.remove(part.type());
        // a path into a list would drop its null elements, so lists come whole
        boolean splits = wanted.shape() instanceof Shape.Embedded && !parts.isEmpty();
        projection.putAll(splits ? parts : new BsonDocument(path, new BsonInt32(1)));
    }

    /** Where the model reads a former name and the row does not, the row would be without what the model has. */
    private void requireFormerNames(ComponentModel wanted, ComponentModel stored, Class<?> row) {
        if (!stored.aliases().isEmpty() && stored.aliases().stream().noneMatch(wanted.aliases()::contains)) {
            context.report(
                    "Component " + wanted.name() + " of " + row.getSimpleName() + " reads \"" + stored.storedName()
                            + "\", which " + context.modelName() + " reads under the former name \""
                            + stored.aliases().getFirst() + "\" too",
                    Place.ROOT,
                    "declare @Aliases on it, or take them off the model when the stored fields are renamed");
        }
    }

    private Target found(ComponentModel wanted, List<Shape> source, Class<?> row) {
        for (String name : names(wanted)) {
            for (Shape shape : source) {
                Target target = walk.find(shape, name);
                if (target != null) {
                    return target;
                }
            }
        }
        try {
            return walk.step(source, wanted.storedName(), Place.ROOT.at(wanted.storedName()));
        } catch (InvalidFilterException e) {
            throw new InvalidFilterException(
                    "Component " + wanted.name() + " of " + row.getSimpleName() + " reads no field: " + e.getMessage());
        }
    }

    private static List<String> names(ComponentModel component) {
        List<String> names = new ArrayList<>(List.of(component.storedName()));
        names.addAll(component.aliases());
        return names;
    }

    /** Returns the record whose parts are fetched one by one: of the component, of its elements, never of a sealed type. */
    private static Shape.@Nullable Embedded part(Shape shape) {
        return switch (shape) {
            case Shape.Embedded embedded ->
                embedded.type().isRecord() && embedded.tagField() == null && !embedded.isOpen() ? embedded : null;
            case Shape.Elements elements -> part(elements.element());
            default -> null;
        };
    }

    private static boolean isPartOf(Shape.Embedded part, List<Shape> shapes) {
        return shapes.stream().anyMatch(shape -> switch (shape) {
            case Shape.Embedded whole -> whole.type() != part.type();
            case Shape.Elements elements -> isPartOf(part, List.of(elements.element()));
            default -> false;
        });
    }

    private void addParts(BsonDocument projection, String path, Shape.Embedded part, List<Shape> source) {
        List<Shape> inner = source.stream().map(RowProjection::innermost).toList();
        for (String name : part.storedNames()) {
            for (ComponentModel component : part.fields(name)) {
                add(projection, path + ".", component, inner, part.type());
            }
        }
    }

    private static Shape innermost(Shape shape) {
        return shape instanceof Shape.Elements elements ? innermost(elements.element()) : shape;
    }

    private static boolean holds(Shape wanted, Shape stored) {
        return switch (wanted) {
            case Shape.Open any -> true;
            case Shape.Scalar scalar ->
                stored instanceof Shape.Open
                        || (stored instanceof Shape.Scalar other
                                && (scalar.type() == other.type() || (scalar.isNumber() && other.isNumber())));
            case Shape.Elements elements ->
                stored instanceof Shape.Open
                        || (stored instanceof Shape.Elements other && holds(elements.element(), other.element()));
            case Shape.Entries entries ->
                stored instanceof Shape.Open
                        || stored instanceof Shape.Embedded
                        || (stored instanceof Shape.Entries other && holds(entries.value(), other.value()))
                        || (stored instanceof Shape.Parts other && holdsAll(entries.value(), other));
            case Shape.Parts parts -> isDocument(stored);
            case Shape.Embedded embedded -> isDocument(stored);
        };
    }

    private static boolean holdsAll(Shape wanted, Shape.Parts stored) {
        return stored.parts().values().stream().allMatch(part -> holds(wanted, part));
    }

    private static boolean isDocument(Shape stored) {
        return !(stored instanceof Shape.Scalar) && !(stored instanceof Shape.Elements);
    }
}
