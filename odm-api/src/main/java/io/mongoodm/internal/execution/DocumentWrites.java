package io.mongoodm.internal.execution;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.client.model.DeleteOptions;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.result.DeleteResult;
import com.mongodb.client.result.UpdateResult;
import io.mongoodm.DocumentNotFoundException;
import io.mongoodm.DuplicateKeyException;
import io.mongoodm.OdmException;
import io.mongoodm.StaleDocumentException;
import io.mongoodm.internal.mapping.ComponentModel;
import io.mongoodm.internal.mapping.ComponentModel.Role;
import io.mongoodm.internal.mapping.ModelType;
import io.mongoodm.internal.mapping.RecordModel;
import io.mongoodm.internal.validation.FormerNames;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.conversions.Bson;

/** Prepares the writes of whole records: what is found by the record's own id, tag and version. */
final class DocumentWrites<T> {
    private final Target<T> target;
    private final ModelType<T> model;
    private final Stamps stamps;

    DocumentWrites(Target<T> target) {
        this.target = target;
        this.model = target.model();
        this.stamps = target.engine().stamps();
    }

    Operation<T> create(T document) {
        RecordModel<T> record = creatable(document);
        return target.operation((door, deadline) -> {
            RawBsonDocument stored = encode(record, stamps.created(record, document));
            target.raw(door, deadline, collection -> {
                collection.insertOne(stored);
                return null;
            });
            return decode(stored);
        });
    }

    Operation<List<T>> createMany(Collection<? extends T> documents) {
        Listed<T> listed = Listed.of(documents, "documents", target.name() + " records");
        listed.each(this::creatable);
        return target.operation((door, deadline) -> {
            if (listed.elements().isEmpty()) {
                return List.of();
            }
            List<RawBsonDocument> stored = listed.each(document -> {
                RecordModel<T> record = model.recordOf(document);
                return encode(record, stamps.created(record, document));
            });
            insert(stored, door, deadline);
            return stored.stream().map(this::decode).toList();
        });
    }

    private void insert(List<RawBsonDocument> stored, Door door, Deadline deadline) {
        try {
            target.raw(door, deadline, collection -> {
                collection.insertMany(stored);
                return null;
            });
        } catch (MongoBulkWriteException failure) {
            throw Failures.translateInserts(
                    Inserted.identified(
                            failure, true, position -> stored.get(position).get("_id")),
                    model.type());
        }
    }

    /** Returns the model of a record that can be created; throws for a null id that is not generated. */
    RecordModel<T> creatable(T document) {
        RecordModel<T> record = recordOf(document);
        Optional<ComponentModel> id = record.component(Role.ID);
        if (id.isPresent() && record.value(document, id.get()) == null && !Stamps.isGenerated(id.get())) {
            throw new IllegalArgumentException("The id of this " + name(record) + " is null, and only ids that are"
                    + " stored as ObjectId are generated: give it an id");
        }
        return record;
    }

    Operation<UpdateResult> update(T document) {
        RecordModel<T> record = recordOf(document);
        BsonDocument filter = identity(record, document, true);
        return target.operation((door, deadline) -> {
            BsonDocument update = wholeUpdate(record, document);
            return changed(
                    record,
                    target.raw(
                            door,
                            deadline,
                            c -> c.updateOne(filter, new Change.Operators(update), new UpdateOptions())));
        });
    }

    Operation<UpdateResult> update(T document, Bson update) {
        RecordModel<T> record = recordOf(document);
        BsonDocument filter = identity(record, document, true);
        BsonDocument checked = target.validator().update(Objects.requireNonNull(update, "update"));
        target.validator().requireNoIdentifiers(checked);
        return target.operation((door, deadline) -> {
            Change change = new Change.Operators(stamps.amended(List.of(record), checked, false));
            return changed(record, target.raw(door, deadline, c -> c.updateOne(filter, change, new UpdateOptions())));
        });
    }

    Operation<UpdateResult> patch(T before, T after) {
        RecordModel<T> record = model.recordOf(Objects.requireNonNull(before, "before"));
        RecordModel<T> other = model.recordOf(Objects.requireNonNull(after, "after"));
        if (!record.type().equals(other.type())) {
            throw new IllegalArgumentException("A patch cannot turn a " + name(record) + " into a " + name(other)
                    + ": use replace for another variant");
        }
        BsonDocument filter = identity(record, before, true);
        if (!Objects.equals(filter.get("_id"), identity(record, after, false).get("_id"))) {
            throw new IllegalArgumentException(
                    "A patch cannot change the id of a " + name(record) + ": both records have to have the same one");
        }
        return target.operation((door, deadline) -> {
            BsonDocument difference = Difference.between(record, record.encode(before), record.encode(after));
            if (difference.isEmpty()) {
                return UpdateResult.acknowledged(0, 0L, null);
            }
            Change change = new Change.Operators(stamps.amended(List.of(record), difference, false));
            return changed(record, target.raw(door, deadline, c -> c.updateOne(filter, change, new UpdateOptions())));
        });
    }

