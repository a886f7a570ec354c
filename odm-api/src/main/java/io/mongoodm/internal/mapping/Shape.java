package io.mongoodm.internal.mapping;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Predicate;
import org.bson.BsonArray;
import org.bson.BsonNull;
import org.bson.BsonType;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** What may lie in a stored field, as far as a filter, an update or an index has to know. */
public sealed interface Shape {
    /**
     * Returns why a value could not be read from such a field, in words that end a sentence; null when it can be, and where
     * nothing is known about it. What the types alone show comes first in the checks, with better words.
     */
    default @Nullable String fault(BsonValue stored) {
        return reading().fault(stored);
    }

    /** Returns what tries a value. */
    Reading reading();

    /** Tries a value on the codec that would read it. */
    @FunctionalInterface
    interface Reading {
        /** For values that the type says everything about. */
        Reading ANY = stored -> null;

        /** Returns why a value cannot be read, or null. */
        @Nullable
        String fault(BsonValue stored);
    }

    /** A single value that is always stored as this BSON type. */
    record Scalar(BsonType type, Reading reading) implements Shape {
        /** Creates the shape of values of which each can be read. */
        public Scalar(BsonType type) {
            this(type, Reading.ANY);
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
    record Elements(Shape element, Reading reading) implements Shape {
        /** Tells whether null can be read as an element. */
        public boolean holdsNull() {
            return reading.fault(new BsonArray(List.of(BsonNull.VALUE))) == null;
        }
    }

    /**
     * A document whose keys are data: a map.
     *
     * @param keys tells the names that are keys
     */
    record Entries(Shape value, Predicate<String> keys, Reading reading) implements Shape {}

    /**
     * A document of named values, which are all needed to read it: a time with its zone.
     *
     * @param parts the values by their names, in the order of the stored form
     */
    record Parts(SequencedMap<String, Scalar> parts, Reading reading) implements Shape {}

    /** Anything: {@code Document}, {@code Bson}, {@code Object}, or a value of a codec of the user's. */
    record Open(Reading reading) implements Shape {
        /** Creates the shape of what every value can be read as. */
        public Open() {
            this(Reading.ANY);
        }
    }

    /** A record or a sealed hierarchy. Its fields are looked up late, because models may be recursive. */
    final class Embedded implements Shape {
        private final Class<?> type;
        private final @Nullable String tagField;
        private final Components components;
        private final Reading reading;
        private volatile @Nullable Map<String, List<ComponentModel>> known;

        Embedded(Class<?> type, @Nullable String tagField, Components components, Reading reading) {
            this.type = type;
            this.tagField = tagField;
            this.components = components;
            this.reading = reading;
        }

        /** Returns the record or sealed interface. */
        public Class<?> type() {
            return type;
        }

        /** Tells whether unknown fields are kept, so that a filter may name them. */
        public boolean isOpen() {
            return !components.otherFields().isEmpty();
        }

        /** Returns what unknown fields may hold, where they are kept. */
        public List<Shape> otherFields() {
            return components.otherFields();
        }

        /** Returns the field that holds the tag of a variant or a sealed interface; null where documents have no tag. */
        public @Nullable String tagField() {
            return tagField;
        }

        /** Returns the tags of which one has to be there; none where a document is read whatever its tag. */
        public Set<String> tags() {
            return components.tags();
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
        public Reading reading() {
            return reading;
        }

        @Override
        public String toString() {
            return "Embedded[" + type.getSimpleName() + "]";
        }
    }
}
