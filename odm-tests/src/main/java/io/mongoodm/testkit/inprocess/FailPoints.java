package io.mongoodm.testkit.inprocess;

import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fail point {@code failCommand}: one configuration at a time, as in a server. It acts before the store's lock is
 * taken, so a blocked command blocks nobody else.
 */
final class FailPoints {
    private static final String FAIL_COMMAND = "failCommand";

    private @Nullable Arguments data;
    private long skip;
    private long times;

    /** What an armed fail point does to one command. */
    record Failure(Arguments data) {
        static final Failure NONE = new Failure(new Arguments(new Document()));

        /** Sleeps, closes the connection or fails, as configured. */
        void strike() throws InterruptedException {
            if (data.flag("blockConnection")) {
                Thread.sleep(data.number("blockTimeMS", 0));
            }
            if (data.flag("closeConnection")) {
                throw new ConnectionClosedByFailPoint();
            }
            if (data.has("errorCode")) {
                throw error(data);
            }
        }

        /** Adds the configured write concern error and its labels. */
        void finish(Document reply) {
            Document error = data.find("writeConcernError");
            if (error != null) {
                Document copy = error.clone();
                Object labels = copy.remove("errorLabels");
                reply.append("writeConcernError", copy);
                Object configured = data.has("errorLabels") ? data.value("errorLabels") : labels;
                reply.putIfNotNull("errorLabels", configured);
            }
        }

        private static CommandError error(Arguments data) {
            int code = data.count("errorCode", 0);
            String message = "Failing command via 'failCommand' failpoint";
            CommandError error = new CommandError(code, ErrorNames.of(code), message);
            return data.value("errorLabels") instanceof List<?> labels
                    ? error.labelled(labels.stream().map(String.class::cast).toList())
                    : error;
        }
    }

    synchronized Document configure(Request request) {
        Arguments arguments = request.arguments();
        if (!arguments.text("configureFailPoint").equals(FAIL_COMMAND)) {
            throw CommandError.notImplemented("fail points other than " + FAIL_COMMAND);
        }
        Document previous = new Document("count", 0).append("was", new Document("mode", data == null ? 0 : 1));
        if (arguments.value("mode") instanceof Document counted) {
            Arguments mode = new Arguments(counted);
            skip = mode.number("skip", 0);
            times = mode.number("times", Long.MAX_VALUE);
        } else {
            skip = 0;
            times = arguments.text("mode").equals("off") ? 0 : Long.MAX_VALUE;
        }
        data = times == 0 ? null : new Arguments(arguments.document("data"));
        return previous;
    }

    /** The failure for this command, used up by asking. */
    synchronized Failure match(Request request) {
        Arguments armed = data;
        if (armed == null || !meant(armed, request)) {
            return Failure.NONE;
        }
        if (skip > 0) {
            skip--;
            return Failure.NONE;
        }
        if (--times == 0) {
            data = null;
        }
        return new Failure(armed);
    }

    private static boolean meant(Arguments armed, Request request) {
        boolean command = armed.value("failCommands") instanceof List<?> names && names.contains(request.name());
        boolean sender = !armed.has("appName")
                || armed.text("appName").equals(request.client().applicationName());
        return command && sender && !request.name().equals("configureFailPoint");
    }
}
