package io.mongoodm.internal.mapping;

import static io.mongoodm.internal.mapping.Mappings.read;
import static io.mongoodm.internal.mapping.Mappings.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mongoodm.DecodingException;
import io.mongoodm.EncodingException;
import java.math.BigInteger;
import java.time.DayOfWeek;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class MapKeysTest {
    record Texts(Map<String, Integer> map) {}

    record Numbers(Map<Integer, Integer> map) {}

    record Large(Map<BigInteger, Integer> map) {}

    record Uniques(Map<UUID, Integer> map) {}

    record Ids(Map<ObjectId, Integer> map) {}

    record Days(Map<DayOfWeek, Integer> map) {}

    @Test
    void keysWithDotsAndDollarsThatOthersStoredAreRead() {
        assertThat(read(Texts.class, "{map: {'a.b': 1, '$c': 2, '': 3}}").map())
                .containsExactly(Map.entry("a.b", 1), Map.entry("$c", 2), Map.entry("", 3));
    }

    @Test
    void theseKeysAreNotWritten() {
        for (String key : List.of("a.b", ".", "$a", "$", "a\0")) {
            assertThatThrownBy(() -> write(new Texts(Map.of(key, 1))))
                    .isExactlyInstanceOf(EncodingException.class)
                    .hasMessage("Expected keys without a dot, a leading dollar sign and the NUL character but one has"
                            + " it at map (record Texts, component map): keep such keys in a list of records");
        }
    }

    @Test
    void namesThatWouldBecomeOneKeyAreRefused() {
        for (String name : List.of("05", "+5", "\u0665", "5.0", "x", "")) {
            assertThatThrownBy(() -> read(Numbers.class, "{map: {'5': 1, '" + name + "': 2}}"))
                    .as(name)
                    .isExactlyInstanceOf(DecodingException.class)
                    .hasMessageStartingWith("Expected a field name that is a key of type Integer but was another text");
        }
        assertThatThrownBy(() -> read(Uniques.class, "{map: {'1-1-1-1-1': 1}}"))
                .hasMessage("Expected a field name that is a key of type UUID but was another text at map.1-1-1-1-1"
                        + " (record Uniques, component map)");
    }

    @Test
    void unknownConstantNamesTheKnownOnes() {
        assertThatThrownBy(() -> read(Days.class, "{map: {NODAY: 1}}"))
                .hasMessage("Expected one of MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY but was"
                        + " another string at map.NODAY (record Days, component map)");
    }

    @Test
    void hexadecimalKeysAreReadInEitherCase() {
        assertThat(read(Uniques.class, "{map: {'00112233-4455-6677-8899-AABBCCDDEEFF': 1}}")
                        .map())
                .containsOnlyKeys(UUID.fromString("00112233-4455-6677-8899-aabbccddeeff"));
        assertThat(read(Ids.class, "{map: {'64F0000000000000000000AA': 1}}").map())
                .containsOnlyKeys(new ObjectId("64f0000000000000000000aa"));
    }

    @Test
    @Timeout(60)
    void numbersWithoutEndAreNotParsed() {
        String digits = "7".repeat(8_000_000);
        assertThatThrownBy(() -> read(Large.class, "{map: {'" + digits + "': 1}}"))
                .isExactlyInstanceOf(DecodingException.class)
                .hasMessageStartingWith("Expected a field name that is a key of type BigInteger but was another text");
        assertThatThrownBy(() -> write(new Large(Map.of(BigInteger.TEN.pow(1000), 1))))
                .isExactlyInstanceOf(EncodingException.class)
                .hasMessage("Expected a key of at most 1000 characters but one has 1001 at map"
                        + " (record Large, component map)");
        Large longest = new Large(Map.of(BigInteger.TEN.pow(999), 1));
        assertThat(read(Large.class, write(longest).toJson())).isEqualTo(longest);
    }

    @Test
    void nullIsNoKey() {
        Map<@Nullable String, Integer> map = new HashMap<>();
        map.put(null, 1);
        @SuppressWarnings({"unchecked", "rawtypes"})
        Texts texts = new Texts((Map) map);
        assertThatThrownBy(() -> write(texts))
                .hasMessage("Expected a key of type String but was null at map (record Texts, component map)");
    }
}
