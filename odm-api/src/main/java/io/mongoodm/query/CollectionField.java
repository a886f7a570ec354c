package io.mongoodm.query;

import static io.mongoodm.query.Operands.document;
import static io.mongoodm.query.Operands.encode;
import static io.mongoodm.query.Operands.encodeAll;
import static io.mongoodm.query.Operands.update;
import static java.util.Objects.requireNonNull;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.PushOptions;
import com.mongodb.client.model.Updates;
import io.mongoodm.InvalidFilterException;
import java.util.Collection;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.Document;
import org.bson.codecs.Codec;
import org.bson.codecs.configuration.CodecRegistry;
import org.bson.conversions.Bson;
import org.jspecify.annotations.NonNull;
import org.jspecify.annotations.Nullable;

/** A place that holds a collection, seen as its elements. */
final class CollectionField<T, E extends @Nullable Object> extends PlaceField<T, E> implements ElementField<T, E> {
    private static final Pattern IDENTIFIER = Pattern.compile("[a-z][a-zA-Z0-9]*");

    CollectionField(Trail trail) {
        super(trail);
    }

    @Override
    public StoredField stored(Class<?> documentClass, CodecRegistry registry) {
        return trail.plus(Step.Inside.ANY).stored(documentClass, registry);
    }

    @Override
    public <S extends @Nullable Object> FieldPath<T, S> then(Accessor<@NonNull E, S> accessor) {
        return new PlaceField<>(trail.plus(Step.Inside.ANY).then(accessor));
    }

    @Override
    public <V extends @NonNull E> ElementField<T, V> variant(Class<V> variant) {
        requireNonNull(variant, "variant");
        return new CollectionField<>(trail);
    }

    @Override
    public Field<T, E> at(int index) {
        if (index < 0) {
            throw new InvalidFilterException(
                    "The index of an element of " + trail + " is negative: elements are counted from 0");
        }
        return inside(Integer.toString(index));
    }

    @Override
    public Field<T, E> matched() {
        return inside("$");
    }

    @Override
    public Field<T, E> each() {
        return inside("$[]");
    }

    @Override
    public Field<T, E> each(String arrayFilter) {
        if (!IDENTIFIER.matcher(arrayFilter).matches()) {
            throw new InvalidFilterException("The name of an array filter for " + trail
                    + " is no identifier: use a lower-case letter, then letters and digits");
        }
        return inside("$[" + arrayFilter + "]");
    }

    private Field<T, E> inside(String text) {
        return new ComponentField<>(trail.plus(new Step.Inside(text)));
    }

    @Override
    public Bson all(Collection<? extends E> values) {
        List<E> copy = Operands.copy(values);
        return expression("all", field -> {
            BsonArray operands = encodeAll(field.codec(), copy);
            return operands.stream().anyMatch(Operands::isAmbiguous)
                    ? eachEquals(field.name(), operands)
                    : document(field.name(), document("$all", operands));
        });
    }

    /** The same as {@code $all}, in which a document with a key such as {@code $elemMatch} would be an operator. */
    private static BsonDocument eachEquals(String path, BsonArray operands) {
        List<BsonDocument> conditions = operands.stream()
                .map(operand -> document(path, document("$eq", operand)))
                .toList();
        return document("$and", new BsonArray(conditions));
    }

    @Override
    public Bson elemMatch(Bson filter) {
        requireNonNull(filter, "filter");
        return inner("elemMatch", filter, (field, inner) -> document(field.name(), document("$elemMatch", inner)));
    }

    @Override
    public Bson pullWhere(Bson filter) {
        requireNonNull(filter, "filter");
        return inner("pullWhere", filter, (field, inner) -> update("$pull", field, inner));
    }

    private Bson inner(String name, Bson filter, BiFunction<StoredField, BsonDocument, BsonDocument> form) {
        return new Expression(
                name,
                this,
                (field, documentClass, registry) ->
                        form.apply(field, filter.toBsonDocument(elementClass(field.codec()), registry)));
    }

    /** Fields of other classes are refused in the inner filter only when the elements are known to be records. */
    private static Class<?> elementClass(Codec<?> codec) {
        return codec instanceof StoredFields ? codec.getEncoderClass() : Document.class;
    }

    @Override
    public Bson size(int elements) {
        return expression("size", field -> Filters.size(field.name(), elements));
    }

    @Override
    public Bson push(E value) {
        return expression("push", field -> {
            BsonValue operand = encode(field.codec(), value);
            return Operands.isAmbiguous(operand)
                    ? each("$push", field, new BsonArray(List.of(operand)))
                    : update("$push", field, operand);
        });
    }

    @Override
    public Bson pushAll(Collection<? extends E> values) {
        return onAll("pushAll", values, (field, operands) -> each("$push", field, operands));
    }

    @Override
    public Bson pushEach(Collection<? extends E> values, PushOptions options) {
        requireNonNull(options, "options");
        return onAll("pushEach", values, (field, operands) -> Updates.pushEach(field.name(), operands, options));
    }

    @Override
    public Bson addToSet(E value) {
        return expression("addToSet", field -> {
            BsonValue operand = encode(field.codec(), value);
            return Operands.isAmbiguous(operand)
                    ? each("$addToSet", field, new BsonArray(List.of(operand)))
                    : update("$addToSet", field, operand);
        });
    }

    @Override
    public Bson addEachToSet(Collection<? extends E> values) {
        return onAll("addEachToSet", values, (field, operands) -> each("$addToSet", field, operands));
    }

    @Override
    public Bson pull(E value) {
        return expression("pull", field -> {
            BsonValue operand = encode(field.codec(), value);
            // a document or a regular expression would be a condition
            return operand.isDocument() || Operands.isAmbiguous(operand)
                    ? update("$pullAll", field, new BsonArray(List.of(operand)))
                    : update("$pull", field, operand);
        });
    }

    @Override
    public Bson pullAll(Collection<? extends E> values) {
        return onAll("pullAll", values, (field, operands) -> update("$pullAll", field, operands));
    }

    private static BsonDocument each(String operator, StoredField field, BsonArray operands) {
        return update(operator, field, document("$each", operands));
    }

    private Bson onAll(String name, Collection<? extends E> values, BiFunction<StoredField, BsonArray, Bson> form) {
        List<E> copy = Operands.copy(values);
        Function<StoredField, Bson> rendering = field -> form.apply(field, encodeAll(field.codec(), copy));
        return expression(name, rendering);
    }

    @Override
    public Bson popFirst() {
        return expression("popFirst", field -> Updates.popFirst(field.name()));
    }

    @Override
    public Bson popLast() {
        return expression("popLast", field -> Updates.popLast(field.name()));
    }

    @Override
    public Bson unset() {
        return expression("unset", Operands::unset);
    }
}
