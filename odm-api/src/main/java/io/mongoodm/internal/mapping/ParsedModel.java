package io.mongoodm.internal.mapping;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bson.codecs.Codec;
import org.jspecify.annotations.Nullable;

/** A parsed model: the settings are those of its root. */
final class ParsedModel<T> implements ModelType<T> {
    private final Class<T> type;
    private final RootSettings root;
    private final boolean filtersOnTags;
    private final Map<String, RecordModel<? extends T>> byTag = new LinkedHashMap<>();
    private final List<RecordModel<? extends T>> records;
    private final Shape.Embedded shape;
    private final Codec<T> codec;

    /**
     * Creates the model.
     *
     * @param records the records under it with their tags; for a record, itself
     */
    ParsedModel(
            Class<T> type,
            RootSettings root,
            boolean filtersOnTags,
            Map<String, ? extends RecordModel<? extends T>> records,
            Shape.Embedded shape,
            Codec<T> codec) {
        this.type = type;
        this.root = root;
        this.filtersOnTags = filtersOnTags;
        this.byTag.putAll(records);
        this.records = List.copyOf(records.values());
        this.shape = shape;
        this.codec = codec;
    }

    @Override
    public Class<T> type() {
        return type;
    }

    @Override
    public Class<?> root() {
        return root.type();
    }

    @Override
    public String collection() {
        return root.collection();
    }

    @Override
    public @Nullable String database() {
        return root.database();
    }

    @Override
    public boolean validateFilters() {
        return root.validateFilters();
    }

    @Override
    public @Nullable String tagField() {
        return root.tagField();
    }

    @Override
    public List<String> tags() {
        return root.tagField() == null ? List.of() : List.copyOf(byTag.keySet());
    }

    @Override
    public boolean filtersOnTags() {
        return filtersOnTags;
    }

    @Override
    public boolean tagIndex() {
        return root.tagIndex();
    }

    @Override
    public List<RecordModel<? extends T>> records() {
        return records;
    }

    @Override
    @SuppressWarnings("unchecked")
    public RecordModel<T> recordOf(T document) {
        for (RecordModel<? extends T> record : records) {
            if (record.type() == document.getClass()) {
                return (RecordModel<T>) record;
            }
        }
        throw new IllegalArgumentException(
                "A document of class " + document.getClass().getSimpleName() + " is no " + type.getSimpleName()
                        + ": use the model of its own class");
    }

    @Override
    public @Nullable String tagOf(Class<?> variant) {
        if (root.tagField() == null) {
            return null;
        }
        return byTag.entrySet().stream()
                .filter(entry -> entry.getValue().type() == variant)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
    }

    @Override
    public Shape.Embedded shape() {
        return shape;
    }

    @Override
    public Codec<T> codec() {
        return codec;
    }

    @Override
    public String toString() {
        return "model of " + type.getSimpleName();
    }
}
