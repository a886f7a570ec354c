package io.mongoodm.internal.execution;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.MongoWriteException;
import com.mongodb.ServerAddress;
import com.mongodb.WriteError;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.bulk.WriteConcernError;
import io.mongoodm.DuplicateKeyException;
import java.util.List;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailuresTest {
    private static final int DUPLICATE = 11000;
    private static final ServerAddress ADDRESS = new ServerAddress("localhost", 1);

    record City(int id) {}

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "email_1 | E11000 duplicate key error collection: a.b index: email_1 dup key: { email: \"x\" }",
                "email_1 | E11000 duplicate key error index: a.b.$email_1 dup key: { : 1 }",
                "_id_ | E11000 duplicate key error collection: a.b index: _id_ dup key: { : 1 }",
                "by email, old | E11000 duplicate key error collection: a.b index: by email, old dup key: { email: 1 }",
                "price$2 | E11000 duplicate key error collection: a.b index: price$2 dup key: { price: 1 }",
                "n_1 | E11000 duplicate key error collection: a.b index: n_1 collation: { locale: \"de\" } dup key: {"
                        + " n: \"0x\" }",
                "n_1 | E11000 duplicate key error collection: a.b index: n_1 dup key: { n: \" index: m_1 dup key: \" }"
            })
    void theIndexIsNamedAsTheServerNamesIt(String index, String message) {
        for (MongoException failure : List.of(command(message), write(message))) {
            assertThat(Failures.translate(failure, City.class))
                    .isInstanceOfSatisfying(DuplicateKeyException.class, duplicate -> {
                        assertThat(duplicate.indexName()).isEqualTo(index);
                        assertThat(duplicate)
                                .hasMessage("Another document has the same key in the unique index " + index
                                        + " of City's collection: give the document another key, or change the one that"
                                        + " is there")
                                .hasCause(failure);
                    });
        }
    }

    @Test
    void anIndexThatTheServerDoesNotNameStaysUnknown() {
        assertThat(Failures.translate(write("duplicate key"), City.class))
                .isInstanceOfSatisfying(DuplicateKeyException.class, duplicate -> {
                    assertThat(duplicate.indexName()).isNull();
                    assertThat(duplicate)
                            .hasMessage("Another document has the same key in a unique index of City's collection: give"
                                    + " the document another key, or change the one that is there");
                });
    }

    @Test
    void failuresThatAreRetriedOrOfAnotherKindPassUntouched() {
        MongoException retried = command("index: a_1 dup key: {}");
        retried.addLabel(MongoException.TRANSIENT_TRANSACTION_ERROR_LABEL);
        MongoException other = new MongoCommandException(
                new BsonDocument("code", new BsonInt32(50)).append("errmsg", new BsonString("slow")), ADDRESS);
        RuntimeException ours = new IllegalStateException();
        for (RuntimeException failure : List.of(retried, other, ours)) {
            assertThat(Failures.translate(failure, City.class)).isSameAs(failure);
        }
    }

    @Test
    void insertsAreADuplicateOnlyWhenNothingElseFailed() {
        BulkWriteError duplicate = new BulkWriteError(
                DUPLICATE, "E11000 collection: a.b index: a_1 dup key: { : 1 }", new BsonDocument(), 0);
        BulkWriteError other = new BulkWriteError(121, "validation", new BsonDocument(), 1);
        WriteConcernError unsafe = new WriteConcernError(64, "wtimeout", "waiting", new BsonDocument());

        assertThat(Failures.translateInserts(bulk(List.of(duplicate), null), City.class))
                .isInstanceOfSatisfying(
                        DuplicateKeyException.class,
                        e -> assertThat(e.indexName()).isEqualTo("a_1"));
        for (MongoBulkWriteException failure : List.of(
                bulk(List.of(duplicate), unsafe), bulk(List.of(other), null), bulk(List.of(duplicate, other), null))) {
            assertThat(Failures.translateInserts(failure, City.class)).isSameAs(failure);
        }
    }

    private static MongoException command(String message) {
        return new MongoCommandException(
                new BsonDocument("code", new BsonInt32(DUPLICATE)).append("errmsg", new BsonString(message)), ADDRESS);
    }

    private static MongoException write(String message) {
        return new MongoWriteException(new WriteError(DUPLICATE, message, new BsonDocument()), ADDRESS, Set.of());
    }

    private static MongoBulkWriteException bulk(List<BulkWriteError> errors, @Nullable WriteConcernError unsafe) {
        return new MongoBulkWriteException(BulkWriteResult.unacknowledged(), errors, unsafe, ADDRESS, Set.of());
    }
}
