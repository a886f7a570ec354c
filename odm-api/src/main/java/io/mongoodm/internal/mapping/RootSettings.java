package io.mongoodm.internal.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;

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

    private static final int MOST_BYTES = 63;

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

    /** Reports names that no server takes. */
    void check(Problems problems) {
        if (collection.startsWith(".") || has(collection, "$\0") || !Sink.isEncodable(collection)) {
            problems.add("Model " + type.getSimpleName() + " has the collection \"" + collection
                    + "\": the name of a collection has no dollar sign, no leading dot, no NUL character and no"
                    + " half of a surrogate pair");
        }
        if (database != null
                && (database.getBytes(UTF_8).length > MOST_BYTES
                        || has(database, "/\\. \"$\0")
                        || !Sink.isEncodable(database))) {
            problems.add("Model " + type.getSimpleName() + " has the database \"" + database
                    + "\": the name of a database has at most " + MOST_BYTES + " bytes, and no slash, backslash, dot,"
                    + " space, quote, dollar sign, NUL character or half of a surrogate pair");
        }
    }

    private static boolean has(String name, String forbidden) {
        // A stream would be the first of a program that only maps records: a thirtieth of its start.
        for (int i = 0; i < forbidden.length(); i++) {
            if (name.indexOf(forbidden.charAt(i)) >= 0) {
                return true;
            }
        }
        return false;
    }

    /** Tells whether documents of the other root lie in the same collection. */
    boolean shares(RootSettings other) {
        return collection.equals(other.collection) && java.util.Objects.equals(database, other.database);
    }
}
