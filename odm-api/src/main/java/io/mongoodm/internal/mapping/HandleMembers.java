package io.mongoodm.internal.mapping;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The members of a record by method handles. They are made when they are first needed: that costs more than it seems. */
final class HandleMembers implements RecordMembers {
    private static final MethodType MAKER = MethodType.methodType(Object.class, Object[].class);
    private static final MethodType GETTER = MethodType.methodType(Object.class, Object.class);

    private final Class<?> record;
    private final MethodHandles.Lookup lookup;
    private volatile @Nullable MethodHandle constructor;
    private volatile MethodHandle @Nullable [] accessors;

    HandleMembers(Class<?> record, MethodHandles.Lookup lookup) {
        this.record = record;
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
        Class<?>[] types = Stream.of(record.getRecordComponents())
                .map(RecordComponent::getType)
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
        RecordComponent[] components = record.getRecordComponents();
        MethodHandle[] handles = new MethodHandle[components.length];
        for (int i = 0; i < handles.length; i++) {
            handles[i] = lookup.unreflect(components[i].getAccessor()).asType(GETTER);
        }
        return handles;
    }
}
