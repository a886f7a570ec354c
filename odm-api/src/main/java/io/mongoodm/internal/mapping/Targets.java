package io.mongoodm.internal.mapping;

import java.util.Optional;
import java.util.stream.Stream;

/** Finds the ids of the models that references and relations lead to. */
final class Targets {
    private Targets() {}

    /** Returns the id of a record, or of the first variant of a sealed interface that has one. */
    static Component id(Catalog catalog, Class<?> target) {
        return find(catalog, target)
                .orElseThrow(
                        () -> new Misfit("Expected a model with an id but " + target.getSimpleName() + " has none"));
    }

    static Optional<Component> find(Catalog catalog, Class<?> target) {
        return records(catalog, target)
                .flatMap(record -> record.parsed().stream())
                .filter(component -> component.role() == ComponentModel.Role.ID)
                .findFirst();
    }

    private static Stream<ParsedRecord<?>> records(Catalog catalog, Class<?> target) {
        return target.isRecord()
                ? Stream.of(catalog.record(JavaType.of(target)))
                : catalog.hierarchy(JavaType.of(target)).records().values().stream();
    }
}
