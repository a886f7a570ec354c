package io.mongoodm.testkit.inprocess;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.MongoException;
import com.mongodb.MongoSocketReadTimeoutException;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Sorts;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** Runs a program on one engine and writes down what each step gave. */
final class DifferentialRun implements AutoCloseable {
    private static final String COLLECTION = "documents";
    /** How long a plain write waits for an open transaction, in milliseconds. */
    private static final int WAIT = 100;

    private final MongoDatabase database;
    private final List<ClientSession> sessions = new ArrayList<>();

    /** What the steps gave, the final state last; ended early when the engine hung. */
    record Outcome(List<String> results, boolean hung) {}

    private DifferentialRun(MongoClient client, String databaseName, int sessionCount) {
        database = client.getDatabase(databaseName);
        for (int i = 0; i < sessionCount; i++) {
            sessions.add(client.startSession());
        }
    }

    static Outcome of(DifferentialProgram program, MongoClient client, String databaseName) {
        List<String> results = new ArrayList<>();
        try (DifferentialRun run = new DifferentialRun(client, databaseName, program.sessions())) {
            run.prepare();
            for (DifferentialProgram.Step step : program.steps()) {
                results.add(run.result(step));
            }
            run.sessions.forEach(ClientSession::close);
            results.add("finally " + run.all(null));
            return new Outcome(results, false);
        } catch (MongoSocketReadTimeoutException hung) {
            return new Outcome(results, true);
        }
    }

    private void prepare() {
        database.getCollection(COLLECTION).drop();
        database.getCollection(COLLECTION)
                .createIndex(
                        new Document("u", 1), new IndexOptions().unique(true).sparse(true));
        for (int id = 0; id + 1 < DifferentialProgram.DOCUMENTS; id++) {
            database.getCollection(COLLECTION)
                    .insertOne(new Document("_id", id).append("n", 0).append("u", 100 + id));
        }
    }

    private String result(DifferentialProgram.Step step) {
        try {
            return String.valueOf(run(step));
        } catch (MongoSocketReadTimeoutException hung) {
            throw hung;
        } catch (MongoException failed) {
            return "error " + failed.getCode() + " " + new TreeSet<>(failed.getErrorLabels());
        } catch (IllegalStateException refusedByTheDriver) {
            return "refused by the driver";
        }
    }

    private Object run(DifferentialProgram.Step step) {
        ClientSession session = step.session() == DifferentialProgram.PLAIN ? null : sessions.get(step.session());
        if (session == null) {
            return operation(step, null);
        }
        return switch (step.operation()) {
            case COMMIT -> {
                session.commitTransaction();
                yield "committed";
            }
            case ABORT -> {
                session.abortTransaction();
                yield "aborted";
            }
            default -> {
                if (!session.hasActiveTransaction()) {
                    session.startTransaction();
                }
                yield operation(step, session);
            }
        };
    }

    private Object operation(DifferentialProgram.Step step, @Nullable ClientSession session) {
        Document byId = new Document("_id", step.id());
        return switch (step.operation()) {
            case FIND -> find(session, byId);
            case FIND_ALL -> all(session);
            case COUNT -> aggregateCount(session);
            case INCREMENT -> update(session, byId, "{$inc: {n: " + step.value() + "}}", "");
            case SET_UNIQUE -> update(session, byId, "{$set: {u: " + step.value() + "}}", "");
            case NO_CHANGE -> update(session, byId, "{$set: {_id: " + step.id() + "}}", "");
            case UPSERT -> update(session, byId, "{$inc: {n: 1}}", ", upsert: true");
            case REPLACE -> update(session, byId, "{n: " + step.value() + ", u: " + step.value() + "}", "");
            case INCREMENT_ALL -> update(session, new Document(), "{$inc: {n: 1}}", ", multi: true");
            case INSERT ->
                command(
                        session,
                        "{insert: '" + COLLECTION + "', documents: [{_id: " + step.id() + ", n: 0, u: " + step.value()
                                + "}]}");
            case DELETE ->
                command(session, "{delete: '" + COLLECTION + "', deletes: [{q: " + byId.toJson() + ", limit: 1}]}");
            case FIND_AND_INCREMENT ->
                command(
                        session,
                        "{findAndModify: '" + COLLECTION + "', query: " + byId.toJson()
                                + ", update: {$inc: {n: 1}}, new: true}");
            case COMMIT, ABORT -> throw new IllegalArgumentException("only in a session: " + step);
        };
    }

    private String update(@Nullable ClientSession session, Document filter, String update, String options) {
        return command(
                session,
                "{update: '" + COLLECTION + "', updates: [{q: " + filter.toJson() + ", u: " + update + options + "}]}");
    }

    /** As commands, because the driver's own methods have no time limit for a write. */
    private String command(@Nullable ClientSession session, String json) {
        Document command = Document.parse(json);
        Document reply = session == null
                ? database.runCommand(command.append("maxTimeMS", WAIT))
                : database.runCommand(session, command);
        return told(reply);
    }

    private static String told(Document reply) {
        StringBuilder told = new StringBuilder();
        for (String field : List.of("n", "nModified", "upserted", "value")) {
            if (reply.containsKey(field)) {
                told.append(field).append('=').append(reply.get(field)).append(' ');
            }
        }
        reply.getList("writeErrors", Document.class, List.of())
                .forEach(error -> told.append("write error ").append(error.get("code")));
        return told.toString();
    }

    private Object find(@Nullable ClientSession session, Document filter) {
        MongoCollection<Document> collection = database.getCollection(COLLECTION);
        return String.valueOf((session == null ? collection.find(filter) : collection.find(session, filter)).first());
    }

    private List<Document> all(@Nullable ClientSession session) {
        MongoCollection<Document> collection = database.getCollection(COLLECTION);
        return (session == null ? collection.find() : collection.find(session))
                .sort(Sorts.ascending("_id"))
                .into(new ArrayList<>());
    }

    private Object aggregateCount(@Nullable ClientSession session) {
        MongoCollection<Document> collection = database.getCollection(COLLECTION);
        return session == null ? collection.countDocuments(eq("n", 0)) : collection.countDocuments(session, eq("n", 0));
    }

    @Override
    public void close() {
        sessions.forEach(ClientSession::close);
    }
}
