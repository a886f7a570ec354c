package io.mongoodm.internal.mapping;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reaches the constructors and accessors of records, wherever they are declared. */
final class Access {
    private final MethodHandles.@Nullable Lookup users;
    private final boolean generating;

    /** Creates an access that tries this library's own rights first and then those of the user's lookup. */
    Access(MethodHandles.@Nullable Lookup users, boolean generating) {
        this.users = users;
        this.generating = generating;
    }

    /** Returns the members, or empty when the record is in a package that is open to neither lookup. */
    Optional<ReachedRecord> members(Class<?> record) {
        Optional<MethodHandles.Lookup> lookup = full(record);
        return lookup.isPresent() || isPublic(record)
                ? Optional.of(new ReachedRecord(record, lookup, generating))
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
