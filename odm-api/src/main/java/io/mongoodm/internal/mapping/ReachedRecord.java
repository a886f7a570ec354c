package io.mongoodm.internal.mapping;

import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A record whose members can be called: by generated code once its components are known, if that can be had, else by handles. */
final class ReachedRecord implements RecordMembers {
    private final Class<?> record;
    private final Optional<MethodHandles.Lookup> lookup;
    private final boolean generating;
    private final HandleMembers handles;
    private volatile boolean asked;
    private volatile @Nullable RecordBytes generated;

    /**
     * Creates the members.
     *
     * @param lookup with private access to the record; empty when only its public members can be reached
     * @param generating whether code may be generated
     */
    ReachedRecord(Class<?> record, Optional<MethodHandles.Lookup> lookup, boolean generating) {
        this.record = record;
        this.lookup = lookup;
        this.generating = generating;
        this.handles = new HandleMembers(record, lookup.orElse(MethodHandles.publicLookup()));
    }

    /**
     * Returns the generated code, made now when it was not yet; null when there is none. Two threads may make it at once.
     *
     * @param around the records that are being made and hold this one; null is returned for one of them
     */
    @Nullable
    RecordBytes generated(List<Component> components, RecordFields fields, Set<RecordFields> around) {
        if (!asked && !around.contains(fields)) {
            if (generating) {
                generated = GeneratedClasses.define(record, lookup, components, fields, around)
                        .orElse(null);
            }
            asked = true;
        }
        return generated;
    }

    private RecordMembers members() {
        RecordBytes code = generated;
        return code != null ? code : handles;
    }

    @Override
    public Object make(@Nullable Object[] values) throws Throwable {
        return members().make(values);
    }

    @Override
    public @Nullable Object value(Object document, int index) throws Throwable {
        return members().value(document, index);
    }
}
