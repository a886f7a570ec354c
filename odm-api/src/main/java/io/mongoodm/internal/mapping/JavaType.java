package io.mongoodm.internal.mapping;

import java.lang.reflect.Array;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A type without variables and wildcards, comparable by value: the key under which records are parsed, because two
 * arguments of one generic record are two stored forms.
 *
 * @param raw the class; for an array, the array's class
 * @param arguments its type arguments; for an array, those of its innermost element
 */
record JavaType(Class<?> raw, List<JavaType> arguments) {
    /** Returns the type of a class used without arguments: its variables stand for their bounds. */
    static JavaType of(Class<?> raw) {
        return new JavaType(raw, List.of());
    }

    /** Returns the type with every variable replaced by its binding, or by its bound where it has none. */
    static JavaType of(Type type, Map<TypeVariable<?>, JavaType> bindings) {
        return of(type, bindings, Map.of());
    }

    /**
     * @param around the variables whose bounds this type is part of: within them, as in {@code T extends Comparable<T>}, they
     *     are no more than their class
     */
    private static JavaType of(
            Type type, Map<TypeVariable<?>, JavaType> bindings, Map<TypeVariable<?>, JavaType> around) {
        // A switch over patterns would make a class when it first runs.
        if (type instanceof Class<?> raw) {
            return of(raw);
        }
        if (type instanceof ParameterizedType parameterized) {
            Class<?> raw = (Class<?>) parameterized.getRawType();
            Type[] given = parameterized.getActualTypeArguments();
            List<JavaType> arguments = new ArrayList<>(given.length);
            for (int i = 0; i < given.length; i++) {
                // A wildcard that says nothing is whatever the variable in its place may be.
                arguments.add(
                        isOpen(given[i])
                                ? variable(raw.getTypeParameters()[i], Map.of(), around)
                                : of(given[i], bindings, around));
            }
            return new JavaType(raw, List.copyOf(arguments));
        }
        if (type instanceof WildcardType wildcard) {
            return of(wildcard.getUpperBounds()[0], bindings, around);
        }
        if (type instanceof TypeVariable<?> variable) {
            return variable(variable, bindings, around);
        }
        if (type instanceof GenericArrayType array) {
            return of(array.getGenericComponentType(), bindings, around).asArray();
        }
        throw new IllegalStateException("Unknown kind of type: " + type.getClass());
    }

    private static boolean isOpen(Type type) {
        return type instanceof WildcardType wildcard && wildcard.getUpperBounds()[0] == Object.class;
    }

    /** Returns each of the types, with every variable replaced. */
    static List<JavaType> all(List<Type> types, Map<TypeVariable<?>, JavaType> bindings) {
        List<JavaType> all = new ArrayList<>(types.size());
        for (Type type : types) {
            all.add(of(type, bindings));
        }
        return List.copyOf(all);
    }

    private static JavaType variable(
            TypeVariable<?> variable, Map<TypeVariable<?>, JavaType> bindings, Map<TypeVariable<?>, JavaType> around) {
        JavaType known = bindings.getOrDefault(variable, around.get(variable));
        if (known != null) {
            return known;
        }
        Type bound = variable.getBounds()[0];
        Map<TypeVariable<?>, JavaType> inside = new HashMap<>(around);
        inside.put(variable, erasure(bound));
        return of(bound, bindings, inside);
    }

    private static JavaType erasure(Type type) {
        if (type instanceof Class<?> raw) {
            return of(raw);
        }
        if (type instanceof ParameterizedType parameterized) {
            return of((Class<?>) parameterized.getRawType());
        }
        return type instanceof TypeVariable<?> variable ? erasure(variable.getBounds()[0]) : of(Object.class);
    }

    private JavaType asArray() {
        return new JavaType(Array.newInstance(raw, 0).getClass(), arguments);
    }

    /** Returns what the variables of the class stand for in this type. */
    Map<TypeVariable<?>, JavaType> bindings() {
        TypeVariable<?>[] variables = raw.getTypeParameters();
        Map<TypeVariable<?>, JavaType> bindings = new HashMap<>();
        for (int i = 0; i < variables.length && i < arguments.size(); i++) {
            bindings.put(variables[i], arguments.get(i));
        }
        return bindings;
    }

    /** Returns a type argument; {@code Object} when the type is used without arguments. */
    JavaType argument(int index) {
        return index < arguments.size() ? arguments.get(index) : of(Object.class);
    }

    /** Returns how deep its arguments are nested; 1 for a type without any. */
    int depth() {
        int deepest = 0;
        for (JavaType argument : arguments) {
            deepest = Math.max(deepest, argument.depth());
        }
        return 1 + deepest;
    }

    /** Returns the type of an array's elements. */
    JavaType element() {
        return new JavaType(raw.componentType(), arguments);
    }

    /** Returns this type in the terms of reflection. */
    Type reflected() {
        if (arguments.isEmpty()) {
            return raw;
        }
        return raw.isArray() ? new ArrayOf(element().reflected()) : new Parameterized(raw, reflectedArguments());
    }

    /** Returns its type arguments in the terms of reflection. */
    List<Type> reflectedArguments() {
        List<Type> reflected = new ArrayList<>(arguments.size());
        for (JavaType argument : arguments) {
            reflected.add(argument.reflected());
        }
        return List.copyOf(reflected);
    }

    // What the compiler gives a record is put together from method handles when it first runs.

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof JavaType type && type.raw == raw && type.arguments.equals(arguments);
    }

    @Override
    public int hashCode() {
        return 31 * raw.hashCode() + arguments.hashCode();
    }

    @Override
    public String toString() {
        if (raw.isArray()) {
            return element() + "[]";
        }
        String name = raw.getSimpleName();
        return arguments.isEmpty()
                ? name
                : arguments.stream().map(JavaType::toString).collect(Collectors.joining(", ", name + "<", ">"));
    }

    /** Reflection has no public way to make a type with arguments. */
    private record Parameterized(Class<?> raw, List<Type> arguments) implements ParameterizedType {
        @Override
        public Type[] getActualTypeArguments() {
            return arguments.toArray(Type[]::new);
        }

        @Override
        public Type getRawType() {
            return raw;
        }

        @Override
        public @Nullable Type getOwnerType() {
            return raw.getDeclaringClass();
        }

        @Override
        public String toString() {
            return arguments.stream()
                    .map(Type::getTypeName)
                    .collect(Collectors.joining(", ", raw.getName() + "<", ">"));
        }
    }

    /** The same for an array whose elements have type arguments. */
    private record ArrayOf(Type element) implements GenericArrayType {
        @Override
        public Type getGenericComponentType() {
            return element;
        }

        @Override
        public String toString() {
            return element.getTypeName() + "[]";
        }
    }
}
