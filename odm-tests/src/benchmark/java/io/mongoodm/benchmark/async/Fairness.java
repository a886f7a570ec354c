package io.mongoodm.benchmark.async;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * 1,000 clients that send 20 finds each, one after the other, to a server that answers after 20 ms, over 100 connections:
 * the facade, virtual threads straight on the driver's pool and, when its class path is given, the reactive driver. Each
 * in a process of its own, in interleaved rounds; the median round of each.
 *
 * <p>Arguments: rounds, and the class path and the source file of the reactive clients, if wanted.
 */
final class Fairness {
    private static final String ROUND = "1000 20";

    private Fairness() {}

    public static void main(String[] arguments) throws IOException {
        int rounds = Integer.parseInt(arguments[0]);
        Map<String, Program> ways = new LinkedHashMap<>();
        try (Program server = Program.of(DelayedServer.class, 20, 1, 1)) {
            String uri = "mongodb://localhost:" + server.answer() + "/bench";
            ways.put("facade", Program.of(Clients.class, "facade", uri));
            ways.put("straight", Program.of(Clients.class, "straight", uri));
            if (arguments.length > 1) {
                ways.put("reactive", Program.start(arguments[1], arguments[2], uri));
            }
            Map<String, List<Latencies>> measured = new LinkedHashMap<>();
            for (int round = -1; round < rounds; round++) {
                for (Map.Entry<String, Program> way : ways.entrySet()) {
                    Latencies latencies = Latencies.parse(way.getValue().ask(ROUND));
                    if (round >= 0) {
                        measured.computeIfAbsent(way.getKey(), key -> new ArrayList<>())
                                .add(latencies);
                    }
                }
            }
            System.out.println("way        op/s   p50 ms   p99 ms   max ms  max/p50");
            measured.forEach(Fairness::print);
        } finally {
            ways.values().forEach(Program::close);
        }
    }

    private static void print(String way, List<Latencies> rounds) {
        rounds.sort(Comparator.comparingDouble(Latencies::throughput));
        Latencies median = rounds.get(rounds.size() / 2);
        double ratio = rounds.stream()
                .mapToDouble(round -> round.max() / round.median())
                .sorted()
                .toArray()[rounds.size() / 2];
        System.out.printf(
                Locale.ROOT,
                "%-9s %5.0f %8.1f %8.1f %8.1f %8.2f%n",
                way,
                median.throughput(),
                median.median(),
                median.percentile99(),
                median.max(),
                ratio);
    }
}
