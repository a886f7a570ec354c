package io.mongoodm.internal.mapping;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The members of a record by method handles. They are made when they are first needed: that costs more than it seems. */
final class HandleMembers implements RecordMembers {
    private static final MethodType MAKER = MethodType.methodType(Object.class, Object[].class);
    private static final MethodType GETTER = MethodType.methodType(Object.class, Object.class);

    private final Class<?> record;
    private final List<Declaration> components;
    private final MethodHandles.Lookup lookup;
    private volatile @Nullable MethodHandle constructor;
    private volatile MethodHandle @Nullable [] accessors;

    HandleMembers(Class<?> record, List<Declaration> components, MethodHandles.Lookup lookup) {
        this.record = record;
        this.components = components;
        this.lookup = lookup;
    }

    @Override
    public Object make(@Nullable Object[] values) throws Throwable {
        MethodHandle handle = constructor;
        if (handle == null) {
            handle = constructor();
            constructor = handle;
        }
        return (Object) handle.invokeExact(values);
    }

    private MethodHandle constructor() throws IllegalAccessException, NoSuchMethodException {
        Class<?>[] types = components.stream()
                .map(declaration -> declaration.component().getType())
                .toArray(Class<?>[]::new);
        Constructor<?> canonical = record.getDeclaredConstructor(types);
        return lookup.unreflectConstructor(canonical)
                .asFixedArity()
                .asSpreader(Object[].class, types.length)
                .asType(MAKER);
    }

    @Override
    public @Nullable Object value(Object document, int index) throws Throwable {
        MethodHandle[] handles = accessors;
        if (handles == null) {
            handles = accessors();
            accessors = handles;
        }
        return (Object) handles[index].invokeExact(document);
    }

    private MethodHandle[] accessors() throws IllegalAccessException {
        MethodHandle[] handles = new MethodHandle[components.size()];
        for (int i = 0; i < handles.length; i++) {
            Method accessor = components.get(i).component().getAccessor();
            handles[i] = lookup.unreflect(accessor).asType(GETTER);
        }
        return handles;
    }
}
