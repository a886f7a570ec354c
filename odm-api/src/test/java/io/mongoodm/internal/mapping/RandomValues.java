package io.mongoodm.internal.mapping;

import java.time.DayOfWeek;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.bson.BsonArray;
import org.bson.BsonBinary;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDbPointer;
import org.bson.BsonDecimal128;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonJavaScript;
import org.bson.BsonJavaScriptWithScope;
import org.bson.BsonMaxKey;
import org.bson.BsonMinKey;
import org.bson.BsonNull;
import org.bson.BsonObjectId;
import org.bson.BsonRegularExpression;
import org.bson.BsonString;
import org.bson.BsonSymbol;
import org.bson.BsonTimestamp;
import org.bson.BsonUndefined;
import org.bson.BsonValue;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;

/** Random stored values of each kind, edges and misfits among them. */
final class RandomValues {
    private static final List<String> DECIMALS = List.of(
            "0",
            "-0",
            "-0E+3",
            "1.5",
            "-7",
            "1E+6111",
            "1E-6176",
            "NaN",
            "Infinity",
            "-Infinity",
            "9007199254740993",
            "1234567890123456789012345678901234",
            "1E+33",
            "1E+34",
            "0.1",
            "1.00",
            "9223372036854775808");
    private static final List<Double> DOUBLES = List.of(
            0.0,
            -0.0,
            1.5,
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.MIN_VALUE,
            Double.MAX_VALUE,
            0.1,
            1e18,
            9.3e18,
            -0x1p63,
            16777217.0);
    private static final List<String> TEXTS = List.of(
            "", "a", "short", "ümläut €", "with \0 in it", "\uD83D\uDE00", "a text of more than 32 characters ...");

    private RandomValues() {}

    static BsonValue bool(Random random) {
        return BsonBoolean.valueOf(random.nextBoolean());
    }

    static BsonString text(Random random) {
        return new BsonString(TEXTS.get(random.nextInt(TEXTS.size())));
    }

    static BsonValue character(Random random) {
        return random.nextInt(9) == 0 ? text(random) : new BsonString(random.nextBoolean() ? "x" : "ü");
    }

    static BsonString day(Random random) {
        return new BsonString(
                random.nextInt(9) == 0
                        ? "NODAY"
                        : DayOfWeek.of(1 + random.nextInt(7)).name());
    }

    static BsonValue date(Random random) {
        return new BsonDateTime(random.nextInt(9) == 0 ? random.nextLong() : random.nextInt() * 1000L);
    }

    static BsonValue decimal(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> number(random, random.nextInt());
            case 1 -> real(random);
            default -> new BsonDecimal128(Decimal128.parse(DECIMALS.get(random.nextInt(DECIMALS.size()))));
        };
    }

    static BsonValue real(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> number(random, random.nextLong());
            case 1 -> number(random, random.nextInt(1 << 24));
            case 2 -> new BsonDouble(DOUBLES.get(random.nextInt(DOUBLES.size())));
            case 3 -> new BsonDecimal128(Decimal128.parse(DECIMALS.get(random.nextInt(DECIMALS.size()))));
            default -> new BsonDouble(random.nextInt(1000) / 8.0);
        };
    }

    /** Returns a number, in any of the types that numbers have. */
    static BsonValue number(Random random, long value) {
        return switch (random.nextInt(9)) {
            case 0 -> new BsonInt64(value);
            case 1 -> new BsonDouble(value);
            case 2 -> new BsonDecimal128(new Decimal128(value));
            default -> (int) value == value ? new BsonInt32((int) value) : new BsonInt64(value);
        };
    }

    static BsonValue zoned(Random random, String zone) {
        BsonDocument zoned = new BsonDocument();
        if (random.nextInt(9) > 0) {
            zoned.put("at", date(random));
        }
        if (random.nextInt(9) == 0) {
            zoned.put("more", any(random));
        }
        return zoned.append("zone", new BsonString(random.nextInt(9) == 0 ? "Nowhere/Land" : zone));
    }

    static BsonArray array(Random random, Function<Random, BsonValue> element) {
        BsonArray array = new BsonArray();
        for (int i = random.nextInt(4); i > 0; i--) {
            array.add(element.apply(random));
        }
        return array;
    }

    static BsonDocument document(Random random) {
        BsonDocument document = new BsonDocument();
        for (int i = random.nextInt(4); i > 0; i--) {
            document.put(List.of("a", "next", "b c", "").get(random.nextInt(4)), any(random));
        }
        return document;
    }

    static BsonDocument variant(Random random) {
        BsonDocument variant = new BsonDocument();
        String tag = random.nextInt(9) == 0 ? "Three" : random.nextBoolean() ? "One" : "Two";
        if (random.nextBoolean()) {
            variant.put("_cls", new BsonString(tag));
        }
        variant.append("_id", number(random, 5)).append("x", tag.equals("One") ? text(random) : number(random, 6));
        return variant.append("_cls", new BsonString(tag)).append("more", any(random));
    }

    /** Returns a value of any type that there is in BSON. */
    static BsonValue any(Random random) {
        return switch (random.nextInt(25)) {
            case 0, 1 -> new BsonInt32(random.nextInt());
            case 2 -> new BsonInt64(random.nextLong());
            case 3 -> real(random);
            case 4 -> decimal(random);
            case 5 -> text(random);
            case 6 -> bool(random);
            case 7 -> date(random);
            case 8 -> new BsonObjectId(new ObjectId(1, random.nextInt(99)));
            case 9, 10 -> BsonNull.VALUE;
            case 11 -> new BsonUndefined();
            case 12 -> new BsonTimestamp(random.nextLong());
            case 13 -> new BsonRegularExpression("a", "i");
            case 14 ->
                new BsonBinary(
                        (byte) List.of(0, 2, 3, 4, 128).get(random.nextInt(5)).intValue(), new byte[16]);
            case 15 -> new BsonSymbol("s");
            case 16 -> new BsonJavaScript("f()");
            case 17 -> new BsonJavaScriptWithScope("f()", document(random));
            case 18 -> new BsonMinKey();
            case 19 -> new BsonMaxKey();
            case 20 -> new BsonDbPointer("a.b", new ObjectId(1, 2));
            case 21 -> array(random, RandomValues::any);
            default -> document(random);
        };
    }
}
