package io.mongoodm.internal.mapping;

import io.mongoodm.annotation.Aliases;
import io.mongoodm.annotation.CreatedAt;
import io.mongoodm.annotation.OdmModel;
import io.mongoodm.annotation.Relation;
import io.mongoodm.annotation.UpdatedAt;
import io.mongoodm.annotation.Version;
import io.mongoodm.internal.mapping.ComponentModel.Role;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bson.codecs.pojo.annotations.BsonExtraElements;
import org.bson.codecs.pojo.annotations.BsonId;
import org.bson.codecs.pojo.annotations.BsonIgnore;
import org.bson.codecs.pojo.annotations.BsonProperty;

/**
 * What the source of a component says: annotations that may stand on the component, its accessor, its field or the
 * constructor's parameter, because the driver's own do not reach the component.
 *
 * @param places those of them that carry annotations, looked up once because reflection copies whatever it is asked for
 */
record Declaration(Class<?> record, RecordComponent component, int index, List<AnnotatedElement> places) {
    static final String ID = "_id";

    /** Returns the declarations of a record's components, in order. */
    static List<Declaration> of(Class<?> record) {
        RecordComponent[] components = record.getRecordComponents();
        Field[] fields = record.getDeclaredFields();
        Parameter[] parameters = parameters(record, components);
        return IntStream.range(0, components.length)
                .mapToObj(
                        i -> new Declaration(record, components[i], i, annotated(components[i], fields, parameters[i])))
                .toList();
    }

    private static Parameter[] parameters(Class<?> record, RecordComponent[] components) {
        Class<?>[] types = Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            return record.getDeclaredConstructor(types).getParameters();
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("A record without its canonical constructor: " + record.getName(), e);
        }
    }

    private static List<AnnotatedElement> annotated(RecordComponent component, Field[] fields, Parameter parameter) {
        Stream<AnnotatedElement> field = Stream.of(fields)
                .filter(each -> each.getName().equals(component.getName()))
                .map(each -> each);
        return Stream.of(Stream.of(component, component.getAccessor()), field, Stream.of(parameter))
                .<AnnotatedElement>flatMap(place -> place)
                .filter(place -> place.getAnnotations().length > 0)
                .toList();
    }

    String name() {
        return component.getName();
    }

    <A extends Annotation> Optional<A> annotation(Class<A> type) {
        return places.stream()
                .flatMap(place -> Stream.ofNullable(place.getAnnotation(type)))
                .findFirst();
    }

    /** Returns the name in the document. The driver's codec does not take a component named id for the id. */
    String storedName() {
        Optional<String> given = annotation(BsonProperty.class).map(BsonProperty::value);
        if (annotation(BsonId.class).isPresent()) {
            return ID;
        }
        if (given.isPresent() && !given.get().isEmpty()) {
            return given.get();
        }
        return name().equals("id") && !isDriverServed(record) ? ID : name();
    }

    static boolean isDriverServed(Class<?> record) {
        OdmModel settings = record.getAnnotation(OdmModel.class);
        return settings != null && settings.codec() == OdmModel.Codec.DRIVER;
    }

    List<String> aliases() {
        return annotation(Aliases.class).map(names -> List.of(names.value())).orElse(List.of());
    }

    /** Returns every role that is declared: more than one is a fault. */
    List<Role> roles() {
        List<Role> roles = Stream.of(
                        role(BsonIgnore.class, Role.IGNORED),
                        role(Relation.class, Role.RELATION),
                        role(BsonExtraElements.class, Role.EXTRA_ELEMENTS),
                        role(Version.class, Role.VERSION),
                        role(CreatedAt.class, Role.CREATED_AT),
                        role(UpdatedAt.class, Role.UPDATED_AT))
                .flatMap(Optional::stream)
                .toList();
        boolean stored = roles.stream()
                .noneMatch(role -> role == Role.IGNORED || role == Role.RELATION || role == Role.EXTRA_ELEMENTS);
        if (stored && storedName().equals(ID)) {
            return Stream.concat(Stream.of(Role.ID), roles.stream()).toList();
        }
        return roles.isEmpty() ? List.of(Role.VALUE) : roles;
    }

    private Optional<Role> role(Class<? extends Annotation> type, Role role) {
        return annotation(type).map(present -> role);
    }

    /** Returns the place for messages. */
    String place() {
        return "component " + name() + " of record " + record.getSimpleName();
    }

    /** Returns the place for the start of a sentence. */
    String capitalPlace() {
        return "C" + place().substring(1);
    }
}
