package io.mongoodm.testkit.inprocess;

import de.bwaldvogel.mongo.backend.AbstractMongoCollection;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.DocumentWithPosition;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.ObjectId;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A collection, live or the private copy of a transaction. Stored documents are never changed in place: queries hand
 * out shallow copies, and an update stores the document that it computed. So replies can be encoded outside the lock,
 * and a snapshot shares its documents with everybody.
 */
final class StoredCollection extends AbstractMongoCollection<Long> {
    private final Store store;
    private final CopyOnWrite<NavigableMap<Long, Document>> documents;
    private final Map<String, IndexDescription> indexes;
    private final Map<Long, Optional<Document>> before = new LinkedHashMap<>();
    private IdQuery idQuery = IdQuery.of(new Document());
    private long catalogTime;
    private UpdateRules rules = UpdateRules.NONE;
    private Document written = new Document();

    StoredCollection(StoredDatabase database, String name, Snapshot content) {
        super(database, name, CollectionOptions.withDefaults(), new CursorRegistry());
        this.store = database.store();
        this.documents = content.documents();
        this.indexes = new LinkedHashMap<>(content.indexes());
        content.uniqueIndexes().forEach(getIndexes()::add);
    }

    Store store() {
        return store;
    }

    Snapshot snapshot() {
        List<UniqueIndex> unique =
                getIndexes().stream().map(UniqueIndex.class::cast).toList();
        return new Snapshot(documents, unique, indexes).fork();
    }

    /** Every index as {@code listIndexes} shows it, by name. */
    Map<String, IndexDescription> indexes() {
        return indexes;
    }

    /**
     * Adds an index as {@code listIndexes} will show it; only unique ones are kept up to date.
     *
     * @throws de.bwaldvogel.mongo.exception.MongoServerError when the documents break a unique index
     */
    void defineIndex(IndexDescription description) {
        if (description.is("unique")) {
            addIndex(description.toUniqueIndex());
        }
        indexes.put(description.name(), description);
    }

    void removeIndex(String name) {
        getIndexes().removeIf(index -> index.getName().equals(name));
        indexes.remove(name);
    }

    void adoptIndexes(StoredCollection other) {
        other.indexes.forEach((name, description) -> {
            if (!indexes.containsKey(name)) {
                defineIndex(description);
            }
        });
    }

    /** When the collection was created or its indexes last changed. */
    long catalogTime() {
        return catalogTime;
    }

    void catalogChangedAt(long time) {
        catalogTime = time;
    }

    List<Document> find(Document filter, @Nullable Document sort, int skip, int limit, @Nullable Document projection) {
        return queryDocuments(filter, sort, skip, limit, 0, projection).collectDocuments();
    }

    /** What each document that changed looked like before, by position; empty for one that was not there. */
    Map<Long, Optional<Document>> before() {
        return before;
    }

    /** What each document that changed looks like now. */
    Map<Long, Optional<Document>> after() {
        Map<Long, Optional<Document>> after = new LinkedHashMap<>();
        before.keySet()
                .forEach(position ->
                        after.put(position, Optional.ofNullable(documents.read().get(position))));
        return after;
    }

    /** Puts these images in place, indexes included; all old keys go before the first new one, so values may swap. */
    void restore(Map<Long, Optional<Document>> images) {
        Map<Long, Optional<Document>> restored = new LinkedHashMap<>(images);
        for (Long position : restored.keySet()) {
            Document old = documents.write().remove(position);
            if (old != null) {
                getIndexes().forEach(index -> index.remove(old));
            }
        }
        restored.forEach((position, image) -> image.ifPresent(document -> {
            documents.write().put(position, document);
            getIndexes().forEach(index -> index.add(document, position, this));
        }));
    }

    /** Runs an update or findAndModify under rules that mongo-java-server does not check itself. */
    <R> R under(UpdateRules updateRules, Supplier<R> update) {
        rules = updateRules;
        try {
            return update.get();
        } finally {
            rules = UpdateRules.NONE;
        }
    }

