package io.mongoodm.internal.execution;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.ServerAddress;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.bulk.BulkWriteInsert;
import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.bulk.BulkWriteUpsert;
import com.mongodb.bulk.WriteConcernError;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class InsertedTest {
    private static final List<BulkWriteInsert> UNNAMED =
            List.of(new BulkWriteInsert(0, null), new BulkWriteInsert(1, null), new BulkWriteInsert(3, null));
    private static final BulkWriteResult WITHOUT_IDS =
            BulkWriteResult.acknowledged(3, 4, 5, 6, List.of(new BulkWriteUpsert(9, new BsonInt32(9))), UNNAMED);

    private static BsonInt32 id(int position) {
        return new BsonInt32(position * 10);
    }

    private static MongoBulkWriteException failure(@Nullable WriteConcernError concern, int... failed) {
        List<BulkWriteError> errors = IntStream.of(failed)
                .mapToObj(position -> new BulkWriteError(11000, "E11000", new BsonDocument(), position))
                .toList();
        return new MongoBulkWriteException(
                WITHOUT_IDS, errors, concern, new ServerAddress("db.example", 27018), Set.of("RetryableWriteError"));
    }

    private static List<BulkWriteInsert> inserts(int... positions) {
        return IntStream.of(positions)
                .mapToObj(position -> new BulkWriteInsert(position, id(position)))
                .toList();
    }

    @Test
    void resultKeepsEverythingElse() {
        assertThat(Inserted.identified(WITHOUT_IDS, InsertedTest::id))
                .isEqualTo(BulkWriteResult.acknowledged(
                        3, 4, 5, 6, List.of(new BulkWriteUpsert(9, new BsonInt32(9))), inserts(0, 1, 3)));
    }

    @Test
    void unacknowledgedResultStays() {
        BulkWriteResult none = BulkWriteResult.unacknowledged();

        assertThat(Inserted.identified(none, InsertedTest::id)).isSameAs(none);
    }

    @Test
    void orderedWritesInsertedNothingAfterTheFirstFailure() {
        assertThat(Inserted.identified(failure(null, 2), true, InsertedTest::id)
                        .getWriteResult()
                        .getInserts())
                .isEqualTo(inserts(0, 1));
    }

    @Test
    void unorderedWritesInsertedWhateverDidNotFail() {
        assertThat(Inserted.identified(failure(null, 2), false, InsertedTest::id)
                        .getWriteResult()
                        .getInserts())
                .isEqualTo(inserts(0, 1, 3));
    }

    @Test
    void failureThatIsNoWritesInsertedAllOfThem() {
        WriteConcernError concern = new WriteConcernError(64, "WriteConcernFailed", "waiting", new BsonDocument());

        assertThat(Inserted.identified(failure(concern), true, InsertedTest::id)
                        .getWriteResult()
                        .getInserts())
                .isEqualTo(inserts(0, 1, 3));
    }

    @Test
    void failureKeepsEverythingElse() {
        WriteConcernError concern = new WriteConcernError(64, "WriteConcernFailed", "waiting", new BsonDocument());
        MongoBulkWriteException failure = failure(concern, 2);
        failure.addSuppressed(new IllegalStateException("beside it"));

        MongoBulkWriteException identified = Inserted.identified(failure, true, InsertedTest::id);

        assertThat(identified).hasMessage(failure.getMessage());
        assertThat(identified.getStackTrace()).isEqualTo(failure.getStackTrace());
        assertThat(identified.getSuppressed()).isEqualTo(failure.getSuppressed());
        assertThat(identified.getErrorLabels()).isEqualTo(Set.of("RetryableWriteError"));
        assertThat(identified.getWriteErrors()).isEqualTo(failure.getWriteErrors());
        assertThat(identified.getWriteConcernError()).isEqualTo(concern);
        assertThat(identified.getServerAddress()).isEqualTo(failure.getServerAddress());
        assertThat(identified.getWriteResult().getInsertedCount()).isEqualTo(3);
        assertThat(identified.getWriteResult().getUpserts()).isEqualTo(WITHOUT_IDS.getUpserts());
    }
}
