package io.mongoodm.testkit.inprocess;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One statement of an update command: by operators, whole, or by a pipeline. */
final class UpdateStatement {
    private static final Set<String> UPDATING_STAGES =
            Set.of("$set", "$addFields", "$unset", "$project", "$replaceWith", "$replaceRoot");

    private final StoredDatabase database;
    private final String name;
    private final Arguments statement;
    private final Document filter;
    private final boolean upsert;

    UpdateStatement(StoredDatabase database, String name, Arguments statement) {
        this.database = database;
        this.name = name;
        this.statement = statement;
        this.filter = statement.document("q");
        this.upsert = statement.flag("upsert");
    }

    /** Returns n, nModified and, after an upsert, the id under "upserted". */
    Document run() {
        if (!upsert && database.find(name) == null) {
            return result(0, 0);
        }
        return statement.value("u") instanceof List<?> ? byPipeline() : plain();
    }

    private Document plain() {
        Document update = statement.document("u");
        checkShape(update);
        return update(statement.document(), new UpdateRules(filter, update));
    }

    private static void checkShape(Document update) {
        long operators =
                update.keySet().stream().filter(key -> key.startsWith("$")).count();
        if (operators != 0 && operators != update.size()) {
            throw new MongoServerError(9, "FailedToParse", "The update mixes operators and fields");
        }
    }

    private Document byPipeline() {
        List<Document> stages = statement.documents("u");
        checkStages(stages);
        Pipeline pipeline = new Pipeline(database, stages);
        List<Document> matched =
                database.findOrCreate(name).find(filter, null, 0, statement.flag("multi") ? 0 : 1, null);
        if (matched.isEmpty() && upsert) {
            return insertByPipeline(pipeline);
        }
        int modified = 0;
        for (Document old : matched) {
            modified += replace(old.get("_id"), pipeline.apply(old));
        }
        return result(matched.size(), modified);
    }

    private static void checkStages(List<Document> stages) {
        for (Document stage : stages) {
            if (!UPDATING_STAGES.containsAll(stage.keySet())) {
                String message = stage.keySet() + " is not allowed to be used within an update";
                throw new MongoServerError(72, "InvalidOptions", message);
            }
        }
    }

    private Document insertByPipeline(Pipeline pipeline) {
        Document seed = new Document("q", filter)
                .append("u", new Document("$setOnInsert", new Document()))
                .append("upsert", true);
        Document result = update(seed, new UpdateRules(filter, new Document()));
        Document inserted = database.findOrCreate(name).lastWritten();
        replace(inserted.get("_id"), pipeline.apply(inserted.clone()));
        return result;
    }

    private int replace(@Nullable Object id, Document replacement) {
        Document byId = new Document("q", new Document("_id", new Document("$eq", id))).append("u", replacement);
        return new Arguments(update(byId, UpdateRules.NONE)).count("nModified", 0);
    }

    private Document update(Document one, UpdateRules rules) {
        StoredCollection collection = database.findOrCreate(name);
        Document reply = collection.under(rules, () -> database.update(name, one));
        Arguments result = new Arguments(reply);
        for (Document error : result.documents("writeErrors")) {
            int code = new Arguments(error).count("code", 8);
            throw new MongoServerError(code, ErrorNames.of(code), Objects.toString(error.get("errmsg")));
        }
        Document counts = result(result.count("n", 0), result.count("nModified", 0));
        result.documents("upserted").forEach(upserted -> counts.append("upserted", upserted.get("_id")));
        return counts;
    }

    private static Document result(int matched, int modified) {
        return new Document("n", matched).append("nModified", modified);
    }
}
