package io.mongoodm.internal.validation;

import io.mongoodm.internal.mapping.Shape;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;

/** Checks documents whose fields are the keys of an order: sorts and hints. */
final class KeyCheck {
    private static final Set<String> KINDS = Set.of("text", "2d", "2dsphere", "hashed", "geoHaystack");
    private static final Set<String> TEXT_INDEX = Set.of("_fts", "_ftsx");

    private final OwnerMarks marks;
    private final List<Shape> root;
    private final Context sorts;
    private final Context hints;

    KeyCheck(Context context, OwnerMarks marks, Shape.Embedded root) {
        this.marks = marks;
        this.root = List.of(root);
        this.sorts = context.withSubject("sort");
        this.hints = context.withSubject("hint");
    }

    RawBsonDocument sort(BsonDocument sort) {
        BsonDocument checked = new BsonDocument();
        for (Map.Entry<String, BsonValue> entry : Documents.entries(sort, sorts, Place.ROOT)) {
            String key = entry.getKey();
            boolean computed = isMeta(entry.getValue()); // orders by a score, whatever the name
            String path = computed || key.equals("$natural") ? key : path(key, sorts);
            if (!computed && !isDirection(entry.getValue())) {
                sorts.report("A sort takes 1, -1 or {$meta: ...}", Place.ROOT.at(path), "give 1 or -1");
            }
            Documents.put(checked, path, entry.getValue(), sorts, Place.ROOT);
        }
        return Documents.copy(checked, sorts);
    }

    RawBsonDocument hint(BsonDocument index) {
        if (index.isEmpty()) {
            throw hints.error("The hint is empty", Place.ROOT, "name the keys of an index");
        }
        BsonDocument checked = new BsonDocument();
        for (Map.Entry<String, BsonValue> entry : Documents.entries(index, hints, Place.ROOT)) {
            String path = hintPath(entry.getKey());
            BsonValue kind = entry.getValue();
            boolean known = kind.isNumber()
                    || (kind.isString() && KINDS.contains(kind.asString().getValue()));
            if (!known) {
                hints.report(
                        "An index key is 1, -1 or a kind such as \"2dsphere\"",
                        Place.ROOT.at(path),
                        "give it as the index has it");
            }
            Documents.put(checked, path, kind, hints, Place.ROOT);
        }
        return Documents.copy(checked, hints);
    }

    private String hintPath(String key) {
        if (key.equals("$natural") || key.equals("$**") || TEXT_INDEX.contains(key)) {
            return key;
        }
        return key.endsWith(".$**") ? path(key.substring(0, key.length() - 4), hints) + ".$**" : path(key, hints);
    }

    private String path(String key, Context context) {
        String name = marks.unmark(key, root, context, Place.ROOT);
        return new PathWalk(context, PathWalk.Use.READ)
                .resolve(root, name, Place.ROOT)
                .path();
    }

    /** Tells whether a value is 1 or -1, of any numeric type. */
    static boolean isDirection(BsonValue value) {
        return value.isNumber() && Math.abs(value.asNumber().doubleValue()) == 1;
    }

    private static boolean isMeta(BsonValue value) {
        return value.isDocument() && value.asDocument().containsKey("$meta");
    }
}
