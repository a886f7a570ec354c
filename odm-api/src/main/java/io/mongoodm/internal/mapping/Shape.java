package io.mongoodm.internal.mapping;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.bson.BsonType;
import org.jspecify.annotations.Nullable;

/** What may lie in a stored field, as far as a filter, an update or an index has to know. */
public sealed interface Shape {
    /**
     * A single value that is always stored as this BSON type.
     *
     * @param texts the only strings that can be read, as the names of an enum; empty where all can
     */
    record Scalar(BsonType type, List<String> texts) implements Shape {
        /** Creates the shape of values without such a bound. */
        public Scalar(BsonType type) {
            this(type, List.of());
        }

        /** Tells whether any number can be compared with it. */
        public boolean isNumber() {
            return switch (type) {
                case INT32, INT64, DOUBLE, DECIMAL128 -> true;
                default -> false;
            };
        }
    }

    /** An array of values of one shape. */
    record Elements(Shape element) implements Shape {}

    /** A document whose keys are data: a map. */
    record Entries(Shape value) implements Shape {}

    /** Anything: {@code Document}, {@code Bson}, {@code Object}, or a value of a codec of the user's. */
    record Open() implements Shape {}

    /** A record or a sealed hierarchy. Its fields are looked up late, because models may be recursive. */
    final class Embedded implements Shape {
        private final Class<?> type;
        private final @Nullable String tagField;
        private final Components components;
        private volatile @Nullable Map<String, List<ComponentModel>> known;

        Embedded(Class<?> type, @Nullable String tagField, Components components) {
            this.type = type;
            this.tagField = tagField;
            this.components = components;
        }

        /** Returns the record or sealed interface. */
        public Class<?> type() {
            return type;
        }

        /** Tells whether unknown fields are kept, so that a filter may name them. */
        public boolean isOpen() {
            return components.isOpen();
        }

        /** Returns the field that holds the tag of a variant or a sealed interface; null where documents have no tag. */
        public @Nullable String tagField() {
            return tagField;
        }

        /**
         * Returns the components that are stored under this name: none when it is unknown, several when variants of a
         * sealed hierarchy share it. The tag field is no component.
         */
        public List<ComponentModel> fields(String storedName) {
            return known().getOrDefault(storedName, List.of());
        }

        /** Returns every stored name, for suggestions. */
        public Collection<String> storedNames() {
            return known().keySet();
        }

        /** The fields, gathered once: they are asked for by every filter. */
        private Map<String, List<ComponentModel>> known() {
            Map<String, List<ComponentModel>> found = known;
            if (found == null) {
                found = components.storedComponents();
                known = found;
            }
            return found;
        }

        @Override
        public String toString() {
            return "Embedded[" + type.getSimpleName() + "]";
        }
    }
}
