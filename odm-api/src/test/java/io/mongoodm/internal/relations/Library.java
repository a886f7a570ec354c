package io.mongoodm.internal.relations;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoClientSettings;
import io.mongoodm.internal.mapping.EqualValue;
import io.mongoodm.internal.mapping.Mapping;
import io.mongoodm.internal.mapping.ModelType;
import io.mongoodm.internal.mapping.Problems;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonValue;

/** Documents in memory that are found as a server finds them, with a record of what was asked for. */
final class Library implements RelatedDocuments {
    /** One entry for each level: the requests in short. */
    final List<List<String>> levels = new ArrayList<>();

    final List<Request<?>> requests = new ArrayList<>();
    final Mapping mapping;
    private final Map<Class<?>, List<Object>> documents = new LinkedHashMap<>();

    Library(Class<?>... models) {
        Problems problems = new Problems();
        mapping = Mapping.of(List.of(models), MongoClientSettings.getDefaultCodecRegistry(), null, problems);
        problems.throwIfAny();
    }

    Library with(Class<?> model, Object... stored) {
        documents.computeIfAbsent(model, key -> new ArrayList<>()).addAll(List.of(stored));
        return this;
    }

    <T> List<T> load(Class<T> model, List<? extends T> parents, String... paths) {
        List<T> loaded = Relations.of(mapping)
                .paths(mapping.model(model), List.of(paths))
                .load(parents, this);
        assertThat(loaded).hasSameSizeAs(parents);
        return loaded;
    }

    <T> T loadOne(Class<T> model, T parent, String... paths) {
        return load(model, List.of(parent), paths).getFirst();
    }

    @Override
    public List<? extends List<?>> findAll(List<Request<?>> asked) {
        levels.add(asked.stream()
                .map(request -> request.target().type().getSimpleName() + "." + request.field() + " "
                        + request.values().size())
                .toList());
        requests.addAll(asked);
        return asked.stream().map(this::find).toList();
    }

    private <R> List<R> find(Request<R> request) {
        Set<BsonValue> wanted = new HashSet<>();
        request.values().forEach(value -> wanted.add(EqualValue.of(value)));
        assertThat(wanted).hasSameSizeAs(request.values()).doesNotContain(BsonNull.VALUE);
        ModelType<R> model = request.target();
        List<R> found = new ArrayList<>();
        for (Object document : documents.getOrDefault(model.root(), List.of())) {
            if (model.type().isInstance(document)) {
                R typed = model.type().cast(document);
                BsonDocument stored = model.recordOf(typed).encode(typed);
                BsonValue value = stored.get(request.field(), BsonNull.VALUE);
                List<BsonValue> values = value.isArray() ? value.asArray().getValues() : List.of(value);
                if (values.stream().map(EqualValue::of).anyMatch(wanted::contains)) {
                    found.add(typed);
                }
            }
        }
        return found;
    }
}
