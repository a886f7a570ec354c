package io.mongoodm.internal.indexes;

import io.mongoodm.annotation.Index;
import io.mongoodm.annotation.Indexed;
import java.util.List;
import java.util.stream.Collectors;

/** What {@code @Index} and {@code @Indexed} say, in one form, with the place where they say it. */
record IndexSettings(
        String place,
        List<String> fields,
        String name,
        boolean unique,
        boolean sparse,
        boolean hidden,
        long expireAfterSeconds,
        String partialFilter,
        List<String> weights,
        String collation) {

    static IndexSettings of(Index index, Class<?> type) {
        String fields =
                List.of(index.fields()).stream().map(f -> '"' + f + '"').collect(Collectors.joining(", ", "{", "}"));
        return new IndexSettings(
                "@Index(fields = " + fields + ") on " + type.getSimpleName(),
                List.of(index.fields()),
                index.name(),
                index.unique(),
                index.sparse(),
                index.hidden(),
                index.expireAfterSeconds(),
                index.partialFilter(),
                List.of(index.weights()),
                index.collation());
    }

    static IndexSettings of(Indexed index, Class<?> type, String component) {
        return new IndexSettings(
                "@Indexed on " + type.getSimpleName() + "." + component,
                List.of(component),
                index.name(),
                index.unique(),
                index.sparse(),
                index.hidden(),
                index.expireAfterSeconds(),
                index.partialFilter(),
                List.of(),
                index.collation());
    }
}
