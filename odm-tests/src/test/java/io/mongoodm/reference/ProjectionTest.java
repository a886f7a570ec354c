package io.mongoodm.reference;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Projections.exclude;
import static com.mongodb.client.model.Projections.include;
import static com.mongodb.client.model.Sorts.ascending;
import static io.mongoodm.reference.Sent.command;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mongoodm.InvalidFilterException;
import io.mongoodm.Model;
import io.mongoodm.Query;
import io.mongoodm.fixture.Form;
import io.mongoodm.testkit.CommandRecorder;
import io.mongoodm.testkit.OdmTest;
import io.mongoodm.vthreads.AsyncOdm;
import java.util.List;
import org.bson.Document;
import org.bson.codecs.pojo.annotations.BsonProperty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@OdmTest(models = Book.class)
final class ProjectionTest {
    private final AsyncOdm odm;
    private final CommandRecorder recorder;

    ProjectionTest(AsyncOdm odm, CommandRecorder recorder) {
        this.odm = odm;
        this.recorder = recorder;
    }

    @BeforeEach
    void storeBooks() {
        Book.store(odm.synchronous().model(Book.class), Book.ALL);
    }

    record Spine(int id, String title) {}

    record Signed(String title, Name author) {
        record Name(String name) {}
    }

    record Renamed(
            @BsonProperty("title") String heading, @Nullable Double rating) {}

    record Misspelt(String titel) {}

    record Mistyped(List<String> year) {}

