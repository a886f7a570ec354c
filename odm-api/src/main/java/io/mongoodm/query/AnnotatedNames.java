package io.mongoodm.query;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.bson.codecs.pojo.annotations.BsonId;
import org.bson.codecs.pojo.annotations.BsonProperty;
import org.jspecify.annotations.Nullable;

/** Stored names as annotations tell them, for paths that are wanted without a registry. */
final class AnnotatedNames {
    private AnnotatedNames() {}

    static String of(Step.Component step) {
        return componentOf(step.owner(), step.name())
                .map(AnnotatedNames::storedName)
                .orElseGet(() -> step.name().equals("id") ? "_id" : step.name());
    }

    /** Returns the component of a record, or of the first variant of a sealed interface that has it. */
    static Optional<RecordComponent> componentOf(Class<?> owner, String name) {
        if (owner.isRecord()) {
            return Arrays.stream(owner.getRecordComponents())
                    .filter(component -> component.getName().equals(name))
                    .findFirst();
        }
        if (!owner.isSealed()) {
            return Optional.empty();
        }
        return Arrays.stream(owner.getPermittedSubclasses())
                .flatMap(variant -> componentOf(variant, name).stream())
                .findFirst();
    }

    private static String storedName(RecordComponent component) {
        BsonProperty property = annotation(component, BsonProperty.class);
        if (property != null && !property.value().isEmpty()) {
            return property.value();
        }
        boolean id = component.getName().equals("id") || annotation(component, BsonId.class) != null;
        return id ? "_id" : component.getName();
    }

    /** The compiler copies an annotation to the field, the accessor and the parameter, as its targets allow. */
    private static <A extends Annotation> @Nullable A annotation(RecordComponent component, Class<A> type) {
        Stream<AnnotatedElement> places = Stream.of(component, component.getAccessor());
        return Stream.concat(places, field(component).stream())
                .map(place -> place.getAnnotation(type))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static Optional<? extends AnnotatedElement> field(RecordComponent component) {
        return Arrays.stream(component.getDeclaringRecord().getDeclaredFields())
                .filter(field -> field.getName().equals(component.getName()))
                .findFirst();
    }
}
