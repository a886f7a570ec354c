package io.mongoodm.benchmark.async;

import java.util.Arrays;
import java.util.Locale;

/** What one round of clients measured: operations a second, and the times of single operations in milliseconds. */
record Latencies(double throughput, double median, double percentile99, double max) {
    static Latencies of(long[] nanos, long wallNanos) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return new Latencies(
                sorted.length * 1e9 / wallNanos,
                sorted[sorted.length / 2] / 1e6,
                sorted[(int) (sorted.length * 0.99)] / 1e6,
                sorted[sorted.length - 1] / 1e6);
    }

    static Latencies parse(String line) {
        double[] values =
                Arrays.stream(line.split(" ")).mapToDouble(Double::parseDouble).toArray();
        return new Latencies(values[0], values[1], values[2], values[3]);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.0f %.1f %.1f %.1f", throughput, median, percentile99, max);
    }
}
