package io.mongoodm.benchmark;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.bson.BsonArray;
import org.bson.BsonBinaryWriter;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.io.BasicOutputBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Documents that are not as this library would have written them. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(value = 1, jvmArgsAppend = "-Xmx1g")
public class IrregularBenchmark {
    /** What was done to the documents. */
    public enum Change {
        NONE,
        /** Half of the fields that may be absent are. */
        ABSENT,
        /** Behind each field lies another, which the model does not know. */
        UNKNOWN,
        /** Each number is stored in another type than the component's. */
        NUMBERS,
        /** The fields lie in any order, on every level. */
        SHUFFLED
    }

    @Param({"GENERATED", "REFLECTIVE", "BYTES_BY_HAND"})
    public Contestant contestant;

    @Param
    public Change change;

    private final byte[][] stored = new byte[Sample.DOCUMENTS][];
    private Contestant.Way way;
    private int next;

    @Setup
    public void prepare() {
        way = contestant.start(1);
        Contestant.Way other = Contestant.REFLECTIVE.start(1);
        for (int i = 0; i < stored.length; i++) {
            RawBsonDocument regular = new RawBsonDocument(Sample.USER.stored(i));
            BsonDocument changed = change(regular, new Random(i));
            BasicOutputBuffer output = new BasicOutputBuffer();
            new BsonDocumentCodec().encode(new BsonBinaryWriter(output), changed, Contestant.Way.ENCODING);
            stored[i] = output.toByteArray();
            Object expected = other.decode(Sample.USER, stored[i]);
            Object read = way.decode(Sample.USER, stored[i]);
            if (!read.equals(expected)) {
                throw new IllegalStateException(contestant + " reads " + read + " instead of " + expected);
            }
        }
    }

    private BsonDocument change(BsonDocument document, Random random) {
        List<Map.Entry<String, BsonValue>> fields = new ArrayList<>(document.entrySet());
        if (change == Change.SHUFFLED) {
            Collections.shuffle(fields, random);
        }
        BsonDocument changed = new BsonDocument();
        for (Map.Entry<String, BsonValue> field : fields) {
            BsonValue value = change(field.getValue(), random);
            boolean optional = !value.isNumber() && !value.isBoolean();
            if (change != Change.ABSENT || !optional || random.nextBoolean()) {
                changed.append(field.getKey(), value);
            }
            if (change == Change.UNKNOWN) {
                changed.append("unknown" + changed.size(), unknown(changed.size()));
            }
        }
        return changed;
    }

    private BsonValue change(BsonValue value, Random random) {
        if (value.isDocument()) {
            return change(value.asDocument(), random);
        }
        if (value.isArray()) {
            return new BsonArray(value.asArray().stream()
                    .map(element -> change(element, random))
                    .toList());
        }
        if (change != Change.NUMBERS || !value.isNumber()) {
            return value;
        }
        long whole = value.asNumber().longValue();
        return value.isInt64()
                ? new BsonDouble(whole)
                : value.isInt32() ? new BsonInt64(whole) : new BsonInt32((int) whole);
    }

    private static BsonValue unknown(int turn) {
        return switch (turn / 2 % 5) {
            case 0 -> new BsonString("nobody reads this");
            case 1 -> new BsonInt32(turn);
            case 2 -> new BsonDocument("a", new BsonInt32(1)).append("b", new BsonString("two"));
            case 3 -> new BsonArray(List.of(new BsonInt32(1), new BsonInt32(2)));
            default -> BsonNull.VALUE;
        };
    }

    @Benchmark
    public Object decode() {
        return way.decode(Sample.USER, stored[next++ & stored.length - 1]);
    }
}
