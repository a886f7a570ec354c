package io.mongoodm.testkit.inprocess;

import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The findAndModify command with a server's reply: what happened, and the document before or after. */
final class FindAndModify {
    private final StoredDatabase database;
    private final String name;
    private final Arguments command;
    private final Document filter;

    FindAndModify(StoredDatabase database, String name, Arguments command) {
        this.database = database;
        this.name = name;
        this.command = command;
        this.filter = command.document("query");
    }

    Document run() {
        StoredCollection collection = command.flag("upsert") ? database.findOrCreate(name) : database.find(name);
        if (collection == null) {
            return reply(new Document("n", 0).append("updatedExisting", false), null);
        }
        return command.value("update") instanceof List<?> ? byPipeline(collection) : plain(collection);
    }

    private Document plain(StoredCollection collection) {
        boolean returnNew = command.flag("new");
        Document query = command.document().clone();
        query.put("query", filter);
        if (returnNew) {
            query.remove("fields");
        }
        int before = collection.count();
        UpdateRules rules = new UpdateRules(filter, command.document("update"));
        Document result = collection.under(rules, () -> collection.findAndModify(query));
        Document value = new Arguments(result).find("value");
        if (collection.count() > before) {
            Object id = collection.lastWritten().get("_id");
            return reply(upserted(id), returnNew ? stored(collection, id) : null);
        }
        boolean found = command.flag("remove") ? value != null : result.containsKey("lastErrorObject");
        Document outcome = new Document("n", found ? 1 : 0);
        if (!command.flag("remove")) {
            outcome.append("updatedExisting", found);
        }
        return reply(outcome, returnNew && value != null ? stored(collection, value.get("_id")) : value);
    }

    private Document byPipeline(StoredCollection collection) {
        boolean returnNew = command.flag("new");
        List<Document> matched = collection.find(filter, command.find("sort"), 0, 1, null);
        Document statement = new Document("u", command.value("update"));
        if (matched.isEmpty()) {
            statement.append("q", filter).append("upsert", command.flag("upsert"));
            Document result = new UpdateStatement(database, name, new Arguments(statement)).run();
            if (!result.containsKey("upserted")) {
                return reply(new Document("n", 0).append("updatedExisting", false), null);
            }
            Object id = result.get("upserted");
            return reply(upserted(id), returnNew ? stored(collection, id) : null);
        }
        Object id = matched.getFirst().get("_id");
        Document old = stored(collection, id);
        statement.append("q", byId(id));
        new UpdateStatement(database, name, new Arguments(statement)).run();
        return reply(new Document("n", 1).append("updatedExisting", true), returnNew ? stored(collection, id) : old);
    }

    private Document stored(StoredCollection collection, @Nullable Object id) {
        return collection.find(byId(id), null, 0, 1, command.find("fields")).getFirst();
    }

    private static Document byId(@Nullable Object id) {
        return new Document("_id", new Document("$eq", id));
    }

    private static Document upserted(@Nullable Object id) {
        return new Document("n", 1).append("updatedExisting", false).append("upserted", id);
    }

    private static Document reply(Document outcome, @Nullable Document value) {
        return new Document("lastErrorObject", outcome).append("value", value);
    }
}
