package io.mongoodm.internal.relations;

import io.mongoodm.DocumentNotFoundException;
import io.mongoodm.Ref;
import io.mongoodm.internal.mapping.ComponentModel;
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
                Iterator<BsonValue> key =
                        keys.stream().filter(value -> !value.isNull()).iterator();
                yield Containers.replace(before, ref -> resolved((Ref<?>) ref, key.next(), found));
            }
            case ONE -> {
                Object one = one(keys, found);
                if (one == null && !component.isNullable() && !keys.isEmpty()) {
                    throw missing(related, component);
                }
                yield one;
            }
            case OPTIONAL -> Optional.ofNullable(one(keys, found));
            case MANY -> found.all(keys);
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

    private static DocumentNotFoundException missing(PathTree.Related related, ComponentModel component) {
        Lookup lookup = related.lookup();
        return new DocumentNotFoundException("No document of "
                + lookup.target().type().getSimpleName() + " has the "
                + lookup.foreignField() + " that \"" + related.local().name() + "\" holds, and relation \""
                + component.name() + "\" has to have one: make it @Nullable or an Optional, or store what is missing");
    }
}
