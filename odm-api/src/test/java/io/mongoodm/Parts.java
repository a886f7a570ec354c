package io.mongoodm;

import java.util.Map;
import java.util.Set;
import org.bson.codecs.pojo.annotations.BsonExtraElements;
import org.jspecify.annotations.Nullable;

/** Public records in an exported package, for records that other class loaders define. */
public final class Parts {
    private Parts() {}

    /** Contains itself. */
    public record Node(@Nullable Node next, @Nullable Object a) {}

    /** Refuses a value. */
    public record Refusing(int a, @Nullable Refusing deeper) {
        /** Refuses 13. */
        public Refusing {
            if (a == 13) {
                throw new IllegalArgumentException("unlucky");
            }
        }
    }

    /** Has an argument. */
    public record Pair<T>(@Nullable T left, Set<T> right) {}

    /** Has variants. */
    public sealed interface Variant {
        /** Without a place for unknown fields. */
        record One(int id, @Nullable String x) implements Variant {}

        /** With one. */
        record Two(long x, @BsonExtraElements Map<String, Object> rest) implements Variant {}
    }
}
