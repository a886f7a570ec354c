package io.mongoodm.internal.mapping;

import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Reads the id of any record, registered or not, for references that are made without a handle. */
public final class Identity {
    private static final ClassValue<AtomicReference<@Nullable MethodHandle>> ACCESSORS = new ClassValue<>() {
        @Override
        protected AtomicReference<@Nullable MethodHandle> computeValue(Class<?> type) {
            return new AtomicReference<>();
        }
    };

    private Identity() {}

    /** Keeps the way to the id of a parsed record, which may lie in a package that only a user's lookup opens. */
    static void learn(Class<?> record, MethodHandle accessor) {
        ACCESSORS.get(record).set(accessor);
    }

    /**
     * Returns the value of the component that is stored as {@code _id}.
     *
     * @throws IllegalArgumentException when the document's class is no record or has no id
     */
    public static @Nullable Object of(Object document) {
        Class<?> type = document.getClass();
        MethodHandle accessor = ACCESSORS.get(type).get();
        if (accessor == null) {
            accessor = accessor(type);
            learn(type, accessor);
        }
        try {
            return (Object) accessor.invokeExact(document);
        } catch (RuntimeException | Error failure) {
            throw failure;
        } catch (Throwable failure) {
            throw new IllegalArgumentException(
                    "The accessor of the id of " + type.getSimpleName() + " failed", failure);
        }
    }

    private static MethodHandle accessor(Class<?> type) {
        if (!type.isRecord()) {
            throw new IllegalArgumentException(type.getName() + " is no record, so it has no id to refer to");
        }
        Declaration id = Declaration.of(type).stream()
                .filter(declaration -> declaration.roles().contains(ComponentModel.Role.ID))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Record " + type.getSimpleName()
                        + " has no id to refer to: name a component id, or mark it with @BsonId"));
        Optional<List<MethodHandle>> accessors = new Access(null).members(type).map(Access.Members::accessors);
        return accessors
                .map(all -> all.get(id.index()))
                .orElseThrow(() -> new IllegalArgumentException("Record " + type.getSimpleName()
                        + " is in a package that is not open to this library: register it with a handle first"));
    }
}
