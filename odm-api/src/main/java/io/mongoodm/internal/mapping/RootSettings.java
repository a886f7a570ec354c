package io.mongoodm.internal.mapping;

import io.mongoodm.annotation.OdmModel;
import org.jspecify.annotations.Nullable;

/**
 * What a registered class says about its collection.
 *
 * @param type the registered class
 * @param database the database's name, or null for the handle's own
 * @param tagField the field of the tags; null for a record
 */
record RootSettings(
        Class<?> type,
        String collection,
        @Nullable String database,
        boolean validateFilters,
        @Nullable String tagField,
        boolean tagIndex) {

    static RootSettings of(Class<?> type, @Nullable Hierarchy hierarchy) {
        OdmModel declared = type.getAnnotation(OdmModel.class);
        String tagField = hierarchy == null ? null : hierarchy.tagField().text();
        if (declared == null) {
            return new RootSettings(type, SnakeCase.of(type.getSimpleName()), null, true, tagField, tagField != null);
        }
        return new RootSettings(
                type,
                declared.collection().isEmpty() ? SnakeCase.of(type.getSimpleName()) : declared.collection(),
                declared.database().isEmpty() ? null : declared.database(),
                declared.validateFilters(),
                tagField,
                tagField != null && declared.tagIndex());
    }

    /** Tells whether documents of the other root lie in the same collection. */
    boolean shares(RootSettings other) {
        return collection.equals(other.collection) && java.util.Objects.equals(database, other.database);
    }
}
