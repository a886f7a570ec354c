package io.mongoodm.internal.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ShortStringsTest {
    private static final int BEFORE = 3;

    private final ShortStrings strings = new ShortStrings();

    private String get(byte[] text, Random random) {
        byte[] document = new byte[BEFORE + text.length + 1 + ShortStrings.LONGEST];
        random.nextBytes(document);
        System.arraycopy(text, 0, document, BEFORE, text.length);
        document[BEFORE + text.length] = 0;
        return strings.get(document, BEFORE, text.length + 1);
    }

    @Test
    void bytesGiveTheStringThatUtf8SaysWhateverLiesAroundThem() {
        Random random = new Random(7);
        for (int i = 0; i < 200_000; i++) {
            byte[] text = new byte[random.nextInt(ShortStrings.LONGEST)];
            for (int at = 0; at < text.length; at++) {
                // Few different ones, so that most strings come again, with zero bytes and malformed characters.
                text[at] = (byte) random.nextInt(-1, 2);
            }
            String read = get(text, random);
            assertThat(read).isEqualTo(new String(text, StandardCharsets.UTF_8));
        }
    }

    @Test
    void zeroBytesAtTheEndMakeAnotherString() {
        Random random = new Random(7);
        for (int round = 0; round < 100; round++) {
            for (int length = 0; length < ShortStrings.LONGEST; length++) {
                byte[] text = new byte[length];
                Arrays.fill(text, 0, Math.min(1, length), (byte) 'a');
                assertThat(get(text, random)).hasSize(length);
            }
        }
    }

    @Test
    void wordThatComesAgainAndAgainIsOneString() {
        Random random = new Random(7);
        IdentityHashMap<String, Integer> met = new IdentityHashMap<>();
        for (int i = 0; i < 1_000; i++) {
            met.merge(get("delivered".getBytes(StandardCharsets.UTF_8), random), 1, Integer::sum);
        }
        assertThat(met).hasSizeLessThan(20);
        assertThat(met.values()).anyMatch(times -> times > 980);
    }
}