    @ParameterizedTest
    @EnumSource(Form.class)
    void anotherRecordIsReadOfTheFieldsThatItNames(Form form) {
        Query<Spine> spines = books(form).find(eq("year", 1815)).project(Spine.class);

        assertThat(Sent.by(recorder, () -> assertThat(spines.toList()).containsExactly(new Spine(3, "Emma"))))
                .containsExactly(command("{find: 'books', filter: {year: 1815}, projection: {_id: 1, title: 1}}"));
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void theIdIsNotFetchedForARecordWithoutOne(Form form) {
        Query<Renamed> renamed = books(form).find(eq("year", 1815)).project(Renamed.class);

        assertThat(Sent.by(recorder, () -> assertThat(renamed.toList()).containsExactly(new Renamed("Emma", null))))
                .containsExactly(
                        command("{find: 'books', filter: {year: 1815}, projection: {title: 1, rating: 1, _id: 0}}"));
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void aNestedRecordIsReadInPart(Form form) {
        Query<Signed> signed = books(form).find(eq("year", 1815)).project(Signed.class);

        assertThat(signed.toList()).containsExactly(new Signed("Emma", new Signed.Name("Austen")));
        assertThat(Sent.by(recorder, signed::toList))
                .containsExactly(command(
                        "{find: 'books', filter: {year: 1815}, projection: {title: 1, 'author.name': 1, _id: 0}}"));
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void theStepsOfTheQueryAreKept(Form form) {
        Query<Spine> spines = books(form)
                .find()
                .sort(ascending("year"))
                .skip(1)
                .project(Spine.class)
                .limit(2);

        assertThat(spines.toList()).containsExactly(new Spine(2, "Candide"), new Spine(3, "Emma"));
        assertThat(spines.first()).contains(new Spine(2, "Candide"));
        assertThat(spines.get()).isEqualTo(new Spine(2, "Candide"));
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void aRecordThatNamesAnUnknownFieldIsRefusedAtTheCall(Form form) {
        assertThatThrownBy(() -> books(form).find().project(Misspelt.class))
                .isExactlyInstanceOf(InvalidFilterException.class)
                .hasMessage("Component titel of Misspelt reads no field: Book has no field \"titel\" (projection,"
                        + " at titel): did you mean \"title\"?");
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void aRecordWithAComponentOfAnotherTypeIsRefusedAtTheCall(Form form) {
        assertThatThrownBy(() -> books(form).find().project(Mistyped.class))
                .isExactlyInstanceOf(InvalidFilterException.class)
                .hasMessage("Component year of Mistyped reads \"year\" as a list, each element a string, and Book"
                        + " stores an int (projection): declare the component as the model does");
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void aClassThatIsNoRecordIsRefusedAtTheCall(Form form) {
        assertThatThrownBy(() -> books(form).find().project(String.class))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("java.lang.String is no record: rows are read into records");
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void aProjectionThatDropsAComponentOfTheModelIsRefused(Form form) {
        Query<Book> all = books(form).find();

        assertThatThrownBy(() -> all.projection(include("title")))
                .isExactlyInstanceOf(InvalidFilterException.class)
                .hasMessage("The projection drops or shortens \"author\" of Book, which writing the record back"
                        + " would make permanent (projection): read another record with project(Row.class), or"
                        + " documents with findRaw");
        assertThatThrownBy(() -> all.projection(exclude("rating")))
                .isExactlyInstanceOf(InvalidFilterException.class)
                .hasMessage("The projection drops or shortens \"rating\" of Book, which writing the record back"
                        + " would make permanent (projection): read another record with project(Row.class), or"
                        + " documents with findRaw");
        assertThatThrownBy(() -> all.projection(exclude("author.country")))
                .isExactlyInstanceOf(InvalidFilterException.class)
                .hasMessage("The projection drops or shortens \"author.country\" of Book, which writing the record"
                        + " back would"
                        + " make permanent (projection): read another record with project(Row.class), or"
                        + " documents"
                        + " with findRaw");
        assertThatThrownBy(() -> all.projection(new Document("tags", new Document("$slice", 1))))
                .isExactlyInstanceOf(InvalidFilterException.class)
                .hasMessage("The projection drops or shortens \"tags\" of Book, which writing the record back would"
                        + " make permanent (projection): read another record with project(Row.class), or documents"
                        + " with findRaw");
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void aProjectionThatLeavesTheModelWholeIsSent(Form form) {
        Query<Book> whole = books(form)
                .find(eq("year", 1815))
                .projection(include("id", "title", "author", "year", "tags", "rating"));

        assertThat(Sent.by(recorder, () -> assertThat(whole.toList()).containsExactly(Book.EMMA)))
                .containsExactly(command("{find: 'books', filter: {year: 1815}, projection: {_id: 1, title: 1,"
                        + " author: 1, year: 1, tags: 1, rating: 1}}"));
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void rawDocumentsAreFoundUndecoded(Form form) {
        Query<Document> raw = books(form).findRaw(eq("id", 3));

        assertThat(Sent.by(
                        recorder,
                        () -> assertThat(raw.toList())
                                .containsExactly(Document.parse("{_id: 3, title: 'Emma', author: {name: 'Austen',"
                                        + " country: 'GB'}, year: 1815, tags: []}"))))
                .containsExactly(command("{find: 'books', filter: {_id: 3}}"));
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void rawDocumentsTakeAnyProjection(Form form) {
        Query<Document> titles = books(form)
                .findRaw()
                .projection(include("title"))
                .sort(ascending("id"))
                .limit(1);

        assertThat(Sent.by(
                        recorder,
                        () -> assertThat(titles.toList()).containsExactly(Document.parse("{_id: 1, title: 'Utopia'}"))))
                .containsExactly(
                        command("{find: 'books', filter: {}, projection: {title: 1}, sort: {_id: 1}, limit: 1}"));
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void anEmptyProjectionOfRawDocumentsMeansAllFields(Form form) {
        assertThat(books(form).findRaw(eq("id", 3)).projection(new Document()).get())
                .containsKeys("_id", "title", "author", "year", "tags");
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void theFieldsOfARawProjectionAreChecked(Form form) {
        assertThatThrownBy(() -> books(form).findRaw().projection(include("titel")))
                .isExactlyInstanceOf(InvalidFilterException.class)
                .hasMessage("Book has no field \"titel\" (projection, at titel): did you mean \"title\"?");
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void aDocumentWhoseProjectionIsEmptyIsFoundNevertheless(Form form) {
        assertThat(books(form)
                        .findRaw(eq("id", 3))
                        .projection(new Document("_id", 0).append("rating", 1))
                        .first())
                .contains(new Document());
    }

    private Model<Book> books(Form form) {
        return form.model(odm, Book.class);
    }
}
