package io.mongoodm.testkit.inprocess;

import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The plan that a server would choose for a plain find: the first index whose first field the filter names. */
final class Explanation {
    private Explanation() {}

    static Document of(StoredDatabase database, Arguments find) {
        String name = find.text("find");
        StoredCollection collection = database.find(name);
        IndexDescription index = collection == null ? null : index(collection, find);
        Document plan = index == null
                ? new Document("stage", "COLLSCAN").append("direction", "forward")
                : new Document("stage", "FETCH")
                        .append(
                                "inputStage",
                                new Document("stage", "IXSCAN")
                                        .append("keyPattern", index.key())
                                        .append("indexName", index.name())
                                        .append("direction", "forward"));
        return new Document("explainVersion", "1")
                .append(
                        "queryPlanner",
                        new Document("namespace", database.namespace(name))
                                .append("parsedQuery", find.document("filter"))
                                .append("winningPlan", plan)
                                .append("rejectedPlans", List.of()));
    }

    /** Refuses a hint that names no index, as a server does. */
    static void checkHint(StoredCollection collection, Arguments command) {
        if (command.has("hint") && hinted(collection, command) == null && !natural(command)) {
            throw CommandError.badValue(
                    "error processing query: planner returned error :: caused by :: hint provided does not correspond"
                            + " to an existing index");
        }
    }

    private static boolean natural(Arguments command) {
        return command.value("hint") instanceof Document keys && keys.containsKey("$natural");
    }

    private static @Nullable IndexDescription hinted(StoredCollection collection, Arguments command) {
        Object hint = command.value("hint");
        return collection.indexes().values().stream()
                .filter(index -> index.isNamed(hint))
                .findFirst()
                .orElse(null);
    }

    private static @Nullable IndexDescription index(StoredCollection collection, Arguments find) {
        if (find.has("hint")) {
            checkHint(collection, find);
            return hinted(collection, find);
        }
        Document filter = find.document("filter");
        return collection.indexes().values().stream()
                .filter(index -> !index.is("hidden")
                        && filter.containsKey(index.firstField())
                        && index.partial().isPartOf(filter))
                .findFirst()
                .orElse(null);
    }
}
