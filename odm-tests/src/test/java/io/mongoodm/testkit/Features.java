package io.mongoodm.testkit;

import java.util.Set;

/** What a server has, for tests of other packages that expect more of one that has it. */
public final class Features {
    private Features() {}

    public static Set<Feature> of(EmbeddedMongo mongo) {
        return mongo.server().features();
    }
}
