package io.mongoodm.internal.indexes;

import org.jspecify.annotations.Nullable;

/**
 * A collection in a database.
 *
 * @param database the database's name, or null for the handle's own
 * @param collection the collection's name
 */
public record Namespace(@Nullable String database, String collection) {
    /** Returns the collection's name, with the database in front when it is not the handle's own. */
    @Override
    public String toString() {
        return database == null ? collection : database + "." + collection;
    }
}
