package io.mongoodm.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.mongodb.ConnectionString;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUriTest {
    @ParameterizedTest
    @CsvSource({
        "mongodb://h:1, mongodb://h:1/shop",
        "mongodb://h:1/, mongodb://h:1/shop",
        "mongodb://h:1/other, mongodb://h:1/shop",
        "mongodb://h:1/?w=1&appName=a, mongodb://h:1/shop?w=1&appName=a",
        "mongodb://h:1/other?w=1, mongodb://h:1/shop?w=1",
        "'mongodb://h:1,g:2/other?replicaSet=r', 'mongodb://h:1,g:2/shop?replicaSet=r'",
    })
    void databaseIsReplacedAndOptionsStay(String uri, String expected) {
        assertThat(DatabaseUri.of(uri, "shop")).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "mongodb://ann:pw@h:1, mongodb://ann:pw@h:1/shop?authSource=admin",
        "mongodb://ann:pw@h:1/users?w=1, mongodb://ann:pw@h:1/shop?w=1&authSource=users",
        "mongodb://ann:pw@h:1/users?authsource=a, mongodb://ann:pw@h:1/shop?authsource=a",
    })
    void userIsStillCheckedAgainstTheSameDatabase(String uri, String expected) {
        String withDatabase = DatabaseUri.of(uri, "shop");

        assertThat(withDatabase).isEqualTo(expected);
        assertThat(Objects.requireNonNull(new ConnectionString(withDatabase).getCredential())
                        .getSource())
                .isEqualTo(Objects.requireNonNull(new ConnectionString(uri).getCredential())
                        .getSource());
    }

    @Test
    void otherLettersAreEncodedForTheDriverToDecode() {
        String uri = DatabaseUri.of("mongodb://h:1", "größe%");

        assertThat(new ConnectionString(uri).getDatabase()).isEqualTo("größe%");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a.b", "a/b", "a$b", "a?b"})
    void nameThatNoDatabaseCanHaveIsRefused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DatabaseUri.of("mongodb://h:1", name))
                .withMessage("\"" + name + "\" cannot name a database of EmbeddedMongo.uri(name)."
                        + " Use 1 to 63 bytes without a space, a null character or any of /\\.\"$*<>:|?");
    }

    @Test
    void nameOfMoreThan63BytesIsRefused() {
        assertThat(DatabaseUri.of("mongodb://h", "a".repeat(63))).endsWith("a".repeat(63));
        assertThatIllegalArgumentException().isThrownBy(() -> DatabaseUri.of("mongodb://h", "é".repeat(32)));
    }
}
