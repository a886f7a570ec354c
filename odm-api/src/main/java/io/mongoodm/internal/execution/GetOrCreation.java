package io.mongoodm.internal.execution;

import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import io.mongoodm.DuplicateKeyException;
import io.mongoodm.GetOrCreate;
import io.mongoodm.InvalidFilterException;
import io.mongoodm.internal.mapping.ComponentModel;
import io.mongoodm.internal.mapping.ComponentModel.Role;
import io.mongoodm.internal.mapping.ModelType;
import io.mongoodm.internal.mapping.RecordModel;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/** Prepares get-or-create: a find, and when nothing is there one atomic upsert of what the supplier makes. */
final class GetOrCreation<T> {
    private final Target<T> target;
    private final ModelType<T> model;
    private final DocumentWrites<T> documents;

    GetOrCreation(Target<T> target, DocumentWrites<T> documents) {
        this.target = target;
        this.model = target.model();
        this.documents = documents;
    }

    Operation<GetOrCreate<T>> prepare(Bson filter, Supplier<? extends T> supplier) {
        RawBsonDocument checked = target.validator().filterWithTags(Objects.requireNonNull(filter, "filter"));
        Objects.requireNonNull(supplier, "supplier");
        return target.operation((door, deadline) -> {
            T found = find(checked, door, deadline);
            return found != null
                    ? new GetOrCreate<>(found, false)
                    : create(checked, stored(checked, supplier.get()), door, deadline);
        });
    }

    private @Nullable T find(RawBsonDocument filter, Door door, Deadline deadline) {
        Object found = target.decoded(
                model.codec(), door, deadline, c -> c.find(filter).limit(-1).first());
        return found == null ? null : Undecodable.unwrap(found, model.codec());
    }

    /** Upserts; a duplicate key means that another caller was faster, so the whole is tried once more. */
    private GetOrCreate<T> create(RawBsonDocument filter, RawBsonDocument stored, Door door, Deadline deadline) {
        try {
            return upsert(filter, stored, door, deadline);
        } catch (DuplicateKeyException duplicate) {
            if (target.session() != null && target.session().hasActiveTransaction()) {
                throw duplicate;
            }
            T found = find(filter, door, deadline);
            return found != null ? new GetOrCreate<>(found, false) : upsert(filter, stored, door, deadline);
        }
    }

    private GetOrCreate<T> upsert(RawBsonDocument filter, RawBsonDocument stored, Door door, Deadline deadline) {
        BsonDocument update = new BsonDocument("$setOnInsert", stored);
        FindOneAndUpdateOptions options =
                new FindOneAndUpdateOptions().upsert(true).returnDocument(ReturnDocument.BEFORE);
        Object before = target.decoded(model.codec(), door, deadline, c -> c.findOneAndUpdate(filter, update, options));
        return before == null
                ? new GetOrCreate<>(Raw.decode(stored, model.codec()), true)
                : new GetOrCreate<>(Undecodable.unwrap(before, model.codec()), false);
    }

    /** Returns what is stored of the supplier's record: with its id, and equal to what the filter demands. */
    private RawBsonDocument stored(RawBsonDocument filter, T supplied) {
        Objects.requireNonNull(supplied, "The supplier of getOrCreate returned null");
        Map<String, BsonValue> equalities = Upserts.equalities(filter);
        RecordModel<T> record = model.recordOf(supplied);
        T document = withIdOf(record, supplied, equalities.get("_id"));
        documents.creatable(document);
        RawBsonDocument stored = Raw.encode(target.engine().stamps().created(record, document), record.codec());
        equalities.forEach((path, demanded) -> {
            if (!Paths.holds(stored, path, demanded)) {
                throw new InvalidFilterException("The filter of getOrCreate demands another " + path + " than the new "
                        + record.type().getSimpleName() + " has, so each call would create one more: make the supplier"
                        + " return what the filter looks for");
            }
        });
        return stored;
    }

    private static <T> T withIdOf(RecordModel<T> record, T document, @Nullable BsonValue demanded) {
        ComponentModel id = record.component(Role.ID).orElse(null);
        return id == null || demanded == null || demanded.isNull() || record.value(document, id) != null
                ? document
                : record.with(document, Map.of(id, Objects.requireNonNull(id.decode(demanded))));
    }
}
