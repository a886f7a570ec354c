package io.mongoodm.internal.validation;

import io.mongoodm.internal.mapping.ComponentModel;
import io.mongoodm.internal.mapping.Shape;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.BsonType;
import org.jspecify.annotations.Nullable;

/** Follows a dotted path through the shapes of a model. */
final class PathWalk {
    /** Where a path is used, which decides what its steps can be. */
    enum Use {
        /** Names reach into every element of a list, and an index picks one. */
        READ,
        /** An element has to be named: by its index, {@code $}, {@code $[]} or {@code $[name]}. */
        WRITE,
        /** As for a write, and former names of components count: fields that an old version left. */
        CLEAN
    }

    private final Context context;
    private final Use use;
    private final @Nullable Map<String, List<Shape>> identifiers;

    /** A walk that keeps nothing, for any number of threads. */
    PathWalk(Context context, Use use) {
        this(context, use, null);
    }

    /**
     * @param identifiers gets what lies at each {@code $[name]}, for one thread; null when nobody asks
     */
    PathWalk(Context context, Use use, @Nullable Map<String, List<Shape>> identifiers) {
        this.context = context;
        this.use = use;
        this.identifiers = identifiers;
    }

    Target resolve(List<Shape> from, String key, Place place) {
        if (key.indexOf('.') < 0) {
            return step(from, key, place.at(key));
        }
        List<Shape> shapes = from;
        List<ComponentModel> components = List.of();
        boolean holdsNull = true;
        StringBuilder path = new StringBuilder();
        for (String segment : key.split("\\.", -1)) {
            Target next = step(shapes, components, segment, place.at(key));
            shapes = next.shapes();
            components = next.components();
            holdsNull = next.holdsNull();
            path.append(path.isEmpty() ? "" : ".").append(next.path());
        }
        return new Target(path.toString(), shapes, components, holdsNull);
    }

    /** Returns the first name of a path. */
    static String firstName(String path) {
        int dot = path.indexOf('.');
        return dot < 0 ? path : path.substring(0, dot);
    }

    /** Returns where one name leads. */
    Target step(List<Shape> from, String segment, Place place) {
        return step(from, List.of(), segment, place);
    }

    private Target step(List<Shape> from, List<ComponentModel> holders, String segment, Place place) {
        if (segment.isEmpty()) {
            throw context.error("A field name is empty", place, "name a field of " + context.modelName());
        }
        Target found = from.size() == 1 ? next(from.getFirst(), segment) : merged(from, segment);
        if (found == null) {
            context.report(fact(from, segment), place, remedy(from, holders, segment));
            return new Target(segment, List.of(new Shape.Open()), List.of());
        }
        return found;
    }

    private @Nullable Target merged(List<Shape> from, String segment) {
        String path = null;
        List<Shape> shapes = new ArrayList<>();
        List<ComponentModel> components = new ArrayList<>();
        boolean holdsNull = false;
        for (Shape shape : from) {
            Target target = next(shape, segment);
            if (target != null) {
                path = path == null ? target.path() : path;
                shapes.addAll(target.shapes());
                components.addAll(target.components());
                holdsNull |= target.holdsNull();
            }
        }
        return path == null ? null : new Target(path, shapes, components, holdsNull);
    }

    /** Returns where one name leads, or null when it leads nowhere. */
    @Nullable
    Target find(Shape shape, String name) {
        return next(shape, name);
    }

    private @Nullable Target next(Shape shape, String segment) {
        return switch (shape) {
            case Shape.Embedded embedded -> field(embedded, segment);
            case Shape.Elements elements -> element(elements, segment);
            case Shape.Entries entries -> entry(entries, segment);
            case Shape.Parts parts -> part(parts, segment);
            case Shape.Open open -> new Target(segment, List.of(new Shape.Open()), List.of());
            case Shape.Scalar scalar -> null;
        };
    }

    /** A filter may name any key, so that what is stored under one that no longer is one is found, and removed. */
    private @Nullable Target entry(Shape.Entries entries, String segment) {
        boolean exists =
                !segment.startsWith("$") && (use != Use.WRITE || entries.keys().test(segment));
        return exists ? new Target(segment, List.of(entries.value()), List.of()) : null;
    }

    private @Nullable Target part(Shape.Parts parts, String segment) {
        Shape.Scalar part = parts.parts().get(segment);
        return part == null ? null : new Target(segment, List.of(part), List.of(), use == Use.READ);
    }

    private @Nullable Target field(Shape.Embedded embedded, String segment) {
        List<ComponentModel> components = embedded.fields(segment);
        String name = segment;
        if (components.isEmpty() && segment.equals("id")) {
            components = embedded.fields("_id");
            name = components.isEmpty() ? segment : "_id";
        }
        if (components.isEmpty() && use == Use.CLEAN) {
            components = formerly(embedded, segment);
        }
        if (!components.isEmpty()) {
            return new Target(
                    name, components.stream().map(ComponentModel::shape).toList(), components);
        }
        if (segment.equals(embedded.tagField())) {
            return tag(segment, embedded.tags());
        }
        boolean allowed = embedded.isOpen() && !segment.startsWith("$") && !isMistaken(embedded, segment);
        if (!allowed) {
            // every document has an id, also where its record has none
            boolean isId = embedded.type() == context.model() && (segment.equals("_id") || segment.equals("id"));
            return isId ? new Target("_id", List.of(new Shape.Open()), List.of()) : null;
        }
        List<Shape> other = use == Use.WRITE ? embedded.otherFields() : List.of(new Shape.Open());
        return new Target(segment, other, List.of());
    }

