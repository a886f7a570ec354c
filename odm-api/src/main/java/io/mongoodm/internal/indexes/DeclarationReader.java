package io.mongoodm.internal.indexes;

import com.mongodb.client.model.IndexModel;
import io.mongoodm.InvalidFilterException;
import io.mongoodm.annotation.Index;
import io.mongoodm.annotation.Indexed;
import io.mongoodm.internal.mapping.ComponentModel;
import io.mongoodm.internal.mapping.Mapping;
import io.mongoodm.internal.mapping.ModelType;
import io.mongoodm.internal.mapping.Problems;
import io.mongoodm.internal.mapping.Shape;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.codecs.configuration.CodecConfigurationException;
import org.jspecify.annotations.Nullable;

/** Reads what one registered model declares: on itself, on its variants, and on the records nested in it. */
final class DeclarationReader {
    private final Mapping mapping;
    private final Problems problems;
    private final List<Declaration> declarations = new ArrayList<>();
    private final Set<Class<?>> enclosing = new HashSet<>();

    DeclarationReader(Mapping mapping, Problems problems) {
        this.mapping = mapping;
        this.problems = problems;
    }

    List<Declaration> read(ModelType<?> model) {
        String tagField = model.tagField();
        if (tagField != null && model.tagIndex()) {
            BsonDocument key = new BsonDocument(tagField, Declaration.direction(false));
            declarations.add(new Declaration(
                    "the tag of " + model.type().getSimpleName(), null, List.of(), key, new BsonDocument()));
        }
        readType(model);
        return declarations;
    }

    /** Reads what is declared in code for a model or a variant. */
    List<Declaration> read(ModelType<?> model, List<IndexModel> indexes) {
        FieldNames names = FieldNames.storedFirst(model.shape(), model.tagField());
        Place place = new Place(names, "", model);
        for (int i = 0; i < indexes.size(); i++) {
            String where = "Index " + (i + 1) + " in code for " + model.type().getSimpleName();
            IndexInCode index = new IndexInCode(where, model.type(), mapping.registry(), names);
            try {
                declare(index.settings(indexes.get(i)), index.others(indexes.get(i)), place);
            } catch (InvalidFilterException | CodecConfigurationException fault) {
                problems.add(where + ": " + fault.getMessage());
            }
        }
        return declarations;
    }

    private void readType(ModelType<?> model) {
        Class<?> type = model.type();
        Place place = new Place(new FieldNames(model.shape(), model.tagField()), "", model);
        for (Index index : type.getAnnotationsByType(Index.class)) {
            declare(IndexSettings.of(index, type), place);
        }
        if (type.isRecord()) {
            enclosing.add(type);
            readComponents(model.records().getFirst().components(), type, place);
            enclosing.remove(type);
            return;
        }
        for (Class<?> permitted : type.getPermittedSubclasses()) {
            readType(mapping.model(permitted));
        }
    }

    /**
     * Where declarations stand.
     *
     * @param names resolves their names
     * @param prefix the stored path to the nested record with a dot, or empty
     * @param model the model whose documents are indexed
     */
    private record Place(FieldNames names, String prefix, ModelType<?> model) {}

    private void readComponents(Collection<ComponentModel> components, Class<?> type, Place place) {
        for (ComponentModel component : components) {
            boolean stored = switch (component.role()) {
                case RELATION, IGNORED, EXTRA_ELEMENTS -> false;
                default -> true;
            };
            component.annotation(Indexed.class).ifPresent(index -> {
                IndexSettings settings = IndexSettings.of(index, type, component.name());
                if (stored) {
                    declare(settings, place);
                } else {
                    problems.add(settings.place() + ": it is not stored as a field; index what is, or leave it out");
                }
            });
            if (stored) {
                readNested(component.shape(), place.prefix() + component.storedName(), place.model());
            }
        }
    }

    private void readNested(Shape shape, String path, ModelType<?> model) {
        switch (shape) {
            case Shape.Elements elements -> readNested(elements.element(), path, model);
            case Shape.Embedded embedded
            when enclosing.add(embedded.type()) -> {
                Place place = new Place(new FieldNames(embedded, null), path + ".", model);
                readNestedTypes(embedded.type(), place);
                for (String stored : embedded.storedNames()) {
                    readComponents(embedded.fields(stored), embedded.type(), place);
                }
                enclosing.remove(embedded.type());
            }
            default -> {} // single values, recursion, and maps, whose keys no index can name
        }
    }

    private void readNestedTypes(Class<?> type, Place place) {
        for (Index index : type.getAnnotationsByType(Index.class)) {
            declare(IndexSettings.of(index, type), place);
        }
        if (type.isSealed()) {
            for (Class<?> permitted : type.getPermittedSubclasses()) {
                readNestedTypes(permitted, place);
            }
        }
    }

    private void declare(IndexSettings settings, Place place) {
        declare(settings, new BsonDocument(), place);
    }

    private void declare(IndexSettings settings, BsonDocument others, Place place) {
        Consumer<String> faults = clause -> problems.add(settings.place() + ": " + clause);
        KeyReader keys = new KeyReader(place.names(), place.prefix(), faults);
        BsonDocument key = keys.read(settings.fields());
        BsonDocument tags = tags(place.model());
        BsonDocument options = new OptionReader(settings, place.names(), place.prefix(), keys, faults).read(key, tags);
        options.putAll(others);
        List<String> tagged = settings.unique() && tags != null ? place.model().tags() : List.of();
        declarations.add(new Declaration(
                settings.place(), settings.name().isEmpty() ? null : settings.name(), tagged, key, options));
    }

    /** The condition that only documents of this model fulfil, where its collection holds others; else null. */
    private static @Nullable BsonDocument tags(ModelType<?> model) {
        String tagField = model.tagField();
        if (tagField == null || !model.filtersOnTags()) {
            return null;
        }
        List<BsonString> tags = model.tags().stream().map(BsonString::new).toList();
        return tags.size() == 1
                ? new BsonDocument(tagField, tags.getFirst())
                : new BsonDocument(tagField, new BsonDocument("$in", new BsonArray(tags)));
    }
}
