package io.mongoodm.internal.execution;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.DeleteManyModel;
import com.mongodb.client.model.DeleteOneModel;
import com.mongodb.client.model.DeleteOptions;
import com.mongodb.client.model.FindOneAndDeleteOptions;
import com.mongodb.client.model.FindOneAndReplaceOptions;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.InsertOneModel;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.UpdateManyModel;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.WriteModel;
import com.mongodb.client.result.DeleteResult;
import com.mongodb.client.result.UpdateResult;
import io.mongoodm.internal.mapping.ModelType;
import io.mongoodm.internal.mapping.RecordModel;
import io.mongoodm.internal.validation.Validator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/** Prepares the writes that name their documents by a filter: one, many, find-and-modify, and bulk. */
final class FilterWrites<T> {
    private static final EncodedDocumentCodec IDENTIFYING = new EncodedDocumentCodec();

    private final Target<T> target;
    private final ModelType<T> model;
    private final Validator validator;
    private final Stamps stamps;
    private final DocumentWrites<T> documents;

    FilterWrites(Target<T> target, DocumentWrites<T> documents) {
        this.target = target;
        this.model = target.model();
        this.validator = target.validator();
        this.stamps = target.engine().stamps();
        this.documents = documents;
    }

    Operation<UpdateResult> updateOne(Bson filter, Bson update, UpdateOptions options) {
        return updateOne(update(filter, update, options));
    }

    Operation<UpdateResult> updateOne(Bson filter, List<? extends Bson> pipeline, UpdateOptions options) {
        return updateOne(update(filter, pipeline, options));
    }

    private Operation<UpdateResult> updateOne(Update checked) {
        return target.operation((door, deadline) ->
                target.raw(door, deadline, c -> c.updateOne(checked.filter, checked.change.get(), checked.options)));
    }

    Operation<UpdateResult> updateMany(Bson filter, Bson update, UpdateOptions options) {
        return updateMany(update(filter, update, options));
    }

    Operation<UpdateResult> updateMany(Bson filter, List<? extends Bson> pipeline, UpdateOptions options) {
        return updateMany(update(filter, pipeline, options));
    }

    private Operation<UpdateResult> updateMany(Update checked) {
        return target.operation((door, deadline) ->
                target.raw(door, deadline, c -> c.updateMany(checked.filter, checked.change.get(), checked.options)));
    }

    /** A checked update; its change is stamped when it is sent. */
    private record Update(RawBsonDocument filter, Supplier<Change> change, UpdateOptions options) {}

    private Update update(Bson filter, Bson update, UpdateOptions options) {
        RawBsonDocument checkedFilter = filter(filter);
        RawBsonDocument checked = validator.update(Objects.requireNonNull(update, "update"));
        UpdateOptions copy = Options.copy(options, validator, checked);
        List<RecordModel<? extends T>> stamped = reached(checkedFilter);
        if (copy.isUpsert()) {
            checkUpsert(checkedFilter, checked, stamped);
        }
        return new Update(
                checkedFilter, () -> new Change.Operators(stamps.amended(stamped, checked, copy.isUpsert())), copy);
    }

    private Update update(Bson filter, List<? extends Bson> pipeline, UpdateOptions options) {
        RawBsonDocument checkedFilter = filter(filter);
        List<BsonDocument> checked = validator.updatePipeline(Objects.requireNonNull(pipeline, "pipeline"));
        UpdateOptions copy = Options.copy(options, validator, new BsonDocument());
        if (copy.isUpsert()) {
            Upserts.check(model, checkedFilter, new BsonDocument());
        }
        List<RecordModel<? extends T>> stamped = reached(checkedFilter);
        return new Update(
                checkedFilter, () -> new Change.Pipeline(stamps.amended(stamped, checked, copy.isUpsert())), copy);
    }

    private void checkUpsert(BsonDocument filter, BsonDocument update, List<RecordModel<? extends T>> reached) {
        Upserts.check(model, filter, update);
        if (reached.size() == 1) {
            validator.requireReadable(Upserts.equalities(filter), update, reached.getFirst());
        }
    }

