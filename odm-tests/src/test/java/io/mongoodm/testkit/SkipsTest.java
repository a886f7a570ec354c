package io.mongoodm.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import org.junit.jupiter.api.Test;

class SkipsTest {
    private final Skips skips = new Skips();

    @Test
    void nothingSkippedPrintsNothing() {
        assertThat(skips.lines()).isEmpty();
    }

    @Test
    void countsTestsAndFeaturesForEachEngine() {
        skips.add("MongoDB 8.0", EnumSet.of(Feature.FAIL_POINTS), "a");
        skips.add("another", EnumSet.of(Feature.TEXT_INDEXES, Feature.COLLATION), "a");
        skips.add("another", EnumSet.of(Feature.COLLATION), "b");

        assertThat(skips.lines())
                .containsExactly(
                        "odm testkit: skipped on MongoDB 8.0: 1 (FAIL_POINTS 1)",
                        "odm testkit: skipped on another: 2 (COLLATION 2, TEXT_INDEXES 1)");
    }
}
