package io.mongoodm.testkit.inprocess;

import de.bwaldvogel.mongo.bson.Document;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What a collection holds at one moment, shared until somebody writes.
 *
 * @param documents by position, which is the order of insertion
 * @param uniqueIndexes the primary one first
 * @param indexes every index as {@code listIndexes} shows it, by name
 */
record Snapshot(
        CopyOnWrite<NavigableMap<Long, Document>> documents,
        List<UniqueIndex> uniqueIndexes,
        Map<String, IndexDescription> indexes) {

    static Snapshot empty() {
        return new Snapshot(
                new CopyOnWrite<>(new TreeMap<>(), TreeMap::new),
                List.of(UniqueIndex.primary()),
                Map.of(UniqueIndex.PRIMARY, IndexDescription.PRIMARY));
    }

    Snapshot fork() {
        return new Snapshot(
                documents.fork(), uniqueIndexes.stream().map(UniqueIndex::fork).toList(), new LinkedHashMap<>(indexes));
    }
}