    /** The document that the last insert, upsert or update stored, in its stored field order. */
    Document lastWritten() {
        return written;
    }

    /**
     * Keeps what {@link #handleUpdate} will store. In its own copy mongo-java-server refuses field names with a dot,
     * which a server stores: it gets to see none.
     */
    void beforeUpdate(Document oldDocument, Document newDocument) {
        rules.checkUpdate(oldDocument);
        written = newDocument;
        if (newDocument.keySet().stream().anyMatch(field -> field.contains("."))) {
            written = newDocument.clone();
            newDocument.keySet().removeIf(field -> field.contains("."));
        }
    }

    @Override
    public void addDocument(Document document) {
        Document stored = document;
        if (document.containsKey("_id") && !document.keySet().iterator().next().equals("_id")) {
            stored = new Document("_id", document.get("_id"));
            stored.putAll(document);
        } else if (!document.containsKey("_id")) {
            stored = new Document("_id", new ObjectId());
            stored.putAll(document);
        }
        rules.checkInsert(stored);
        super.addDocument(stored);
        written = stored;
    }

    @Override
    public void removeDocument(Document document) {
        for (Index<Long> index : getIndexes()) {
            ((UniqueIndex) index).lock(this, document);
        }
        // mongo-java-server's own removal takes every index that is not sparse to hold the document
        Long position = null;
        for (Index<Long> index : getIndexes()) {
            Long removed = index.remove(document);
            position = removed == null ? position : removed;
        }
        if (position != null) {
            removeDocument(position);
        }
    }

    @Override
    protected Long addDocumentInternal(Document document) {
        Long position = store.nextPosition();
        documents.write().put(position, document);
        remember(position, null);
        return position;
    }

    @Override
    protected void removeDocument(Long position) {
        remember(position, documents.write().remove(position));
    }

    @Override
    protected void handleUpdate(Long position, Document oldDocument, Document newDocument) {
        remember(position, documents.write().put(position, written));
    }

    private void remember(Long position, @Nullable Document old) {
        before.putIfAbsent(position, Optional.ofNullable(old));
        store.changed(this);
    }

    @Override
    protected QueryResult queryDocuments(
            Document query,
            @Nullable Document orderBy,
            int skip,
            int limit,
            int batchSize,
            @Nullable Document fieldSelector) {
        QueryResult result = super.queryDocuments(query, orderBy, skip, limit, batchSize, fieldSelector);
        return new QueryResult(
                result.collectDocuments().stream().map(Document::clone).toList());
    }

    @Override
    protected boolean documentMatchesQuery(Document document, Document query) {
        if (!idQuery.isOf(query)) {
            idQuery = IdQuery.of(query);
        }
        return idQuery.has(document) || super.documentMatchesQuery(document, query);
    }

    @Override
    protected QueryResult matchDocuments(
            Document query,
            @Nullable Document orderBy,
            int skip,
            int limit,
            int batchSize,
            @Nullable Document fieldSelector) {
        Collection<Document> all = isNaturalDescending(orderBy)
                ? documents.read().descendingMap().values()
                : documents.read().values();
        return matchDocumentsFromStream(all.stream(), query, orderBy, skip, limit, batchSize, fieldSelector);
    }

    @Override
    protected Document getDocument(Long position) {
        return Objects.requireNonNull(documents.read().get(position));
    }

    @Override
    protected Stream<DocumentWithPosition<Long>> streamAllDocumentsWithPosition() {
        return documents.read().entrySet().stream()
                .map(entry -> new DocumentWithPosition<>(entry.getValue(), entry.getKey()));
    }

    @Override
    public int count() {
        return documents.read().size();
    }

    @Override
    protected boolean tracksDataSize() {
        return false;
    }

    @Override
    protected void updateDataSize(int sizeDelta) {
        throw new IllegalStateException("data sizes are computed when somebody asks");
    }

    @Override
    protected int getDataSize() {
        return documents.read().values().stream().mapToInt(DocumentSize::of).sum();
    }
}
