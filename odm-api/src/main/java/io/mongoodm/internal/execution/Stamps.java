package io.mongoodm.internal.execution;

import io.mongoodm.internal.mapping.ComponentModel;
import io.mongoodm.internal.mapping.ComponentModel.Role;
import io.mongoodm.internal.mapping.RecordModel;
import io.mongoodm.internal.mapping.Shape;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.bson.BsonArray;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.BsonType;
import org.bson.BsonValue;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/** The one place that decides ids, creation and update times, and versions of what is written. */
final class Stamps {
    private final InstantSource clock;

    Stamps(InstantSource clock) {
        this.clock = clock;
    }

    /** Returns the record as a creation stores it: with an id, both stamps now, and the version at its start. */
    <T> T created(RecordModel<T> model, T document) {
        Map<ComponentModel, @Nullable Object> values = new HashMap<>();
        Instant now = now();
        for (ComponentModel component : model.components()) {
            switch (component.role()) {
                case ID -> {
                    if (model.value(document, component) == null && isGenerated(component)) {
                        values.put(component, component.decode(new BsonObjectId(new ObjectId())));
                    }
                }
                case CREATED_AT, UPDATED_AT -> values.put(component, now);
                case VERSION -> values.put(component, 0L);
                default -> {}
            }
        }
        return model.with(document, values);
    }

    /** Returns the record as a whole replacement stores it: its own creation time, updated now, the next version. */
    <T> T replacement(RecordModel<T> model, T document) {
        Map<ComponentModel, @Nullable Object> values = new HashMap<>();
        Instant now = now();
        for (ComponentModel component : model.components()) {
            switch (component.role()) {
                case CREATED_AT -> {
                    if (model.value(document, component) == null) {
                        values.put(component, now);
                    }
                }
                case UPDATED_AT -> values.put(component, now);
                case VERSION -> values.put(component, version(model, document, component) + 1);
                default -> {}
            }
        }
        return model.with(document, values);
    }

    static <T> long version(RecordModel<T> model, T document, ComponentModel component) {
        return (Long) Objects.requireNonNull(model.value(document, component), component.name());
    }

    /** Tells whether a null id of this component is generated: an ObjectId, or a string stored as one. */
    static boolean isGenerated(ComponentModel id) {
        return id.shape() instanceof Shape.Scalar scalar && scalar.type() == BsonType.OBJECT_ID;
    }

    /**
     * Returns the update with the stamps of the records that may be stored: the update time and the version, unless the
     * update names their field by any operator, and for an upsert the creation time.
     */
    BsonDocument amended(List<? extends RecordModel<?>> records, BsonDocument update, boolean upsert) {
        BsonDocument amended = mutable(update);
        Set<String> named = namedFields(amended);
        BsonDateTime now = new BsonDateTime(now().toEpochMilli());
        for (String field : fields(records, Role.UPDATED_AT)) {
            add(amended, named, "$set", field, now);
        }
        for (String field : fields(records, Role.VERSION)) {
            add(amended, named, "$inc", field, new BsonInt64(1));
        }
        if (upsert) {
            for (String field : fields(records, Role.CREATED_AT)) {
                add(amended, named, "$setOnInsert", field, now);
            }
        }
        return amended;
    }

    /**
     * Returns the stages with a last one that sets the update time and the version of the records that may be stored, and
     * for an upsert the creation time where there is none.
     */
    List<BsonDocument> amended(List<? extends RecordModel<?>> records, List<BsonDocument> stages, boolean upsert) {
        BsonDocument set = new BsonDocument();
        BsonDateTime now = new BsonDateTime(now().toEpochMilli());
        for (String field : fields(records, Role.UPDATED_AT)) {
            set.append(field, now);
        }
        if (upsert) {
            for (String field : fields(records, Role.CREATED_AT)) {
                set.append(
                        field, new BsonDocument("$ifNull", new BsonArray(List.of(new BsonString("$" + field), now))));
            }
        }
        for (String field : fields(records, Role.VERSION)) {
            set.append(field, BsonDocument.parse("{$add: [{$ifNull: ['$" + field + "', 0]}, 1]}"));
        }
        return set.isEmpty()
                ? stages
                : Stream.concat(stages.stream(), Stream.of(new BsonDocument("$set", set)))
                        .toList();
    }

    private static void add(BsonDocument update, Set<String> named, String operator, String field, BsonValue value) {
        if (named.stream().noneMatch(name -> name.equals(field) || name.startsWith(field + "."))) {
            BsonDocument operands = mutable(update.getDocument(operator, new BsonDocument()));
            update.put(operator, operands.append(field, value));
        }
    }

    /** Checked updates are in raw form, which cannot be changed, and neither can their clones. */
    private static BsonDocument mutable(BsonDocument document) {
        BsonDocument copy = new BsonDocument();
        copy.putAll(document);
        return copy;
    }

    private static Set<String> namedFields(BsonDocument update) {
        Set<String> named = new LinkedHashSet<>();
        update.forEach((operator, operands) -> {
            if (operands.isDocument()) {
                named.addAll(operands.asDocument().keySet());
                if (operator.equals("$rename")) {
                    operands.asDocument()
                            .values()
                            .forEach(target -> named.add(target.asString().getValue()));
                }
            }
        });
        return named;
    }

    private static Set<String> fields(List<? extends RecordModel<?>> records, Role role) {
        Set<String> fields = new LinkedHashSet<>();
        for (RecordModel<?> record : records) {
            record.component(role).ifPresent(component -> fields.add(component.storedName()));
        }
        return fields;
    }

    /** Returns the time that is stored: the clock's, cut to milliseconds. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
