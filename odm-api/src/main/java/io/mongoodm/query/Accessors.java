package io.mongoodm.query;

import io.mongoodm.InvalidFilterException;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodType;
import java.lang.invoke.SerializedLambda;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Finds the component behind an accessor. */
final class Accessors {
    /**
     * Per class of a reference that captures nothing, and which therefore always names one component. A reference that
     * captures something says by its captured object what it names: one class, many components.
     */
    private static final ClassValue<AtomicReference<Step.@Nullable Component>> KNOWN = new ClassValue<>() {
        @Override
        protected AtomicReference<Step.@Nullable Component> computeValue(Class<?> type) {
            return new AtomicReference<>();
        }
    };

    private Accessors() {}

    static Step.Component componentOf(Accessor<?, ?> accessor) {
        Objects.requireNonNull(accessor, "accessor");
        Step.Component known = KNOWN.get(accessor.getClass()).get();
        return known != null ? known : read(accessor);
    }

    private static Step.Component read(Accessor<?, ?> accessor) {
        Optional<SerializedLambda> serialized = SerializedForm.of(accessor);
        if (serialized.isEmpty()) {
            return KotlinReference.inside(accessor).orElseThrow(Accessors::refused);
        }
        SerializedLambda lambda = serialized.get();
        if (lambda.getCapturedArgCount() == 1) {
            return captured(lambda.getCapturedArg(0));
        }
        ClassLoader loader = accessor.getClass().getClassLoader();
        Step.Component component = lambda.getImplMethodKind() == MethodHandleInfo.REF_invokeStatic
                ? KotlinBridge.read(lambda, loader).orElseThrow(Accessors::refused)
                : methodOf(lambda, loader);
        KNOWN.get(accessor.getClass()).set(component);
        return component;
    }

    private static Step.Component captured(@Nullable Object argument) {
        return argument instanceof Accessor<?, ?> accessor
                ? componentOf(accessor)
                : KotlinReference.of(argument).orElseThrow(Accessors::refused);
    }

    private static Step.Component methodOf(SerializedLambda lambda, @Nullable ClassLoader loader) {
        boolean readsInstance = lambda.getImplMethodKind() == MethodHandleInfo.REF_invokeVirtual
                || lambda.getImplMethodKind() == MethodHandleInfo.REF_invokeInterface;
        if (!readsInstance
                || lambda.getCapturedArgCount() > 0
                || !lambda.getImplMethodSignature().startsWith("()")) {
            throw refused();
        }
        MethodType instantiated = MethodType.fromMethodDescriptorString(lambda.getInstantiatedMethodType(), loader);
        return component(owner(lambda, instantiated, loader), lambda.getImplMethodName());
    }

    /** The class that the reference was written for: the method itself may lie in a parent of it. */
    private static Class<?> owner(SerializedLambda lambda, MethodType instantiated, @Nullable ClassLoader loader) {
        try {
            Class<?> declaring = Class.forName(lambda.getImplClass().replace('/', '.'), false, loader);
            Class<?> named = instantiated.parameterType(0);
            return declaring.isAssignableFrom(named) ? named : declaring;
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("The class of an accessor cannot be found by the loader of its caller", e);
        }
    }

    /** Returns the component that this method reads. Kotlin's getters count as names of their properties. */
    static Step.Component component(Class<?> owner, String method) {
        if (!owner.isRecord() && !owner.isInterface()) {
            throw new InvalidFilterException(owner.getSimpleName()
                    + " is neither a record nor an interface, so it has no components: models are records and sealed"
                    + " interfaces");
        }
        boolean open = owner.isInterface() && !owner.isSealed();
        if (open || AnnotatedNames.componentOf(owner, method).isPresent()) {
            return new Step.Component(owner, method);
        }
        String property = propertyOfGetter(method);
        if (AnnotatedNames.componentOf(owner, property).isPresent()) {
            return new Step.Component(owner, property);
        }
        throw new InvalidFilterException("Method " + method + " of " + owner.getSimpleName()
                + " reads no component: name the accessor of one of " + componentNames(owner));
    }

    private static String propertyOfGetter(String method) {
        return method.length() > 3 && method.startsWith("get")
                ? Character.toLowerCase(method.charAt(3)) + method.substring(4)
                : method;
    }

    private static String componentNames(Class<?> owner) {
        return owner.isRecord()
                ? Arrays.stream(owner.getRecordComponents())
                        .map(component -> component.getName())
                        .toList()
                        .toString()
                : "its variants";
    }

    private static InvalidFilterException refused() {
        return new InvalidFilterException(
                "This accessor does not tell which component it reads: pass a reference to the"
                        + " component's accessor on its record, such as field(User::name)");
    }
}
