package io.mongoodm.query;

import io.mongoodm.EncodingException;
import io.mongoodm.InvalidFilterException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonDocumentWriter;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonType;
import org.bson.BsonValue;
import org.bson.codecs.Codec;
import org.bson.codecs.EncoderContext;
import org.jspecify.annotations.Nullable;

/** Turns Java values into operands, and keeps documents among them from being read as operators. */
final class Operands {
    private static final String HOLDER = "v";

    private Operands() {}

    /** Returns the stored form of a value: null for null and for an empty {@code Optional}. */
    static BsonValue encode(Codec<?> codec, @Nullable Object value) {
        Object present = unwrap(value);
        if (present == null) {
            return BsonNull.VALUE;
        }
        BsonDocument holder = new BsonDocument();
        try (BsonDocumentWriter writer = new BsonDocumentWriter(holder)) {
            writer.writeStartDocument();
            writer.writeName(HOLDER);
            write(codec, present, writer);
            writer.writeEndDocument();
        }
        BsonValue encoded = holder.get(HOLDER);
        return encoded == null ? BsonNull.VALUE : encoded;
    }

    static BsonArray encodeAll(Codec<?> codec, Collection<? extends @Nullable Object> values) {
        BsonArray array = new BsonArray(new ArrayList<>(values.size()));
        values.forEach(value -> array.add(encode(codec, value)));
        return array;
    }

    @SuppressWarnings("unchecked") // the accessor's type says that the codec of its component takes the value
    private static void write(Codec<?> codec, Object value, BsonDocumentWriter writer) {
        try {
            ((Codec<Object>) codec)
                    .encode(writer, value, EncoderContext.builder().build());
        } catch (EncodingException e) {
            throw new InvalidFilterException(
                    String.valueOf(e.getMessage()), e); // no record is written: a call is wrong
        }
    }

    static @Nullable Object unwrap(@Nullable Object value) {
        return switch (value) {
            case Optional<?> optional -> optional.orElse(null);
            case OptionalInt optional -> optional.isPresent() ? optional.getAsInt() : null;
            case OptionalLong optional -> optional.isPresent() ? optional.getAsLong() : null;
            case OptionalDouble optional -> optional.isPresent() ? optional.getAsDouble() : null;
            case null -> null;
            default -> KotlinValue.held(value);
        };
    }

    /** Tells whether the server would read the value as something else where a filter expects a value or operators. */
    static boolean isAmbiguous(BsonValue value) {
        return value.getBsonType() == BsonType.REGULAR_EXPRESSION
                || (value.isDocument() && value.asDocument().keySet().stream().anyMatch(key -> key.startsWith("$")));
    }

    static BsonDocument document(String name, BsonValue value) {
        return new BsonDocument(name, value);
    }

    /** Returns {@code {operator: {path: operand}}}, the form of updates. */
    static BsonDocument update(String operator, StoredField field, BsonValue operand) {
        return document(operator, document(field.name(), operand));
    }

    static BsonDocument unset(StoredField field) {
        return update("$unset", field, new BsonString(""));
    }

    /** Returns a copy that may hold null, unlike those of {@code List.copyOf}. */
    static <V extends @Nullable Object> List<V> copy(Collection<? extends V> values) {
        return Collections.unmodifiableList(new ArrayList<V>(values));
    }
}
