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
        private static final int MODELS = Sample.values().length;

        @Param({"GENERATED", "REFLECTIVE", "RECORD_CODEC", "CODEC_BY_HAND", "SPRING", "MORPHIA"})
        public Contestant contestant;

        private final byte[][] stored = Sample.turns(MODELS);
        private Contestant.Way way;

        @Setup
        public void prepare() {
            way = contestant.start(MODELS);
        }
    }

    /** Whose turn it is in one thread. */
    @State(Scope.Thread)
    public static class Turn {
        private int next;

        private Object decode(Shared shared) {
            int turn = next++ & shared.stored.length - 1;
            return shared.way.decode(Sample.ofTurn(turn, Shared.MODELS), shared.stored[turn]);
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
