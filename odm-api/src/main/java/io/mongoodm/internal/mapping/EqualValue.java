package io.mongoodm.internal.mapping;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDecimal128;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt64;
import org.bson.BsonNumber;
import org.bson.BsonValue;
import org.bson.types.Decimal128;

/** Brings values that a server holds for equal, such as a one of any numeric type, to one form that is equal in Java. */
public final class EqualValue {
    private static final BigDecimal LEAST = BigDecimal.valueOf(Long.MIN_VALUE);
    private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);

    private EqualValue() {}

    /** Returns the form, for the values in documents and arrays too. */
    public static BsonValue of(BsonValue value) {
        return switch (value.getBsonType()) {
            case INT32, INT64 -> new BsonInt64(value.asNumber().longValue());
            case DOUBLE, DECIMAL128 -> number(value.asNumber());
            case DOCUMENT -> document(value.asDocument());
            case ARRAY -> array(value.asArray());
            default -> value;
        };
    }

    /**
     * Returns the number of a decimal. Minus zero, which no {@code BigDecimal} is, gives the zero that it equals.
     *
     * @throws ArithmeticException when it is not finite
     */
    public static BigDecimal decimal(Decimal128 value) {
        boolean isZero = value.isFinite() && value.doubleValue() == 0;
        return isZero && value.isNegative() ? positive(value).bigDecimalValue().negate() : value.bigDecimalValue();
    }

    private static Decimal128 positive(Decimal128 negative) {
        return Decimal128.fromIEEE754BIDEncoding(negative.getHigh() & Long.MAX_VALUE, negative.getLow());
    }

    private static BsonValue number(BsonNumber number) {
        double approximate = number.doubleValue();
        if (!Double.isFinite(approximate)
                && (number.isDouble() || !number.decimal128Value().isFinite())) {
            return new BsonDouble(approximate);
        }
        BigDecimal exact = number.isDouble() ? new BigDecimal(approximate) : decimal(number.decimal128Value());
        if (exact.compareTo(LEAST) >= 0
                && exact.compareTo(MOST) <= 0
                && exact.setScale(0, RoundingMode.DOWN).compareTo(exact) == 0) {
            return new BsonInt64(exact.longValue());
        }
        boolean isDouble = Double.isFinite(approximate) && new BigDecimal(approximate).compareTo(exact) == 0;
        return isDouble ? new BsonDouble(approximate) : new BsonDecimal128(new Decimal128(exact.stripTrailingZeros()));
    }

    private static BsonDocument document(BsonDocument document) {
        BsonDocument result = new Ordered();
        document.forEach((name, value) -> result.put(name, of(value)));
        return result;
    }

    private static BsonArray array(BsonArray array) {
        BsonArray result = new BsonArray(array.size());
        for (BsonValue element : array) {
            result.add(of(element));
        }
        return result;
    }

    /** For the server the order of fields counts. */
    private static final class Ordered extends BsonDocument {
        private static final long serialVersionUID = 1L;

        @Override
        public boolean equals(Object other) {
            return super.equals(other)
                    && other instanceof BsonDocument document
                    && List.copyOf(keySet()).equals(List.copyOf(document.keySet()));
        }

        @Override
        public int hashCode() {
            return super.hashCode();
        }
    }
}
