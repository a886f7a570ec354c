package io.mongoodm.internal.mapping;

import io.mongoodm.Ref;
import io.mongoodm.annotation.Relation;
import io.mongoodm.internal.mapping.ComponentModel.Role;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Parses what relates a component to another model. */
final class RelationParser {
    private final Catalog catalog;
    private final Problems problems;
    private final List<Declaration> siblings;

    RelationParser(Catalog catalog, Problems problems, List<Declaration> siblings) {
        this.catalog = catalog;
        this.problems = problems;
        this.siblings = siblings;
    }

    @Nullable
    RelationModel parse(Declaration declaration, Role role, JavaType type) {
        if (role == Role.RELATION) {
            return relation(declaration, type);
        }
        return role == Role.VALUE || role == Role.ID ? reference(declaration, type) : null;
    }

    private @Nullable RelationModel reference(Declaration declaration, JavaType type) {
        if (isReference(type)) {
            return reference(declaration, RelationModel.Kind.REFERENCE, type);
        }
        if (type.raw() == Optional.class && isReference(type.argument(0))) {
            return reference(declaration, RelationModel.Kind.REFERENCE, type.argument(0));
        }
        if (Collection.class.isAssignableFrom(type.raw()) && isReference(type.argument(0))) {
            return reference(declaration, RelationModel.Kind.REFERENCES, type.argument(0));
        }
        return Map.class.isAssignableFrom(type.raw()) && isReference(type.argument(1))
                ? reference(declaration, RelationModel.Kind.REFERENCES, type.argument(1))
                : null;
    }

    private static boolean isReference(JavaType type) {
        return Ref.class.isAssignableFrom(type.raw());
    }

    private static RelationModel reference(Declaration declaration, RelationModel.Kind kind, JavaType reference) {
        return new RelationModel(kind, reference.argument(0).raw(), declaration.storedName(), Declaration.ID);
    }

    private @Nullable RelationModel relation(Declaration declaration, JavaType type) {
        Relation declared = declaration.annotation(Relation.class).orElseThrow();
        RelationModel.Kind kind = kind(type);
        Class<?> target =
                kind == RelationModel.Kind.ONE ? type.raw() : type.argument(0).raw();
        boolean readable = kind != RelationModel.Kind.MANY || ElementsCodec.supports(type.raw());
        if (!readable || (!target.isRecord() && !Hierarchy.isSealed(target))) {
            problems.add("@Relation is on " + declaration.place() + " of type " + type
                    + ": use a model, an Optional of it, or a List of it");
            return null;
        }
        if (!catalog.isModel(target)) {
            problems.add("@Relation on " + declaration.place() + " leads to " + target.getSimpleName()
                    + ", which is not registered: register it with the handle");
            return null;
        }
        String local = local(declaration, declared.localField());
        checkForeign(declaration, target, declared.foreignField());
        return new RelationModel(kind, target, local, foreign(target, declared.foreignField()));
    }

    private static RelationModel.Kind kind(JavaType type) {
        if (type.raw() == Optional.class) {
            return RelationModel.Kind.OPTIONAL;
        }
        return Collection.class.isAssignableFrom(type.raw()) ? RelationModel.Kind.MANY : RelationModel.Kind.ONE;
    }

    private String local(Declaration declaration, String name) {
        Optional<Declaration> found = named(siblings, name);
        if (found.isEmpty()) {
            problems.add("@Relation on " + declaration.place() + " names the local field " + name + ", which record "
                    + declaration.record().getSimpleName() + " does not store: name one of its components");
        }
        return found.map(Declaration::storedName).orElse(name);
    }

    private static Optional<Declaration> named(List<Declaration> declarations, String name) {
        return declarations.stream()
                .filter(each -> each.storedName().equals(name) || each.name().equals(name))
                .filter(each -> !each.roles().contains(Role.RELATION)
                        && !each.roles().contains(Role.IGNORED)
                        && !each.roles().contains(Role.EXTRA_ELEMENTS))
                .findFirst();
    }

    /** Only declarations are read here: the target itself may be in the middle of being parsed. */
    private static String foreign(Class<?> target, String name) {
        return recordsOf(target).stream()
                .flatMap(record -> named(Declaration.of(record), name).stream())
                .findFirst()
                .map(Declaration::storedName)
                .orElse(name);
    }

    private static Collection<Class<?>> recordsOf(Class<?> target) {
        return target.isRecord()
                ? List.of(target)
                : Hierarchy.of(target, new Problems()).variants().values();
    }

    private void checkForeign(Declaration declaration, Class<?> target, String name) {
        boolean exists = recordsOf(target).stream()
                .anyMatch(record -> named(Declaration.of(record), name).isPresent());
        if (!exists) {
            problems.add("@Relation on " + declaration.place() + " names the foreign field " + name + ", which "
                    + target.getSimpleName() + " does not store: name one of its components");
        }
    }
}
