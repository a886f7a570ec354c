package io.mongoodm.internal.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Mutations of documents, blind but many: what the coverage-guided fuzzer does by hand now and then, in small in each
 * build.
 */
class FuzzTest {
    private static final int INPUTS = Integer.getInteger("io.mongoodm.fuzz.inputs", 50_000);
    /** Each leg of the build has inputs of its own. */
    private static final long SEED = Long.getLong(
            "io.mongoodm.fuzz.seed",
            2L * Runtime.version().feature() + (System.getenv("ODM_TEST_URI") == null ? 0 : 1));

    private static final int[] EDGES = {
        0, 1, 2, 4, 5, 6, 12, 16, 255, 256, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE - 4, 1 << 24
    };

    private final Random random = new Random(SEED);
    private final List<byte[]> seeds = FuzzTarget.seeds(random);

    @Test
    void everyInputGivesAValueOrADecodingExceptionOnEveryPath() {
        int read = 0;
        for (int i = 0; i < INPUTS; i++) {
            byte[] input = mutated();
            try {
                read += FuzzTarget.isRead(input) ? 1 : 0;
            } catch (RuntimeException | Error e) {
                throw new AssertionError(
                        "seed " + SEED + ", input " + i + ": " + HexFormat.of().formatHex(input), e);
            }
        }
        assertThat(read).as("inputs that fit").isGreaterThan(INPUTS / 20);
    }

    private byte[] mutated() {
        byte[] input = seed().clone();
        for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
            input = changed(input);
        }
        return input;
    }

    private byte[] seed() {
        return seeds.get(random.nextInt(seeds.size()));
    }

    private byte[] changed(byte[] input) {
        int at = random.nextInt(input.length);
        switch (random.nextInt(8)) {
            case 0 -> input[at] = (byte) random.nextInt();
            case 1 -> input[at] ^= (byte) (1 << random.nextInt(8));
            case 2 -> input[at] = (byte) random.nextInt(20);
            case 3, 4 -> {
                if (at <= input.length - Integer.BYTES) {
                    ByteBuffer.wrap(input)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .putInt(at, EDGES[random.nextInt(EDGES.length)]);
                }
            }
            case 5 -> {
                return Arrays.copyOf(input, 1 + at);
            }
            case 6 -> {
                return spliced(input, at, Math.min(input.length, at + random.nextInt(9)), new byte[0]);
            }
            default -> {
                byte[] other = seed();
                int from = random.nextInt(other.length);
                byte[] part = Arrays.copyOfRange(other, from, from + random.nextInt(other.length - from));
                return spliced(input, at, at + random.nextInt(2) * Math.min(part.length, input.length - at), part);
            }
        }
        return input;
    }

    /** Puts a part in the place of a range; the byte that chooses the model stays. */
    private static byte[] spliced(byte[] input, int from, int to, byte[] part) {
        int start = Math.max(1, from);
        int end = Math.max(start, to);
        byte[] result = Arrays.copyOf(input, start + part.length + input.length - Math.min(end, input.length));
        System.arraycopy(part, 0, result, start, part.length);
        System.arraycopy(
                input,
                Math.min(end, input.length),
                result,
                start + part.length,
                input.length - Math.min(end, input.length));
        return result;
    }
}