    Operation<T> updateAndGet(T document) {
        RecordModel<T> record = recordOf(document);
        BsonDocument filter = identity(record, document, true);
        FindOneAndUpdateOptions options = new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER);
        return target.operation((door, deadline) -> {
            BsonDocument update = wholeUpdate(record, document);
            Object stored =
                    target.decoded(model.codec(), door, deadline, c -> c.findOneAndUpdate(filter, update, options));
            if (stored == null) {
                throw gone(record);
            }
            return Undecodable.unwrap(stored, model.codec());
        });
    }

    Operation<T> replace(T document, ReplaceOptions options) {
        RecordModel<T> record = recordOf(document);
        RawBsonDocument filter = target.validator().withTags(Raw.copy(identity(record, document, false)));
        ReplaceOptions copy = Options.copy(options, target.validator());
        return target.operation((door, deadline) -> {
            RawBsonDocument stored = encode(record, stamps.replacement(record, document));
            UpdateResult result = replaced(record, door, deadline, c -> c.replaceOne(filter, stored, copy));
            if (result.wasAcknowledged() && result.getUpsertedId() == null) {
                changed(record, result);
            }
            return decode(stored);
        });
    }

    /** An upsert of a stale record finds nothing to replace, and meets the stored document when it inserts. */
    private UpdateResult replaced(
            RecordModel<T> record,
            Door door,
            Deadline deadline,
            Function<BoundCollection<RawBsonDocument>, UpdateResult> replacement) {
        try {
            return target.raw(door, deadline, replacement);
        } catch (DuplicateKeyException duplicate) {
            throw record.component(Role.VERSION).isPresent() && "_id_".equals(duplicate.indexName())
                    ? gone(record)
                    : duplicate;
        }
    }

    Operation<DeleteResult> delete(T document) {
        RecordModel<T> record = recordOf(document);
        BsonDocument filter = identity(record, document, true);
        boolean versioned = record.component(Role.VERSION).isPresent();
        return target.operation((door, deadline) -> {
            DeleteResult result = target.raw(door, deadline, c -> c.deleteOne(filter, new DeleteOptions()));
            if (versioned && result.wasAcknowledged() && result.getDeletedCount() == 0) {
                throw gone(record);
            }
            return result;
        });
    }

    /** Returns the model of a record; throws for null and for a class that the model does not have. */
    RecordModel<T> recordOf(T document) {
        return model.recordOf(Objects.requireNonNull(document, "document"));
    }

    /** Returns what finds the stored document: id, version, and the tag of its variant when it may not change. */
    BsonDocument identity(RecordModel<T> record, T document, boolean sameVariant) {
        ComponentModel id = record.component(Role.ID)
                .orElseThrow(() -> new IllegalArgumentException("A "
                        + name(record)
                        + " has no id, so nothing finds the stored document: add a component named id, or use"
                        + " a filter"));
        BsonDocument filter = new BsonDocument();
        Object value = record.value(document, id);
        if (value == null) {
            throw new IllegalArgumentException("The id of this " + name(record)
                    + " is null, so it was never stored: create it first, and go on with what create returns");
        }
        filter.put("_id", Objects.requireNonNull(id.encode(value), "stored id"));
        String tagField = model.tagField();
        String tag = model.tagOf(record.type());
        if (sameVariant && tagField != null && tag != null) {
            filter.put(tagField, new BsonString(tag));
        }
        record.component(Role.VERSION)
                .ifPresent(version ->
                        filter.put(version.storedName(), new BsonInt64(Stamps.version(record, document, version))));
        return filter;
    }

    /** Sets what is there and unsets what is null among the top-level components; stamps are the library's. */
    BsonDocument wholeUpdate(RecordModel<T> record, T document) {
        BsonDocument set = record.encode(document);
        set.remove("_id");
        if (model.tagField() != null) {
            set.remove(model.tagField());
        }
        BsonDocument unset = new BsonDocument();
        FormerNames former = new FormerNames();
        for (ComponentModel component : record.components()) {
            switch (component.role()) {
                case VERSION, CREATED_AT, UPDATED_AT -> set.remove(component.storedName());
                case VALUE -> {
                    if (!set.containsKey(component.storedName())) {
                        unset.put(component.storedName(), new BsonString(""));
                    }
                    former.add("", component);
                }
                default -> {}
            }
        }
        set.keySet().forEach(name -> Difference.requireSettable(record, name));
        BsonDocument update = Difference.update(set, unset, former);
        BsonDocument amended = stamps.amended(List.of(record), update, false);
        return amended.isEmpty() ? new BsonDocument("$set", new BsonDocument("_id", idOf(record, document))) : amended;
    }

    private static <T> BsonValue idOf(RecordModel<T> record, T document) {
        ComponentModel id = record.component(Role.ID).orElseThrow();
        return Objects.requireNonNull(id.encode(record.value(document, id)), "stored id");
    }

    private UpdateResult changed(RecordModel<T> record, UpdateResult result) {
        if (result.wasAcknowledged() && result.getMatchedCount() == 0) {
            throw gone(record);
        }
        return result;
    }

    private OdmException gone(RecordModel<T> record) {
        return record.component(Role.VERSION).isPresent()
                ? new StaleDocumentException(
                        "This " + name(record) + " was changed or deleted since it was read; nothing"
                                + " was written. Read it again, and repeat the change on what is there now")
                : new DocumentNotFoundException("There is no stored " + name(record)
                        + " with this id; nothing was written. It was deleted, or never created: create it, or replace"
                        + " it with upsert");
    }

    private static String name(RecordModel<?> record) {
        return record.type().getSimpleName();
    }

    private RawBsonDocument encode(RecordModel<T> record, T document) {
        return Raw.encode(document, record.codec());
    }

    private T decode(RawBsonDocument stored) {
        return Raw.decode(stored, model.codec());
    }
}
