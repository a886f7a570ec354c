package io.mongoodm.benchmark;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Pieces of work that do the same, which take turns; the median of the rounds counts. */
record Contest(String title, Map<String, Runnable> contestants) {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int WARM_UP = 3;
    private static final int ROUNDS = 7;

    void run() {
        Map<String, List<Long>> wall = new LinkedHashMap<>();
        Map<String, List<Long>> used = new LinkedHashMap<>();
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            for (Map.Entry<String, Runnable> each : contestants.entrySet()) {
                System.gc();
                long cpu = THREADS.getCurrentThreadCpuTime();
                long start = System.nanoTime();
                each.getValue().run();
                long end = System.nanoTime();
                long cpuEnd = THREADS.getCurrentThreadCpuTime();
                if (round >= 0) {
                    wall.computeIfAbsent(each.getKey(), key -> new ArrayList<>())
                            .add(end - start);
                    used.computeIfAbsent(each.getKey(), key -> new ArrayList<>())
                            .add(cpuEnd - cpu);
                }
            }
        }
        System.out.printf("%n| %s | wall clock | ratio | CPU of the thread | ratio |%n|---|---|---|---|---|%n", title);
        double baseWall = median(wall.get(EndToEnd.RECORD_CODEC));
        double baseUsed = median(used.get(EndToEnd.RECORD_CODEC));
        for (String each : contestants.keySet()) {
            double inWall = median(wall.get(each));
            double inCpu = median(used.get(each));
            System.out.printf(
                    "| %s | %.0f ms | %.2f | %.0f ms | %.2f |%n",
                    each, inWall / 1e6, baseWall / inWall, inCpu / 1e6, baseUsed / inCpu);
        }
    }

    private static double median(List<Long> times) {
        return times.stream().sorted().toList().get(times.size() / 2);
    }
}
