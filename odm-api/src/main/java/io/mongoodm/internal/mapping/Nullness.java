package io.mongoodm.internal.mapping;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

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

    /**
     * Returns what helps where a class stands that is no record: for one of Kotlin, whose data classes are none by
     * themselves, how to make it one.
     */
    static String remedyForNoRecord(Class<?> type, String otherwise) {
        return isAnnotated(type, KOTLIN) ? "annotate a data class of Kotlin with @JvmRecord" : otherwise;
    }

    /** Returns the nullness of each component of a record, by name. */
    static Map<String, Nullness> of(Class<?> record, List<Declaration> components) {
        if (isAnnotated(record, KOTLIN)) {
            return KotlinNullness.read(record);
        }
        boolean marked = isMarked(record);
        Map<String, Nullness> result = new HashMap<>();
        for (Declaration declaration : components) {
            result.put(declaration.name(), of(declaration, marked));
        }
        return result;
    }

    private static Nullness of(Declaration declaration, boolean marked) {
        RecordComponent component = declaration.component();
        if (component.getType().isPrimitive()) {
            return NON_NULL;
        }
        // JSpecify's annotations stand on the type; those of others with the same names stand on the component.
        List<Annotation> annotations = new ArrayList<>(declaration.annotations());
        Collections.addAll(annotations, component.getAnnotatedType().getAnnotations());
        if (has("Nullable", annotations)) {
            return NULLABLE;
        }
        if (has("NonNull", annotations)) {
            return NON_NULL;
        }
        return marked && !isOpenVariable(component) ? NON_NULL : UNSPECIFIED;
    }

    private static boolean has(String simpleName, List<Annotation> annotations) {
        for (Annotation annotation : annotations) {
            if (annotation.annotationType().getSimpleName().equals(simpleName)) {
                return true;
            }
        }
        return false;
    }

    /** A type variable whose bound is nullable is what its argument says, which is not kept. */
    private static boolean isOpenVariable(RecordComponent component) {
        if (!(component.getGenericType() instanceof TypeVariable<?> variable)) {
            return false;
        }
        for (AnnotatedType bound : variable.getAnnotatedBounds()) {
            if (has("Nullable", List.of(bound.getAnnotations()))) {
                return true;
            }
        }
        return false;
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
