package io.mongoodm.internal.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BytesTest {
    private static final int LONGEST = 70;
    private static final int BEFORE = 5;

    @Test
    void textIsWhatUtf8SaysWhereverACharacterIsNotAscii() {
        for (int length = 0; length <= LONGEST; length++) {
            for (int other = -1; other < length; other++) {
                byte[] bytes = new byte[BEFORE + length + BEFORE];
                Arrays.fill(bytes, (byte) 0xC3);
                Arrays.fill(bytes, BEFORE, BEFORE + length, (byte) 'x');
                if (other >= 0) {
                    bytes[BEFORE + other] = (byte) 0xC3;
                    bytes[BEFORE + Math.min(other + 1, length - 1)] = (byte) 0xA4;
                }
                assertThat(Bytes.text(bytes, BEFORE, length))
                        .isEqualTo(new String(bytes, BEFORE, length, StandardCharsets.UTF_8));
            }
        }
    }
}
