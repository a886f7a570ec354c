package io.mongoodm.internal.validation;

import static java.util.Objects.requireNonNull;

import io.mongoodm.InvalidFilterException;
import io.mongoodm.internal.mapping.ModelType;
import io.mongoodm.internal.mapping.RecordModel;
import io.mongoodm.internal.mapping.Shape;
import io.mongoodm.query.ElementField;
import io.mongoodm.query.FieldPath;
import io.mongoodm.query.StoredField;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.ByteBuf;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.bson.codecs.configuration.CodecRegistry;
import org.bson.conversions.Bson;

/**
 * The one door to the checks of a model's filters, updates, sorts, projections, hints and pipelines. Each method renders
 * its argument with the registry, checks it, and returns a copy that nobody else holds; all of them throw
 * {@link InvalidFilterException} for what does not fit, and {@link NullPointerException} for null. With checks switched off
 * {@code id} still becomes {@code _id}, tags are added and kept, and what is no filter or update at all is refused.
 * Immutable and thread-safe.
 */
public final class Validator {
    private final ModelType<?> model;
    private final CodecRegistry registry;
    private final Context context;
    private final Context updating;
    private final Context projecting;
    private final OwnerMarks marks;
    private final Shape.Embedded root;
    private final Tags tags;
    private final FilterCheck filters;
    private final Scope scope;
    private final UpdateCheck updates;
    private final UpsertCheck upserts;
    private final KeyCheck keys;
    private final ProjectionCheck projections;
    private final PipelineCheck aggregations;
    private final PipelineCheck updatePipelines;

    private Validator(ModelType<?> model, CodecRegistry registry, boolean checked) {
        this.model = model;
        this.registry = registry;
        this.context = new Context("filter", model.type(), checked);
        this.marks = new OwnerMarks(context, registry);
        this.root = model.shape();
        this.tags = new Tags(model);
        this.filters = new FilterCheck(context, marks);
        this.scope = filters.scope(List.of(root));
        this.updating = context.withSubject("update");
        FilterCheck updateFilters = new FilterCheck(updating, marks);
        this.updates = new UpdateCheck(updating, marks, root, updateFilters);
        this.upserts = new UpsertCheck(context.withSubject("upsert"), root);
        this.keys = new KeyCheck(context, marks, root);
        this.projecting = context.withSubject("projection");
        this.projections = new ProjectionCheck(projecting, marks, root, new FilterCheck(projecting, marks));
        Context pipeline = context.withSubject("pipeline");
        this.aggregations = new PipelineCheck(pipeline, new FilterCheck(pipeline, marks), updates, root, tags);
        this.updatePipelines = new PipelineCheck(updating, updateFilters, updates, root, tags);
    }

    /**
     * Returns the checks of a model.
     *
     * @param model whose documents are queried
     * @param registry the handle's codecs
     * @param checked whether names and values are checked
     */
    public static Validator of(ModelType<?> model, CodecRegistry registry, boolean checked) {
        return new Validator(model, registry, checked);
    }

    /** Returns the filter as it is sent, without tags: nothing is changed but {@code id} to {@code _id}. */
    public RawBsonDocument filter(Bson filter) {
        return Documents.copy(filters.filter(rendered(requireNonNull(filter, "filter")), scope, Place.ROOT), context);
    }

    /** Returns the filter as it is sent, with the model's tags in front where the model filters on tags. */
    public RawBsonDocument filterWithTags(Bson filter) {
        return withTags(filter(filter));
    }

    /** Returns a filter that was checked before with the model's tags in front; itself when the model needs none. */
    public RawBsonDocument withTags(RawBsonDocument filter) {
        return tags.before(filter, context);
    }

    /** Returns an update that consists of operators, its numbers in the stored types. */
    public RawBsonDocument update(Bson update) {
        return Documents.copy(updates.update(rendered(requireNonNull(update, "update"))), updating);
    }

    /**
     * Refuses an upsert that would insert a document which cannot be read.
     *
     * @param conditions the equality conditions of the checked filter, by stored path: they are inserted too
     * @param update the checked update
     * @param record what is inserted
     */
    public void requireReadable(Map<String, BsonValue> conditions, BsonDocument update, RecordModel<?> record) {
        if (context.checked()) {
            upserts.check(conditions, update, record);
        }
    }

    /** Returns the stages of an update by pipeline. */
    public List<BsonDocument> updatePipeline(List<? extends Bson> pipeline) {
        return updatePipelines.update(stages(pipeline));
    }

