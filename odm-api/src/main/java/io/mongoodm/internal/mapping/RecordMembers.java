package io.mongoodm.internal.mapping;

import java.lang.constant.ConstantDescs;
import java.lang.invoke.MethodHandles;
import org.jspecify.annotations.Nullable;

/** The constructor and the accessors of a record: by handles, or by a generated class. Both throw what the record throws. */
public interface RecordMembers {
    /** Calls the canonical constructor. */
    Object make(@Nullable Object[] values) throws Throwable;

    /** Calls the accessor of the component at this index. */
    @Nullable
    Object value(Object document, int index) throws Throwable;

    /** Hands over the only instance of a generated class, in the array that is its class data. */
    static void made(MethodHandles.Lookup lookup, RecordMembers members) throws IllegalAccessException {
        MethodHandles.classData(lookup, ConstantDescs.DEFAULT_NAME, RecordMembers[].class)[0] = members;
    }
}
