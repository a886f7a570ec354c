package io.mongoodm.queries;

import java.util.Random;
import java.util.UUID;
import org.bson.BsonBinary;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDecimal128;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.BsonType;
import org.bson.BsonValue;
import org.bson.UuidRepresentation;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;

/** Values from so small a choice that filters meet them. */
final class RandomValues {
    private static final int CHOICE = 4;

    private RandomValues() {}

    /** Returns a value as it is stored. */
    static BsonValue stored(BsonType type, Random random) {
        int value = random.nextInt(CHOICE);
        return switch (type) {
            case STRING -> new BsonString("abcd".substring(value));
            case INT32 -> new BsonInt32(value);
            case INT64 -> new BsonInt64(value);
            case DOUBLE -> new BsonDouble(value / 2.0);
            case DECIMAL128 -> new BsonDecimal128(new Decimal128(value));
            case BOOLEAN -> BsonBoolean.valueOf(value % 2 == 0);
            case DATE_TIME -> new BsonDateTime(value * 86_400_000L);
            case OBJECT_ID -> new BsonObjectId(new ObjectId(1, value));
            case BINARY -> new BsonBinary(new UUID(0, value), UuidRepresentation.STANDARD);
            default -> throw new IllegalArgumentException(type.toString());
        };
    }

    /** Returns a value that fits a component that is stored as this type: any number with any. */
    static BsonValue fitting(BsonType type, Random random) {
        return switch (type) {
            case INT32, INT64, DOUBLE, DECIMAL128 -> {
                BsonType[] numbers = {BsonType.INT32, BsonType.INT64, BsonType.DOUBLE, BsonType.DECIMAL128};
                yield stored(numbers[random.nextInt(numbers.length)], random);
            }
            default -> stored(type, random);
        };
    }

    static String key(Random random) {
        return "k" + random.nextInt(3);
    }
}
