package io.mongoodm.testkit;

/** The servers that the test kit can choose from. */
public enum Server {
    /**
     * What the environment names, in this order: {@code ODM_TEST_SERVER}, the server at the URI in {@code ODM_TEST_URI},
     * the mongod at the path in {@code ODM_TEST_MONGOD}; else {@link #IN_PROCESS}.
     */
    AUTO,

    /** A test double inside this JVM: starts in milliseconds, downloads nothing, and lacks some {@linkplain Feature features}. */
    IN_PROCESS,

    /**
     * The mongod at the path in {@code ODM_TEST_MONGOD}, else the one on the {@code PATH}, started as a replica set of one
     * node with a data folder that is deleted when it stops.
     */
    MONGOD,

    /**
     * A real mongod that flapdoodle's embedded MongoDB downloads on first use and keeps in the user's home folder. Needs
     * {@code de.flapdoodle.embed:de.flapdoodle.embed.mongo} on the class path.
     */
    FLAPDOODLE
}
