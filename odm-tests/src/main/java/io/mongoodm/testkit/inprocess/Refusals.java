package io.mongoodm.testkit.inprocess;

import de.bwaldvogel.mongo.bson.Document;
import java.util.List;

/** Refuses loudly what mongo-java-server would ignore, and so get silently wrong. */
final class Refusals {
    private static final List<String> FIND_OPTIONS =
            List.of("min", "max", "returnKey", "showRecordId", "tailable", "awaitData", "let");
    private static final List<String> CREATE_OPTIONS = List.of(
            "validator",
            "capped",
            "timeseries",
            "expireAfterSeconds",
            "clusteredIndex",
            "viewOn",
            "encryptedFields",
            "changeStreamPreAndPostImages");

    private Refusals() {}

    static void collation(Arguments options) {
        Document collation = options.find("collation");
        if (collation != null && !"simple".equals(collation.get("locale"))) {
            throw CommandError.notImplemented("collation");
        }
    }

    static void find(Arguments command) {
        collation(command);
        present(command, FIND_OPTIONS);
    }

    static void create(Arguments command) {
        collation(command);
        present(command, CREATE_OPTIONS);
    }

    static void index(Arguments description) {
        collation(description);
    }

    static void readConcern(Request request) {
        boolean snapshot =
                "snapshot".equals(request.arguments().document("readConcern").get("level"));
        if (snapshot && !request.inTransaction()) {
            throw CommandError.notImplemented("snapshot reads outside a transaction");
        }
    }

    private static void present(Arguments options, List<String> refused) {
        for (String option : refused) {
            boolean given = options.has(option) && !Boolean.FALSE.equals(options.value(option));
            if (given) {
                throw CommandError.notImplemented("the option " + option);
            }
        }
    }
}
