package io.mongoodm.internal.execution;

import io.mongoodm.Odm;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Opens engines, and leads from a handle back to its engine without a public method on the handle. */
public final class EngineAccess {
    private static volatile @Nullable Function<Odm, Engine> engineOf;

    private EngineAccess() {}

    /** Called once by the handle's class with the way to its private field. */
    public static void install(Function<Odm, Engine> access) {
        engineOf = access;
    }

    /** Opens the engine of a new handle. */
    public static Engine open(HandleSettings settings) {
        return MongoEngine.open(settings);
    }

    static Engine of(Odm odm) {
        return Objects.requireNonNull(engineOf, "installed by Odm").apply(odm);
    }
}
