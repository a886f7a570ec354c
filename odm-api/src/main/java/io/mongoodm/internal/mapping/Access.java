package io.mongoodm.internal.mapping;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reaches the constructors and accessors of records, wherever they are declared. */
final class Access {
    private static final MethodType MAKER = MethodType.methodType(Object.class, Object[].class);
    private static final MethodType GETTER = MethodType.methodType(Object.class, Object.class);

    private final MethodHandles.@Nullable Lookup users;

    /** Creates an access that tries this library's own rights first and then those of the user's lookup. */
    Access(MethodHandles.@Nullable Lookup users) {
        this.users = users;
    }

    /** What was found of a record: its constructor from an array, and its accessors in the order of components. */
    record Members(MethodHandle constructor, List<MethodHandle> accessors) {}

    /** Returns the members, or empty when the record is in a package that is open to neither lookup. */
    Optional<Members> members(Class<?> record) {
        return full(record)
                .or(() -> isPublic(record) ? Optional.of(MethodHandles.publicLookup()) : Optional.empty())
                .flatMap(lookup -> members(record, lookup));
    }

    /** Returns a lookup with private access to the class, when there is one. */
    Optional<MethodHandles.Lookup> full(Class<?> type) {
        return Stream.of(Optional.of(MethodHandles.lookup()), Optional.ofNullable(users))
                .flatMap(Optional::stream)
                .flatMap(lookup -> privateIn(type, lookup).stream())
                .findFirst();
    }

    /** Returns members that stand for those of a closed record, so that the parse goes on to the next fault. */
    static Members unreachable(Class<?> record) {
        int count = record.getRecordComponents().length;
        MethodHandle maker = MethodHandles.empty(MAKER);
        return new Members(maker, Collections.nCopies(count, MethodHandles.empty(GETTER)));
    }

    private static Optional<MethodHandles.Lookup> privateIn(Class<?> type, MethodHandles.Lookup lookup) {
        Module ours = lookup.lookupClass().getModule();
        // The platform adds this edge by itself for reflection, not for method handles. Only a module can for itself.
        if (ours == Access.class.getModule()) {
            ours.addReads(type.getModule());
        }
        try {
            return Optional.of(MethodHandles.privateLookupIn(type, lookup));
        } catch (IllegalAccessException e) {
            return Optional.empty();
        }
    }

    private static boolean isPublic(Class<?> type) {
        for (Class<?> each = type; each != null; each = each.getEnclosingClass()) {
            if (!Modifier.isPublic(each.getModifiers())) {
                return false;
            }
        }
        return type.getModule().isExported(type.getPackageName());
    }

    private static Optional<Members> members(Class<?> record, MethodHandles.Lookup lookup) {
        RecordComponent[] components = record.getRecordComponents();
        Class<?>[] types = Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            Constructor<?> constructor = record.getDeclaredConstructor(types);
            MethodHandle[] accessors = new MethodHandle[components.length];
            for (int i = 0; i < accessors.length; i++) {
                accessors[i] = getter(lookup, components[i].getAccessor());
            }
            MethodHandle maker = lookup.unreflectConstructor(constructor)
                    .asFixedArity()
                    .asSpreader(Object[].class, types.length)
                    .asType(MAKER);
            return Optional.of(new Members(maker, List.of(accessors)));
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("A record without its canonical constructor: " + record.getName(), e);
        } catch (IllegalAccessException e) {
            return Optional.empty();
        }
    }

    private static MethodHandle getter(MethodHandles.Lookup lookup, Method accessor) throws IllegalAccessException {
        return lookup.unreflect(accessor).asType(GETTER);
    }

    /** Returns the handle of a static method without parameters, or empty when there is none that can be called. */
    Optional<MethodHandle> factory(Class<?> record, String name) {
        try {
            Method method = record.getDeclaredMethod(name);
            if (!Modifier.isStatic(method.getModifiers())) {
                return Optional.empty();
            }
            MethodHandles.Lookup lookup = full(record).orElse(MethodHandles.publicLookup());
            return Optional.of(lookup.unreflect(method));
        } catch (NoSuchMethodException | IllegalAccessException e) {
            return Optional.empty();
        }
    }
}
