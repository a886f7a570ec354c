package io.mongoodm.internal.mapping;

import io.mongoodm.annotation.Aliases;
import io.mongoodm.annotation.CreatedAt;
import io.mongoodm.annotation.OdmModel;
import io.mongoodm.annotation.Relation;
import io.mongoodm.annotation.UpdatedAt;
import io.mongoodm.annotation.Version;
import io.mongoodm.internal.mapping.ComponentModel.Role;
import java.lang.annotation.Annotation;
import java.lang.reflect.Field;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bson.codecs.pojo.annotations.BsonExtraElements;
import org.bson.codecs.pojo.annotations.BsonId;
import org.bson.codecs.pojo.annotations.BsonIgnore;
import org.bson.codecs.pojo.annotations.BsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * What the source of a component says: annotations that may stand on the component, its accessor, its field or the
 * constructor's parameter, because the driver's own do not reach the component.
 *
 * @param annotations all of them, gathered once because reflection parses some of them at each call
 */
record Declaration(Class<?> record, RecordComponent component, int index, List<Annotation> annotations) {
    static final String ID = "_id";

    /** Returns the declarations of a record's components, in order. */
    static List<Declaration> of(Class<?> record) {
        RecordComponent[] components = record.getRecordComponents();
        Map<String, Field> fields = new HashMap<>();
        for (Field field : record.getDeclaredFields()) {
            fields.put(field.getName(), field);
        }
        Annotation[][] parameters = parameters(record, components);
        List<Declaration> declarations = new ArrayList<>(components.length);
        for (int i = 0; i < components.length; i++) {
            RecordComponent component = components[i];
            List<Annotation> annotations = new ArrayList<>();
            Collections.addAll(annotations, component.getAnnotations());
            Collections.addAll(annotations, component.getAccessor().getAnnotations());
            Field field = fields.get(component.getName());
            if (field != null) {
                Collections.addAll(annotations, field.getAnnotations());
            }
            Collections.addAll(annotations, parameters[i]);
            declarations.add(new Declaration(record, component, i, annotations));
        }
        return declarations;
    }

    private static Annotation[][] parameters(Class<?> record, RecordComponent[] components) {
        Class<?>[] types = new Class<?>[components.length];
        for (int i = 0; i < types.length; i++) {
            types[i] = components[i].getType();
        }
        try {
            return record.getDeclaredConstructor(types).getParameterAnnotations();
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("A record without its canonical constructor: " + record.getName(), e);
        }
    }

    String name() {
        return component.getName();
    }

    <A extends Annotation> Optional<A> annotation(Class<A> type) {
        return Optional.ofNullable(annotated(type));
    }

    /** Returns the annotation of this type, or null. */
    <A extends Annotation> @Nullable A annotated(Class<A> type) {
        for (Annotation annotation : annotations) {
            if (type.isInstance(annotation)) {
                return type.cast(annotation);
            }
        }
        return null;
    }

    /** Returns the name in the document. The driver's codec does not take a component named id for the id. */
    String storedName() {
        if (annotated(BsonId.class) != null) {
            return ID;
        }
        BsonProperty given = annotated(BsonProperty.class);
        if (given != null && !given.value().isEmpty()) {
            return given.value();
        }
        return name().equals("id") && !isDriverServed(record) ? ID : name();
    }

    static boolean isDriverServed(Class<?> record) {
        OdmModel settings = record.getAnnotation(OdmModel.class);
        return settings != null && settings.codec() == OdmModel.Codec.DRIVER;
    }

    List<String> aliases() {
        Aliases names = annotated(Aliases.class);
        return names == null ? List.of() : List.of(names.value());
    }

    /** Returns every role that is declared: more than one is a fault. */
    List<Role> roles() {
        List<Role> roles = new ArrayList<>();
        add(BsonIgnore.class, Role.IGNORED, roles);
        add(Relation.class, Role.RELATION, roles);
        add(BsonExtraElements.class, Role.EXTRA_ELEMENTS, roles);
        if (roles.isEmpty() && storedName().equals(ID)) {
            roles.add(Role.ID);
        }
        add(Version.class, Role.VERSION, roles);
        add(CreatedAt.class, Role.CREATED_AT, roles);
        add(UpdatedAt.class, Role.UPDATED_AT, roles);
        return roles.isEmpty() ? List.of(Role.VALUE) : roles;
    }

    private void add(Class<? extends Annotation> type, Role role, List<Role> roles) {
        if (annotated(type) != null) {
            roles.add(role);
        }
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
