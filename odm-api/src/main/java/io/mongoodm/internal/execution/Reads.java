package io.mongoodm.internal.execution;

import com.mongodb.client.model.CountOptions;
import io.mongoodm.DocumentNotFoundException;
import io.mongoodm.internal.mapping.ModelType;
import io.mongoodm.internal.relations.RelatedDocuments;
import io.mongoodm.internal.relations.RelatedPaths;
import io.mongoodm.internal.validation.Validator;
import io.mongoodm.query.FieldPath;
import io.mongoodm.query.StoredField;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.bson.BsonDocument;
import org.bson.BsonDocumentReader;
import org.bson.BsonInt32;
import org.bson.BsonValue;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.bson.codecs.Codec;
import org.bson.codecs.Decoder;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.DocumentCodec;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/** Prepares what reads: queries, counts, and the loading of relations. */
final class Reads<T> {
    private static final BsonDocument ID_ONLY = new BsonDocument("_id", new BsonInt32(1));

    private final Target<T> target;
    private final ModelType<T> model;
    private final Validator validator;

    Reads(Target<T> target) {
        this.target = target;
        this.model = target.model();
        this.validator = target.validator();
    }

    Selection<T> find(Bson filter) {
        return find(filter(filter));
    }

    private Selection<T> find(RawBsonDocument checked) {
        target.requireUsable();
        return new DriverSelection<>(
                target, new Source.Find(checked), QueryOptions.NONE, model.codec(), unwrapping(model.codec()), true);
    }

    Selection<Document> findRaw(Bson filter) {
        target.requireUsable();
        return raw(new Source.Find(filter(filter)));
    }

    private Selection<Document> raw(Source source) {
        Codec<Document> documents = target.engine().documentCodec();
        return new DriverSelection<>(target, source, QueryOptions.NONE, documents, unwrapping(documents), false);
    }

    private static <R> Function<Object, @Nullable R> unwrapping(Decoder<R> decoder) {
        return decoded -> Undecodable.unwrap(decoded, decoder);
    }

    private RawBsonDocument filter(Bson filter) {
        return validator.filterWithTags(Objects.requireNonNull(filter, "filter"));
    }

    Operation<Optional<T>> findById(Object id) {
        BsonDocument filter = new BsonDocument("_id", validator.id(Objects.requireNonNull(id, "id")));
        return find(validator.withTags(Raw.copy(filter))).first();
    }

    Operation<T> get(Bson filter) {
        return orNotFound(find(filter).first());
    }

    Operation<T> getRandomOne(Bson filter) {
        target.requireUsable();
        RawBsonDocument checked = filter(filter);
        BsonDocument sample = new BsonDocument("$sample", new BsonDocument("size", new BsonInt32(1)));
        Source source = new Source.Aggregate(List.of(new BsonDocument("$match", checked), sample));
        Selection<T> random = new DriverSelection<>(
                target, source, QueryOptions.NONE, model.codec(), unwrapping(model.codec()), true);
        Operation<List<T>> one = random.toList();
        return target.operation(
                (door, deadline) -> one.run(door, deadline).stream().findFirst().orElseThrow(this::nothingToChoose));
    }

    private Operation<T> orNotFound(Operation<Optional<T>> first) {
        return target.operation((door, deadline) -> first.run(door, deadline).orElseThrow(this::notFound));
    }

    private DocumentNotFoundException notFound() {
        return new DocumentNotFoundException(
                "No " + target.name() + " matches the filter: use findOne where there may be none");
    }

    private DocumentNotFoundException nothingToChoose() {
        return new DocumentNotFoundException(
                "There is no " + target.name() + " to choose from: ask exists first where there may be none");
    }

    Operation<Long> count(Bson filter) {
        RawBsonDocument checked = filter(filter);
        return target.operation(
                (door, deadline) -> target.raw(door, deadline, c -> c.count(checked, new CountOptions())));
    }

