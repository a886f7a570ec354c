package io.mongoodm.internal.indexes;

import com.mongodb.client.model.Collation;
import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.IndexOptions;
import io.mongoodm.InvalidFilterException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.codecs.configuration.CodecRegistry;
import org.bson.conversions.Bson;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;
import org.jspecify.annotations.Nullable;

/** Says in the words of a declaration what the driver's model of an index says, so that both are checked alike. */
record IndexInCode(String place, Class<?> model, CodecRegistry registry, FieldNames names) {
    private static final JsonWriterSettings EXACT =
            JsonWriterSettings.builder().outputMode(JsonMode.EXTENDED).build();

    /** Returns what annotations could say too. Throws {@link InvalidFilterException} for a typed field of another model. */
    IndexSettings settings(IndexModel index) {
        IndexOptions options = index.getOptions();
        Long seconds = options.getExpireAfter(TimeUnit.SECONDS);
        Collation collation = options.getCollation();
        List<String> weights = new ArrayList<>();
        rendered(options.getWeights())
                .forEach((name, weight) -> weights.add(
                        name + "=" + (isWhole(weight) ? weight.asNumber().intValue() : weight)));
        BsonDocument partialFilter = rendered(options.getPartialFilterExpression());
        return new IndexSettings(
                place,
                keys(rendered(index.getKeys())),
                options.getName() == null ? "" : options.getName(),
                options.isUnique(),
                options.isSparse(),
                options.isHidden(),
                seconds == null ? -1 : seconds,
                partialFilter.isEmpty() ? "" : partialFilter.toJson(EXACT),
                weights,
                collation == null ? "" : collation.asDocument().toJson(EXACT));
    }

    /** Returns the options that only the driver's model has, by the server's names. */
    BsonDocument others(IndexModel index) {
        IndexOptions options = index.getOptions();
        BsonDocument others = new BsonDocument();
        put(others, "default_language", options.getDefaultLanguage());
        put(others, "language_override", options.getLanguageOverride());
        put(others, "v", options.getVersion());
        put(others, "textIndexVersion", options.getTextVersion());
        put(others, "2dsphereIndexVersion", options.getSphereVersion());
        put(others, "bits", options.getBits());
        put(others, "min", options.getMin());
        put(others, "max", options.getMax());
        BsonDocument projection = new BsonDocument();
        rendered(options.getWildcardProjection()).forEach((name, kept) -> projection.put(stored(name), kept));
        if (!projection.isEmpty()) {
            others.put("wildcardProjection", projection);
        }
        BsonDocument engine = rendered(options.getStorageEngine());
        if (!engine.isEmpty()) {
            others.put("storageEngine", engine);
        }
        return others;
    }

    private String stored(String name) {
        FieldNames.Found found = names.find(name);
        if (found.fault() != null) {
            throw new InvalidFilterException("in wildcardProjection, " + found.fault());
        }
        return found.path();
    }

    private BsonDocument rendered(@Nullable Bson given) {
        return given == null ? new BsonDocument() : given.toBsonDocument(model, registry);
    }

    private static List<String> keys(BsonDocument keys) {
        List<String> fields = new ArrayList<>();
        keys.forEach((name, kind) -> {
            if (kind.isNumber() && kind.asNumber().doubleValue() != 0) {
                fields.add(kind.asNumber().doubleValue() < 0 ? "-" + name : name);
            } else {
                fields.add(name + ":" + (kind.isString() ? kind.asString().getValue() : kind.getBsonType()));
            }
        });
        return fields;
    }

    private static boolean isWhole(BsonValue value) {
        return value.isNumber()
                && value.asNumber().doubleValue() == value.asNumber().intValue();
    }

    private static void put(BsonDocument options, String name, @Nullable Object value) {
        BsonValue stored = switch (value) {
            case String text -> new BsonString(text);
            case Integer number -> new BsonInt32(number);
            case Double number -> new BsonDouble(number);
            case null, default -> null;
        };
        if (stored != null) {
            options.put(name, stored);
        }
    }
}
