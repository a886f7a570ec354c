package io.mongoodm.internal.mapping;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the type arguments of a variant from those of the sealed interface above it. */
final class Variants {
    private Variants() {}

    /** Returns the variant with what its variables stand for when it is met as this sealed type. */
    static JavaType resolve(JavaType sealed, Class<?> variant) {
        return below(sealed, variant).orElse(JavaType.of(variant));
    }

    private static Optional<JavaType> below(JavaType sealed, Class<?> variant) {
        return Stream.of(sealed.raw().getPermittedSubclasses())
                .map(permitted -> directly(sealed, permitted))
                .flatMap(permitted ->
                        permitted.raw() == variant ? Stream.of(permitted) : deeper(permitted, variant).stream())
                .findFirst();
    }

    private static Optional<JavaType> deeper(JavaType permitted, Class<?> variant) {
        return Hierarchy.isSealed(permitted.raw()) ? below(permitted, variant) : Optional.empty();
    }

    /** Matches {@code implements Sealed<X>} with the arguments that are known of the sealed type. */
    private static JavaType directly(JavaType sealed, Class<?> permitted) {
        Map<TypeVariable<?>, JavaType> bound = new HashMap<>();
        for (Type above : permitted.getGenericInterfaces()) {
            if (above instanceof ParameterizedType) {
                match(above, sealed, bound);
            }
        }
        List<JavaType> arguments = Stream.<TypeVariable<?>>of(permitted.getTypeParameters())
                .filter(variable -> !bound.isEmpty())
                .map(variable -> JavaType.of(variable, bound))
                .toList();
        return new JavaType(permitted, arguments);
    }

    /** Finds what variables stand for where a type that is made of them is this one: {@code List<T>}, {@code List<City>}. */
    private static void match(Type made, JavaType type, Map<TypeVariable<?>, JavaType> bound) {
        if (made instanceof TypeVariable<?> variable) {
            bound.putIfAbsent(variable, type);
        } else if (made instanceof GenericArrayType array && type.raw().isArray()) {
            match(array.getGenericComponentType(), type.element(), bound);
        } else if (made instanceof ParameterizedType parameterized && parameterized.getRawType() == type.raw()) {
            Type[] arguments = parameterized.getActualTypeArguments();
            for (int i = 0; i < arguments.length && i < type.arguments().size(); i++) {
                match(arguments[i], type.argument(i), bound);
            }
        }
    }
}
