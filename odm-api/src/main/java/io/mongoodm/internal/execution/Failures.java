package io.mongoodm.internal.execution;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.MongoWriteException;
import com.mongodb.WriteError;
import com.mongodb.bulk.WriteConcernError;
import io.mongoodm.DuplicateKeyException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The one place that turns failures of the driver into ours; what cannot be said better passes untouched. */
final class Failures {
    private static final Pattern INDEX = Pattern.compile("index: (?:[^\\s$]*\\$)?(\\S+)");

    private Failures() {}

    /** Returns the failure to throw for one call. A retryable failure is never wrapped: its labels have to be seen. */
    static RuntimeException translate(RuntimeException failure, Class<?> model) {
        if (failure instanceof MongoException mongo
                && !mongo.hasErrorLabel(MongoException.TRANSIENT_TRANSACTION_ERROR_LABEL)
                && isDuplicateKey(mongo)) {
            String index = indexName(mongo);
            return new DuplicateKeyException(
                    "Another document has the same key in the unique index " + (index == null ? "of " : index + " of ")
                            + model.getSimpleName() + "'s collection: give the document another key, or change the one"
                            + " that is there",
                    index,
                    failure);
        }
        return failure;
    }

    private static boolean isDuplicateKey(MongoException failure) {
        return switch (failure) {
            case MongoWriteException write -> write.getError().getCategory() == ErrorCategory.DUPLICATE_KEY;
            case MongoCommandException command ->
                ErrorCategory.fromErrorCode(command.getErrorCode()) == ErrorCategory.DUPLICATE_KEY;
            case MongoBulkWriteException bulk -> firstDuplicate(bulk) != null;
            default -> false;
        };
    }

    private static @Nullable String indexName(MongoException failure) {
        WriteError first = failure instanceof MongoBulkWriteException bulk ? firstDuplicate(bulk) : null;
        String message = first == null ? String.valueOf(failure.getMessage()) : first.getMessage();
        Matcher matcher = INDEX.matcher(message);
        return matcher.find() ? matcher.group(1) : null;
    }

    private static @Nullable WriteError firstDuplicate(MongoBulkWriteException failure) {
        WriteConcernError concern = failure.getWriteConcernError();
        List<? extends WriteError> errors = failure.getWriteErrors();
        return concern == null && errors.size() == 1 && errors.getFirst().getCategory() == ErrorCategory.DUPLICATE_KEY
                ? errors.getFirst()
                : null;
    }
}
