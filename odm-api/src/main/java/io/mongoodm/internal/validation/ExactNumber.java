package io.mongoodm.internal.validation;

import io.mongoodm.internal.mapping.EqualValue;
import java.math.BigDecimal;
import java.util.Optional;
import org.bson.BsonDecimal128;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonNumber;
import org.bson.BsonType;
import org.bson.BsonValue;
import org.bson.types.Decimal128;
import org.jspecify.annotations.Nullable;

/** Brings a number into the stored type when that changes nothing about it. */
final class ExactNumber {
    private ExactNumber() {}

    /** Returns the same number in the stored type; empty when there is none. */
    static Optional<BsonValue> in(BsonType stored, BsonNumber number) {
        if (number.getBsonType() == stored) {
            return Optional.of(number);
        }
        BigDecimal exact = exact(number);
        if (exact == null) {
            return special(stored, number);
        }
        try {
            return switch (stored) {
                case INT32 -> Optional.of(new BsonInt32(exact.intValueExact()));
                case INT64 -> Optional.of(new BsonInt64(exact.longValueExact()));
                case DOUBLE -> exact.signum() == 0 ? special(stored, number) : toDouble(exact);
                case DECIMAL128 -> Optional.of(new BsonDecimal128(new Decimal128(exact)));
                default -> Optional.empty();
            };
        } catch (ArithmeticException | NumberFormatException e) {
            return Optional.empty(); // the answer of the conversions to "does it fit", not a fault
        }
    }

    private static Optional<BsonValue> toDouble(BigDecimal exact) {
        double value = exact.doubleValue();
        return Double.isFinite(value) && new BigDecimal(value).compareTo(exact) == 0
                ? Optional.of(new BsonDouble(value))
                : Optional.empty();
    }

    private static @Nullable BigDecimal exact(BsonNumber number) {
        return switch (number.getBsonType()) {
            case INT32, INT64 -> BigDecimal.valueOf(number.longValue());
            case DOUBLE -> Double.isFinite(number.doubleValue()) ? new BigDecimal(number.doubleValue()) : null;
            default -> {
                Decimal128 decimal = number.decimal128Value();
                yield decimal.isFinite() ? EqualValue.decimal(decimal) : null;
            }
        };
    }

    /** Infinities and the like exist in the two types with a fraction only; a zero has a sign there. */
    private static Optional<BsonValue> special(BsonType stored, BsonNumber number) {
        return stored == BsonType.DOUBLE ? Optional.of(new BsonDouble(number.doubleValue())) : Optional.empty();
    }
}
