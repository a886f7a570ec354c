package io.mongoodm.testkit.inprocess;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.IndexNotFoundException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The commands about indexes. */
final class IndexCommands {
    private static final List<String> CHANGEABLE = List.of("expireAfterSeconds", "hidden", "prepareUnique", "unique");

    private final Store store;
    private final Cursors cursors;

    IndexCommands(Store store, Cursors cursors) {
        this.store = store;
        this.cursors = cursors;
    }

    Document createIndexes(Request request) throws InterruptedException {
        List<IndexDescription> wanted = request.arguments().documents("indexes").stream()
                .map(IndexDescription::of)
                .toList();
        StoredDatabase database = database(request);
        boolean absent = database.find(request.collection()) == null;
        if (store.transaction() == null) {
            store.awaitUntouched(request, request.namespace()::equals);
        } else if (!absent && !store.transaction().created(request.namespace())) {
            throw CommandError.notInTransaction("createIndexes on a collection that exists already");
        }
        StoredCollection collection = database.findOrCreate(request.collection());
        List<IndexDescription> missing = wanted.stream()
                .filter(index -> index.isNewBeside(collection.indexes().values()))
                .toList();
        int before = collection.indexes().size();
        build(collection, missing);
        return new Document("numIndexesBefore", before)
                .append("numIndexesAfter", collection.indexes().size())
                .append("createdCollectionAutomatically", absent);
    }

    private void build(StoredCollection collection, List<IndexDescription> missing) {
        List<String> built = new ArrayList<>();
        boolean complete = false;
        try {
            for (IndexDescription index : missing) {
                collection.defineIndex(index);
                built.add(index.name());
            }
            complete = true;
        } finally {
            if (!complete) {
                built.forEach(collection::removeIndex);
            } else if (!missing.isEmpty() && store.transaction() == null) {
                collection.catalogChangedAt(store.tick());
            }
        }
    }

    Document dropIndexes(Request request) throws InterruptedException {
        store.awaitUntouched(request, request.namespace()::equals);
        StoredCollection collection = existing(request);
        int before = collection.indexes().size();
        named(collection, request.arguments().value("index")).forEach(collection::removeIndex);
        collection.catalogChangedAt(store.tick());
        return new Document("nIndexesWas", before);
    }

    private static List<String> named(StoredCollection collection, @Nullable Object wanted) {
        if (wanted instanceof List<?> several) {
            return several.stream()
                    .flatMap(one -> named(collection, one).stream())
                    .toList();
        }
        if ("*".equals(wanted)) {
            return collection.indexes().keySet().stream()
                    .filter(name -> !name.equals(UniqueIndex.PRIMARY))
                    .toList();
        }
        if (UniqueIndex.PRIMARY.equals(wanted)) {
            throw new CommandError(72, "InvalidOptions", "cannot drop _id index");
        }
        List<String> found = collection.indexes().values().stream()
                .filter(index -> index.isNamed(wanted))
                .map(IndexDescription::name)
                .toList();
        if (found.isEmpty()) {
            throw new IndexNotFoundException("index not found with name [" + wanted + "]");
        }
        return found;
    }

    Document listIndexes(Request request) {
        List<Document> listed = existing(request).indexes().values().stream()
                .map(IndexDescription::listed)
                .toList();
        return cursors.first(
                request,
                request.namespace(),
                listed,
                new Arguments(request.arguments().document("cursor")),
                false);
    }

    /** Changes one index: its expiry, its visibility, or that it is unique. */
    Document collMod(Request request) throws InterruptedException {
        if (request.arguments().has("validator")) {
            throw CommandError.notImplemented("the option validator");
        }
        store.awaitUntouched(request, request.namespace()::equals);
        StoredCollection collection = existing(request);
        Arguments change = new Arguments(request.arguments().document("index"));
        Object wanted = change.has("name") ? change.text("name") : change.document("keyPattern");
        String name = named(collection, wanted).getFirst();
        Document old = Objects.requireNonNull(collection.indexes().get(name)).listed();
        Document changed = old.clone();
        Document reply = new Document();
        for (String option : CHANGEABLE) {
            if (change.has(option)) {
                reply.putIfNotNull(option + "_old", old.get(option));
                reply.append(option + "_new", change.value(option));
                changed.put(option, change.value(option));
            }
        }
        replace(collection, changed, change.flag("unique"));
        return reply;
    }

    private void replace(StoredCollection collection, Document changed, boolean becomesUnique) {
        if (becomesUnique) {
            changed.remove("prepareUnique");
            collection.defineIndex(IndexDescription.of(changed));
        } else {
            IndexDescription index = IndexDescription.of(changed);
            collection.indexes().put(index.name(), index);
        }
        collection.catalogChangedAt(store.tick());
    }

    private StoredCollection existing(Request request) {
        StoredCollection collection = database(request).find(request.collection());
        if (collection == null) {
            throw CommandError.namespaceNotFound(request.namespace());
        }
        return collection;
    }

    private StoredDatabase database(Request request) {
        return store.database(request.database());
    }
}
