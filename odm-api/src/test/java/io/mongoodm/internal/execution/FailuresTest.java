package io.mongoodm.internal.execution;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.ServerAddress;
import io.mongoodm.DuplicateKeyException;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailuresTest {
    record City(int id) {}

    private static MongoCommandException refusal(int code, String message) {
        return new MongoCommandException(
                new BsonDocument("ok", new BsonInt32(0))
                        .append("code", new BsonInt32(code))
                        .append("errmsg", new BsonString(message)),
                new ServerAddress());
    }

    /** Servers have named the index in several ways. */
    @ParameterizedTest
    @CsvSource({
        "E11000 duplicate key error collection: shop.city index: name_1 dup key: { name: 1 }, name_1",
        "E11000 duplicate key error index: shop.city.$name_1 dup key: { : 1 }, name_1",
        "E11000 duplicate key error collection: shop.city index: a.b_1_c_-1 dup key: { a.b: 1 }, a.b_1_c_-1"
    })
    void aDuplicateKeyNamesItsIndexAndKeepsTheDriversException(String message, String index) {
        MongoCommandException refusal = refusal(11000, message);

        RuntimeException translated = Failures.translate(refusal, City.class);

        assertThat(translated)
                .isExactlyInstanceOf(DuplicateKeyException.class)
                .hasMessage("Another document has the same key in the unique index " + index + " of City's collection:"
                        + " give the document another key, or change the one that is there")
                .hasCause(refusal);
        assertThat(((DuplicateKeyException) translated).indexName()).isEqualTo(index);
    }

    @Test
    void anIndexThatTheServerDoesNotNameIsNull() {
        RuntimeException translated = Failures.translate(refusal(11000, "duplicate key"), City.class);

        assertThat(translated)
                .isExactlyInstanceOf(DuplicateKeyException.class)
                .hasMessage(
                        "Another document has the same key in a unique index of City's collection: give the document"
                                + " another key, or change the one that is there");
        assertThat(((DuplicateKeyException) translated).indexName()).isNull();
    }

    @Test
    void whatIsTriedAgainByItsLabelIsNeverWrapped() {
        MongoCommandException transientOne = refusal(11000, "index: name_1 dup key");
        transientOne.addLabel(MongoException.TRANSIENT_TRANSACTION_ERROR_LABEL);

        assertThat(Failures.translate(transientOne, City.class)).isSameAs(transientOne);
    }

    @Test
    void everyOtherFailurePasses() {
        MongoCommandException other = refusal(112, "write conflict");
        IllegalStateException ours = new IllegalStateException("closed");

        assertThat(Failures.translate(other, City.class)).isSameAs(other);
        assertThat(Failures.translate(ours, City.class)).isSameAs(ours);
    }
}
