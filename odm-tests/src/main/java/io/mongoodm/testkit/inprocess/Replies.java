package io.mongoodm.testkit.inprocess;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import de.bwaldvogel.mongo.exception.MongoServerException;
import java.util.List;

/** How results and failures look to the client. */
final class Replies {
    private static final String RETRYABLE_WRITE_ERROR = "RetryableWriteError";
    private static final String TRANSIENT_TRANSACTION_ERROR = "TransientTransactionError";

    private Replies() {}

    static Document succeeded(Document result) {
        Document reply = result.clone();
        reply.putIfAbsent("ok", 1.0);
        return reply;
    }

    static Document failed(Request request, CommandError error) {
        Document reply = new Document("ok", 0.0)
                .append("errmsg", String.valueOf(error.getMessage()))
                .append("code", error.code())
                .append("codeName", error.codeName());
        List<String> labels = error.labels() == null ? labels(request, error.code()) : error.labels();
        if (!labels.isEmpty()) {
            reply.append("errorLabels", labels);
        }
        return reply;
    }

    /** An exception of mongo-java-server as an error of the command. */
    static CommandError error(MongoServerException exception) {
        if (exception instanceof MongoServerError error) {
            String name = error.getCodeName() == null ? ErrorNames.of(error.getCode()) : error.getCodeName();
            return new CommandError(error.getCode(), name, error.getMessageWithoutErrorCode());
        }
        return new CommandError(8, "UnknownError", exception.getMessageWithoutErrorCode());
    }

    static Document writeError(int index, MongoServerException exception) {
        CommandError error = error(exception);
        return new Document("index", index)
                .append("code", error.code())
                .append("errmsg", String.valueOf(error.getMessage()));
    }

    private static List<String> labels(Request request, int code) {
        boolean commit = request.name().equals("commitTransaction");
        boolean abort = request.name().equals("abortTransaction");
        boolean retryable = ErrorNames.isRetryable(code);
        if (request.inTransaction() && !(retryable && (commit || abort))) {
            return ErrorNames.isTransientInTransaction(code) ? List.of(TRANSIENT_TRANSACTION_ERROR) : List.of();
        }
        return retryable && request.numbered() ? List.of(RETRYABLE_WRITE_ERROR) : List.of();
    }
}