    /**
     * Returns the array filters of an update.
     *
     * @param update the checked update, in which the filters' identifiers have to appear
     */
    public List<BsonDocument> arrayFilters(List<? extends Bson> arrayFilters, BsonDocument update) {
        Context subject = context.withSubject("array filter");
        List<BsonDocument> rendered = new ArrayList<>();
        for (Bson filter : arrayFilters) {
            rendered.add(requireNonNull(filter, "array filter").toBsonDocument(Document.class, registry));
        }
        Map<String, List<Shape>> identifiers = UpdateCheck.identifiers(root, update, subject);
        return new ArrayFilterCheck(subject, marks).check(rendered, identifiers);
    }

    /**
     * Refuses an update that names elements by an identifier, as one without array filters may not.
     *
     * @param update the checked update
     */
    public void requireNoIdentifiers(BsonDocument update) {
        if (update instanceof RawBsonDocument raw && holdsIdentifier(raw.getByteBuffer())) {
            List<BsonDocument> ignored = arrayFilters(List.of(), update);
        }
    }

    /** Most updates name none, and their bytes say so without being read; a text that looks like one is looked at. */
    private static boolean holdsIdentifier(ByteBuf bytes) {
        for (int i = bytes.position(); i < bytes.limit() - 2; i++) {
            if (bytes.get(i) == '$' && bytes.get(i + 1) == '[' && bytes.get(i + 2) != ']') {
                return true;
            }
        }
        return false;
    }

    /** Returns a sort. */
    public BsonDocument sort(Bson sort) {
        return keys.sort(rendered(requireNonNull(sort, "sort")));
    }

    /** Returns the variables that expressions may refer to, which are values and not checked. */
    public BsonDocument variables(Bson let) {
        return Documents.copy(rendered(requireNonNull(let, "let")), context.withSubject("let"));
    }

    /** Returns a hint that names the keys of an index. */
    public BsonDocument hint(Bson index) {
        return keys.hint(rendered(requireNonNull(index, "index")));
    }

    /** Returns a projection for reads of the model itself, which may neither drop nor shorten a stored component. */
    public BsonDocument projection(Bson projection) {
        return Documents.copy(projections.whole(rendered(requireNonNull(projection, "projection"))), projecting);
    }

    /** Returns a projection for raw reads, whose names are checked. */
    public BsonDocument rawProjection(Bson projection) {
        return Documents.copy(projections.names(rendered(requireNonNull(projection, "projection"))), projecting);
    }

    /** Returns the projection that fetches what a record needs, after a check of its names and types. */
    public BsonDocument projectionFor(RecordModel<?> row) {
        return new RowProjection(projecting, model).of(row);
    }

    /** Returns the stages of an aggregation, tags included; only the leading {@code $match} is checked. */
    public List<BsonDocument> pipeline(List<? extends Bson> pipeline) {
        return aggregations.aggregation(stages(pipeline));
    }

    /** Returns the stored form of an id, as {@code findById} looks for it. */
    public BsonValue id(Object id) {
        return new IdCheck(context, root, registry).id(requireNonNull(id, "id"));
    }

    /** Returns how the field of a {@code distinct} is stored: its whole path, and the codec of one value. */
    public StoredField distinct(FieldPath<?, ?> field) {
        StoredField stored = requireNonNull(field, "field").stored(model.type(), registry);
        Target target = new PathWalk(context.withSubject("distinct"), PathWalk.Use.READ)
                .resolve(List.of(root), stored.name(), Place.ROOT);
        boolean isList = target.shapes().stream().anyMatch(shape -> shape instanceof Shape.Elements);
        if (isList && !(field instanceof ElementField)) {
            throw new InvalidFilterException("Field \"" + stored.name() + "\" of " + context.modelName()
                    + " is a list, and distinct gives its elements: name them by elements(...) instead of field(...)");
        }
        return stored;
    }

    /** Rows of a pipeline have other shapes than the model, so typed fields of any class are allowed. */
    private List<BsonDocument> stages(List<? extends Bson> pipeline) {
        List<BsonDocument> stages = new ArrayList<>();
        for (Bson stage : requireNonNull(pipeline, "pipeline")) {
            stages.add(requireNonNull(stage, "stage").toBsonDocument(Document.class, registry));
        }
        return stages;
    }

    private BsonDocument rendered(Bson expression) {
        return expression.toBsonDocument(model.type(), marks);
    }
}
