package io.mongoodm.internal.mapping;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bson.codecs.configuration.CodecRegistry;

/** The mapping of a handle. */
final class Models implements Mapping {
    private final Catalog catalog;
    private final Map<Class<?>, ModelType<?>> models = new HashMap<>();
    private final List<ModelType<?>> registered;

    private Models(Catalog catalog, Roots roots) {
        this.catalog = catalog;
        for (Class<?> type : roots.types()) {
            models.put(type, model(type, roots));
        }
        List<ModelType<?>> all = new ArrayList<>();
        for (RootSettings root : roots.all()) {
            all.add(model(root.type()));
        }
        this.registered = List.copyOf(all);
    }

    static Mapping parse(List<Class<?>> types, CodecRegistry users, Access access, Problems problems) {
        Roots roots = new Roots(types, problems);
        Catalog catalog = new Catalog(users, access, roots);
        catalog.parseModels(problems);
        return new Models(catalog, problems.isEmpty() ? roots : new Roots(List.of(), problems));
    }

    private <T> ModelType<T> model(Class<T> type, Roots roots) {
        RootSettings root = roots.rootOf(type);
        if (root == null) {
            throw new IllegalStateException("No root: " + type.getName());
        }
        boolean filtersOnTags = root.tagField() != null && (root.type() != type || roots.isShared(root));
        Map<String, RecordModel<? extends T>> records = new LinkedHashMap<>();
        if (type.isRecord()) {
            Tag tag = catalog.registeredTag(type);
            records.put(tag == null ? "" : tag.value(), row(type));
            return new ParsedModel<>(
                    type,
                    root,
                    filtersOnTags,
                    records,
                    row(type).shape(),
                    row(type).codec());
        }
        SealedCodec hierarchy = catalog.hierarchy(JavaType.of(type));
        hierarchy.records().forEach((tag, record) -> records.put(tag, cast(record)));
        return new ParsedModel<>(
                type, root, filtersOnTags, records, hierarchy.shape(), catalog.codec(type, JavaType.of(type)));
    }

    @SuppressWarnings("unchecked")
    private static <T> RecordModel<? extends T> cast(ParsedRecord<?> record) {
        return (RecordModel<? extends T>) record;
    }

    @Override
    public CodecRegistry registry() {
        return catalog.registry();
    }

    @Override
    public List<ModelType<?>> models() {
        return registered;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> ModelType<T> model(Class<T> type) {
        ModelType<?> model = models.get(type);
        if (model == null) {
            throw new IllegalArgumentException(type.getName() + " is not registered with this handle: name it, or a"
                    + " sealed interface above it, where the handle is built");
        }
        return (ModelType<T>) model;
    }

    @Override
    public boolean hasModel(Class<?> type) {
        return models.containsKey(type);
    }

    @Override
    @SuppressWarnings("unchecked")
    public <R> RecordModel<R> row(Class<R> type) {
        if (!type.isRecord()) {
            throw new IllegalArgumentException(type.getName() + " is no record: rows are read into records");
        }
        return (RecordModel<R>) catalog.record(JavaType.of(type));
    }
}
