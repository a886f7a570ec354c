package io.mongoodm.internal.mapping;

import org.jspecify.annotations.Nullable;

/** The constructor and the accessors of a record: by handles, or by generated code. Both throw what the record throws. */
interface RecordMembers {
    /** Calls the canonical constructor. */
    Object make(@Nullable Object[] values) throws Throwable;

    /** Calls the accessor of the component at this index. */
    @Nullable
    Object value(Object document, int index) throws Throwable;
}
