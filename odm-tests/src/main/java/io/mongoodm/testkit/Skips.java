package io.mongoodm.testkit;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** What was skipped, for each server: the names of tests and classes under the feature that they lacked. */
final class Skips {
    private final Map<String, Map<Feature, Set<String>>> skipped = new ConcurrentHashMap<>();

    void add(String engine, Set<Feature> missing, String test) {
        Map<Feature, Set<String>> features = skipped.computeIfAbsent(engine, key -> new ConcurrentHashMap<>());
        missing.forEach(feature -> features.computeIfAbsent(feature, key -> ConcurrentHashMap.newKeySet())
                .add(test));
    }

    /** Returns one line for each server on which anything was skipped. One that lacked two features counts for both. */
    List<String> lines() {
        return new TreeMap<>(skipped)
                .entrySet().stream()
                        .map(engine -> "odm testkit: skipped on " + engine.getKey() + ": " + tests(engine.getValue())
                                + " (" + counts(engine.getValue()) + ")")
                        .toList();
    }

    private static long tests(Map<Feature, Set<String>> features) {
        return features.values().stream().flatMap(Set::stream).distinct().count();
    }

    private static String counts(Map<Feature, Set<String>> features) {
        return new TreeMap<>(features)
                .entrySet().stream()
                        .map(feature ->
                                feature.getKey() + " " + feature.getValue().size())
                        .collect(Collectors.joining(", "));
    }
}
