package io.mongoodm.internal.mapping;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Reads the id of any record, registered or not, for references that are made without a handle. */
public final class Identity {
    private static final ClassValue<AtomicReference<@Nullable Id>> IDS = new ClassValue<>() {
        @Override
        protected AtomicReference<@Nullable Id> computeValue(Class<?> type) {
            return new AtomicReference<>();
        }
    };

    private Identity() {}

    /** The way to a record's id. */
    private record Id(RecordMembers members, int index) {}

    /** Keeps the way to the id of a parsed record, which may lie in a package that only a user's lookup opens. */
    static void learn(Class<?> record, RecordMembers members, int index) {
        IDS.get(record).set(new Id(members, index));
    }

    /**
     * Returns the value of the component that is stored as {@code _id}.
     *
     * @throws IllegalArgumentException when the document's class is no record or has no id
     */
    public static @Nullable Object of(Object document) {
        Class<?> type = document.getClass();
        Id id = IDS.get(type).get();
        if (id == null) {
            id = find(type);
            IDS.get(type).set(id);
        }
        try {
            return id.members().value(document, id.index());
        } catch (RuntimeException | Error failure) {
            throw failure;
        } catch (Throwable failure) {
            throw new IllegalArgumentException(
                    "The accessor of the id of " + type.getSimpleName() + " failed", failure);
        }
    }

    private static Id find(Class<?> type) {
        if (!type.isRecord()) {
            throw new IllegalArgumentException(type.getName() + " is no record, so it has no id to refer to");
        }
        List<Declaration> components = Declaration.of(type);
        Declaration id = components.stream()
                .filter(declaration -> declaration.roles().contains(ComponentModel.Role.ID))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Record " + type.getSimpleName()
                        + " has no id to refer to: name a component id, or mark it with @BsonId"));
        return new Access(null, Access.NEVER)
                .members(type, components)
                .map(members -> new Id(members, id.index()))
                .orElseThrow(() -> new IllegalArgumentException("Record " + type.getSimpleName()
                        + " is in a package that is not open to this library: register it with a handle first"));
    }
}
