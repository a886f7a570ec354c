package io.mongoodm.internal.execution;

import io.mongoodm.InvalidFilterException;
import io.mongoodm.internal.mapping.ComponentModel.Role;
import io.mongoodm.internal.mapping.ModelType;
import io.mongoodm.internal.mapping.RecordModel;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** Checks that what an upsert inserts can be read again: that its id and its variant are known. */
final class Upserts {
    private Upserts() {}

    /** Checks an upsert with operators. */
    static void check(ModelType<?> model, BsonDocument filter, BsonDocument update) {
        Map<String, BsonValue> fixed = equalities(filter);
        String tagField = model.tagField();
        if (tagField != null && !fixed.containsKey(tagField)) {
            throw new InvalidFilterException(
                    "An upsert on " + model.type().getSimpleName() + " does not say which variant"
                            + " it inserts: use the model of the variant, or an equality on " + tagField);
        }
        if (!fixed.containsKey("_id") && !setsId(update)) {
            model.records().forEach(record -> checkGenerated(record, model.type()));
        }
    }

    /** Checks an upsert with a whole document, which has its variant but may lack an id. */
    static <T> void check(ModelType<T> model, RecordModel<T> record, T replacement, BsonDocument filter) {
        boolean hasId = record.component(Role.ID)
                .map(id -> record.value(replacement, id) != null)
                .orElse(false);
        if (!hasId && !equalities(filter).containsKey("_id")) {
            checkGenerated(record, model.type());
        }
    }

    private static void checkGenerated(RecordModel<?> record, Class<?> model) {
        record.component(Role.ID).filter(id -> !Stamps.isGenerated(id)).ifPresent(id -> {
            throw new InvalidFilterException("An upsert on " + model.getSimpleName()
                    + " does not fix _id, and the server would make an ObjectId, which is not what is stored for "
                    + id.name() + ": put an equality on the id into the filter");
        });
    }

    private static boolean setsId(BsonDocument update) {
        return Stream.of("$setOnInsert", "$set")
                .anyMatch(operator -> update.isDocument(operator)
                        && update.getDocument(operator).containsKey("_id"));
    }

    /** Returns what the filter demands to be equal, top level and inside {@code $and}: what an upsert inserts. */
    static Map<String, BsonValue> equalities(BsonDocument filter) {
        Map<String, BsonValue> equalities = new LinkedHashMap<>();
        collect(filter, equalities);
        return equalities;
    }

    private static void collect(BsonDocument filter, Map<String, BsonValue> equalities) {
        filter.forEach((key, value) -> {
            if (key.equals("$and")) {
                value.asArray().forEach(part -> collect(part.asDocument(), equalities));
            } else if (!key.startsWith("$")) {
                if (!value.isRegularExpression() && !isOperators(value)) {
                    equalities.put(key, value);
                } else if (value.isDocument() && value.asDocument().containsKey("$eq")) {
                    equalities.put(key, value.asDocument().get("$eq"));
                }
            }
        });
    }

    private static boolean isOperators(BsonValue value) {
        return value.isDocument()
                && !value.asDocument().isEmpty()
                && value.asDocument().getFirstKey().startsWith("$");
    }
}
