package io.mongoodm.benchmark;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs the benchmarks whose name begins as the first argument says, and prints each result as a ratio to a common base.
 * The contestants take turns in several rounds, and the medians count: a machine that others use too has its moods.
 */
public final class Benchmarks {
    private Benchmarks() {}

    /** The first argument is one of Decode, Shared, Encode, Irregular, Growth, Start and EndToEnd. */
    public static void main(String[] arguments) throws Exception {
        String name = arguments[0];
        System.out.printf(
                "Java %s, %d processors%n",
                System.getProperty("java.vm.version"), Runtime.getRuntime().availableProcessors());
        if (name.equals(EndToEnd.class.getSimpleName())) {
            EndToEnd.run();
            return;
        }
        Map<String, Map<String, Score>> groups = new LinkedHashMap<>();
        int rounds = Integer.getInteger("rounds");
        for (int round = 0; round < rounds; round++) {
            for (RunResult result : run(name)) {
                groups.computeIfAbsent(title(result), title -> new LinkedHashMap<>())
                        .computeIfAbsent(contestant(result), contestant -> new Score())
                        .add(result);
            }
        }
        groups.forEach(Benchmarks::print);
    }

    private static Collection<RunResult> run(String name) throws RunnerException {
        return new Runner(new OptionsBuilder()
                        .include("benchmark\\." + name)
                        .addProfiler(GCProfiler.class)
                        .build())
                .run();
    }

    /** What the iterations of all rounds say about one contestant. */
    private static final class Score {
        private final List<Double> times = new ArrayList<>();
        private String unit = "";
        private double bytes;

        void add(RunResult result) {
            unit = result.getPrimaryResult().getScoreUnit();
            bytes = result.getSecondaryResults().get("gc.alloc.rate.norm").getScore();
            for (BenchmarkResult fork : result.getBenchmarkResults()) {
                for (IterationResult iteration : fork.getIterationResults()) {
                    times.add(iteration.getPrimaryResult().getScore());
                }
            }
        }

        double median() {
            return times.stream().sorted().toList().get(times.size() / 2);
        }

        double least() {
            return times.stream().min(Double::compare).orElseThrow();
        }
    }

    private static String contestant(RunResult result) {
        String contestant = result.getParams().getParam("contestant");
        return contestant == null ? Contestant.GENERATED.name() : contestant;
    }

    private static String title(RunResult result) {
        return result.getPrimaryResult().getLabel()
                + result.getParams().getParamsKeys().stream()
                        .filter(parameter -> !parameter.equals("contestant"))
                        .sorted()
                        .map(parameter ->
                                ", " + parameter + " " + result.getParams().getParam(parameter))
                        .collect(Collectors.joining());
    }

    private static void print(String title, Map<String, Score> scores) {
        Score base = scores.getOrDefault("RECORD_CODEC", scores.get("BYTES_BY_HAND"));
        String unit = scores.values().iterator().next().unit;
        System.out.printf("%n| %s | median %s | least | bytes | speed | share of bytes |%n", title, unit);
        System.out.println("|---|---|---|---|---|---|");
        scores.forEach((contestant, score) -> System.out.printf(
                "| %s | %.1f | %.1f | %.0f | %s |%n",
                contestant,
                score.median(),
                score.least(),
                score.bytes,
                base == null
                        ? "|"
                        : "%.2f | %.2f".formatted(base.median() / score.median(), score.bytes / base.bytes)));
    }
}
