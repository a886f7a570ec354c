package io.mongoodm.internal.validation;

import io.mongoodm.annotation.Default;
import io.mongoodm.internal.mapping.ComponentModel;
import io.mongoodm.internal.mapping.Shape;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** Whether a document can be read when a component is null or absent in it. */
final class Presence {
    private static final Set<Type> OPTIONALS =
            Set.of(Optional.class, OptionalInt.class, OptionalLong.class, OptionalDouble.class);

    private Presence() {}

    static boolean acceptsNull(List<ComponentModel> components) {
        return components.isEmpty() || components.stream().anyMatch(Presence::acceptsNull);
    }

    static boolean acceptsNull(ComponentModel component) {
        return component.isNullable()
                || component.shape() instanceof Shape.Elements
                || component.shape() instanceof Shape.Entries
                || OPTIONALS.contains(raw(component.type()));
    }

    static boolean acceptsAbsence(List<ComponentModel> components) {
        return components.isEmpty() || components.stream().anyMatch(Presence::acceptsAbsence);
    }

    static boolean acceptsAbsence(ComponentModel component) {
        return acceptsNull(component) || component.annotation(Default.class).isPresent();
    }

    private static Type raw(Type type) {
        return type instanceof ParameterizedType generic ? generic.getRawType() : type;
    }
}
