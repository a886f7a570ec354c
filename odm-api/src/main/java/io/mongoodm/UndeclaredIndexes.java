package io.mongoodm;

/** What {@code applyIndexes} does with indexes on the server that no model declares. */
public enum UndeclaredIndexes {
    /** Reports and keeps them. */
    KEEP,
    /** Drops them, after everything else. The index on {@code _id} stays. */
    DROP
}
