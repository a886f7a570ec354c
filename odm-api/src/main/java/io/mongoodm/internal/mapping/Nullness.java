package io.mongoodm.internal.mapping;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.TypeVariable;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Whether null is a value of a component, as its source says. Annotations are compared by name: none of their classes
 * has to be there at run time.
 */
enum Nullness {
    /** Declared nullable. */
    NULLABLE,
    /** Declared non-null, or in a scope where everything is that is not declared nullable. */
    NON_NULL,
    /** Nothing is said. */
    UNSPECIFIED;

    private static final Set<String> KOTLIN = Set.of("kotlin.Metadata");
    private static final Set<String> MARKED = Set.of("org.jspecify.annotations.NullMarked");
    private static final Set<String> UNMARKED = Set.of("org.jspecify.annotations.NullUnmarked");

    /** Returns the nullness of each component of a record, by name. */
    static Map<String, Nullness> of(Class<?> record) {
        if (isAnnotated(record, KOTLIN)) {
            return KotlinNullness.read(record);
        }
        boolean marked = isMarked(record);
        Map<String, Nullness> result = new HashMap<>();
        for (RecordComponent component : record.getRecordComponents()) {
            result.put(component.getName(), of(component, marked));
        }
        return result;
    }

    private static Nullness of(RecordComponent component, boolean marked) {
        if (component.getType().isPrimitive()) {
            return NON_NULL;
        }
        if (has(component, "Nullable"::equals)) {
            return NULLABLE;
        }
        if (has(component, "NonNull"::equals)) {
            return NON_NULL;
        }
        return marked && !isOpenVariable(component) ? NON_NULL : UNSPECIFIED;
    }

    /** A type variable whose bound is nullable is what its argument says, which is not kept. */
    private static boolean isOpenVariable(RecordComponent component) {
        return component.getGenericType() instanceof TypeVariable<?> variable
                && Stream.of(variable.getAnnotatedBounds())
                        .flatMap(bound -> Stream.of(bound.getAnnotations()))
                        .anyMatch(annotation ->
                                annotation.annotationType().getSimpleName().equals("Nullable"));
    }

    /** JSpecify's annotations stand on the type; those of others with the same names stand on the component. */
    private static boolean has(RecordComponent component, Predicate<String> simpleName) {
        return Stream.of(component.getAnnotatedType(), component, component.getAccessor())
                .flatMap(element -> Stream.of(element.getAnnotations()))
                .anyMatch(annotation ->
                        simpleName.test(annotation.annotationType().getSimpleName()));
    }

    /** The nearest scope around the record decides: itself, what encloses it, its package, its module. */
    private static boolean isMarked(Class<?> record) {
        for (Class<?> type = record; type != null; type = type.getEnclosingClass()) {
            if (isAnnotated(type, MARKED)) {
                return true;
            }
            if (isAnnotated(type, UNMARKED)) {
                return false;
            }
            AnnotatedElement method = type.getEnclosingMethod();
            if (method != null && isAnnotated(method, MARKED)) {
                return true;
            }
            if (method != null && isAnnotated(method, UNMARKED)) {
                return false;
            }
        }
        Package around = record.getPackage();
        if (around != null && isAnnotated(around, UNMARKED)) {
            return false;
        }
        return (around != null && isAnnotated(around, MARKED)) || isAnnotated(record.getModule(), MARKED);
    }

    private static boolean isAnnotated(AnnotatedElement element, Set<String> names) {
        for (Annotation annotation : element.getAnnotations()) {
            if (names.contains(annotation.annotationType().getName())) {
                return true;
            }
        }
        return false;
    }
}
