package io.mongoodm.internal.mapping;

import io.mongoodm.DecodingException;
import io.mongoodm.DriverChain;
import io.mongoodm.EncodingException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.bson.BsonDocument;

/**
 * What every input has to hold to, whoever makes it up: a value or a {@code DecodingException}, the same on every path,
 * and what was read is written and read again. The first byte chooses the model, the rest are the fields.
 */
public final class FuzzTarget {
    private static final List<Class<?>> MODELS = List.of(
            HostileDocumentTest.Everything.class,
            DifferentialTest.Wide.class,
            DifferentialTest.Sealed.class,
            StoredForms.Primitives.class,
            StoredForms.Keys.class,
            Scalar.class,
            Containers.class,
            DriverChain.Link.class);

    /** A component of each type that has a form of its own. */
    record Scalar(
            java.math.BigDecimal big,
            java.math.BigInteger integer,
            org.bson.types.Decimal128 decimal,
            java.time.ZonedDateTime zoned,
            java.time.Duration duration,
            java.net.URI uri,
            java.time.LocalTime time,
            java.time.DayOfWeek day,
            char letter,
            float real,
            org.bson.BsonValue any) {}

    /** Containers in containers. */
    @SuppressWarnings("ArrayRecordComponent")
    record Containers(
            List<List<Integer>> lists,
            java.util.SortedSet<String> sorted,
            java.util.Map<Integer, java.util.Optional<Long>> map,
            int[][] matrix,
            List<DifferentialTest.Sealed> variants,
            List<io.mongoodm.Parts.Refusing> refusing,
            org.bson.Document document) {}

    private static final List<Paths<?>> PATHS = paths();

    private FuzzTarget() {}

    private static List<Paths<?>> paths() {
        Paths.Both both = Paths.parse();
        List<Paths<?>> paths = new ArrayList<>();
        MODELS.forEach(model -> paths.add(Paths.of(both, model)));
        return paths;
    }

    /** Writes the seeds to where the fuzzer looks for them. */
    public static void fuzzerInitialize() throws IOException {
        Path folder = Path.of(System.getProperty("io.mongoodm.fuzz.corpus", "target/fuzz-corpus"));
        Files.createDirectories(folder);
        List<byte[]> seeds = seeds(new Random(1));
        for (int i = 0; i < seeds.size(); i++) {
            Files.write(folder.resolve("seed" + i), seeds.get(i));
        }
    }

    /** Called with each input. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length > 0) {
            isRead(input);
        }
    }

    /** Checks an input, and tells whether it is a document that fits. */
    static boolean isRead(byte[] input) {
        return check(PATHS.get((input[0] & 0xff) % PATHS.size()), document(input));
    }

    /** The length and the end are right in most inputs: the fields are what is interesting. */
    private static byte[] document(byte[] input) {
        int size = input.length - 1 + Integer.BYTES + 1;
        if (input[0] < 0) {
            size += input[0];
        }
        return ByteBuffer.allocate(input.length - 1 + Integer.BYTES + 1)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(size)
                .put(input, 1, input.length - 1)
                .array();
    }

    private static <T> boolean check(Paths<T> paths, byte[] bytes) {
        T value;
        try {
            value = paths.read(bytes);
        } catch (DecodingException e) {
            return false;
        }
        BsonDocument stored;
        try {
            stored = paths.write(value);
        } catch (EncodingException e) {
            // What others stored is read even where this library would not write it, like keys with dots.
            return true;
        }
        if (!paths.write(paths.read(stored)).equals(stored)) {
            throw new AssertionError("Not read as it was written: " + stored);
        }
        return true;
    }

    /** Returns inputs that are documents of the models. */
    static List<byte[]> seeds(Random random) {
        List<byte[]> seeds = new ArrayList<>();
        RandomFields fields = new RandomFields(random);
        for (int model = 0; model < MODELS.size(); model++) {
            for (int i = 0; i < 20; i++) {
                byte[] bytes = Paths.bytes(fields.document(MODELS.get(model)));
                byte[] seed = new byte[bytes.length - Integer.BYTES];
                seed[0] = (byte) model;
                System.arraycopy(bytes, Integer.BYTES, seed, 1, seed.length - 1);
                seeds.add(seed);
            }
        }
        return seeds;
    }
}
