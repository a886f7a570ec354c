package io.mongoodm.internal.validation;

import io.mongoodm.internal.mapping.ModelType;
import io.mongoodm.internal.mapping.RecordModel;
import io.mongoodm.query.FieldPath;
import io.mongoodm.query.StoredField;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.codecs.configuration.CodecRegistry;
import org.bson.conversions.Bson;

/**
 * The one door to the checks of a model's filters, updates, sorts, projections, hints and pipelines. Each method renders
 * its argument with the registry, checks it, and returns a copy that nobody else holds; all of them throw
 * {@link io.mongoodm.InvalidFilterException} for what does not fit, and {@link NullPointerException} for null. With
 * checks switched off only {@code id} becomes {@code _id} and tags are added. Immutable and thread-safe.
 */
public final class Validator {
    private Validator() {}

    /**
     * Returns the checks of a model.
     *
     * @param model whose documents are queried
     * @param registry the handle's codecs
     * @param checked whether names and values are checked
     */
    public static Validator of(ModelType<?> model, CodecRegistry registry, boolean checked) {
        throw new IllegalStateException("validation");
    }

    /** Returns the filter as it is sent, without tags: nothing is changed but {@code id} to {@code _id}. */
    public RawBsonDocument filter(Bson filter) {
        throw new IllegalStateException("validation");
    }

    /** Returns the filter as it is sent, with the model's tags in front where the model filters on tags. */
    public RawBsonDocument filterWithTags(Bson filter) {
        throw new IllegalStateException("validation");
    }

    /** Returns a filter that was checked before with the model's tags in front; itself when the model needs none. */
    public RawBsonDocument withTags(RawBsonDocument filter) {
        throw new IllegalStateException("validation");
    }

    /** Returns an update that consists of operators, its numbers in the stored types. */
    public RawBsonDocument update(Bson update) {
        throw new IllegalStateException("validation");
    }

    /** Returns the stages of an update by pipeline. */
    public List<BsonDocument> updatePipeline(List<? extends Bson> pipeline) {
        throw new IllegalStateException("validation");
    }

    /**
     * Returns the array filters of an update.
     *
     * @param update the checked update, in which the filters' identifiers have to appear
     */
    public List<BsonDocument> arrayFilters(List<? extends Bson> arrayFilters, BsonDocument update) {
        throw new IllegalStateException("validation");
    }

    /** Returns a sort. */
    public BsonDocument sort(Bson sort) {
        throw new IllegalStateException("validation");
    }

    /** Returns a hint that names the keys of an index. */
    public BsonDocument hint(Bson index) {
        throw new IllegalStateException("validation");
    }

    /** Returns a projection for reads of the model itself, which may neither drop nor shorten a stored component. */
    public BsonDocument projection(Bson projection) {
        throw new IllegalStateException("validation");
    }

    /** Returns a projection for raw reads, whose names are checked. */
    public BsonDocument rawProjection(Bson projection) {
        throw new IllegalStateException("validation");
    }

    /** Returns the projection that fetches what a record needs, after a check of its names and types. */
    public BsonDocument projectionFor(RecordModel<?> row) {
        throw new IllegalStateException("validation");
    }

    /** Returns the stages of an aggregation, tags included; only the leading {@code $match} is checked. */
    public List<BsonDocument> pipeline(List<? extends Bson> pipeline) {
        throw new IllegalStateException("validation");
    }

    /** Returns the stored form of an id, as {@code findById} looks for it. */
    public BsonValue id(Object id) {
        throw new IllegalStateException("validation");
    }

    /** Returns how the field of a {@code distinct} is stored: its whole path, and the codec of one value. */
    public StoredField distinct(FieldPath<?, ?> field) {
        throw new IllegalStateException("validation");
    }
}
