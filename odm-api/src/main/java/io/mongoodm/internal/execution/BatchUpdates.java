package io.mongoodm.internal.execution;

import com.mongodb.ClientBulkWriteException;
import com.mongodb.MongoNamespace;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.bulk.ClientBulkWriteOptions;
import com.mongodb.client.model.bulk.ClientBulkWriteResult;
import com.mongodb.client.model.bulk.ClientNamespacedWriteModel;
import com.mongodb.client.model.bulk.ClientUpdateResult;
import com.mongodb.client.result.UpdateResult;
import com.mongodb.connection.ServerDescription;
import io.mongoodm.DocumentNotFoundException;
import io.mongoodm.DuplicateKeyException;
import io.mongoodm.OdmException;
import io.mongoodm.StaleDocumentException;
import io.mongoodm.internal.mapping.ComponentModel.Role;
import io.mongoodm.internal.mapping.RecordModel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.bson.BsonDocument;

/**
 * Updates of many records, each found by its id and version. The outcome of each is needed, which of the server's ways to
 * take many writes only the bulk write of the client tells; a server without it is sent one command for each record.
 */
final class BatchUpdates<T> {
    private static final int BULK_WRITE_WIRE_VERSION = 25;
    private static final int NAMED_POSITIONS = 20;

    private final Target<T> target;
    private final DocumentWrites<T> documents;

    BatchUpdates(Target<T> target, DocumentWrites<T> documents) {
        this.target = target;
        this.documents = documents;
    }

    /** A record with what finds it. */
    private record Found<T>(RecordModel<T> record, T document, BsonDocument filter) {}

    Operation<UpdateResult> updateAll(Collection<? extends T> records) {
        String words = target.name() + " records";
        List<Found<T>> found = Listed.<T>of(records, "documents", words).each(this::found);
        Listed<Found<T>> listed = Listed.of(found, "documents", words);
        return target.operation((door, deadline) -> {
            List<BsonDocument> updates = listed.each(one -> documents.wholeUpdate(one.record, one.document));
            Batch batch = new Batch(found, updates);
            batch.send(door, deadline);
            return batch.result();
        });
    }

    private Found<T> found(T document) {
        RecordModel<T> record = documents.recordOf(document);
        return new Found<>(record, document, documents.identity(record, document, true));
    }

    /** One run of the updates, in their order. */
    private final class Batch {
        private final List<Found<T>> found;
        private final List<BsonDocument> updates;
        private final List<Integer> gone = new ArrayList<>();
        private long matched;
        private long modified;
        private boolean acknowledged = true;

        Batch(List<Found<T>> found, List<BsonDocument> updates) {
            this.found = found;
            this.updates = updates;
        }

        void send(Door door, Deadline deadline) {
            try {
                int sent = 0;
                while (sent < found.size()) {
                    if (found.size() - sent > 1 && takesBulkWrites()) {
                        sendFrom(sent, door, deadline);
                        return;
                    }
                    sendOne(sent++, door, deadline);
                }
            } catch (RuntimeException failure) {
                if (!gone.isEmpty()) {
                    failure.addSuppressed(gone());
                }
                throw failure;
            }
        }

        private void sendOne(int position, Door door, Deadline deadline) {
            Change change = new Change.Operators(updates.get(position));
            BsonDocument filter = found.get(position).filter;
            UpdateResult result = target.raw(door, deadline, c -> c.updateOne(filter, change, new UpdateOptions()));
            if (result.wasAcknowledged()) {
                count(position, result.getMatchedCount(), result.getModifiedCount());
            } else {
                acknowledged = false;
            }
        }

        private void sendFrom(int first, Door door, Deadline deadline) {
            MongoNamespace namespace =
                    target.engine().collections().encoded(target.model()).getNamespace();
            List<ClientNamespacedWriteModel> writes = new ArrayList<>(found.size() - first);
            for (int i = first; i < found.size(); i++) {
                writes.add(ClientNamespacedWriteModel.updateOne(namespace, found.get(i).filter, updates.get(i)));
            }
            ClientBulkWriteOptions options =
                    ClientBulkWriteOptions.clientBulkWriteOptions().verboseResults(true);
            try {
                count(first, target.bulkWrite(door, deadline, writes, options));
            } catch (RuntimeException failure) {
                Throwable cause = failure instanceof DuplicateKeyException ? failure.getCause() : failure;
                if (cause instanceof ClientBulkWriteException bulk) {
                    bulk.getPartialResult().ifPresent(partial -> count(first, partial));
                }
                throw failure;
            }
        }

        private void count(int first, ClientBulkWriteResult result) {
            Map<Integer, ClientUpdateResult> results =
                    result.getVerboseResults().orElseThrow().getUpdateResults();
            results.keySet().stream().sorted().forEach(index -> {
                ClientUpdateResult one = Objects.requireNonNull(results.get(index), "result");
                count(first + index, one.getMatchedCount(), one.getModifiedCount());
            });
        }

        private void count(int position, long nowMatched, long nowModified) {
            matched += nowMatched;
            modified += nowModified;
            if (nowMatched == 0) {
                gone.add(position);
            }
        }

        UpdateResult result() {
            if (!gone.isEmpty()) {
                throw gone();
            }
            return acknowledged ? UpdateResult.acknowledged(matched, modified, null) : UpdateResult.unacknowledged();
        }

        private OdmException gone() {
            boolean versioned = gone.stream()
                    .anyMatch(position ->
                            found.get(position).record.component(Role.VERSION).isPresent());
            String those = "Of " + found.size() + " " + target.name() + " records those at " + positions() + " ";
            return versioned
                    ? new StaleDocumentException(
                            those + "were changed or deleted since they were read and were not written. Read them"
                                    + " again, and repeat the change on what is there now",
                            gone)
                    : new DocumentNotFoundException(
                            those + "have no stored document with their id and were not written. They were deleted, or"
                                    + " never created: create them",
                            gone);
        }

        private String positions() {
            String named = gone.stream()
                    .limit(NAMED_POSITIONS)
                    .map(String::valueOf)
                    .collect(Collectors.joining(", ", "[", "]"));
            int more = gone.size() - NAMED_POSITIONS;
            return more > 0 ? named + " and " + more + " more" : named;
        }
    }

    /** Tells whether every server that takes writes takes bulk writes of the client; none is known before the first call. */
    private boolean takesBulkWrites() {
        List<ServerDescription> writable =
                target.engine().client().getClusterDescription().getServerDescriptions().stream()
                        .filter(ServerDescription::isPrimary)
                        .toList();
        return !writable.isEmpty()
                && writable.stream().allMatch(server -> server.getMaxWireVersion() >= BULK_WRITE_WIRE_VERSION)
                && target.engine().client().getWriteConcern().isAcknowledged();
    }
}
