package io.mongoodm.testkit;

import static io.mongoodm.query.Fields.field;
import static io.mongoodm.testkit.IndexAssertions.assertIndexed;
import static io.mongoodm.testkit.IndexAssertions.assertNoIndexDrift;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Indexes;
import io.mongoodm.Model;
import io.mongoodm.Odm;
import io.mongoodm.UndeclaredIndexes;
import io.mongoodm.annotation.Indexed;
import io.mongoodm.annotation.OdmModel;
import java.util.List;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@OdmTest(models = IndexAssertionsTest.Reader.class)
class IndexAssertionsTest {
    @OdmModel(collection = "readers")
    record Reader(int id, @Indexed String email, int age) {}

    private final Odm odm;
    private final CommandRecorder recorder;
    private final Model<Reader> readers;

    IndexAssertionsTest(Odm odm, CommandRecorder recorder) {
        this.odm = odm;
        this.recorder = recorder;
        this.readers = odm.model(Reader.class);
    }

    @BeforeEach
    void store() {
        odm.dropDatabase();
        readers.createMany(IntStream.range(0, 50)
                .mapToObj(i -> new Reader(i, "r" + i, i % 7))
                .toList());
        odm.applyIndexes();
    }

    private void byEmail() {
        readers.find(field(Reader::email).eq("r7")).toList();
    }

    private void byAge() {
        readers.find(Filters.or(field(Reader::age).eq(3), field(Reader::age).gt(40)))
                .toList();
    }

    @Test
    @Requires(Feature.EXPLAIN)
    void aQueryByAnIndexedFieldIsIndexed() {
        assertIndexed(odm, recorder.during(this::byEmail));
        assertIndexed(odm, "email_1", recorder.during(this::byEmail));
    }

    @Test
    @Requires(Feature.EXPLAIN)
    void aScanIsNamedWithItsFieldsAndWithoutValues() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> assertIndexed(odm, recorder.during(() -> {
                    byEmail();
                    byAge();
                })))
                .withMessage("No index is used by find of readers by [age] (scans the collection): declare an index on"
                        + " these fields and apply it, or query by others");
    }

    @Test
    @Requires(Feature.EXPLAIN)
    void anotherIndexIsNamed() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> assertIndexed(odm, "age_1", recorder.during(this::byEmail)))
                .withMessage("The index age_1 is not used by find of readers by [email] (uses email_1)");
    }

    @Test
    void commandsThatAreNoQueriesCannotBeIndexed() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> assertIndexed(odm, recorder.during(() -> readers.create(new Reader(1000, "new", 1)))))
                .withMessage("None of the 1 commands is a query, so no index can be used");
    }

    @Test
    @Requires({Feature.EXPLAIN, Feature.CHANGE_STREAMS})
    void writesAndAggregationsAreExplainedByAServerThatCan() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> assertIndexed(odm, recorder.during(() -> {
                    readers.countDocuments(field(Reader::age).eq(3));
                    readers.aggregate(
                                    List.of(Aggregates.match(field(Reader::age).eq(3))))
                            .toList();
                })))
                .withMessage("No index is used by aggregate of readers by [age] (scans the collection), aggregate of"
                        + " readers by [age] (scans the collection): declare an index on these fields and apply it, or"
                        + " query by others");
        assertIndexed(
                odm,
                "email_1",
                recorder.during(
                        () -> readers.countDocuments(field(Reader::email).eq("r1"))));
    }

    @Test
    void appliedIndexesAreNoDrift() {
        assertThatCode(() -> assertNoIndexDrift(odm)).doesNotThrowAnyException();
    }

    @Test
    void whatIsMissingIsDriftWithThePlan() {
        odm.database().getCollection("readers").dropIndex("email_1");

        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> assertNoIndexDrift(odm))
                .withMessage("The indexes of " + odm.database().getName() + " are not those that the models declare;"
                        + " review this plan and apply it:\n"
                        + "ACTION  COLLECTION  INDEX    DESCRIPTION\n"
                        + "create  readers     email_1  email ascending");
    }

    @Test
    void whatIsDeclaredNowhereIsDriftWhenAsked() {
        odm.client()
                .getDatabase(odm.database().getName())
                .getCollection("readers", Document.class)
                .createIndex(Indexes.ascending("age"));

        assertThatCode(() -> assertNoIndexDrift(odm)).doesNotThrowAnyException();
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> assertNoIndexDrift(odm, UndeclaredIndexes.DROP))
                .withMessageContaining("undeclared  readers     age_1  age ascending");
    }
}
