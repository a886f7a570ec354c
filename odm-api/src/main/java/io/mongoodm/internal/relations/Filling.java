package io.mongoodm.internal.relations;

import io.mongoodm.Ref;
import io.mongoodm.internal.mapping.ComponentModel;
import io.mongoodm.internal.mapping.Mapping;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** Makes the value of a relation's component out of what was found. */
final class Filling {
    private Filling() {}

    /**
     * Returns the value.
     *
     * @param before the component's present value
     * @param keys what was looked up: for references one for each, in their order
     */
    static @Nullable Object of(
            PathTree.Related related,
            ComponentModel component,
            @Nullable Object before,
            List<BsonValue> keys,
            Map<Lookup, Found> all) {
        Found found = Objects.requireNonNull(all.get(related.lookup()), "gathered");
        return switch (related.relation().kind()) {
            case REFERENCE, REFERENCES -> {
                if (before instanceof Ref<?> ref) {
                    yield resolved(ref, keys.getFirst(), found);
                }
                Iterator<BsonValue> key =
                        keys.stream().filter(value -> !value.isNull()).iterator();
                yield Containers.replace(before, ref -> resolved((Ref<?>) ref, key.next(), found));
            }
            case ONE -> one(keys, found);
            case OPTIONAL -> Optional.ofNullable(one(keys, found));
            case MANY -> many(component, found.all(keys));
        };
    }

    private static Ref<?> resolved(Ref<?> ref, BsonValue key, Found found) {
        Object document = found.first(key);
        return document == null ? new Ref.Missing<>(ref.id()) : new Ref.Loaded<>(ref.id(), document);
    }

    private static @Nullable Object one(List<BsonValue> keys, Found found) {
        List<Object> documents = found.all(keys);
        return documents.isEmpty() ? null : documents.getFirst();
    }

    private static Object many(ComponentModel component, List<Object> documents) {
        Type type = component.type() instanceof ParameterizedType generic ? generic.getRawType() : component.type();
        return Mapping.collection((Class<?>) type, documents);
    }
}
