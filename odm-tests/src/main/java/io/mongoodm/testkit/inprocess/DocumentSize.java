package io.mongoodm.testkit.inprocess;

import de.bwaldvogel.mongo.bson.BinData;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Roughly how many bytes a value takes on the wire: enough to keep a batch below the message limit. */
final class DocumentSize {
    private static final int SCALAR = 16;

    private DocumentSize() {}

    static int of(@Nullable Object value) {
        return switch (value) {
            case null -> 1;
            case Map<?, ?> document ->
                document.entrySet().stream()
                        .mapToInt(entry -> of(entry.getKey()) + of(entry.getValue()))
                        .sum();
            case Collection<?> elements ->
                elements.stream().mapToInt(element -> SCALAR / 2 + of(element)).sum();
            case String text -> text.length() + Integer.BYTES;
            case BinData binary -> binary.getData().length + Integer.BYTES;
            default -> SCALAR;
        };
    }
}