    /** Returns the records that the filter lets through: one when it says which variant. */
    private List<RecordModel<? extends T>> reached(BsonDocument filter) {
        String tagField = model.tagField();
        BsonValue tag = tagField == null ? null : Upserts.equalities(filter).get(tagField);
        if (tag == null) {
            return model.records();
        }
        return model.records().stream()
                .filter(record -> tag.equals(new BsonString(String.valueOf(model.tagOf(record.type())))))
                .toList();
    }

    private RawBsonDocument filter(Bson filter) {
        return validator.filterWithTags(Objects.requireNonNull(filter, "filter"));
    }

    Operation<DeleteResult> deleteOne(Bson filter, DeleteOptions options) {
        RawBsonDocument checked = filter(filter);
        DeleteOptions copy = Options.copy(options, validator);
        return target.operation((door, deadline) -> target.raw(door, deadline, c -> c.deleteOne(checked, copy)));
    }

    Operation<DeleteResult> deleteMany(Bson filter, DeleteOptions options) {
        RawBsonDocument checked = filter(filter);
        DeleteOptions copy = Options.copy(options, validator);
        return target.operation((door, deadline) -> target.raw(door, deadline, c -> c.deleteMany(checked, copy)));
    }

    Operation<Optional<T>> findOneAndUpdate(Bson filter, Bson update, FindOneAndUpdateOptions options) {
        RawBsonDocument checkedFilter = filter(filter);
        RawBsonDocument checked = validator.update(Objects.requireNonNull(update, "update"));
        FindOneAndUpdateOptions copy = Options.copy(options, validator, checked);
        List<RecordModel<? extends T>> stamped = reached(checkedFilter);
        if (copy.isUpsert()) {
            checkUpsert(checkedFilter, checked, stamped);
        }
        return target.operation((door, deadline) -> {
            BsonDocument change = stamps.amended(stamped, checked, copy.isUpsert());
            return optional(target.decoded(
                    model.codec(), door, deadline, c -> c.findOneAndUpdate(checkedFilter, change, copy)));
        });
    }

    Operation<Optional<T>> findOneAndReplace(Bson filter, T replacement, FindOneAndReplaceOptions options) {
        RawBsonDocument checked = filter(filter);
        RecordModel<T> record = model.recordOf(Objects.requireNonNull(replacement, "replacement"));
        FindOneAndReplaceOptions copy = Options.copy(options, validator);
        if (copy.isUpsert()) {
            Upserts.check(model, record, replacement, checked);
        }
        return target.operation((door, deadline) -> {
            RawBsonDocument stored = replacement(record, replacement);
            return optional(
                    target.decoded(model.codec(), door, deadline, c -> c.findOneAndReplace(checked, stored, copy)));
        });
    }

    Operation<Optional<T>> findOneAndDelete(Bson filter, FindOneAndDeleteOptions options) {
        RawBsonDocument checked = filter(filter);
        FindOneAndDeleteOptions copy = Options.copy(options, validator);
        return target.operation((door, deadline) ->
                optional(target.decoded(model.codec(), door, deadline, c -> c.findOneAndDelete(checked, copy))));
    }

    private Optional<T> optional(@Nullable Object decoded) {
        return decoded == null ? Optional.empty() : Optional.of(Undecodable.unwrap(decoded, model.codec()));
    }

    private RawBsonDocument replacement(RecordModel<T> record, T document) {
        return Raw.encode(stamps.replacement(record, document), record.codec());
    }

    Operation<BulkWriteResult> bulkWrite(List<? extends WriteModel<? extends T>> writes, BulkWriteOptions options) {
        Listed<WriteModel<? extends T>> listed = Listed.of(writes, "writes", "writes");
        List<Supplier<WriteModel<RawBsonDocument>>> checked = listed.each(this::checked);
        BulkWriteOptions copy = Options.copy(options, validator);
        return target.operation((door, deadline) -> {
            if (checked.isEmpty()) {
                return BulkWriteResult.acknowledged(0, 0, 0, 0, List.of(), List.of());
            }
            return sent(Listed.of(checked, "writes", "writes").each(Supplier::get), copy, door, deadline);
        });
    }