    private Target tag(String field, Set<String> known) {
        Shape.Scalar any = new Shape.Scalar(BsonType.STRING);
        return known.isEmpty()
                ? new Target(field, List.of(any), List.of())
                : new Target(field, List.of(oneOf(known)), List.of(), use == Use.READ);
    }

    private static Shape.Scalar oneOf(Set<String> tags) {
        return new Shape.Scalar(
                BsonType.STRING,
                stored -> tags.contains(stored.asString().getValue())
                        ? null
                        : "expected one of " + String.join(", ", tags) + " but it is another tag");
    }

    /** Tells whether a name is one of a component that is stored under another: no unknown field is meant by it. */
    private boolean isMistaken(Shape.Embedded embedded, String name) {
        return use != Use.CLEAN && (!formerly(embedded, name).isEmpty() || storedNameOf(embedded, name) != null);
    }

    private static @Nullable String storedNameOf(Shape.Embedded embedded, String component) {
        return embedded.storedNames().stream()
                .filter(stored -> embedded.fields(stored).stream()
                        .anyMatch(candidate -> candidate.name().equals(component)))
                .findFirst()
                .orElse(null);
    }

    private static List<ComponentModel> formerly(Shape.Embedded embedded, String name) {
        return embedded.storedNames().stream()
                .flatMap(stored -> embedded.fields(stored).stream())
                .filter(component -> component.aliases().contains(name))
                .toList();
    }

    private @Nullable Target element(Shape.Elements elements, String segment) {
        boolean positional = use != Use.READ && isPositional(segment);
        if (identifiers != null && positional && segment.length() > 3) {
            identifiers
                    .computeIfAbsent(segment.substring(2, segment.length() - 1), name -> new ArrayList<>())
                    .add(elements.element());
        }
        if (positional || isIndex(segment)) {
            return new Target(segment, List.of(elements.element()), List.of(), use == Use.READ || elements.holdsNull());
        }
        boolean reachesInto = use == Use.READ && !(elements.element() instanceof Shape.Elements);
        return reachesInto ? next(elements.element(), segment) : null;
    }

    static boolean isPositional(String segment) {
        return segment.equals("$") || (segment.startsWith("$[") && segment.endsWith("]"));
    }

    static boolean isIndex(String segment) {
        return segment.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private String fact(List<Shape> from, String segment) {
        return from.getFirst() instanceof Shape.Embedded embedded
                ? embedded.type().getSimpleName() + " has no field \"" + segment + "\""
                : "There is no \"" + segment + "\" in " + Words.of(from);
    }

    private String remedy(List<Shape> from, List<ComponentModel> holders, String segment) {
        for (ComponentModel holder : holders) {
            if (holder.relation().isPresent()) {
                return "it refers to " + holder.relation().get().target().getSimpleName()
                        + ", whose fields are in its own document: find that one, and compare with its id";
            }
        }
        if (use == Use.READ && isPositional(segment)) {
            return "positional operators belong into updates; here a name reaches into every element of a list";
        }
        if (use == Use.READ
                && from.getFirst() instanceof Shape.Elements outer
                && outer.element() instanceof Shape.Elements) {
            return "a name reaches into the elements of one list: name the inner list by its index";
        }
        if (use != Use.READ && from.getFirst() instanceof Shape.Elements) {
            return "name the element first: by its index, $, $[] or $[name]";
        }
        if (from.getFirst() instanceof Shape.Entries && !segment.startsWith("$")) {
            return "name a key that can be read";
        }
        Set<String> known = new LinkedHashSet<>();
        from.forEach(shape -> collect(shape, known));
        return known.isEmpty() ? "name the field itself" : renamed(from, segment, known);
    }

    /** The Java name of a component that is stored under another one is the likeliest mistake of all. */
    private static String renamed(List<Shape> from, String segment, Collection<String> known) {
        for (Shape shape : from) {
            if (shape instanceof Shape.Embedded embedded) {
                String stored = storedNameOf(embedded, segment);
                if (stored != null) {
                    return "it is stored as \"" + stored + "\"";
                }
                for (ComponentModel former : formerly(embedded, segment)) {
                    return "it is a former name of \"" + former.storedName()
                            + "\": name that one, and rename what is stored with $rename";
                }
            }
        }
        return Suggestions.remedy(segment, known, "name one of its fields");
    }

    private static void collect(Shape shape, Set<String> names) {
        if (shape instanceof Shape.Embedded embedded) {
            names.addAll(embedded.storedNames());
            if (embedded.tagField() != null) {
                names.add(embedded.tagField());
            }
        } else if (shape instanceof Shape.Elements elements) {
            collect(elements.element(), names);
        } else if (shape instanceof Shape.Parts parts) {
            names.addAll(parts.parts().keySet());
        }
    }
}
