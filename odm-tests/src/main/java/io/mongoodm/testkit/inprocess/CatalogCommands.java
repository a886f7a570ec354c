package io.mongoodm.testkit.inprocess;

import de.bwaldvogel.mongo.backend.DefaultQueryMatcher;
import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import java.util.stream.Stream;

/** The commands about databases and collections. A change waits for the transactions that touched what it changes. */
final class CatalogCommands {
    private final Store store;
    private final Cursors cursors;

    CatalogCommands(Store store, Cursors cursors) {
        this.store = store;
        this.cursors = cursors;
    }

    Document create(Request request) {
        Refusals.create(request.arguments());
        database(request).createCollectionOrThrowIfExists(request.collection());
        return new Document();
    }

    Document drop(Request request) throws InterruptedException {
        store.awaitUntouched(request, request.namespace()::equals);
        StoredCollection dropped = database(request).live().remove(request.collection());
        if (dropped == null) {
            throw CommandError.namespaceNotFound(request.namespace());
        }
        store.tick();
        return new Document("nIndexesWas", dropped.indexes().size()).append("ns", request.namespace());
    }

    Document dropDatabase(Request request) throws InterruptedException {
        store.awaitUntouched(request, namespace -> namespace.startsWith(request.database() + "."));
        store.databases().remove(request.database());
        store.tick();
        return new Document("dropped", request.database());
    }

    Document renameCollection(Request request) throws InterruptedException {
        String source = request.arguments().text("renameCollection");
        String target = request.arguments().text("to");
        store.awaitUntouched(request, namespace -> namespace.equals(source) || namespace.equals(target));
        StoredDatabase from = store.database(before(source));
        StoredDatabase to = store.database(before(target));
        StoredCollection renamed = from.live().get(after(source));
        if (renamed == null) {
            throw CommandError.namespaceNotFound(source);
        }
        if (to.live().containsKey(after(target)) && !request.arguments().flag("dropTarget")) {
            throw new CommandError(48, "NamespaceExists", "target namespace exists");
        }
        to.moveCollection(from, renamed, after(target));
        renamed.catalogChangedAt(store.tick());
        return new Document();
    }

    Document listCollections(Request request) {
        boolean nameOnly = request.arguments().flag("nameOnly");
        List<Document> listed = matching(
                request, database(request).live().values().stream().map(collection -> describe(collection, nameOnly)));
        String namespace = request.database() + ".$cmd.listCollections";
        return cursors.first(
                request, namespace, listed, new Arguments(request.arguments().document("cursor")), false);
    }

    private static Document describe(StoredCollection collection, boolean nameOnly) {
        Document description = new Document("name", collection.getCollectionName()).append("type", "collection");
        if (!nameOnly) {
            description
                    .append("options", new Document())
                    .append("info", new Document("readOnly", false).append("uuid", collection.getUuid()))
                    .append("idIndex", IndexDescription.PRIMARY.listed());
        }
        return description;
    }

    Document listDatabases(Request request) {
        boolean nameOnly = request.arguments().flag("nameOnly");
        List<Document> listed = matching(
                request,
                store.databases().values().stream()
                        .filter(database -> !database.isEmpty())
                        .map(database -> describe(database, nameOnly)));
        Document reply = new Document("databases", listed);
        return nameOnly ? reply : reply.append("totalSize", listed.size());
    }

    private static Document describe(StoredDatabase database, boolean nameOnly) {
        Document description = new Document("name", database.getDatabaseName());
        return nameOnly ? description : description.append("sizeOnDisk", 1L).append("empty", false);
    }

    Document collStats(Request request) {
        StoredCollection collection = database(request).find(request.collection());
        return collection == null
                ? new Document("ns", request.namespace()).append("count", 0).append("size", 0)
                : collection.getStats();
    }

    Document dbStats(Request request) {
        StoredDatabase database = database(request);
        int objects = database.live().values().stream()
                .mapToInt(StoredCollection::count)
                .sum();
        return new Document("db", request.database())
                .append("collections", database.live().size())
                .append("objects", objects);
    }

    private static List<Document> matching(Request request, Stream<Document> descriptions) {
        Document filter = request.arguments().document("filter");
        return descriptions
                .filter(description -> new DefaultQueryMatcher().matches(description, filter))
                .toList();
    }

    private StoredDatabase database(Request request) {
        return store.database(request.database());
    }

    private static String before(String namespace) {
        return namespace.substring(0, namespace.indexOf('.'));
    }

    private static String after(String namespace) {
        return namespace.substring(namespace.indexOf('.') + 1);
    }
}
