package io.mongoodm.testkit.inprocess;

import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The commands that only read. */
final class ReadCommands {
    private final Store store;
    private final Cursors cursors;

    ReadCommands(Store store, Cursors cursors) {
        this.store = store;
        this.cursors = cursors;
    }

    Document find(Request request) {
        Arguments command = request.arguments();
        Refusals.find(command);
        Refusals.readConcern(request);
        StoredCollection collection = collection(request);
        if (collection != null) {
            Explanation.checkHint(collection, command);
        }
        int limit = command.count("limit", 0);
        List<Document> found = collection == null
                ? List.of()
                : collection.find(
                        command.document("filter"),
                        command.find("sort"),
                        command.count("skip", 0),
                        Math.abs(limit),
                        command.find("projection"));
        boolean singleBatch = command.flag("singleBatch") || limit < 0;
        return cursors.first(request, request.namespace(), found, command, singleBatch);
    }

    Document getMore(Request request) {
        return cursors.getMore(request);
    }

    Document killCursors(Request request) {
        return cursors.kill(request);
    }

    Document aggregate(Request request) throws InterruptedException {
        Arguments command = request.arguments();
        Refusals.find(command);
        Refusals.readConcern(request);
        String name = command.value("aggregate") instanceof String collection ? collection : "$cmd.aggregate";
        StoredDatabase database = store.database(request.database());
        Pipeline pipeline = new Pipeline(database, command.documents("pipeline"));
        List<Document> results =
                pipeline.writes() ? store.statement(request, () -> pipeline.run(name)) : pipeline.run(name);
        return cursors.first(
                request, database.namespace(name), results, new Arguments(command.document("cursor")), false);
    }

    Document count(Request request) {
        Arguments command = request.arguments();
        Refusals.find(command);
        StoredCollection collection = collection(request);
        int found = collection == null
                ? 0
                : collection.count(
                        command.document("query"), command.count("skip", 0), Math.abs(command.count("limit", 0)));
        return new Document("n", found);
    }

    Document distinct(Request request) {
        Arguments command = request.arguments();
        Refusals.find(command);
        StoredCollection collection = collection(request);
        if (collection == null) {
            return new Document("values", new TreeSet<>());
        }
        return collection.handleDistinct(
                new Document("key", command.text("key")).append("query", command.document("query")));
    }

    Document explain(Request request) {
        Document explained = request.arguments().document("explain");
        Arguments command = new Arguments(explained);
        if (!command.has("find")) {
            throw CommandError.notImplemented("explain of other commands than find");
        }
        Refusals.find(command);
        StoredDatabase database = store.database(request.database());
        return Explanation.of(database, command);
    }

    private @Nullable StoredCollection collection(Request request) {
        return store.database(request.database()).find(request.collection());
    }
}
