package io.mongoodm.testkit;

/** Keeps flapdoodle optional: only this call loads the class that mentions its types. */
final class FlapdoodleDoor {
    private FlapdoodleDoor() {}

    static RunningServer start() {
        try {
            return FlapdoodleMongo.start(FlapdoodleSource.official());
        } catch (NoClassDefFoundError missing) {
            throw new IllegalStateException(
                    "FLAPDOODLE was chosen, and its library is not on the class path. Add"
                            + " de.flapdoodle.embed:de.flapdoodle.embed.mongo to the test dependencies, or choose another"
                            + " server.",
                    missing);
        }
    }
}
