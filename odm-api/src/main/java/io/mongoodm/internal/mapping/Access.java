package io.mongoodm.internal.mapping;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reaches the constructors and accessors of records, wherever they are declared. */
final class Access {
    /**
     * Where generating and compiling code has cost as much as it has saved, measured in a new process with one model. With
     * fifty it takes some ten thousand of each.
     */
    static final int DOCUMENTS_BEFORE_CODE = 300;

    /** Instead of a number of documents: no class is ever made. */
    static final int NEVER = -1;

    private final MethodHandles.@Nullable Lookup users;
    private final int documents;

    /**
     * Creates an access that tries this library's own rights first and then those of the user's lookup.
     *
     * @param documents so many of a record are read and written by the loop over its components before code is generated
     */
    Access(MethodHandles.@Nullable Lookup users, int documents) {
        this.users = users;
        this.documents = documents;
    }

    /** Returns the members, or empty when the record is in a package that is open to neither lookup. */
    Optional<ReachedRecord> members(Class<?> record, List<Declaration> components) {
        Optional<MethodHandles.Lookup> lookup = full(record);
        return lookup.isPresent() || isPublic(record)
                ? Optional.of(new ReachedRecord(record, components, lookup, documents))
                : Optional.empty();
    }

    /** Returns a lookup with private access to the class, when there is one. */
    Optional<MethodHandles.Lookup> full(Class<?> type) {
        Optional<MethodHandles.Lookup> own = privateIn(type, MethodHandles.lookup());
        return own.isPresent() || users == null ? own : privateIn(type, users);
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
