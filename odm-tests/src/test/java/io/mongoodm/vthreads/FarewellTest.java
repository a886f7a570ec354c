package io.mongoodm.vthreads;

import static org.assertj.core.api.Assertions.assertThat;

import io.mongoodm.fixture.OwnJvm;
import io.mongoodm.testkit.Feature;
import io.mongoodm.testkit.Requires;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Requires(Feature.TRANSACTIONS)
class FarewellTest {
    @Test
    void aProgramEndsByItselfWhenItsHandlesAreClosedUnderWhatRuns(@TempDir Path folder) throws Exception {
        String printed = OwnJvm.run(folder, "-cp", OwnJvm.classPath(), Farewell.class.getName());

        assertThat(printed.lines()).endsWith("all are done: true", "threads that keep the JVM: []");
    }
}
