package io.mongoodm.testkit.inprocess;

import de.bwaldvogel.mongo.bson.Document;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Decides, under the store's lock, in which transaction a command runs and whether it has already run. */
final class Sessions {
    private final Store store;
    private final Condition sessionFree;
    private final Map<Document, ServerSession> sessions = new HashMap<>();
    private final Set<Request> running = ConcurrentHashMap.newKeySet();

    Sessions(Store store) {
        this.store = store;
        this.sessionFree = store.lock().newCondition();
    }

    /** Runs the command plainly, in its transaction, or not at all when it is the retry of a finished write. */
    Document run(Request request, Command command) throws InterruptedException {
        Document id = request.session();
        if (id == null || !request.numbered()) {
            return command.action().run(request);
        }
        ServerSession session = sessions.computeIfAbsent(id, absent -> new ServerSession());
        while (session.busy()) {
            sessionFree.await();
        }
        session.busy(true);
        try {
            return request.inTransaction()
                    ? inTransaction(request, command, session)
                    : retryable(request, command, session);
        } finally {
            session.busy(false);
            sessionFree.signalAll();
        }
    }

    private Document retryable(Request request, Command command, ServerSession session) throws InterruptedException {
        long number = request.transactionNumber();
        refuseOlder(session, number);
        Document stored = session.storedReply();
        if (number == session.number() && stored != null) {
            return stored;
        }
        if (number > session.number()) {
            abortOpen(session);
            session.advance(number, null);
        }
        Document reply = command.action().run(request);
        session.store(reply);
        return reply;
    }

    private Document inTransaction(Request request, Command command, ServerSession session)
            throws InterruptedException {
        if (command.is(Command.Trait.ENDS_TRANSACTION)) {
            return end(request, session);
        }
        if (!command.is(Command.Trait.IN_TRANSACTION)) {
            throw CommandError.notInTransaction(request.name());
        }
        if (request.arguments().flag("startTransaction")) {
            begin(session, request.transactionNumber());
        }
        Transaction transaction = openTransaction(session, request.transactionNumber());
        boolean succeeded = false;
        try {
            Document reply = store.in(transaction, command.action(), request);
            succeeded = !reply.containsKey("writeErrors");
            return reply;
        } finally {
            if (!succeeded) {
                store.abort(transaction);
            }
        }
    }

    private void begin(ServerSession session, long number) {
        refuseOlder(session, number);
        if (number == session.number()) {
            throw new CommandError(
                    117,
                    "ConflictingOperationInProgress",
                    "Cannot start a transaction with number " + number + ", which this session has already used");
        }
        abortOpen(session);
        session.advance(number, store.begin());
    }

    private Document end(Request request, ServerSession session) {
        long number = request.transactionNumber();
        boolean commit = request.name().equals("commitTransaction");
        if (number == session.number() && session.committed()) {
            if (commit) {
                return new Document();
            }
            throw new CommandError(
                    256, "TransactionCommitted", "Transaction with number " + number + " has been committed");
        }
        if (!commit && number > session.number()) {
            // Its first command may still be on its way, on a connection that the client has closed: it comes too late.
            abortOpen(session);
            session.advance(number, null);
        }
        Transaction transaction = openTransaction(session, number);
        if (commit) {
            store.commit(transaction);
            session.markCommitted();
        } else {
            store.abort(transaction);
        }
        return new Document();
    }

    private Transaction openTransaction(ServerSession session, long number) {
        refuseOlder(session, number);
        Transaction transaction = session.transaction();
        if (number > session.number() || transaction == null) {
            throw CommandError.noSuchTransaction("Given transaction number " + number
                    + " does not match any in-progress transactions. The active transaction number is "
                    + session.number());
        }
        if (session.committed()) {
            throw new CommandError(
                    256, "TransactionCommitted", "Transaction with number " + number + " has been committed");
        }
        if (!store.isOpen(transaction)) {
            throw CommandError.noSuchTransaction("Transaction with number " + number + " has been aborted");
        }
        return transaction;
    }

    private static void refuseOlder(ServerSession session, long number) {
        if (number < session.number()) {
            throw new CommandError(
                    225,
                    "TransactionTooOld",
                    "Number " + number + " is older than " + session.number() + ", which this session has used");
        }
    }

    /** Aborts the open transactions of these sessions and forgets the sessions. */
    void end(List<Document> ids) {
        ids.forEach(id -> abortOpen(sessions.remove(id)));
    }

    /** Aborts the open transactions of these sessions, which remember that they had one, and interrupts what they run. */
    void kill(Predicate<Document> ids) {
        sessions.forEach((id, session) -> {
            if (ids.test(id)) {
                abortOpen(session);
            }
        });
        for (Request request : running) {
            Document id = request.session();
            if (id != null && ids.test(id)) {
                request.kill();
            }
        }
    }

    /** Notes a command that runs, or waits until it may. */
    void began(Request request) {
        running.add(request);
    }

    void over(Request request) {
        running.remove(request);
    }

    private void abortOpen(@Nullable ServerSession session) {
        Transaction transaction = session == null ? null : session.transaction();
        if (transaction != null && store.isOpen(transaction)) {
            store.abort(transaction);
        }
    }
}
