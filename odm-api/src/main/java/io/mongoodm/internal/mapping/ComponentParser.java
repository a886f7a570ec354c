package io.mongoodm.internal.mapping;

import io.mongoodm.annotation.Default;
import io.mongoodm.internal.mapping.ComponentModel.Role;
import java.lang.reflect.TypeVariable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Parses the components of one record, and says everything that is wrong with them. */
final class ComponentParser {
    private final Parsing parsing;
    private final Catalog catalog;
    private final Problems problems;
    private final Class<?> record;
    private final Map<TypeVariable<?>, JavaType> bindings;
    private final Map<String, Nullness> nullness;
    private final List<Declaration> declarations;

    ComponentParser(
            Parsing parsing, Catalog catalog, Problems problems, JavaType type, List<Declaration> declarations) {
        this.parsing = parsing;
        this.catalog = catalog;
        this.problems = problems;
        this.record = type.raw();
        this.bindings = type.bindings();
        this.nullness = Nullness.of(record, declarations);
        this.declarations = declarations;
    }

    List<Component> parse(RecordMembers members) {
        List<Component> components = new ArrayList<>();
        for (Declaration declaration : declarations) {
            components.add(component(declaration, members));
        }
        checkNames(components);
        checkRoles(components);
        return components;
    }

    private Component component(Declaration declaration, RecordMembers members) {
        Role role = role(declaration);
        JavaType type = JavaType.of(declaration.component().getGenericType(), bindings);
        Nullness declared = nullness.getOrDefault(declaration.name(), Nullness.UNSPECIFIED);
        ValueCodec codec = codec(declaration, role, type);
        Default given = declaration.annotated(Default.class);
        Supplier<Object> defaultValue = given == null
                ? null
                : DefaultValue.of(
                        given, declaration, () -> defaults(declaration, type, codec), catalog.access(), problems);
        if ((role == Role.IGNORED || role == Role.RELATION)
                && declared == Nullness.NON_NULL
                && !type.raw().isPrimitive()
                && codec.ofAbsent() == null
                && defaultValue == null) {
            problems.add(declaration.capitalPlace() + " is not stored and cannot be null, so no document can be read:"
                    + " declare it @Nullable");
        }
        RelationModel relation = new RelationParser(catalog, problems, declarations).parse(declaration, role, type);
        return new Component(declaration, role, type, declared, codec, members, defaultValue, relation);
    }

    private ValueCodec codec(Declaration declaration, Role role, JavaType type) {
        return switch (role) {
            case RELATION, IGNORED -> new UnstoredCodec(type.raw());
            case EXTRA_ELEMENTS -> extra(declaration, type);
            case ID, VALUE, VERSION, CREATED_AT, UPDATED_AT ->
                new ValueCodecs(parsing, catalog, problems, declaration).of(type);
        };
    }

    /** A component that is not stored may have a default all the same, and then its type has a form. */
    private ValueCodec defaults(Declaration declaration, JavaType type, ValueCodec codec) {
        return codec instanceof UnstoredCodec
                ? new ValueCodecs(parsing, catalog, problems, declaration).of(type)
                : codec;
    }

    private ValueCodec extra(Declaration declaration, JavaType type) {
        if (!ExtraElements.supports(type)) {
            problems.add("@BsonExtraElements is on " + declaration.place() + " of type " + type
                    + ": use Document, BsonDocument or a Map with string keys");
            return new UnstoredCodec(type.raw());
        }
        ValueCodec value = new ValueCodecs(parsing, catalog, problems, declaration).of(ExtraElements.valueType(type));
        return new ExtraElements(type.raw(), value);
    }

    private Role role(Declaration declaration) {
        List<Role> roles = declaration.roles();
        if (roles.size() > 1) {
            problems.add(declaration.capitalPlace() + " is declared as " + roles.get(0) + " and " + roles.get(1)
                    + ": it can be one of them");
        }
        Role role = roles.getFirst();
        Class<?> type = declaration.component().getType();
        if (role == Role.VERSION && type != long.class) {
            problems.add("@Version is on " + declaration.place() + " of type " + type.getSimpleName()
                    + ": declare it as long");
        }
        if ((role == Role.CREATED_AT || role == Role.UPDATED_AT) && type != Instant.class) {
            problems.add((role == Role.CREATED_AT ? "@CreatedAt" : "@UpdatedAt") + " is on " + declaration.place()
                    + " of type " + type.getSimpleName() + ": declare it as Instant");
        }
        return role;
    }

    private void checkRoles(List<Component> components) {
        Map<Role, Component> first = new EnumMap<>(Role.class);
        for (Component component : components) {
            switch (component.role()) {
                case VERSION, CREATED_AT, UPDATED_AT, EXTRA_ELEMENTS -> {
                    Component other = first.putIfAbsent(component.role(), component);
                    if (other != null) {
                        problems.add("Components " + other.name() + " and " + component.name() + " of record "
                                + record.getSimpleName() + " are both declared as " + component.role()
                                + ": keep one of them");
                    }
                }
                case VALUE, ID, RELATION, IGNORED -> {}
            }
        }
    }

    private void checkNames(List<Component> components) {
        Map<String, Component> owners = new HashMap<>();
        for (Component component : components) {
            if (component.isStored()) {
                claim(component.storedName(), component, owners);
                for (String alias : component.aliases()) {
                    claim(alias, component, owners);
                }
            }
        }
    }

    private void claim(String name, Component component, Map<String, Component> owners) {
        if (!FieldName.isStorable(name)) {
            problems.add(component.capitalPlace() + " has the stored name \"" + name + "\": " + FieldName.STORABLE);
        }
        @Nullable Component other = owners.putIfAbsent(name, component);
        if (other == null) {
            return;
        }
        if (other == component) {
            problems.add(component.capitalPlace() + " has the name " + name
                    + " twice, as its stored name or a former one: name it once");
            return;
        }
        String both =
                "Components " + other.name() + " and " + component.name() + " of record " + record.getSimpleName();
        problems.add(
                name.equals(Declaration.ID)
                        ? both + " are both the id: rename one, or give it another name with @BsonProperty"
                        : both + " have the same stored name " + name
                                + ": give one of them another with @BsonProperty");
    }
}
