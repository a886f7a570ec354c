package io.mongoodm.testkit.inprocess;

import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Typed reading of a command's or statement's document; a value of another type is the client's error 14. */
record Arguments(Document document) {

    boolean has(String name) {
        return document.containsKey(name);
    }

    @Nullable
    Object value(String name) {
        return document.get(name);
    }

    String text(String name) {
        return required(name, String.class, "string");
    }

    @Nullable
    Document find(String name) {
        return document.get(name) == null ? null : required(name, Document.class, "object");
    }

    Document document(String name) {
        return Objects.requireNonNullElseGet(find(name), Document::new);
    }

    long number(String name, long absent) {
        return document.get(name) == null
                ? absent
                : required(name, Number.class, "number").longValue();
    }

    int count(String name, int absent) {
        return Math.toIntExact(number(name, absent));
    }

    boolean flag(String name) {
        return Utils.isTrue(document.get(name));
    }

    boolean flag(String name, boolean absent) {
        return has(name) ? flag(name) : absent;
    }

    List<Document> documents(String name) {
        List<?> elements = document.get(name) == null ? List.of() : required(name, List.class, "array");
        return elements.stream().map(Arguments::element).toList();
    }

    List<Arguments> statements(String name) {
        return documents(name).stream().map(Arguments::new).toList();
    }

    private static Document element(Object element) {
        if (element instanceof Document document) {
            return document;
        }
        throw new CommandError(14, "TypeMismatch", "Each element of the array must be an object");
    }

    private <V> V required(String name, Class<V> type, String typeName) {
        Object value = document.get(name);
        if (type.isInstance(value)) {
            return type.cast(value);
        }
        throw new CommandError(14, "TypeMismatch", "Field '" + name + "' must be of type " + typeName);
    }
}
