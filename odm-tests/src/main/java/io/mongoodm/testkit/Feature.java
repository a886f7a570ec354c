package io.mongoodm.testkit;

/** What a server may lack. A test says what it needs with {@link Requires}. */
public enum Feature {
    /** Sessions with multi-document transactions. */
    TRANSACTIONS,
    /** Several open transactions at once, with snapshots and write conflicts. */
    CONCURRENT_TRANSACTIONS,
    /** Writes that a driver may send again without their being done twice. */
    RETRYABLE_WRITES,
    /** Upserts by find-and-modify of which one alone inserts, however many callers send them at once. */
    ATOMIC_UPSERTS,
    /** {@code killSessions} that closes the cursors of a session. */
    KILLING_SESSIONS,
    /** {@code configureFailPoint} with {@code failCommand}. */
    FAIL_POINTS,
    /** {@code watch} on a collection. */
    CHANGE_STREAMS,
    /** Updates that are aggregation pipelines. */
    PIPELINE_UPDATES,
    /** The {@code bulkWrite} command on several collections at once, of MongoDB 8. */
    CLIENT_BULK_WRITE,
    /** The {@code $unionWith} stage. */
    UNION_WITH,
    /** The {@code $setWindowFields} stage. */
    WINDOW_FIELDS,
    /** {@code explain} of a find with the plan that won. */
    EXPLAIN,
    /** Collation of queries and indexes. */
    COLLATION,
    /** Validators with {@code $jsonSchema} that refuse documents. */
    JSON_SCHEMA,
    /** {@code $where} with JavaScript. */
    JAVASCRIPT,
    /** Collections of a fixed size. */
    CAPPED_COLLECTIONS,
    /** {@code collMod} of an index: its lifetime, hidden, unique. */
    COLL_MOD,
    /** {@code collMod} that hides an index, with a listing that says so. */
    HIDING_INDEXES,
    /** Indexes with a partial filter. */
    PARTIAL_INDEXES,
    /** Text indexes and {@code $text}. */
    TEXT_INDEXES,
    /** Hashed indexes that are made and listed. */
    HASHED_INDEXES,
    /** Indexes on {@code $**} that are made and listed. */
    WILDCARD_INDEXES,
    /** Indexes of type {@code 2dsphere} that are made and listed. */
    GEO_INDEXES
}
