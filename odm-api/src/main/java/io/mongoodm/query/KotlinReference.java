package io.mongoodm.query;

import io.mongoodm.InvalidFilterException;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads Kotlin's property and function references by reflection, so that this library does not need Kotlin. */
final class KotlinReference {
    private static final String FUNCTION = "kotlin.jvm.functions.Function1";

    private KotlinReference() {}

    /** Returns the component that a reference names; empty when the object is none of Kotlin's references. */
    static Optional<Step.Component> of(@Nullable Object reference) {
        if (reference == null) {
            return Optional.empty();
        }
        try {
            ClassLoader loader = reference.getClass().getClassLoader();
            Class<?> callable = Class.forName("kotlin.jvm.internal.CallableReference", false, loader);
            if (callable.isInstance(reference)) {
                return Optional.of(compiled(callable, reference, loader));
            }
            Class<?> property = Class.forName("kotlin.reflect.KProperty", false, loader);
            return property.isInstance(reference)
                    ? Optional.of(reflected(property, reference, loader))
                    : Optional.empty();
        } catch (ClassNotFoundException e) {
            return Optional.empty();
        } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("The Kotlin reference cannot be read", e);
        }
    }

    /** A reference as the compiler makes it. */
    private static Step.Component compiled(Class<?> callable, Object reference, ClassLoader loader)
            throws ClassNotFoundException, NoSuchMethodException, IllegalAccessException, InvocationTargetException {
        Object container = callable.getMethod("getOwner").invoke(reference);
        String name = (String) callable.getMethod("getName").invoke(reference);
        Class<?> owner = (Class<?>) Class.forName("kotlin.jvm.internal.ClassBasedDeclarationContainer", false, loader)
                .getMethod("getJClass")
                .invoke(container);
        return Accessors.component(owner, name);
    }

    /** A reference where kotlin-reflect is present, which has its own objects for them. */
    private static Step.Component reflected(Class<?> property, Object reference, ClassLoader loader)
            throws ClassNotFoundException, NoSuchMethodException, IllegalAccessException, InvocationTargetException {
        Method getter = (Method) Class.forName("kotlin.reflect.jvm.ReflectJvmMapping", false, loader)
                .getMethod("getJavaGetter", property)
                .invoke(null, reference);
        if (getter == null) {
            throw new InvalidFilterException("This property has no getter, so it names no component of a record: pass a"
                    + " reference to a component's property, such as field(User::name)");
        }
        return Accessors.component(getter.getDeclaringClass(), getter.getName());
    }

    /** Returns the component named by the function that an object made by an inline function holds. */
    static Optional<Step.Component> inside(Object wrapper) {
        Optional<Field> function = Arrays.stream(wrapper.getClass().getDeclaredFields())
                .filter(field -> field.getType().getName().equals(FUNCTION))
                .findFirst();
        return function.flatMap(field -> of(valueOf(field, wrapper)));
    }

    private static @Nullable Object valueOf(Field field, Object wrapper) {
        try {
            field.setAccessible(true);
            return field.get(wrapper);
        } catch (InaccessibleObjectException | IllegalAccessException e) {
            throw new InvalidFilterException("The reference in "
                    + wrapper.getClass().getName() + " cannot be read: open its package to io.mongoodm.api");
        }
    }
}