    /** The server's estimate knows neither sessions nor tags: where one of them counts, the documents are counted. */
    Operation<Long> estimatedCount() {
        if (target.session() != null || model.filtersOnTags()) {
            return count(new BsonDocument());
        }
        return target.operation((door, deadline) ->
                target.raw(door, deadline, c -> c.collection().estimatedDocumentCount()));
    }

    Operation<Boolean> exists(Bson filter) {
        RawBsonDocument checked = filter(filter);
        return target.operation((door, deadline) -> target.raw(
                door,
                deadline,
                c -> c.find(checked).projection(ID_ONLY).limit(-1).first() != null));
    }

    @SuppressWarnings("unchecked") // the typed field's result is what the component's codec gives
    <R> Selection<R> distinct(FieldPath<? super T, ? extends @Nullable R> field, Bson filter) {
        target.requireUsable();
        StoredField stored = validator.distinct(Objects.requireNonNull(field, "field"));
        Codec<R> codec = (Codec<R>) stored.elementCodec();
        return new DriverSelection<>(
                target,
                new Source.Distinct(stored.name(), filter(filter)),
                QueryOptions.NONE,
                new DocumentCodec(),
                value -> value(codec, (BsonValue) value),
                false);
    }

    /** Returns one distinct value; null, which stands for absent fields, is left out. */
    private static <R> @Nullable R value(Codec<R> codec, @Nullable BsonValue value) {
        if (value == null || value.isNull()) {
            return null;
        }
        BsonDocumentReader reader = new BsonDocumentReader(new BsonDocument("value", value));
        reader.readStartDocument();
        reader.readName();
        return codec.decode(reader, DecoderContext.builder().build());
    }

    Selection<Document> aggregate(List<? extends Bson> pipeline) {
        target.requireUsable();
        return raw(new Source.Aggregate(pipeline(pipeline)));
    }

    <R> Selection<R> aggregate(List<? extends Bson> pipeline, Class<R> rowType) {
        target.requireUsable();
        Codec<R> codec = target.engine()
                .mapping()
                .row(Objects.requireNonNull(rowType, "rowType"))
                .codec();
        return new DriverSelection<>(
                target, new Source.Aggregate(pipeline(pipeline)), QueryOptions.NONE, codec, unwrapping(codec), false);
    }

    private List<BsonDocument> pipeline(List<? extends Bson> pipeline) {
        return validator.pipeline(Objects.requireNonNull(pipeline, "pipeline"));
    }

    Operation<T> loadRelated(T document, String... paths) {
        Operation<List<T>> all = loadRelated(List.of(Objects.requireNonNull(document, "document")), paths);
        return target.operation((door, deadline) -> all.run(door, deadline).getFirst());
    }

    Operation<List<T>> loadRelated(Iterable<? extends T> documents, String... paths) {
        Objects.requireNonNull(documents, "documents");
        RelatedPaths<T> related = target.engine().relations().paths(model, List.of(paths));
        return target.operation(
                (door, deadline) -> related.load(documents, requests -> findAll(requests, door, deadline)));
    }

    private List<? extends List<?>> findAll(List<RelatedDocuments.Request<?>> requests, Door door, Deadline deadline) {
        List<Supplier<List<?>>> finds = new ArrayList<>();
        for (RelatedDocuments.Request<?> request : requests) {
            finds.add(() -> related(request, door, deadline));
        }
        return target.session() == null ? door.runAll(finds) : Door.DIRECT.runAll(finds);
    }

    private <R> List<R> related(RelatedDocuments.Request<R> request, Door door, Deadline deadline) {
        Target<R> other = target.on(request.target());
        RawBsonDocument filter = other.validator().withTags(Raw.copy(request.filter()));
        Codec<R> codec = other.model().codec();
        return new DriverSelection<>(other, new Source.Find(filter), QueryOptions.NONE, codec, unwrapping(codec), true)
                .toList()
                .run(door, deadline);
    }
}
