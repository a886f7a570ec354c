package io.mongoodm.internal.mapping;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.bson.BsonType;
import org.bson.types.Decimal128;

/** Reads numbers of any stored type as the declared one: exactly, or not at all. */
final class Numbers {
    private static final int DECIMAL128_DIGITS = 34;

    private Numbers() {}

    static int toInt(Source source) {
        BsonType type = source.type();
        if (type == BsonType.INT32) {
            return source.int32();
        }
        return (int) bounded(source, "int32", Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    static short toShort(Source source) {
        return (short) bounded(source, "a 16-bit integer", Short.MIN_VALUE, Short.MAX_VALUE);
    }

    static byte toByte(Source source) {
        return (byte) bounded(source, "an 8-bit integer", Byte.MIN_VALUE, Byte.MAX_VALUE);
    }

    static long toLong(Source source) {
        return integer(source, "int64");
    }

    private static long bounded(Source source, String expected, long least, long most) {
        BsonType type = source.type();
        long value = integer(source, expected);
        if (value < least || value > most) {
            throw inexact(expected, type);
        }
        return value;
    }

    private static long integer(Source source, String expected) {
        BsonType type = source.type();
        return switch (type) {
            case INT32 -> source.int32();
            case INT64 -> source.int64();
            case DOUBLE -> exactLong(source.float64(), expected);
            case DECIMAL128 -> exactLong(source.decimal128(), expected);
            default -> throw Misfit.type(expected, type);
        };
    }

    static long exactLong(double value, String expected) {
        long whole = (long) value;
        // The cast saturates: 2^63 would come back as its own double although no long holds it.
        if (whole != value || whole == Long.MAX_VALUE) {
            throw inexact(expected, BsonType.DOUBLE);
        }
        return whole;
    }

    private static long exactLong(Decimal128 value, String expected) {
        try {
            return EqualValue.decimal(value).longValueExact();
        } catch (ArithmeticException e) {
            throw inexact(expected, BsonType.DECIMAL128, e);
        }
    }

    static double toDouble(Source source) {
        BsonType type = source.type();
        return switch (type) {
            case DOUBLE -> source.float64();
            case INT32 -> source.int32();
            case INT64 -> exactDouble(source.int64(), "double");
            case DECIMAL128 -> exactDouble(source.decimal128(), "double");
            default -> throw Misfit.type("double", type);
        };
    }

    static float toFloat(Source source) {
        BsonType type = source.type();
        double wide = switch (type) {
            case DOUBLE -> source.float64();
            case INT32 -> source.int32();
            case INT64 -> exactDouble(source.int64(), "float");
            case DECIMAL128 -> exactDouble(source.decimal128(), "float");
            default -> throw Misfit.type("float", type);
        };
        float value = (float) wide;
        if (value != wide && !Double.isNaN(wide)) {
            throw inexact("float", type);
        }
        return value;
    }

    static double exactDouble(long value, String expected) {
        double wide = (double) value;
        if ((long) wide != value || value == Long.MAX_VALUE) {
            throw inexact(expected, BsonType.INT64);
        }
        return wide;
    }

    private static double exactDouble(Decimal128 value, String expected) {
        double wide = value.doubleValue();
        if (value.isFinite()
                && (Double.isInfinite(wide) || EqualValue.decimal(value).compareTo(new BigDecimal(wide)) != 0)) {
            throw inexact(expected, BsonType.DECIMAL128);
        }
        return wide;
    }

    static BigDecimal toBigDecimal(Source source) {
        BsonType type = source.type();
        try {
            return switch (type) {
                case DECIMAL128 -> EqualValue.decimal(source.decimal128());
                case INT32 -> BigDecimal.valueOf(source.int32());
                case INT64 -> BigDecimal.valueOf(source.int64());
                case DOUBLE -> shortest(source.float64(), "decimal128");
                default -> throw Misfit.type("decimal128", type);
            };
        } catch (ArithmeticException e) {
            throw inexact("decimal128", type, e);
        }
    }

    static Decimal128 toDecimal128(Source source) {
        BsonType type = source.type();
        return switch (type) {
            case DECIMAL128 -> source.decimal128();
            case INT32 -> new Decimal128(source.int32());
            case INT64 -> new Decimal128(source.int64());
            case DOUBLE -> decimal(source.float64());
            default -> throw Misfit.type("decimal128", type);
        };
    }

    private static Decimal128 decimal(double value) {
        boolean isMinusZero = value == 0 && Double.doubleToRawLongBits(value) != 0;
        return isMinusZero ? Decimal128.parse("-0.0") : new Decimal128(shortest(value, "decimal128"));
    }

    static BigInteger toBigInteger(Source source) {
        BsonType type = source.type();
        BigDecimal value = toBigDecimal(source);
        if ((long) value.precision() - value.scale() > DECIMAL128_DIGITS) {
            throw inexact("an integer of at most 34 digits", type);
        }
        try {
            return value.toBigIntegerExact();
        } catch (ArithmeticException e) {
            throw inexact("an integer of at most 34 digits", type, e);
        }
    }

    /** The shortest decimal that reads back as the same double: what every language prints for it. */
    private static BigDecimal shortest(double value, String expected) {
        if (!Double.isFinite(value)) {
            throw inexact(expected, BsonType.DOUBLE);
        }
        return BigDecimal.valueOf(value);
    }

    static Decimal128 stored(BigDecimal value) {
        try {
            return new Decimal128(value);
        } catch (NumberFormatException e) {
            // Its message quotes the number, so it is no cause.
            throw new Misfit("Expected a number that decimal128 holds exactly but it has more than 34 digits, or an"
                    + " exponent out of range");
        }
    }

    static Decimal128 stored(BigInteger value) {
        BigDecimal decimal = new BigDecimal(value);
        if (decimal.precision() > DECIMAL128_DIGITS) {
            throw new Misfit("Expected an integer of at most 34 digits but it has " + decimal.precision());
        }
        return new Decimal128(decimal);
    }

    private static Misfit inexact(String expected, BsonType actual) {
        return new Misfit("Expected " + expected + " but was " + article(actual) + " that it cannot hold exactly");
    }

    private static Misfit inexact(String expected, BsonType actual, ArithmeticException cause) {
        return new Misfit(inexact(expected, actual).fact(), "", cause);
    }

    private static String article(BsonType type) {
        return (type == BsonType.INT32 || type == BsonType.INT64 ? "an " : "a ") + BsonTypes.name(type);
    }
}
