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
import org.openjdk.jmh.annotations.Warmup;

/** From the value to the bytes of its document. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(value = 1, jvmArgsAppend = "-Xmx1g")
public class EncodeBenchmark extends CodecTurns {
    @Param({"GENERATED", "REFLECTIVE", "RECORD_CODEC", "CODEC_BY_HAND", "DOCUMENT", "SPRING", "MORPHIA"})
    public Contestant contestant;

    @Setup
    public void prepare() {
        start(contestant);
    }

    @Benchmark
    public int encode() {
        return encodeNext();
    }
}
