package io.mongoodm.internal.execution;

import com.mongodb.ClientBulkWriteException;
import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.MongoServerException;
import com.mongodb.MongoWriteException;
import com.mongodb.bulk.BulkWriteError;
import io.mongoodm.DuplicateKeyException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The one place that turns failures of the driver into ours; what cannot be said better passes untouched. */
final class Failures {
    /** Servers say it in words only; a name may have spaces, and old servers have the collection in front of it. */
    private static final Pattern INDEX = Pattern.compile(" index: (?:\\S+\\.\\$)?(.+?)(?: collation: .+?)? dup key");

    private Failures() {}

    /** Returns the failure to throw for one call. A retryable failure is never wrapped: its labels have to be seen. */
    static RuntimeException translate(RuntimeException failure, Class<?> model) {
        if (failure instanceof MongoException mongo
                && !mongo.hasErrorLabel(MongoException.TRANSIENT_TRANSACTION_ERROR_LABEL)
                && isDuplicateKey(mongo)) {
            return duplicateKey(String.valueOf(mongo.getMessage()), mongo, model);
        }
        return failure;
    }

    /** Tells whether the server, in a transaction, has aborted it with this answer; one that is repeated counts for nothing. */
    static boolean endsTransaction(RuntimeException failure) {
        return failure instanceof MongoServerException server
                && !server.hasErrorLabel(MongoException.TRANSIENT_TRANSACTION_ERROR_LABEL);
    }

    /** Returns the failure to throw for an ordered insert of several documents, which stops at the first duplicate. */
    static RuntimeException translateInserts(MongoBulkWriteException failure, Class<?> model) {
        List<BulkWriteError> errors = failure.getWriteErrors();
        boolean onlyADuplicate = failure.getWriteConcernError() == null
                && errors.size() == 1
                && errors.getFirst().getCategory() == ErrorCategory.DUPLICATE_KEY;
        return onlyADuplicate ? duplicateKey(errors.getFirst().getMessage(), failure, model) : failure;
    }

    private static DuplicateKeyException duplicateKey(String message, MongoException failure, Class<?> model) {
        Matcher matcher = INDEX.matcher(message);
        String index = matcher.find() ? matcher.group(1) : null;
        return new DuplicateKeyException(
                "Another document has the same key in "
                        + (index == null ? "a unique index" : "the unique index " + index)
                        + " of " + model.getSimpleName() + "'s collection: give the document another key, or change the"
                        + " one that is there",
                index,
                failure);
    }

    private static boolean isDuplicateKey(MongoException failure) {
        return switch (failure) {
            case MongoWriteException write -> write.getError().getCategory() == ErrorCategory.DUPLICATE_KEY;
            case MongoCommandException command ->
                ErrorCategory.fromErrorCode(command.getErrorCode()) == ErrorCategory.DUPLICATE_KEY;
            case ClientBulkWriteException bulk -> isOnlyADuplicate(bulk);
            default -> false;
        };
    }

    private static boolean isOnlyADuplicate(ClientBulkWriteException bulk) {
        return bulk.getWriteConcernErrors().isEmpty()
                && bulk.getWriteErrors().size() == 1
                && bulk.getWriteErrors().values().iterator().next().getCategory() == ErrorCategory.DUPLICATE_KEY;
    }
}
