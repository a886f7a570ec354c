package io.mongoodm.internal.execution;

import io.mongoodm.internal.mapping.EqualValue;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** Looks into a document along a dotted path, as an equality condition of the server does. */
final class Paths {
    private Paths() {}

    /** Tells whether an equality condition on the path matches the document. */
    static boolean holds(BsonDocument document, String path, BsonValue demanded) {
        return holds((BsonValue) document, path, demanded);
    }

    private static boolean holds(@Nullable BsonValue value, String path, BsonValue demanded) {
        if (value == null) {
            return demanded.isNull();
        }
        if (path.isEmpty()) {
            return isEqual(value, demanded)
                    || (value.isArray() && value.asArray().stream().anyMatch(element -> isEqual(element, demanded)));
        }
        int dot = path.indexOf('.');
        String head = dot < 0 ? path : path.substring(0, dot);
        String rest = dot < 0 ? "" : path.substring(dot + 1);
        if (value.isArray()) {
            BsonArray array = value.asArray();
            return array.stream().anyMatch(element -> element.isDocument() && holds(element, path, demanded))
                    || (isIndexOf(head, array) && holds(array.get(Integer.parseInt(head)), rest, demanded));
        }
        return value.isDocument() ? holds(value.asDocument().get(head), rest, demanded) : demanded.isNull();
    }

    private static boolean isIndexOf(String text, BsonArray array) {
        return !text.isEmpty()
                && text.length() < 10
                && text.chars().allMatch(c -> c >= '0' && c <= '9')
                && Integer.parseInt(text) < array.size();
    }

    private static boolean isEqual(BsonValue value, BsonValue demanded) {
        return EqualValue.of(value).equals(EqualValue.of(demanded));
    }
}
