package io.mongoodm.internal.indexes;

import io.mongoodm.internal.mapping.NearestName;
import io.mongoodm.internal.mapping.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonType;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** Reads the keys of a declaration and reports what no server would take. */
final class KeyReader {
    private static final List<String> KINDS = List.of("text", "2dsphere", "2d", "hashed");

    private final FieldNames names;
    private final String prefix;
    private final Consumer<String> faults;
    private final BsonDocument key = new BsonDocument();
    private final List<@Nullable Shape> shapes = new ArrayList<>();

    KeyReader(FieldNames names, String prefix, Consumer<String> faults) {
        this.names = names;
        this.prefix = prefix;
        this.faults = faults;
    }

    /** Returns the key pattern with stored paths, as far as it could be read. */
    BsonDocument read(List<String> fields) {
        if (fields.isEmpty()) {
            faults.accept("it names no field; name at least one");
        }
        fields.forEach(this::readOne);
        checkTogether();
        return key;
    }

    /** Tells whether every key may hold dates, which alone can expire. */
    boolean holdsDate() {
        return shapes.stream().allMatch(KeyReader::mayHoldDate);
    }

    /** Tells whether one of the keys has this type. */
    boolean hasKind(String kind) {
        return key.containsValue(new BsonString(kind));
    }

    /** Tells whether one of the keys stands for every field. */
    boolean isWildcard() {
        return key.keySet().stream().anyMatch(KeyReader::isWildcard);
    }

    static boolean isWildcard(String path) {
        return path.equals(FieldNames.WILDCARD) || path.endsWith("." + FieldNames.WILDCARD);
    }

    private void readOne(String field) {
        boolean descending = field.startsWith("-");
        String rest = descending ? field.substring(1) : field;
        int colon = rest.lastIndexOf(':');
        String kind = colon < 0 ? "" : rest.substring(colon + 1);
        String name = colon < 0 ? rest : rest.substring(0, colon);
        if (colon >= 0 && !KINDS.contains(kind)) {
            faults.accept("\"" + field + "\" has the unknown type \"" + kind + "\"; "
                    + NearestName.remedy(kind, KINDS)
                    + " (descending is a leading \"-\")");
            return;
        }
        if (descending && colon >= 0) {
            faults.accept("\"" + field + "\" is descending and has a type; leave one of them out");
            return;
        }
        FieldNames.Found found = names.find(name);
        if (found.fault() != null) {
            faults.accept(found.fault());
            return;
        }
        add(prefix + found.path(), kind, descending, found.shape());
    }

    private void add(String path, String kind, boolean descending, @Nullable Shape shape) {
        if (isWildcard(path) && (descending || !(kind.isEmpty() || kind.equals("text")))) {
            faults.accept("the wildcard \"" + path + "\" can only be ascending or text");
            return;
        }
        BsonValue value = kind.isEmpty() ? Declaration.direction(descending) : new BsonString(kind);
        if (key.put(path, value) != null) {
            faults.accept("\"" + path + "\" is a key twice; leave one out");
        }
        shapes.add(shape);
    }

    private void checkTogether() {
        if (key.size() == 1 && key.containsKey("_id") && key.get("_id").isNumber()) {
            faults.accept("every collection has the index on _id; leave this one out");
        }
        List<BsonValue> kinds = List.copyOf(key.values());
        BsonString text = new BsonString("text");
        int first = kinds.indexOf(text);
        if (first >= 0
                && kinds.subList(first, kinds.lastIndexOf(text) + 1).stream().anyMatch(k -> !k.equals(text))) {
            faults.accept("its text keys are apart; put them beside each other");
        }
        if (kinds.stream().filter(new BsonString("hashed")::equals).count() > 1) {
            faults.accept("it has two hashed keys; a server takes one");
        }
    }

    private static boolean mayHoldDate(@Nullable Shape shape) {
        return switch (shape) {
            case Shape.Scalar scalar -> scalar.type() == BsonType.DATE_TIME;
            case Shape.Elements elements -> mayHoldDate(elements.element());
            case Shape.Open open -> true;
            case null, default -> false;
        };
    }
}
