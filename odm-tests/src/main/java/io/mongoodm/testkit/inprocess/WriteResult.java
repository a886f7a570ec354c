package io.mongoodm.testkit.inprocess;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Adds up the results of a write command's statements. */
final class WriteResult {
    private final boolean ordered;
    private final Map<String, Integer> counts = new TreeMap<>();
    private final List<Document> upserted = new ArrayList<>();
    private final List<Document> errors = new ArrayList<>();
    private int index;
    private boolean stopped;

    WriteResult(Arguments command, String... furtherCounts) {
        ordered = command.flag("ordered", true);
        counts.put("n", 0);
        for (String count : furtherCounts) {
            counts.put(count, 0);
        }
    }

    boolean stopped() {
        return stopped;
    }

    void add(Document statement) {
        counts.replaceAll((name, sum) -> sum + new Arguments(statement).count(name, 0));
        if (statement.containsKey("upserted")) {
            upserted.add(new Document("index", index).append("_id", statement.get("upserted")));
        }
        index++;
    }

    void fail(MongoServerException error, boolean inTransaction) {
        errors.add(Replies.writeError(index++, error));
        stopped = ordered || inTransaction;
    }

    Document reply() {
        Document reply = new Document(counts);
        if (!upserted.isEmpty()) {
            reply.append("upserted", upserted);
        }
        if (!errors.isEmpty()) {
            reply.append("writeErrors", errors);
        }
        return reply;
    }
}
