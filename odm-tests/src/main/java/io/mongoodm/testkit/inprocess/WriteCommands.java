package io.mongoodm.testkit.inprocess;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerException;
import java.util.function.Supplier;

/** insert, update, delete and findAndModify: each statement on its own, in order, with a server's counts. */
final class WriteCommands {
    private final Store store;

    WriteCommands(Store store) {
        this.store = store;
    }

    Document insert(Request request) throws InterruptedException {
        WriteResult result = new WriteResult(request.arguments());
        for (Document document : request.arguments().documents("documents")) {
            write(request, result, () -> {
                collectionToWrite(request).addDocument(document);
                return new Document("n", 1);
            });
        }
        return result.reply();
    }

    Document update(Request request) throws InterruptedException {
        WriteResult result = new WriteResult(request.arguments(), "nModified");
        for (Arguments statement : request.arguments().statements("updates")) {
            Refusals.collation(statement);
            write(request, result, () -> new UpdateStatement(database(request), request.collection(), statement).run());
        }
        return result.reply();
    }

    Document delete(Request request) throws InterruptedException {
        WriteResult result = new WriteResult(request.arguments());
        for (Arguments statement : request.arguments().statements("deletes")) {
            Refusals.collation(statement);
            write(request, result, () -> {
                StoredCollection collection = database(request).find(request.collection());
                if (collection == null) {
                    return new Document("n", 0);
                }
                // wrapped, or a filter on a field named "query" would be taken for a wrapper itself
                Document filter = new Document("$query", statement.document("q"));
                return new Document("n", collection.deleteDocuments(filter, statement.count("limit", 0)));
            });
        }
        return result.reply();
    }

    Document findAndModify(Request request) throws InterruptedException {
        Refusals.collation(request.arguments());
        return store.statement(request, () -> {
            store.checkCatalog(database(request), request.collection());
            return new FindAndModify(database(request), request.collection(), request.arguments()).run();
        });
    }

    private void write(Request request, WriteResult result, Supplier<Document> statement) throws InterruptedException {
        if (result.stopped()) {
            return;
        }
        try {
            result.add(store.statement(request, () -> {
                store.checkCatalog(database(request), request.collection());
                return statement.get();
            }));
        } catch (MongoServerException failed) {
            result.fail(failed, store.transaction() != null);
        }
    }

    private StoredDatabase database(Request request) {
        return store.database(request.database());
    }

    private StoredCollection collectionToWrite(Request request) {
        return database(request).findOrCreate(request.collection());
    }
}