    private BulkWriteResult sent(
            List<WriteModel<RawBsonDocument>> writes, BulkWriteOptions options, Door door, Deadline deadline) {
        IntFunction<@Nullable BsonValue> ids = position -> insertedId(writes.get(position));
        try {
            return Inserted.identified(target.raw(door, deadline, c -> c.bulkWrite(writes, options)), ids);
        } catch (MongoBulkWriteException failure) {
            throw Inserted.identified(failure, options.isOrdered(), ids);
        }
    }

    private static @Nullable BsonValue insertedId(WriteModel<RawBsonDocument> write) {
        return write instanceof InsertOneModel<RawBsonDocument> insert
                ? insert.getDocument().get("_id")
                : null;
    }

    /** Returns the checked write, which is stamped and encoded when it is sent. */
    private Supplier<WriteModel<RawBsonDocument>> checked(WriteModel<? extends T> write) {
        return switch (write) {
            case InsertOneModel<? extends T> insert -> checkedInsert(insert);
            case ReplaceOneModel<? extends T> replace -> checkedReplace(replace);
            case UpdateOneModel<? extends T> update -> {
                Update one =
                        update(update.getFilter(), update.getUpdate(), update.getUpdatePipeline(), update.getOptions());
                yield () -> switch (one.change.get()) {
                    case Change.Operators operators ->
                        new UpdateOneModel<>(one.filter, operators.document(), one.options);
                    case Change.Pipeline pipeline -> new UpdateOneModel<>(one.filter, pipeline.stages(), one.options);
                };
            }
            case UpdateManyModel<? extends T> update -> {
                Update many =
                        update(update.getFilter(), update.getUpdate(), update.getUpdatePipeline(), update.getOptions());
                yield () -> switch (many.change.get()) {
                    case Change.Operators operators ->
                        new UpdateManyModel<>(many.filter, operators.document(), many.options);
                    case Change.Pipeline pipeline ->
                        new UpdateManyModel<>(many.filter, pipeline.stages(), many.options);
                };
            }
            case DeleteOneModel<? extends T> delete -> {
                var one = new DeleteOneModel<RawBsonDocument>(
                        filter(delete.getFilter()), Options.copy(delete.getOptions(), validator));
                yield () -> one;
            }
            case DeleteManyModel<? extends T> delete -> {
                var many = new DeleteManyModel<RawBsonDocument>(
                        filter(delete.getFilter()), Options.copy(delete.getOptions(), validator));
                yield () -> many;
            }
            default ->
                throw new IllegalArgumentException("A bulk write of this kind is unknown: "
                        + write.getClass().getSimpleName()
                        + ". Use the driver's insert, replace, update and delete models");
        };
    }

    private Supplier<WriteModel<RawBsonDocument>> checkedInsert(InsertOneModel<? extends T> insert) {
        T document = insert.getDocument();
        RecordModel<T> record = documents.creatable(document);
        return () -> new InsertOneModel<>(IDENTIFYING.generateIdIfAbsentFromDocument(
                Raw.encode(stamps.created(record, document), record.codec())));
    }

    private Supplier<WriteModel<RawBsonDocument>> checkedReplace(ReplaceOneModel<? extends T> replace) {
        RawBsonDocument filter = filter(replace.getFilter());
        T document = replace.getReplacement();
        RecordModel<T> record = model.recordOf(document);
        var options = Options.copy(replace.getReplaceOptions(), validator);
        if (options.isUpsert()) {
            Upserts.check(model, record, document, filter);
        }
        return () -> new ReplaceOneModel<>(filter, replacement(record, document), options);
    }

    private Update update(
            Bson filter, @Nullable Bson update, @Nullable List<? extends Bson> pipeline, UpdateOptions options) {
        return pipeline == null
                ? update(filter, Objects.requireNonNull(update, "update"), options)
                : update(filter, pipeline, options);
    }
}
