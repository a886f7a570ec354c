package io.mongoodm.internal.mapping;

import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A record whose members can be called: by a generated class, if that can be had, else by handles. Once it has been read and
 * written often enough, there is generated code for all of it, too.
 */
final class ReachedRecord implements RecordMembers {
    private final Class<?> record;
    private final List<Declaration> declarations;
    private final Optional<MethodHandles.Lookup> lookup;
    private final boolean generating;
    private int documents;
    private volatile @Nullable RecordMembers members;
    private volatile boolean asked;
    private volatile @Nullable RecordBytes generated;

    /**
     * Creates the members.
     *
     * @param declarations the components
     * @param lookup with private access to the record; empty when only its public members can be reached
     * @param documents so many are read and written before code is generated, or {@link Access#NEVER}
     */
    ReachedRecord(
            Class<?> record, List<Declaration> declarations, Optional<MethodHandles.Lookup> lookup, int documents) {
        this.record = record;
        this.declarations = declarations;
        this.lookup = lookup;
        this.generating = documents != Access.NEVER;
        this.documents = documents;
    }

    /**
     * Returns the generated code for one more document; null as long as there have been too few, and when there is none. They
     * are counted without care for other threads, since the number need not be exact.
     */
    @Nullable
    RecordBytes generated(List<Component> components, RecordFields fields) {
        if (!asked && documents > 0) {
            documents--;
            return null;
        }
        return generated(components, fields, Set.of());
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
                generated = GeneratedClasses.code(record, lookup, components, fields, around)
                        .orElse(null);
            }
            asked = true;
        }
        return generated;
    }

    /** Returns what calls them, made now when it was not yet. Two threads may make it at once. */
    RecordMembers members() {
        RecordMembers known = members;
        if (known == null) {
            known = generating
                    ? GeneratedClasses.members(record, lookup, declarations).orElse(null)
                    : null;
            if (known == null) {
                known = new HandleMembers(record, declarations, lookup.orElse(MethodHandles.publicLookup()));
            }
            members = known;
        }
        return known;
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
