package io.mongoodm.benchmark;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/** Four models in turn, decoded by one thread and by one for each processor, all with the same codecs. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(value = 1, jvmArgsAppend = "-Xmx1g")
public class SharedBenchmark {
    /** What all threads use. */
    @State(Scope.Benchmark)
    public static class Shared {
        @Param({"GENERATED", "REFLECTIVE", "RECORD_CODEC", "CODEC_BY_HAND", "SPRING", "MORPHIA"})
        public Contestant contestant;

        private final Sample[] samples = Sample.values();
        private final byte[][] stored = new byte[samples.length * Sample.DOCUMENTS][];
        private Contestant.Way way;

        @Setup
        public void prepare() {
            way = contestant.start(samples.length);
            for (int i = 0; i < stored.length; i++) {
                stored[i] = samples[i % samples.length].stored(i / samples.length);
            }
        }
    }

    /** Whose turn it is in one thread. */
    @State(Scope.Thread)
    public static class Turn {
        private int next;

        private Object decode(Shared shared) {
            int turn = next++ & shared.stored.length - 1;
            return shared.way.decode(shared.samples[turn & shared.samples.length - 1], shared.stored[turn]);
        }
    }

    @Benchmark
    @Threads(1)
    public Object one(Shared shared, Turn turn) {
        return turn.decode(shared);
    }

    @Benchmark
    @Threads(Threads.MAX)
    public Object all(Shared shared, Turn turn) {
        return turn.decode(shared);
    }
}
