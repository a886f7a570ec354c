package io.mongoodm.internal.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.mongoodm.DecodingException;
import java.util.IdentityHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.junit.jupiter.api.Test;

/** Which keys are made anew, and that maps are what is stored whatever was read before. */
class KnownKeysTest {
    /** Which maps are learned is chance; that none of so many is has a probability below 1e-15. */
    private static final int MANY = 10_000;

    private static final String LONG_KEY = "a key that is longer than short strings are";

    record Stock(Map<String, Integer> counts) {}

    record Parts(Map<UUID, Integer> counts) {}

    private final Paths<Stock> stock = Paths.of(Paths.parse(), Stock.class);

    private static BsonDocument document(Object... entries) {
        BsonDocument counts = new BsonDocument();
        for (int i = 0; i < entries.length; i += 2) {
            BsonValue value = entries[i + 1] instanceof Integer number
                    ? new BsonInt32(number)
                    : new BsonString(entries[i + 1].toString());
            counts.append(entries[i].toString(), value);
        }
        return new BsonDocument("counts", counts);
    }

    private Map<String, Integer> read(Object... entries) {
        return stock.read(document(entries)).counts();
    }

    @Test
    void keyThatComesAgainAndAgainIsOneString() {
        IdentityHashMap<String, Boolean> met = met(LONG_KEY);
        assertThat(met).hasSizeLessThan(MANY);
        String kept = read(LONG_KEY, 0).keySet().iterator().next();
        assertThat(met).containsKey(kept);
    }

    @Test
    void longNamesAreNotKept() {
        assertThat(met("k".repeat(101))).hasSize(MANY);
    }

    private IdentityHashMap<String, Boolean> met(String name) {
        IdentityHashMap<String, Boolean> met = new IdentityHashMap<>();
        for (int i = 0; i < MANY; i++) {
            read(name, i).keySet().forEach(key -> met.put(key, true));
        }
        return met;
    }

    @Test
    void mapsAreWhatIsStoredWhateverKeysAreKnown() {
        for (int i = 0; i < MANY; i++) {
            assertThat(read("a", 1, LONG_KEY, 2, "c", i))
                    .containsExactly(entry("a", 1), entry(LONG_KEY, 2), entry("c", i));
            if (i % 100 == 0) {
                assertThat(read("c", 3, "a", 1)).containsExactly(entry("c", 3), entry("a", 1));
                assertThat(read("a", 1)).containsExactly(entry("a", 1));
                assertThat(read("a", 1, "b" + i, i, "c", 3))
                        .containsExactly(entry("a", 1), entry("b" + i, i), entry("c", 3));
                assertThat(read()).isEmpty();
            }
        }
        assertThatThrownBy(() -> read("a", 1, LONG_KEY, "two"))
                .isInstanceOf(DecodingException.class)
                .hasMessageContaining("counts." + LONG_KEY);
    }

    @Test
    void keysThatNeverComeAgainAreAllRead() {
        for (int i = 0; i < MANY; i++) {
            assertThat(read("x" + i, i, "y" + i, -i)).containsExactly(entry("x" + i, i), entry("y" + i, -i));
        }
    }

    @Test
    void otherKeysThanStringsAreReadFromEachOfTheirNames() {
        Paths<Parts> parts = Paths.of(Paths.parse(), Parts.class);
        UUID id = new UUID(0xABCDEFL, 7);
        String upper = id.toString().toUpperCase(Locale.ROOT);
        for (int i = 0; i < MANY; i++) {
            Object name = i % 3 == 0 ? upper : id;
            assertThat(parts.read(document(name, i)).counts()).containsExactly(entry(id, i));
        }
    }
}
