package io.mongoodm.testkit.inprocess;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerException;
import java.util.Map;
import java.util.regex.PatternSyntaxException;

/** Runs one command: fail point, refusals, lock, session, and the reply or error for the client. */
final class Dispatcher {
    private static final System.Logger LOG = System.getLogger(Dispatcher.class.getName());

    private final Store store;
    private final Sessions sessions;
    private final FailPoints failPoints;
    private final Map<String, Command> commands;

    Dispatcher(Store store, Sessions sessions, FailPoints failPoints, Map<String, Command> commands) {
        this.store = store;
        this.sessions = sessions;
        this.failPoints = failPoints;
        this.commands = commands;
    }

    /**
     * Runs the command and returns what the client gets.
     *
     * @throws ConnectionClosedByFailPoint when a fail point wants the connection closed instead
     * @throws InterruptedException when the client went away, or the server closes, while the command waited
     */
    Document run(Request request) throws InterruptedException {
        sessions.began(request);
        try {
            FailPoints.Failure failure = failPoints.match(request);
            failure.strike();
            Document reply = Replies.succeeded(locked(request));
            failure.finish(reply);
            return reply;
        } catch (CommandError error) {
            return Replies.failed(request, error);
        } catch (MongoServerException error) {
            return Replies.failed(request, Replies.error(error));
        } catch (ConnectionClosedByFailPoint closed) {
            throw closed;
        } catch (PatternSyntaxException invalid) {
            String message = "Regular expression is invalid: " + invalid.getDescription();
            return Replies.failed(request, new CommandError(51091, "Location51091", message));
        } catch (RuntimeException unexpected) {
            LOG.log(System.Logger.Level.WARNING, "the in-process server failed to run " + request.name(), unexpected);
            String message = "The in-process server failed to run '" + request.name() + "': " + unexpected;
            return Replies.failed(request, new CommandError(8, "UnknownError", message));
        } finally {
            sessions.over(request);
        }
    }

    private Document locked(Request request) throws InterruptedException {
        Command command = commands.get(request.name());
        if (command == null) {
            throw new CommandError(59, "CommandNotFound", "no such command: '" + request.name() + "'");
        }
        store.lock().lockInterruptibly();
        try {
            request.requireNotKilled();
            store.expire();
            return sessions.run(request, command);
        } finally {
            store.lock().unlock();
        }
    }
}
