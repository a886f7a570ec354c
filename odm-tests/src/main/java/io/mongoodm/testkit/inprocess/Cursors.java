package io.mongoodm.testkit.inprocess;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.CursorNotFoundException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Open cursors: what is left of results that were computed whole. */
final class Cursors {
    private static final int DEFAULT_FIRST_BATCH = 101;
    private static final int MAX_BATCH_BYTES = 16 * 1024 * 1024;
    private static final int MAX_ENDED_SESSIONS = 10_000;

    private final Store store;
    private final Map<Long, Open> open = new HashMap<>();
    private final Set<Document> endedSessions = new LinkedHashSet<>();
    private long lastId;

    /** A result with a position. */
    private static final class Open {
        private final String namespace;
        private final List<Document> documents;
        private final @Nullable Transaction transaction;
        private final @Nullable Document session;
        private int next;

        private Open(
                String namespace,
                List<Document> documents,
                @Nullable Transaction transaction,
                @Nullable Document session) {
            this.namespace = namespace;
            this.documents = documents;
            this.transaction = transaction;
            this.session = session;
        }

        private List<Document> take(int count) {
            int start = next;
            int bytes = 0;
            while (next < documents.size() && next - start < count && bytes < MAX_BATCH_BYTES) {
                bytes += DocumentSize.of(documents.get(next++));
            }
            return new ArrayList<>(documents.subList(start, next));
        }

        private boolean exhausted() {
            return next == documents.size();
        }
    }

    Cursors(Store store) {
        this.store = store;
    }

    /** The first answer for a result, with the {@code batchSize} that these options name. */
    Document first(
            Request request, String namespace, List<Document> documents, Arguments options, boolean singleBatch) {
        Open cursor = new Open(namespace, documents, store.transaction(), request.session());
        int batchSize = options.count("batchSize", DEFAULT_FIRST_BATCH);
        List<Document> batch = cursor.take(batchSize);
        boolean kept = !singleBatch && (!cursor.exhausted() || batchSize == 0);
        if (kept) {
            forgetEnded();
            open.put(++lastId, cursor);
        }
        return reply(kept ? lastId : 0, namespace, "firstBatch", batch);
    }

    Document getMore(Request request) {
        forgetEnded();
        long id = request.arguments().number("getMore", 0);
        Open cursor = open.get(id);
        if (cursor == null || cursor.transaction != store.transaction()) {
            throw new CursorNotFoundException(id);
        }
        List<Document> batch = cursor.take(request.arguments().count("batchSize", Integer.MAX_VALUE));
        if (cursor.exhausted()) {
            open.remove(id);
        }
        return reply(cursor.exhausted() ? 0 : id, cursor.namespace, "nextBatch", batch);
    }

    Document kill(Request request) {
        List<Long> killed = new ArrayList<>();
        List<Long> notFound = new ArrayList<>();
        if (request.arguments().value("cursors") instanceof List<?> ids) {
            for (Object id : ids) {
                (open.remove(id) == null ? notFound : killed).add((Long) id);
            }
        }
        return new Document("cursorsKilled", killed)
                .append("cursorsNotFound", notFound)
                .append("cursorsAlive", List.of())
                .append("cursorsUnknown", List.of());
    }

    /** Closes the cursors that were opened in these sessions. */
    void kill(Predicate<Document> sessions) {
        open.values().removeIf(cursor -> cursor.session != null && sessions.test(cursor.session));
    }

    /**
     * Closes the cursors of these sessions, and those that a command still opens in them. A server does it when it next
     * refreshes its sessions, within five minutes.
     */
    void end(List<Document> sessions) {
        endedSessions.addAll(sessions);
        while (endedSessions.size() > MAX_ENDED_SESSIONS) {
            endedSessions.remove(endedSessions.iterator().next());
        }
        forgetEnded();
    }

    long count() {
        forgetEnded();
        return open.size();
    }

    private void forgetEnded() {
        open.values().removeIf(cursor -> cursor.transaction != null && !store.isOpen(cursor.transaction));
        kill(endedSessions::contains);
    }

    private static Document reply(long id, String namespace, String batchName, List<Document> batch) {
        return new Document(
                "cursor", new Document(batchName, batch).append("id", id).append("ns", namespace));
    }
}
