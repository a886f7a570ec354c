package io.mongoodm.testkit.inprocess;

import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.ErrorCode;
import de.bwaldvogel.mongo.exception.ImmutableFieldException;
import de.bwaldvogel.mongo.exception.MongoServerError;
import de.bwaldvogel.mongo.exception.PathNotViableException;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Rules of a server that mongo-java-server does not know: a path does not go through null, and an upsert neither
 * changes the {@code _id} of its filter nor guesses between two values of {@code $all}.
 *
 * @param filter the filter of the statement
 * @param update its update, by operators or whole
 */
record UpdateRules(Document filter, Document update) {
    static final UpdateRules NONE = new UpdateRules(new Document(), new Document());

    private static final Set<String> CREATE_PATHS =
            Set.of("$set", "$inc", "$mul", "$min", "$max", "$push", "$addToSet", "$currentDate");

    void checkUpdate(Document old) {
        for (String operator : update.keySet()) {
            if (CREATE_PATHS.contains(operator) && update.get(operator) instanceof Document changes) {
                changes.keySet().forEach(path -> checkPath(old, path));
            }
        }
    }

    private static void checkPath(Document document, String path) {
        Document parent = document;
        List<String> fragments = Utils.splitPath(path);
        for (int i = 0; i + 1 < fragments.size(); i++) {
            String field = fragments.get(i);
            Object value = parent.getOrMissing(field);
            if (value == null) {
                throw new PathNotViableException(fragments.get(i + 1), new Document(field, null));
            }
            if (!(value instanceof Document next)) {
                return;
            }
            parent = next;
        }
    }

    void checkInsert(Document inserted) {
        Object wanted = filter.get("_id");
        boolean equality = wanted != null && !(wanted instanceof Document);
        if (equality && !new KeyValue(wanted).normalized().equals(new KeyValue(inserted.get("_id")).normalized())) {
            throw new ImmutableFieldException(
                    "Performing an update on the path '_id' would modify the immutable field '_id'");
        }
        checkAll(filter);
    }

    private static void checkAll(Document filter) {
        filter.forEach((path, condition) -> {
            if (path.equals("$and") && condition instanceof Collection<?> parts) {
                parts.forEach(part -> checkAll((Document) part));
            } else if (condition instanceof Document operators
                    && operators.get("$all") instanceof Collection<?> values
                    && values.size() > 1) {
                throw new MongoServerError(
                        ErrorCode.NotSingleValueField,
                        "cannot infer query fields to set, path '" + path + "' is matched twice");
            }
        });
    }
}
