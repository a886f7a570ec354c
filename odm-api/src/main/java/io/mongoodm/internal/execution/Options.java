package io.mongoodm.internal.execution;

import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.DeleteOptions;
import com.mongodb.client.model.FindOneAndDeleteOptions;
import com.mongodb.client.model.FindOneAndReplaceOptions;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.UpdateOptions;
import io.mongoodm.internal.validation.Validator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/** Copies the driver's mutable options at the call, with every part that names fields checked. */
final class Options {
    private Options() {}

    static UpdateOptions copy(UpdateOptions options, Validator validator, BsonDocument update) {
        Objects.requireNonNull(options, "options");
        return new UpdateOptions()
                .upsert(options.isUpsert())
                .bypassDocumentValidation(options.getBypassDocumentValidation())
                .collation(options.getCollation())
                .arrayFilters(arrayFilters(options.getArrayFilters(), validator, update))
                .hint(hint(options.getHint(), validator))
                .hintString(options.getHintString())
                .comment(options.getComment())
                .let(variables(options.getLet(), validator))
                .sort(sort(options.getSort(), validator));
    }

    static ReplaceOptions copy(ReplaceOptions options, Validator validator) {
        Objects.requireNonNull(options, "options");
        return new ReplaceOptions()
                .upsert(options.isUpsert())
                .bypassDocumentValidation(options.getBypassDocumentValidation())
                .collation(options.getCollation())
                .hint(hint(options.getHint(), validator))
                .hintString(options.getHintString())
                .comment(options.getComment())
                .let(variables(options.getLet(), validator))
                .sort(sort(options.getSort(), validator));
    }

    static DeleteOptions copy(DeleteOptions options, Validator validator) {
        Objects.requireNonNull(options, "options");
        return new DeleteOptions()
                .collation(options.getCollation())
                .hint(hint(options.getHint(), validator))
                .hintString(options.getHintString())
                .comment(options.getComment())
                .let(variables(options.getLet(), validator));
    }

    static FindOneAndUpdateOptions copy(FindOneAndUpdateOptions options, Validator validator, BsonDocument update) {
        Objects.requireNonNull(options, "options");
        return new FindOneAndUpdateOptions()
                .projection(projection(options.getProjection(), validator))
                .sort(sort(options.getSort(), validator))
                .upsert(options.isUpsert())
                .returnDocument(options.getReturnDocument())
                .maxTime(options.getMaxTime(TimeUnit.MILLISECONDS), TimeUnit.MILLISECONDS)
                .bypassDocumentValidation(options.getBypassDocumentValidation())
                .collation(options.getCollation())
                .arrayFilters(arrayFilters(options.getArrayFilters(), validator, update))
                .hint(hint(options.getHint(), validator))
                .hintString(options.getHintString())
                .comment(options.getComment())
                .let(variables(options.getLet(), validator));
    }

    static FindOneAndReplaceOptions copy(FindOneAndReplaceOptions options, Validator validator) {
        Objects.requireNonNull(options, "options");
        return new FindOneAndReplaceOptions()
                .projection(projection(options.getProjection(), validator))
                .sort(sort(options.getSort(), validator))
                .upsert(options.isUpsert())
                .returnDocument(options.getReturnDocument())
                .maxTime(options.getMaxTime(TimeUnit.MILLISECONDS), TimeUnit.MILLISECONDS)
                .bypassDocumentValidation(options.getBypassDocumentValidation())
                .collation(options.getCollation())
                .hint(hint(options.getHint(), validator))
                .hintString(options.getHintString())
                .comment(options.getComment())
                .let(variables(options.getLet(), validator));
    }

    static FindOneAndDeleteOptions copy(FindOneAndDeleteOptions options, Validator validator) {
        Objects.requireNonNull(options, "options");
        return new FindOneAndDeleteOptions()
                .projection(projection(options.getProjection(), validator))
                .sort(sort(options.getSort(), validator))
                .maxTime(options.getMaxTime(TimeUnit.MILLISECONDS), TimeUnit.MILLISECONDS)
                .collation(options.getCollation())
                .hint(hint(options.getHint(), validator))
                .hintString(options.getHintString())
                .comment(options.getComment())
                .let(variables(options.getLet(), validator));
    }

    static BulkWriteOptions copy(BulkWriteOptions options, Validator validator) {
        Objects.requireNonNull(options, "options");
        return new BulkWriteOptions()
                .ordered(options.isOrdered())
                .bypassDocumentValidation(options.getBypassDocumentValidation())
                .comment(options.getComment())
                .let(variables(options.getLet(), validator));
    }

    private static @Nullable Bson variables(@Nullable Bson let, Validator validator) {
        return let == null ? null : validator.variables(let);
    }

    private static @Nullable Bson hint(@Nullable Bson hint, Validator validator) {
        return hint == null ? null : validator.hint(hint);
    }

    private static @Nullable Bson sort(@Nullable Bson sort, Validator validator) {
        return sort == null ? null : validator.sort(sort);
    }

    private static @Nullable Bson projection(@Nullable Bson projection, Validator validator) {
        return projection == null ? null : validator.projection(projection);
    }

    private static @Nullable List<? extends Bson> arrayFilters(
            @Nullable List<? extends Bson> filters, Validator validator, BsonDocument update) {
        if (filters == null) {
            validator.requireNoIdentifiers(update);
            return null;
        }
        return validator.arrayFilters(filters, update);
    }
}
