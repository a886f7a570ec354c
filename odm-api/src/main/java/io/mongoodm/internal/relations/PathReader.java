package io.mongoodm.internal.relations;

import io.mongoodm.InvalidFilterException;
import io.mongoodm.internal.mapping.ComponentModel;
import io.mongoodm.internal.mapping.Mapping;
import io.mongoodm.internal.mapping.ModelType;
import io.mongoodm.internal.mapping.NearestName;
import io.mongoodm.internal.mapping.RecordModel;
import io.mongoodm.internal.mapping.RelationModel;
import io.mongoodm.internal.mapping.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads paths of relations of one model into a tree. */
final class PathReader {
    private final Mapping mapping;
    private final PathTree root = new PathTree();
    private final Map<LookupKey, Lookup> lookups = new HashMap<>();
    private @Nullable InvalidFilterException failure;

    PathReader(Mapping mapping) {
        this.mapping = mapping;
    }

    /** Variants that relate the same field of the same model under one path share one lookup. */
    private record LookupKey(String path, Class<?> target, String foreignField) {}

    /** Returns the tree of these paths; with none, of every relation of the model's own components. */
    PathTree read(ModelType<?> model, List<String> paths) {
        List<? extends RecordModel<?>> records = model.records();
        if (paths.isEmpty()) {
            records.forEach(record -> record.components().stream()
                    .filter(component -> component.relation().isPresent())
                    .forEach(component -> relate(root, record, component, component.name())));
        }
        for (String path : paths) {
            failure = null;
            if (!read(root, model.type(), records, new Path(path, 0)) && failure != null) {
                throw failure;
            }
        }
        return root;
    }

    /** A path, and how far it was walked. */
    private record Path(String text, int from) {
        String name() {
            int dot = text.indexOf('.', from);
            return dot < 0 ? text.substring(from) : text.substring(from, dot);
        }

        String walked() {
            return text.substring(0, from + name().length());
        }

        boolean isLast() {
            return text.indexOf('.', from) < 0;
        }

        Path next() {
            return new Path(text, text.indexOf('.', from) + 1);
        }
    }

    /** Tells whether the path leads to a relation in one of the records; in other variants it may lead nowhere. */
    private boolean read(PathTree tree, Class<?> type, List<? extends RecordModel<?>> records, Path path) {
        boolean leads = false;
        boolean named = false;
        Map<Lookup, Boolean> walked = new HashMap<>();
        for (RecordModel<?> record : records) {
            ComponentModel component = named(record, path.name()).orElse(null);
            if (component == null) {
                continue;
            }
            Class<?> nested = nestedType(component.shape()).orElse(null);
            if (component.relation().isPresent()) {
                named = true;
                Lookup lookup = relate(tree, record, component, path.walked());
                leads |= walked.computeIfAbsent(lookup, each -> path.isLast() || readBelow(each, path.next()));
            } else if (nested != null && !path.isLast()) {
                named = true;
                leads |= read(nest(tree, record, component), nested, recordsOf(nested), path.next());
            }
        }
        if (!named && failure == null) {
            failure = unknown(type, records, path);
        }
        return leads;
    }

    private boolean readBelow(Lookup lookup, Path path) {
        return read(lookup.below(), lookup.target().type(), lookup.target().records(), path);
    }

    private static Optional<ComponentModel> named(RecordModel<?> record, String name) {
        return record.component(name)
                .or(() -> record.components().stream()
                        .filter(component -> component.storedName().equals(name))
                        .findFirst());
    }

    private Lookup relate(PathTree tree, RecordModel<?> record, ComponentModel component, String path) {
        RelationModel relation = component.relation().orElseThrow();
        LookupKey key = new LookupKey(path, relation.target(), relation.foreignField());
        Lookup lookup = lookups.computeIfAbsent(
                key, k -> new Lookup(mapping.model(relation.target()), relation.foreignField()));
        ComponentModel local = switch (relation.kind()) {
            case REFERENCE, REFERENCES -> component;
            case ONE, OPTIONAL, MANY -> localField(record, relation);
        };
        tree.of(record).branches().put(component, new PathTree.Related(relation, local, lookup));
        return lookup;
    }

    private static ComponentModel localField(RecordModel<?> record, RelationModel relation) {
        return record.components().stream()
                .filter(component -> component.role() != ComponentModel.Role.RELATION)
                .filter(component -> component.storedName().equals(relation.localField()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(record.type().getSimpleName() + " stores no field \""
                        + relation.localField() + "\", which a relation of it looks up"));
    }

    private static PathTree nest(PathTree tree, RecordModel<?> record, ComponentModel component) {
        PathTree.Branch branch =
                tree.of(record).branches().computeIfAbsent(component, c -> new PathTree.Nested(new PathTree()));
        return ((PathTree.Nested) branch).tree();
    }

    /** Returns the type of the records in a value of this shape, alone or in collections and maps. */
    private static Optional<Class<?>> nestedType(Shape shape) {
        return switch (shape) {
            case Shape.Embedded embedded -> Optional.of(embedded.type());
            case Shape.Elements elements -> nestedType(elements.element());
            case Shape.Entries entries -> nestedType(entries.value());
            case Shape.Parts parts -> Optional.empty();
            case Shape.Scalar scalar -> Optional.empty();
            case Shape.Open open -> Optional.empty();
        };
    }

    private List<RecordModel<?>> recordsOf(Class<?> type) {
        if (type.isRecord()) {
            return List.of(mapping.row(type));
        }
        List<RecordModel<?>> records = new ArrayList<>();
        for (Class<?> permitted : type.getPermittedSubclasses()) {
            records.addAll(recordsOf(permitted));
        }
        return records;
    }

    private InvalidFilterException unknown(Class<?> type, List<? extends RecordModel<?>> records, Path path) {
        Set<String> known = new LinkedHashSet<>();
        for (RecordModel<?> record : records) {
            for (ComponentModel component : record.components()) {
                if (component.relation().isPresent()) {
                    known.add(component.name());
                } else {
                    nestedType(component.shape())
                            .ifPresent(inner ->
                                    relationsOf(inner).forEach(name -> known.add(component.name() + "." + name)));
                }
            }
        }
        return new InvalidFilterException(type.getSimpleName() + " has no relation \"" + path.name() + "\""
                + (path.text().equals(path.name()) ? "" : ", which the path \"" + path.text() + "\" names") + "; "
                + NearestName.remedy(path.name(), known));
    }

    private List<String> relationsOf(Class<?> nested) {
        return recordsOf(nested).stream()
                .flatMap(record -> record.components().stream())
                .filter(component -> component.relation().isPresent())
                .map(ComponentModel::name)
                .distinct()
                .toList();
    }
}
