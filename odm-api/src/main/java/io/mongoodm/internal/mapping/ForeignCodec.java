package io.mongoodm.internal.mapping;

import java.util.Map;
import org.bson.BsonArray;
import org.bson.BsonType;
import org.bson.codecs.Codec;

/** A type that a codec of the user's or the driver's reads and writes. */
final class ForeignCodec<V> extends ValueCodec {
    private static final Map<Class<?>, BsonType> FIXED = Map.ofEntries(
            Map.entry(java.util.Date.class, BsonType.DATE_TIME),
            Map.entry(org.bson.BsonTimestamp.class, BsonType.TIMESTAMP),
            Map.entry(org.bson.BsonDateTime.class, BsonType.DATE_TIME),
            Map.entry(org.bson.BsonString.class, BsonType.STRING),
            Map.entry(org.bson.BsonInt32.class, BsonType.INT32),
            Map.entry(org.bson.BsonInt64.class, BsonType.INT64),
            Map.entry(org.bson.BsonDouble.class, BsonType.DOUBLE),
            Map.entry(org.bson.BsonDecimal128.class, BsonType.DECIMAL128),
            Map.entry(org.bson.BsonBoolean.class, BsonType.BOOLEAN),
            Map.entry(org.bson.BsonObjectId.class, BsonType.OBJECT_ID),
            Map.entry(org.bson.BsonBinary.class, BsonType.BINARY),
            Map.entry(org.bson.types.Binary.class, BsonType.BINARY),
            Map.entry(java.util.regex.Pattern.class, BsonType.REGULAR_EXPRESSION),
            Map.entry(org.bson.BsonRegularExpression.class, BsonType.REGULAR_EXPRESSION),
            Map.entry(org.bson.types.Code.class, BsonType.JAVASCRIPT),
            Map.entry(org.bson.types.Symbol.class, BsonType.SYMBOL));

    private final Class<?> type;
    private final Codec<V> codec;
    private final boolean users;

    /** Creates the codec; for a user's own, nothing is known about what it stores. */
    ForeignCodec(Class<?> type, Codec<V> codec, boolean users) {
        this.type = type;
        this.codec = codec;
        this.users = users;
    }

    @Override
    Shape shape() {
        BsonType fixed = users ? null : FIXED.get(type);
        if (fixed != null) {
            return new Shape.Scalar(fixed);
        }
        return !users && type == BsonArray.class ? new Shape.Elements(new Shape.Open(), this) : new Shape.Open(this);
    }

    @Override
    Object read(Source source) {
        BsonType type = source.type();
        Object value;
        try {
            value = source.foreign(codec);
        } catch (Misfit misfit) {
            throw misfit;
        } catch (RuntimeException e) {
            throw new Misfit(
                    "Expected a value of " + this.type.getSimpleName() + " but its codec refused the "
                            + BsonTypes.name(type),
                    "",
                    e);
        } catch (StackOverflowError e) {
            throw new Misfit(Misfit.depth().fact(), "", e);
        }
        if (value == null) {
            throw new Misfit("Expected a value of " + this.type.getSimpleName() + " but its codec returned null");
        }
        return value;
    }

    @Override
    @SuppressWarnings("unchecked")
    void write(Sink sink, Object value) {
        try {
            sink.foreign(codec, (V) value);
        } catch (Misfit misfit) {
            throw misfit;
        } catch (RuntimeException e) {
            throw new Misfit(
                    "Expected a value that the codec of " + type.getSimpleName() + " writes but it refused one of "
                            + value.getClass().getSimpleName(),
                    "",
                    e);
        }
    }
}
