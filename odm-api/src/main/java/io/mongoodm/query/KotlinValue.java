package io.mongoodm.query;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Optional;

/**
 * Kotlin's value classes. A component of one is compiled to what its values hold, and stored as that, but the type of its
 * property is the class, so a typed field is given a boxed value.
 */
final class KotlinValue {
    /** No name in Java's source, so only Kotlin's compiler writes a method of this name. */
    private static final String UNBOX = "unbox-impl";

    private static final ClassValue<Optional<Method>> UNBOXING = new ClassValue<>() {
        @Override
        protected Optional<Method> computeValue(Class<?> type) {
            if (type.getClassLoader() == null) {
                return Optional.empty(); // of the platform, whose classes have many methods
            }
            return Arrays.stream(type.getDeclaredMethods())
                    .filter(method -> method.getName().equals(UNBOX) && method.trySetAccessible())
                    .findFirst();
        }
    };

    private KotlinValue() {}

    /** Returns what a value of a value class holds; any other value, and one that cannot be reached, as it is. */
    static Object held(Object value) {
        Optional<Method> unboxing = UNBOXING.get(value.getClass());
        if (unboxing.isEmpty()) {
            return value;
        }
        try {
            return unboxing.get().invoke(value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "The value class " + value.getClass().getName() + " does not give what it holds", e);
        }
    }
}
