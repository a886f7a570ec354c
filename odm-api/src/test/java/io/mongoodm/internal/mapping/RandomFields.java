package io.mongoodm.internal.mapping;

import io.mongoodm.Ref;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.bson.BsonArray;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.Document;
import org.bson.types.ObjectId;

/** Documents that fit a record which a source declares, read off its components. */
final class RandomFields {
    private static final int DEEPEST = 3;

    private final Random random;

    RandomFields(Random random) {
        this.random = random;
    }

    BsonDocument document(Class<?> model) {
        return document(model, 0);
    }

    private BsonDocument document(Class<?> model, int depth) {
        if (!model.isRecord()) {
            Class<?>[] variants = model.getPermittedSubclasses();
            Class<?> variant = variants[random.nextInt(variants.length)];
            BsonDocument tagged = new BsonDocument("_cls", new BsonString(variant.getSimpleName()));
            tagged.putAll(document(variant, depth));
            return tagged;
        }
        BsonDocument document = new BsonDocument();
        for (RecordComponent component : model.getRecordComponents()) {
            String name = component.getName().equals("id") ? "_id" : component.getName();
            document.put(name, value(component.getGenericType(), depth + 1));
        }
        return document;
    }

    private BsonValue value(Type type, int depth) {
        return switch (type) {
            case ParameterizedType generic -> generic((Class<?>) generic.getRawType(), generic, depth);
            case GenericArrayType array -> array(array.getGenericComponentType(), depth);
            case Class<?> raw -> single(raw, depth);
            default -> RandomValues.any(random);
        };
    }

    private BsonValue generic(Class<?> raw, ParameterizedType type, int depth) {
        Type last = type.getActualTypeArguments()[type.getActualTypeArguments().length - 1];
        if (Map.class.isAssignableFrom(raw)) {
            Class<?> key = (Class<?>) type.getActualTypeArguments()[0];
            return new BsonDocument(key(key), value(last, depth));
        }
        return raw == java.util.Optional.class || raw == Ref.class ? value(last, depth) : array(last, depth);
    }

    private String key(Class<?> type) {
        if (type.isEnum()) {
            return type.getEnumConstants()[0].toString();
        }
        if (type == java.util.UUID.class) {
            return new java.util.UUID(1, 2).toString();
        }
        return type == ObjectId.class ? new ObjectId(1, 2).toHexString() : "" + random.nextInt(99);
    }

    private BsonArray array(Type element, int depth) {
        return new BsonArray(Stream.generate(() -> value(element, depth))
                .limit(1 + random.nextInt(3))
                .toList());
    }

    private BsonValue single(Class<?> type, int depth) {
        if (type == byte[].class) {
            return new BsonBinary(new byte[random.nextInt(9)]);
        }
        if (type.isArray()) {
            return array(type.componentType(), depth);
        }
        if (type.isRecord() || Hierarchy.isSealed(type)) {
            return depth > DEEPEST ? BsonNull.VALUE : document(type, depth);
        }
        if (type.isEnum()) {
            return RandomValues.day(random);
        }
        return switch (type.getSimpleName()) {
            case "boolean", "Boolean" -> RandomValues.bool(random);
            case "char" -> RandomValues.character(random);
            case "String" -> RandomValues.text(random);
            case "UUID" -> new BsonBinary(new java.util.UUID(random.nextLong(), 1));
            case "ObjectId" -> new BsonObjectId(new ObjectId(1, 2));
            case "ZonedDateTime" -> RandomValues.zoned(random, "Europe/Berlin");
            case "Instant", "LocalTime" -> RandomValues.date(random);
            case "Duration" -> new BsonString("PT5S");
            case "URI" -> new BsonString("a:b");
            case "Object", "BsonValue" -> RandomValues.any(random);
            default ->
                Arrays.asList(Document.class, BsonDocument.class).contains(type)
                        ? RandomValues.document(random)
                        : RandomValues.number(random, random.nextInt(100));
        };
    }
}
