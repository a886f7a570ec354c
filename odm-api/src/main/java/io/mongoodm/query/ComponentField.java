package io.mongoodm.query;

import static io.mongoodm.query.Operands.encode;
import static io.mongoodm.query.Operands.update;
import static java.util.Objects.requireNonNull;

import com.mongodb.client.model.Updates;
import io.mongoodm.InvalidFilterException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.conversions.Bson;
import org.jspecify.annotations.NonNull;
import org.jspecify.annotations.Nullable;

/** A place that holds one value, with its updates. */
final class ComponentField<T, R extends @Nullable Object> extends PlaceField<T, R> implements Field<T, R> {
    ComponentField(Trail trail) {
        super(trail);
    }

    @Override
    public <S extends @Nullable Object> Field<T, S> then(Accessor<@NonNull R, S> accessor) {
        return new ComponentField<>(trail.then(accessor));
    }

    @Override
    public <S> Field<T, S> thenOptional(Accessor<@NonNull R, Optional<S>> accessor) {
        return new ComponentField<>(trail.then(accessor));
    }

    @Override
    public <E extends @Nullable Object> ElementField<T, E> thenElements(
            Accessor<@NonNull R, ? extends @Nullable Collection<? extends E>> accessor) {
        return new CollectionField<>(trail.then(accessor));
    }

    @Override
    public <K, V extends @Nullable Object> MapField<T, K, V> thenEntries(
            Accessor<@NonNull R, ? extends @Nullable Map<K, ? extends V>> accessor) {
        return new EntriesField<>(trail.then(accessor));
    }

    @Override
    public <V extends @NonNull R> Field<T, V> variant(Class<V> variant) {
        requireNonNull(variant, "variant");
        return new ComponentField<>(trail);
    }

    @Override
    public Bson set(R value) {
        return expression("set", field -> {
            if (Operands.unwrap(value) != null) {
                return update("$set", field, encode(field.codec(), value));
            }
            requireNullable(field);
            return trail.endsInside() ? update("$set", field, BsonNull.VALUE) : Operands.unset(field);
        });
    }

    @Override
    public Bson setOnInsert(R value) {
        return expression("setOnInsert", field -> {
            if (Operands.unwrap(value) == null) {
                requireNullable(field);
            }
            return update("$setOnInsert", field, encode(field.codec(), value));
        });
    }

    private void requireNullable(StoredField field) {
        if (!field.nullable()) {
            throw new InvalidFilterException("Component " + trail
                    + " is required, so it cannot be set to null: declare it @Nullable, or set a value");
        }
    }

    @Override
    public Bson unset() {
        return expression("unset", Operands::unset);
    }

    @Override
    public Bson rename(FieldPath<? super T, ?> newName) {
        requireNonNull(newName, "newName");
        return new Expression(
                "rename",
                this,
                (field, documentClass, registry) -> update(
                        "$rename",
                        field,
                        new BsonString(newName.stored(documentClass, registry).name())));
    }

    @Override
    public Bson inc(Number by) {
        requireNonNull(by, "by");
        return expression("inc", field -> Updates.inc(field.name(), by));
    }

    @Override
    public Bson mul(Number by) {
        requireNonNull(by, "by");
        return expression("mul", field -> Updates.mul(field.name(), by));
    }

    @Override
    public Bson min(@NonNull R value) {
        return extreme("min", value);
    }

    @Override
    public Bson max(@NonNull R value) {
        return extreme("max", value);
    }

    private Bson extreme(String name, @Nullable Object value) {
        requireNonNull(value, "value");
        return expression(name, field -> update("$" + name, field, encode(field.codec(), value)));
    }

    @Override
    public Bson currentDate() {
        return expression("currentDate", field -> Updates.currentDate(field.name()));
    }

    @Override
    public Bson currentTimestamp() {
        return expression("currentTimestamp", field -> Updates.currentTimestamp(field.name()));
    }

    @Override
    public Bson bitwiseAnd(int value) {
        return expression("bitwiseAnd", field -> Updates.bitwiseAnd(field.name(), value));
    }

    @Override
    public Bson bitwiseAnd(long value) {
        return expression("bitwiseAnd", field -> Updates.bitwiseAnd(field.name(), value));
    }

    @Override
    public Bson bitwiseOr(int value) {
        return expression("bitwiseOr", field -> Updates.bitwiseOr(field.name(), value));
    }

    @Override
    public Bson bitwiseOr(long value) {
        return expression("bitwiseOr", field -> Updates.bitwiseOr(field.name(), value));
    }

    @Override
    public Bson bitwiseXor(int value) {
        return expression("bitwiseXor", field -> Updates.bitwiseXor(field.name(), value));
    }

    @Override
    public Bson bitwiseXor(long value) {
        return expression("bitwiseXor", field -> Updates.bitwiseXor(field.name(), value));
    }
}
