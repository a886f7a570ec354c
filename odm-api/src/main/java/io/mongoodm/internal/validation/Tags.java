package io.mongoodm.internal.validation;

import io.mongoodm.internal.mapping.ModelType;
import java.util.List;
import java.util.Objects;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;

/** Keeps the documents of other variants out of filters and pipelines, whatever the user's filter says of the tag. */
final class Tags {
    private final ModelType<?> model;

    Tags(ModelType<?> model) {
        this.model = model;
    }

    boolean areNeeded() {
        return model.filtersOnTags() && model.tagField() != null;
    }

    /** Returns the filter that every document of the model fulfils, and no other. */
    BsonDocument condition() {
        List<BsonString> tags = model.tags().stream().map(BsonString::new).toList();
        BsonValue condition = tags.size() == 1 ? tags.getFirst() : new BsonDocument("$in", new BsonArray(tags));
        return new BsonDocument(field(), condition);
    }

    RawBsonDocument before(RawBsonDocument filter, Context context) {
        return areNeeded() ? Documents.copy(joined(filter), context) : filter;
    }

    /** Puts the tag first, where a filter that names it too cannot replace it. */
    BsonDocument joined(BsonDocument filter) {
        if (filter.containsKey(field())) {
            return new BsonDocument("$and", new BsonArray(List.of(condition(), filter)));
        }
        BsonDocument joined = condition();
        joined.putAll(filter);
        return joined;
    }

    private String field() {
        return Objects.requireNonNull(model.tagField(), "tagField");
    }
}
