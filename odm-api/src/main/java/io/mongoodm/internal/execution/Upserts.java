package io.mongoodm.internal.execution;

import io.mongoodm.InvalidFilterException;
import io.mongoodm.internal.mapping.ComponentModel;
import io.mongoodm.internal.mapping.ComponentModel.Role;
import io.mongoodm.internal.mapping.ModelType;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** Checks that what an upsert inserts can be read again: that its id and its variant are known. */
final class Upserts {
    private Upserts() {}

    /** Checks an upsert with operators. */
    static void check(ModelType<?> model, BsonDocument filter, BsonDocument update) {
        Map<String, BsonValue> fixed = equalities(filter);
        String tagField = model.tagField();
        if (tagField != null && model.tags().size() > 1 && !fixed.containsKey(tagField)) {
            throw new InvalidFilterException(
                    "An upsert on " + model.type().getSimpleName() + " does not say which variant"
                            + " it inserts: use the model of the variant, or an equality on " + tagField);
        }
        boolean generated = model.records().stream()
                .map(record -> record.component(Role.ID))
                .allMatch(id -> id.map(Stamps::isGenerated).orElse(true));
        if (!generated && !fixed.containsKey("_id") && !setsId(update)) {
            throw new InvalidFilterException("An upsert on " + model.type().getSimpleName()
                    + " does not fix _id, and the server would make an ObjectId, which is not the type of "
                    + idType(model) + ": put an equality on the id into the filter");
        }
    }

    private static String idType(ModelType<?> model) {
        return model.records().stream()
                .flatMap(record -> record.component(Role.ID).stream())
                .map(ComponentModel::name)
                .findFirst()
                .orElse("_id");
    }

    private static boolean setsId(BsonDocument update) {
        return update.isDocument("$setOnInsert")
                && update.getDocument("$setOnInsert").containsKey("_id");
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
